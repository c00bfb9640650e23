/** The formulas against published vectors, against each other, and against what must hold for any of them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { agentsNeeded, erlangA, erlangB, erlangC, offeredLoad } from './index.ts'

describe('Erlang B', () => {
  test('turns everybody away when nobody is there, and nobody when nobody comes', () => {
    expect(erlangB(3, 0)).toBe(1)
    expect(erlangB(0, 3)).toBe(0)
  })

  test('is the ratio of the last term to the sum of all', () => {
    const [load, agents] = [4, 6]
    const terms = Array.from({ length: agents + 1 }, (_, n) => load ** n / factorial(n))
    const sum = terms.reduce((a, b) => a + b)
    expect(erlangB(load, agents)).toBeCloseTo(terms.at(-1)! / sum, 12)
  })
})

describe('Erlang C', () => {
  test.each([
    { perHour: 100, handleS: 180, agents: 7, wait: 0.32415, level: 0.740441, mean: 29.173, occupancy: 0.7143 },
    { perHour: 200, handleS: 180, agents: 12, wait: 0.449388, level: 0.640158, mean: 40.445, occupancy: 0.8333 },
    { perHour: 200, handleS: 180, agents: 14, wait: 0.174132, level: 0.88835, mean: 7.836, occupancy: 0.7143 },
    { perHour: 600, handleS: 240, agents: 46, wait: 0.265791, level: 0.83879, mean: 10.632, occupancy: 0.8696 },
  ])('$perHour an hour of $handleS s at $agents agents', ({ agents, wait, level, mean, occupancy, ...traffic }) => {
    const service = erlangC(traffic, agents)!
    expect(service.waitShare).toBeCloseTo(wait, 6)
    expect(service.answeredIn(20)).toBeCloseTo(level, 6)
    expect(service.meanWaitS).toBeCloseTo(mean, 3)
    expect(service.occupancy).toBeCloseTo(occupancy, 4)
  })

  test('has no answer when the line would grow without end', () => {
    expect(erlangC({ perHour: 200, handleS: 180 }, 10)).toBeNull()
    expect(erlangC({ perHour: 200, handleS: 180 }, 9)).toBeNull()
  })
})

describe('Erlang A', () => {
  const traffic = { perHour: 200, handleS: 180 }

  test.each([
    { agents: 9, wait: 0.7345, abandon: 0.1633, mean: 48.98 },
    { agents: 12, wait: 0.3318, abandon: 0.0427, mean: 12.81 },
  ])('at $agents agents with 300 s of patience', ({ agents, wait, abandon, mean }) => {
    const service = erlangA(traffic, 300, agents)
    expect(service.waitShare).toBeCloseTo(wait, 4)
    expect(service.abandonShare).toBeCloseTo(abandon, 4)
    expect(service.meanWaitS).toBeCloseTo(mean, 2)
  })

  test('answers in the end whoever does not give up', () => {
    const service = erlangA(traffic, 300, 9)
    expect(service.answeredIn(3_600)).toBeCloseTo(1 - service.abandonShare, 6)
    expect(service.answeredIn(0)).toBeCloseTo(1 - service.waitShare, 12)
  })

  test('comes to Erlang C when nobody runs out of patience', () => {
    const [patient, c] = [erlangA(traffic, 1e7, 12), erlangC(traffic, 12)!]
    expect(patient.waitShare).toBeCloseTo(c.waitShare, 3)
    expect(patient.answeredIn(20)).toBeCloseTo(c.answeredIn(20), 3)
    expect(patient.meanWaitS).toBeCloseTo(c.meanWaitS, 1)
  })

  test('is a service: shares are shares, more agents never do harm, work in is work out', () => {
    const sane = fc.property(
      fc.record({ perHour: fc.integer({ min: 1, max: 3_000 }), handleS: fc.integer({ min: 10, max: 900 }) }),
      fc.integer({ min: 5, max: 2_000 }),
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 0, max: 600 }),
      (some, patienceS, agents, within) => {
        const [now, more] = [erlangA(some, patienceS, agents), erlangA(some, patienceS, agents + 1)]
        for (const share of [now.waitShare, now.abandonShare, now.occupancy, now.answeredIn(within)])
          expect(share).toSatisfy((value: number) => value >= 0 && value <= 1 + 1e-9)
        expect(more.answeredIn(within)).toBeGreaterThanOrEqual(now.answeredIn(within) - 1e-6)
        expect(more.abandonShare).toBeLessThanOrEqual(now.abandonShare + 1e-9)
        expect(now.occupancy * agents).toBeCloseTo(offeredLoad(some) * (1 - now.abandonShare), 6)
      },
    )
    fc.assert(sane, { numRuns: 200 })
  })
})

describe('how many agents', () => {
  test.each([
    [100, 180, 8],
    [200, 180, 14],
    [600, 240, 46],
  ])('%i an hour of %i s in 20 s for 80 in 100', (perHour, handleS, agents) => {
    expect(agentsNeeded({ perHour, handleS }, null, { share: 0.8, seconds: 20 })).toBe(agents)
  })

  test('the number reaches the target and one less does not', () => {
    const traffic = { perHour: 333, handleS: 200 }
    const target = { share: 0.9, seconds: 30 }
    const agents = agentsNeeded(traffic, 120, target)!
    expect(erlangA(traffic, 120, agents).answeredIn(30)).toBeGreaterThanOrEqual(0.9)
    expect(erlangA(traffic, 120, agents - 1).answeredIn(30)).toBeLessThan(0.9)
  })

  test('nobody answers more than everybody', () => {
    expect(agentsNeeded({ perHour: 1, handleS: 1 }, null, { share: 1.01, seconds: 1 })).toBeNull()
  })
})

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1))
