import { expect, test } from 'vitest'
import { isMet, median, quantile, ratio, spread, type Goal } from './report.ts'

test('the median is a value that was measured: of two, the lower one', () => {
  expect(median([30, 10, 20])).toBe(20)
  expect(median([40, 10, 30, 20])).toBe(20)
  expect(median([])).toBeNaN()
})

test('values are not put in order for whoever gave them', () => {
  const values = [3, 1, 2]
  median(values)
  spread(values)
  expect(values).toEqual([3, 1, 2])
})

test('a quantile is taken of the sorted values, the last at most', () => {
  const values = Float64Array.from({ length: 100 }, (_, at) => 100 - at)
  expect(quantile(values, 0)).toBe(1)
  expect(quantile(values, 0.99)).toBe(100)
  expect(quantile(values, 1)).toBe(100)
  expect(quantile([], 0.5)).toBeNaN()
})

test('the spread is half the way from least to most, over the median', () => {
  expect(spread([90, 100, 110])).toBeCloseTo(0.1)
  expect(spread([7])).toBe(0)
  expect(spread([-110, -100, -90])).toBeCloseTo(0.1)
})

test('ratios are those of neighbouring runs, which a machine that drifts does not move', () => {
  // Twice as fast in every run, while the machine becomes three times slower.
  expect(ratio([200, 100, 66], [100, 50, 33])).toBe(2)
  // What the other side has no run for does not count.
  expect(ratio([10, 20, 30], [10, 10])).toBe(1)
  expect(ratio([10, 20, 30], [0, 10, 10])).toBe(2)
  expect(ratio([1], [])).toBeNaN()
})

const goal: Goal = { what: 'speed', value: 10, goal: 10, unit: '', better: 'more' }

test('a goal that is just reached is met, and one that could not be measured is not', () => {
  expect(isMet(goal)).toBe(true)
  expect(isMet({ ...goal, value: 9.99 })).toBe(false)
  expect(isMet({ ...goal, better: 'less' })).toBe(true)
  expect(isMet({ ...goal, better: 'less', value: 10.01 })).toBe(false)
  expect(isMet({ ...goal, value: Number.NaN })).toBe(false)
})
