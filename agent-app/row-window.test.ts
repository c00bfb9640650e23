import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inSight, scrolledTo, tops } from './row-window.ts'

const rows = fc
  .array(fc.integer({ min: 1, max: 90 }), { maxLength: 300 })
  .map((heights) => heights.map((height, at) => ({ key: String(at), height })))

test('exactly the rows are drawn of which a part is seen', () => {
  fc.assert(
    fc.property(rows, fc.integer({ min: -400, max: 20_000 }), fc.integer({ min: 1, max: 900 }), (all, top, height) => {
      const places = tops(all)
      const { first, end } = inSight(places, top, top + height)
      const seen = all.map((_, at) => places[at + 1]! > top && places[at]! < top + height)
      expect(seen.map((is, at) => is && (at < first || at >= end))).not.toContain(true)
      expect(end - first).toBeLessThanOrEqual(seen.filter(Boolean).length + 1)
    }),
  )
})
test('a row is scrolled to by as little as shows it whole', () => {
  const places = tops([20, 30, 40, 50].map((height, at) => ({ key: String(at), height })))
  expect(scrolledTo(places, 1, 10, 100)).toBe(10)
  expect(scrolledTo(places, 0, 10, 100)).toBe(0)
  expect(scrolledTo(places, 3, 10, 100)).toBe(40)
})
test('a list of nothing has nothing in sight', () => {
  expect(inSight(tops([]), 0, 500)).toEqual({ first: 0, end: 0 })
})
