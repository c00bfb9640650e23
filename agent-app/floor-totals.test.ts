import { describe, expect, test } from 'vitest'
import type { FloorQueueDay } from '#protocol'
import { stepMs, totalsOf, Trend, trendMs, trendPath } from './floor-totals.ts'
import { agent, queue } from './test/scenes.ts'

const words = (name: string) => ({ en: name, ja: name })

describe('the four numbers', () => {
  test('are over all queues, and an agent of two queues counts once', () => {
    const queues = [
      queue('a', words('A'), { waiting: 3, longestSince: 500, free: 1, staffed: 2 }),
      queue('b', words('B'), { waiting: 1, longestSince: 200, free: 1, staffed: 2 }),
      queue('c', words('C')),
    ]
    const agents = [
      agent('a', 'A'),
      agent('b', 'B', { free: false }),
      agent('c', 'C', { status: 'offline', free: false }),
    ]
    expect(totalsOf(queues, agents)).toMatchObject({ waiting: 4, longestSince: 200, free: 1, staffed: 2 })
  })
  test('weigh the service level of each queue by how many it served', () => {
    const day = (levelOf: number, level: number | null, levelNowOf: number, levelNow: number | null) => ({
      queue: 'que_a' as FloorQueueDay['queue'],
      answered: levelOf,
      // Gave up at once, which counts against nobody.
      abandoned: 7,
      level,
      levelNow,
      levelSeconds: 20,
      levelPercent: 80,
      levelOf,
      levelNowOf,
    })
    const totals = totalsOf([], [], [day(30, 900, 1, 1_000), day(10, 500, 9, 600), day(0, null, 0, null)])
    expect(totals).toMatchObject({ levelToday: 800, levelNow: 640, levelTarget: 800 })
  })
  test('of a floor where nobody waits say so', () => {
    expect(totalsOf([queue('a', words('A'))], [])).toMatchObject({ waiting: 0, longestSince: null, levelNow: null })
  })
})

describe('the line of a number', () => {
  const totals = totalsOf([queue('a', words('A'), { waiting: 4 })], [])
  test('has a point a step, and none older than it tells', () => {
    const trend = new Trend()
    expect(trend.take(0, totals)).toBe(true)
    expect(trend.take(stepMs - 1, totals)).toBe(false)
    expect(trend.take(stepMs, totals)).toBe(true)
    trend.take(trendMs + stepMs, totals)
    expect(trend.samples.map(({ at }) => at)).toEqual([stepMs, trendMs + stepMs])
  })
  test('ends at the right, begins at 0, and leaves a gap for what is not known', () => {
    const sample = (at: number, waiting: number, level: number | null) => ({
      at,
      waiting,
      level,
      longestMs: 0,
      free: 0,
    })
    const samples = [sample(0, 0, 900), sample(trendMs / 2, 4, null), sample(trendMs, 2, 450)]
    expect(trendPath(samples, 'waiting', trendMs)).toBe('M0.0 26.0L60.0 2.0L120.0 14.0')
    expect(trendPath(samples, 'level', trendMs)).toBe('M0.0 2.0M120.0 14.0')
    expect(trendPath(samples.slice(0, 1), 'waiting', trendMs)).toBe('')
  })
  test('is nothing before it lasts a minute, and a fifth of the width then', () => {
    const begun = [0, 59_000, 60_000].map((at) => ({
      at,
      waiting: at === 0 ? 2 : 4,
      level: null,
      longestMs: 0,
      free: 0,
    }))
    expect(trendPath(begun.slice(0, 2), 'waiting', 59_000)).toBe('')
    expect(trendPath([begun[0]!, begun[2]!], 'waiting', 60_000)).toBe('M96.0 14.0L120.0 2.0')
  })
})
