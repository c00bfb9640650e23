import { expect, test } from 'vitest'
import { failAt, hubFailPoints } from './fail-at.ts'

test('in production nobody listens, whatever the environment says', () => {
  for (const point of hubFailPoints) expect(failAt('production', point, () => {})).toBeUndefined()
  expect(failAt('demo', undefined)).toBeUndefined()
  expect(failAt('demo', '')).toBeUndefined()
})

test('a demo dies once, at the named pass of the named point', () => {
  let deaths = 0
  const passed = failAt('demo', 'tick.issued:3', () => (deaths += 1))!
  for (const point of hubFailPoints) passed(point)
  passed('tick.issued')
  expect(deaths).toBe(0)
  passed('tick.issued')
  passed('tick.issued')
  expect(deaths).toBe(1)
})

test.each(['tick', 'tick.issued:0', 'tick.issued:', 'tick.issued:x'])('%s is no point', (wish) => {
  expect(() => failAt('demo', wish)).toThrow('names no fail-point')
})
