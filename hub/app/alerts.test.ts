import { describe, expect, test } from 'vitest'
import { makeId } from '../model/ids.ts'
import { instant, seconds } from '../model/time.ts'
import { alertId, Alerts } from './alerts.ts'
import type { Threshold } from './organisation.ts'

const [orders, returns] = [makeId('queue', 'orders'), makeId('queue', 'returns')]
const long: Threshold = {
  key: 'long',
  measure: 'longestWait',
  bound: 60,
  isAbove: true,
  forMs: seconds(10),
  queues: null,
}
const few: Threshold = { key: 'few', measure: 'free', bound: 2, isAbove: false, forMs: seconds(0), queues: [returns] }
const at = (second: number) => instant(second * 1_000)

describe('a threshold', () => {
  test('is an alert once the queue was beyond it for so long, of the moment it began, and ends at once', () => {
    const alerts = new Alerts()
    const look = (second: number, wait: number) => alerts.look([long], [orders], at(second), () => wait)
    expect(look(0, 60)).toEqual([])
    expect(look(1, 61)).toEqual([])
    expect(look(10, 70)).toEqual([])
    expect(look(11, 71)).toEqual([{ rule: long, queue: orders, value: 71, since: at(1), seenBy: [] }])
    expect(look(12, 60)).toEqual([])
    // It begins anew.
    expect(look(13, 61)).toEqual([])
  })

  test('is of its own queues, below its bound, and of nothing that there is no figure of', () => {
    const alerts = new Alerts()
    const look = (free: number | null) => alerts.look([few], [orders, returns], at(0), () => free)
    expect(look(1).map(({ queue }) => queue)).toEqual([returns])
    expect(look(2)).toEqual([])
    expect(look(null)).toEqual([])
  })

  test('tells who has seen it, each once and no more than five, until it ends', () => {
    const alerts = new Alerts()
    const look = (free: number) => alerts.look([few], [], at(0), () => free)[0]?.seenBy
    look(0)
    const id = alertId({ rule: few, queue: returns })
    const people = ['a', 'b', 'a', 'c', 'd', 'e', 'f'].map((name) => makeId('agent', name))
    for (const one of people) expect(alerts.seen(id, one)).toBe(true)
    expect(look(0)).toEqual(['a', 'b', 'c', 'd', 'e'].map((name) => makeId('agent', name)))
    look(5)
    expect(alerts.seen(id, people[0]!)).toBe(false)
    expect(look(0)).toEqual([])
  })
})
