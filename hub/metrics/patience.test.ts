/** The estimate against a case worked out by hand, and against patience that is known. */
import { describe, expect, test } from 'vitest'
import { mean, Patience, type Waited } from './index.ts'

const left = (ms: number): Waited => ({ ms, gaveUp: true })
const answered = (ms: number): Waited => ({ ms, gaveUp: false })

describe('patience', () => {
  const few = new Patience([left(10), answered(15), left(20), left(20), answered(25), answered(40)])

  test('goes down with each who gives up, by how many still waited then', () => {
    // 6 waited when the first gave up; 4 when two did at 20.
    expect(few.longerThan(9)).toBe(1)
    expect(few.longerThan(10)).toBeCloseTo(5 / 6, 12)
    expect(few.longerThan(19)).toBeCloseTo(5 / 6, 12)
    expect(few.longerThan(20 - 1e-9)).toBeCloseTo(5 / 6, 12)
    expect(few.longerThan(20)).toBeCloseTo((5 / 6) * (2 / 4), 12)
  })

  test('ends at a steady rate beyond the last who gave up', () => {
    const tailMs = (10 + 15 + 20 + 20 + 25 + 40) / 3
    expect(few.longerThan(30)).toBeCloseTo((5 / 12) * Math.exp(-10 / tailMs), 12)
    expect(few.endsAt(30, 0.5)).toBeCloseTo(30 + tailMs * Math.log(2), 9)
  })

  test('what is left to one who has waited is reckoned from there', () => {
    expect(few.endsAt(0, 0)).toBe(10)
    expect(few.endsAt(0, 0.1)).toBe(10)
    expect(few.endsAt(0, 0.2)).toBe(20)
    expect(few.endsAt(12, 0.3)).toBe(20)
    expect(few.endsAt(12, 0.6)).toBeGreaterThan(20)
    expect(few.endsAt(12, 0.6)).toBeLessThan(few.endsAt(12, 0.9))
  })

  test('has no end where nobody ever gave up, and of nobody', () => {
    expect(new Patience([answered(10), answered(99)]).endsAt(5, 0.999)).toBe(Infinity)
    expect(new Patience([]).endsAt(0, 0.5)).toBe(Infinity)
  })

  test('where everybody gave up nobody waits longer than the last, but one who did has a rest', () => {
    const all = new Patience([left(10), left(30)])
    expect(all.longerThan(30)).toBe(0)
    expect(all.endsAt(0, 0.9)).toBe(30)
    expect(all.endsAt(50, 0.5)).toBeCloseTo(50 + 20 * Math.log(2), 9)
  })

  test('finds exponential patience behind waits of which most were answered', () => {
    // Evenly spread quantiles instead of chance; every wait is cut off somewhere else.
    const n = 4_000
    const waits = Array.from({ length: n }, (_, at): Waited => {
      const patience = -300 * Math.log(1 - ((at * 0.6180339887) % 1))
      const offered = -200 * Math.log(1 - ((at * 0.7548776662) % 1))
      return patience < offered ? left(patience) : answered(offered)
    })
    const found = new Patience(waits)
    for (const ms of [50, 150, 300, 600]) expect(found.longerThan(ms)).toBeCloseTo(Math.exp(-ms / 300), 1)
    const drawn = Array.from({ length: 2_000 }, (_, at) => found.endsAt(100, (at + 0.5) / 2_000) - 100)
    expect(Math.abs(mean(drawn)! - 300)).toBeLessThan(30)
  })
})
