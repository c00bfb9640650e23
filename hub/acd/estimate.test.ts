import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Chance } from '../sim/chance.ts'
import { estimateWait, expectedWaitMs, type Service } from './estimate.ts'
import { waitEstimate } from './index.ts'
import { agentRules, ann, atWork, away, ben, carl, close, dora, emil, enqueue, finish, given, house } from './story.ts'

const service = (place: number, patienceMs: number | null = null) => ({
  place,
  servers: 10,
  handleMs: 180_000,
  patienceMs,
})

const many: readonly Service[] = [
  service(2, 60_000),
  service(20, 300_000),
  { place: 60, servers: 1, handleMs: 600_000, patienceMs: 60_000 },
  { place: 150, servers: 3, handleMs: 180_000, patienceMs: 400_000 },
  { place: 150, servers: 40, handleMs: 240_000, patienceMs: null },
]

const rateOf = ({ servers, handleMs, patienceMs }: Service, ahead: number): number =>
  servers / handleMs + (patienceMs === null ? 0 : ahead / patienceMs)

/** The formula by its letter. */
const added = (row: Service): number =>
  Array.from({ length: row.place }, (_, ahead) => 1 / rateOf(row, ahead)).reduce((sum, ms) => sum + ms, 0)

/** So many waits, each a sum of exponential steps. */
function drawn(row: Service, count: number): readonly number[] {
  const chance = new Chance(3)
  return Array.from({ length: count }, () => {
    let wait = 0
    for (let ahead = 0; ahead < row.place; ahead++) wait -= Math.log(1 - chance.next()) / rateOf(row, ahead)
    return wait
  })
}

describe('the formula', () => {
  test('[EW1] mean waits with ten places served at once and 180 s a contact', () => {
    expect(expectedWaitMs(service(1))).toBeCloseTo(18_000, 6)
    expect(expectedWaitMs(service(5))).toBeCloseTo(90_000, 6)
    expect(expectedWaitMs(service(20))).toBeCloseTo(360_000, 6)
    expect(expectedWaitMs(service(5, 300_000)) / 1_000).toBeCloseTo(80.82, 2)
    expect(expectedWaitMs(service(20, 300_000)) / 1_000).toBeCloseTo(241.52, 2)
  })

  test('[EW1] the first in line waits an exponential time', () => {
    expect(estimateWait(service(1))).toEqual({ p50Ms: 12_477, p90Ms: 41_447 })
    expect(estimateWait(service(1, 300_000))).toEqual({ p50Ms: 12_477, p90Ms: 41_447 })
  })

  // Half the tabulated chi-square quantiles of 10, 40, 80 and 200 degrees of freedom, in steps of 18 s.
  test.each([
    [5, 4.6709, 7.9936],
    [20, 19.6677, 25.9025],
    [40, 39.6674, 48.2891],
    [100, 99.667, 113.0105],
  ])('[EW1] where nobody gives up the wait at place %d is a sum of equal steps', (place, p50, p90) => {
    const { p50Ms, p90Ms } = estimateWait(service(place))
    expect(p50Ms / 18_000 / p50).toBeCloseTo(1, 4)
    expect(p90Ms / 18_000 / p90).toBeCloseTo(1, 4)
  })

  test.each(many)('[EW1] is what is seen of $place steps, $servers at once, patience $patienceMs', (row) => {
    const { p50Ms, p90Ms } = estimateWait(row)
    const waits = drawn(row, 40_000)
    const below = (ms: number) => waits.filter((wait) => wait < ms).length / waits.length
    // Four standard errors of what is drawn, and the hundredth of the wait that the formula allows itself far back.
    expect(below(p50Ms * 1.01) + 0.01).toBeGreaterThan(0.5)
    expect(below(p50Ms * 0.99) - 0.01).toBeLessThan(0.5)
    expect(below(p90Ms * 1.01) + 0.006).toBeGreaterThan(0.9)
    expect(below(p90Ms * 0.99) - 0.006).toBeLessThan(0.9)
  })

  test('[EW1] mean waits of forty thousand draws', () => {
    const mean = (row: Service) => drawn(row, 40_000).reduce((sum, wait) => sum + wait, 0) / 40_000
    expect(mean(service(5)) / 90_000).toBeCloseTo(1, 1)
    expect(mean(service(20, 300_000)) / 241_520).toBeCloseTo(1, 2)
  })

  test.each([null, 30_000, 300_000, 1e12])('[EW1] never shortens with the place, patience %s', (patienceMs) => {
    for (let place = 1; place < 200; place++) {
      const [here, next] = [estimateWait(service(place, patienceMs)), estimateWait(service(place + 1, patienceMs))]
      expect(next.p50Ms).toBeGreaterThan(here.p50Ms)
      expect(next.p90Ms).toBeGreaterThan(here.p90Ms)
    }
  })

  test('[EW1] is near the whole sum where it is cut short, and a number for any queue', () => {
    fc.assert(
      fc.property(
        fc.record({
          place: fc.integer({ min: 1, max: 3_000 }),
          servers: fc.integer({ min: 1, max: 2_000 }),
          handleMs: fc.integer({ min: 1, max: 10_000_000 }),
          patienceMs: fc.option(fc.integer({ min: 1, max: 100_000_000 })),
        }),
        (row) => {
          expect(expectedWaitMs(row) / added(row)).toBeCloseTo(1, 4)
          const { p50Ms, p90Ms } = estimateWait(row)
          expect(p50Ms).toBeGreaterThanOrEqual(0)
          expect(p90Ms).toBeGreaterThanOrEqual(p50Ms)
          expect(Number.isFinite(p90Ms)).toBe(true)
        },
      ),
    )
  })
})

describe('on the floor', () => {
  const two = house([agentRules(ann, { capacityUnits: 100 }), agentRules(ben, { capacityUnits: 25 })])

  test('[EW2] nobody there, no estimate', () => {
    const story = given(two, enqueue(carl))
    expect(waitEstimate(story.floor, carl)).toBeNull()
    story.given(atWork(ann)).accept(ann)
    expect(waitEstimate(story.floor, carl)).toBeNull()
    expect(waitEstimate(story.floor, dora)).toBeNull()
  })

  test('[EW1] counts the places of everybody staffed', () => {
    const story = given(two, atWork(ann, ben), enqueue(carl), enqueue(dora), enqueue(emil))
    const range = (place: number, servers: number) => estimateWait({ ...service(place), servers })
    expect(waitEstimate(story.floor, emil)).toEqual(range(3, 5))
    story.given(away(ben))
    expect(waitEstimate(story.floor, emil)).toEqual(range(3, 4))
    story.accept(ann)
    expect(waitEstimate(story.floor, emil)).toEqual(range(2, 4))
  })

  test('[EW3] learns from talk and wrap-up together', () => {
    const story = given(two, atWork(ann), enqueue(carl)).accept(ann).at('10:01:00').given(close(carl)).at('10:01:20')
    story.given(finish(ann, carl), enqueue(dora), enqueue(emil)).accept(ann)
    const usualMs = 180_000 - (180_000 - 80_000) / 11
    const handleMs = (10 * usualMs + 80_000) / 11
    expect(waitEstimate(story.floor, emil)).toEqual(estimateWait({ place: 1, servers: 4, handleMs, patienceMs: null }))
  })
})
