import { describe, expect, test } from 'vitest'
import { seconds } from '../model/time.ts'
import { estimateWait, expectedWaitMs, gammaQuantile, learned } from './estimate.ts'
import { waitEstimate } from './index.ts'
import { agentRules, ann, atWork, away, ben, carl, close, dora, emil, enqueue, finish, given, house } from './story.ts'

const service = (place: number, patienceMs: number | null = null) => ({
  place,
  servers: 10,
  handleMs: 180_000,
  patienceMs,
})

describe('the formula', () => {
  test('[EW1] mean waits with ten places served at once and 180 s a contact', () => {
    expect(expectedWaitMs(service(1))).toBeCloseTo(18_000, 6)
    expect(expectedWaitMs(service(5))).toBeCloseTo(90_000, 6)
    expect(expectedWaitMs(service(20))).toBeCloseTo(360_000, 6)
    expect(expectedWaitMs(service(5, 300_000)) / 1_000).toBeCloseTo(80.82, 2)
    expect(expectedWaitMs(service(20, 300_000)) / 1_000).toBeCloseTo(241.52, 2)
  })

  test('[EW1] the first in line waits an exponential time', () => {
    expect(gammaQuantile(1, 'p50')).toBeCloseTo(Math.LN2, 6)
    expect(gammaQuantile(1, 'p90')).toBeCloseTo(Math.log(10), 6)
    expect(estimateWait(service(1))).toEqual({ p50Ms: 12_477, p90Ms: 41_447 })
  })

  // Half the tabulated chi-square quantiles of 10, 40, 80 and 200 degrees of freedom.
  test.each([
    [5, 4.6709, 7.9936],
    [20, 19.6677, 25.9025],
    [40, 39.6674, 48.2891],
    [100, 99.667, 113.0105],
  ])('[EW1] quantiles of Gamma(%d)', (k, p50, p90) => {
    expect(gammaQuantile(k, 'p50') / p50).toBeCloseTo(1, 3)
    expect(gammaQuantile(k, 'p90') / p90).toBeCloseTo(1, 3)
  })

  test('[EW1] never shortens with the place', () => {
    for (let k = 1; k < 200; k++) {
      expect(gammaQuantile(k + 1, 'p50')).toBeGreaterThan(gammaQuantile(k, 'p50'))
      expect(gammaQuantile(k + 1, 'p90')).toBeGreaterThan(gammaQuantile(k, 'p90'))
    }
  })

  test('[EW3] follows the last handle times slowly', () => {
    expect(learned(seconds(180), seconds(80))).toBe(170_000)
    let average = seconds(180)
    for (let i = 0; i < 80; i++) average = learned(average, seconds(60))
    expect(average).toBeCloseTo(60_000, -3)
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
    const handleMs = 180_000 - (180_000 - 80_000) / 10
    expect(waitEstimate(story.floor, emil)).toEqual(estimateWait({ place: 1, servers: 4, handleMs, patienceMs: null }))
  })
})
