/** Counts and shares against cases worked out by hand. */
import { describe, expect, test } from 'vitest'
import { mean, occupancy, quantile, served, spread, usualGoal, type Wait } from './index.ts'

const wait = (end: Wait['end'], seconds: number): Wait => ({ end, waitedMs: seconds * 1_000 })

describe('how customers were served', () => {
  test('the level is those in time, of all but those who gave up at once', () => {
    const waits = [
      ...[1, 5, 20, 21, 60].map((seconds) => wait('answered', seconds)),
      ...[5, 6, 90].map((seconds) => wait('abandoned', seconds)),
      wait('elsewhere', 30),
    ]
    expect(served(waits, usualGoal)).toEqual({
      offered: 9,
      answered: 5,
      abandoned: 3,
      answeredInTime: 3,
      abandonedShort: 1,
      level: 3 / 8,
      abandonShare: 2 / 8,
      meanWaitMs: 21_400,
      p50WaitMs: 20_000,
      p90WaitMs: 60_000,
      p95WaitMs: 60_000,
      longestWaitMs: 90_000,
    })
  })

  test('another goal counts otherwise', () => {
    const waits = [wait('answered', 40), wait('abandoned', 8)]
    expect(served(waits, { targetMs: 60_000, shortMs: 10_000 }).level).toBe(1)
    expect(served(waits, usualGoal).level).toBe(0)
  })

  test('nobody came: there is nothing to measure', () => {
    const { offered, level, meanWaitMs, p90WaitMs, longestWaitMs } = served([], usualGoal)
    expect([offered, level, meanWaitMs, p90WaitMs, longestWaitMs]).toEqual([0, null, null, null, null])
    expect(served([wait('abandoned', 2)], usualGoal).level).toBeNull()
  })
})

test('a quantile is a value that is there, by nearest rank', () => {
  const tenths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  expect([0, 0.1, 0.5, 0.9, 0.95, 1].map((share) => quantile(tenths, share))).toEqual([1, 1, 5, 9, 10, 10])
  expect(quantile([], 0.5)).toBeNull()
})

test('mean, spread and occupancy', () => {
  expect([mean([]), mean([1, 2, 6])]).toEqual([null, 3])
  expect([spread([4]), spread([2, 4, 6])]).toEqual([null, 2])
  expect([occupancy(0, 0), occupancy(30, 60)]).toEqual([null, 0.5])
})
