/** The distributor meets the staffing books. The long run, `npm run sim -- --theory`, holds it to 2 %. */
import { describe, expect, test } from 'vitest'
import { calibration, theory, theoryCases, type Figure } from './theory.ts'

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

/** A few never give up: of those the wait is known to its end. More of them, and they would be most of those who wait. */
const told = [
  { perHour: 200, handleS: 180, agents: 12, patienceS: null },
  { perHour: 600, handleS: 240, agents: 40, patienceS: 300, staying: 0.01 },
]

test.each(told)(
  '[EW6] $agents agents, patience $patienceS s: nine in ten wait no longer than they were told',
  (row) => {
    const shares = calibration(row, 100_000, 1)
    expect(shares.told).toBeGreaterThan(500)
    expect(Math.abs(shares.p90 - 0.9)).toBeLessThan(0.03)
    expect(Math.abs(shares.p50 - 0.5)).toBeLessThan(0.05)
  },
  60_000,
)
