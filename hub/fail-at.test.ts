import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commandFailPoints, failAt, hubFailPoints, readMark } from './fail-at.ts'

test('in production nobody listens, whatever the environment says', () => {
  for (const point of hubFailPoints) expect(failAt('production', point, () => {})).toBeUndefined()
  for (const wish of ['mark:/tmp/nowhere', 'backup.stored']) expect(failAt('production', wish)).toBeUndefined()
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

test('there are at least 25 moments in the hub, each with a name of its own', () => {
  expect(hubFailPoints.length).toBeGreaterThanOrEqual(25)
  const all = [...hubFailPoints, ...commandFailPoints]
  expect(new Set(all).size).toBe(all.length)
  // One byte of a mark has room for all.
  expect(all.length).toBeLessThan(255)
})

test('a mark says what was passed last, and whether a transaction is on its way to the disk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-mark-'))
  const file = join(folder, 'mark')
  try {
    writeFileSync(file, '')
    const read = (): ReturnType<typeof readMark> => readMark(readFileSync(file))
    const passed = failAt('demo', `mark:${file}`)!
    expect(read()).toBeNull()
    passed('tick.decided')
    expect(read()).toEqual({ writing: false, point: 'tick.decided' })
    passed('tick.issued')
    passed('upload.received')
    expect(read()).toEqual({ writing: true, point: 'upload.received' })
    passed('tick.flushed')
    expect(read()).toEqual({ writing: false, point: 'tick.flushed' })
    passed('tick.issued')
    passed('rebuild.refused')
    expect(read()).toEqual({ writing: false, point: 'rebuild.refused' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
