/** The distributor meets the staffing books. The long run, `npm run sim -- --theory`, holds it to 2 %. */
import { describe, expect, test } from 'vitest'
import { theory, theoryCases, type Figure } from './theory.ts'

/** One figure in ten thousand lies outside by chance. */
const explained = ({ simulated, theory: exact, plusMinus }: Figure): boolean =>
  Math.abs(simulated - exact) <= 2 * plusMinus

describe.each(theoryCases)('$perHour an hour of $handleS s at $agents agents, patience $patienceS s', (row) => {
  test('waits, answers and loses as many as theory says', () => {
    for (const figure of theory(row, 60_000, 7)) {
      expect(figure, figure.name).toSatisfy(explained)
      // An interval wider than this would agree with anything.
      if (figure.name !== 'abandoned') expect(figure.plusMinus / figure.theory, figure.name).toBeLessThan(0.45)
    }
  }, 60_000)
})

test('agents who are slower than the books think are found out', () => {
  const row = theoryCases[2]!
  const slower = theory({ ...row, handleS: row.handleS * 1.15 }, 60_000, 7)
  const books = theory(row, 60_000, 7)
  const apart = slower
    .map((figure, at) => ({ ...figure, theory: books[at]!.theory }))
    .filter((figure) => !explained(figure))
  expect(apart.map(({ name }) => name)).toEqual(['waiting', 'mean wait', 'in 20 s'])
}, 60_000)
