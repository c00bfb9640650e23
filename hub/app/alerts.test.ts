import { describe, expect, test } from 'vitest'
import { openMemoryStore } from '../adapters/store-memory.ts'
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

/** Looks each second, and keeps what is to be kept. */
function looking(rule: Threshold, queues = [orders, returns], store = openMemoryStore()) {
  const alerts = Alerts.load(store)
  return {
    alerts,
    store,
    async look(second: number, value: number | null) {
      const changes = alerts.look({ thresholds: [rule], queues, measure: () => value }, at(second))
      if (changes.length > 0) await store.commit(changes)
      return alerts.on
    },
  }
}

describe('a threshold', () => {
  test('is an alert once the queue was beyond it for so long, of the moment it began, and ends at once', async () => {
    const { look, store } = looking(long, [orders])
    expect(await look(0, 60)).toEqual([])
    expect(await look(1, 61)).toEqual([])
    expect(await look(10, 70)).toEqual([])
    expect(await look(11, 71)).toEqual([{ rule: long, queue: orders, value: 71, since: at(1), seenBy: [] }])
    expect(await look(12, 60)).toEqual([])
    expect([...store.range('alert', {})]).toEqual([])
    // It begins anew.
    expect(await look(13, 61)).toEqual([])
  })

  test('is of its own queues, below its bound, and of nothing that there is no figure of', async () => {
    const { look } = looking(few)
    expect((await look(0, 1)).map(({ queue }) => queue)).toEqual([returns])
    expect(await look(1, 2)).toEqual([])
    expect(await look(2, null)).toEqual([])
  })

  test('is not measured twice within a second', async () => {
    const { look } = looking(few)
    await look(0, 1)
    expect((await look(0.5, 2)).map(({ value }) => value)).toEqual([1])
  })

  test('tells who has seen it, each once and no more than five, until it ends', async () => {
    const { alerts, look } = looking(few)
    await look(0, 0)
    const id = alertId('few', returns)
    const people = ['a', 'b', 'a', 'c', 'd', 'e', 'f'].map((name) => makeId('agent', name))
    for (const one of people) expect(alerts.seen(id, one)).toHaveLength(1)
    const seenBy = (await look(1, 0))[0]?.seenBy
    expect(seenBy).toEqual(['a', 'b', 'c', 'd', 'e'].map((name) => makeId('agent', name)))
    await look(2, 5)
    expect(alerts.seen(id, people[0]!)).toEqual([])
    expect((await look(3, 0))[0]?.seenBy).toEqual([])
  })

  test('goes on from what is kept, as old as it was and seen by whom it was seen', async () => {
    const before = looking(few)
    await before.look(0, 0)
    await before.store.commit(before.alerts.seen(alertId('few', returns), makeId('agent', 'a')))
    const after = looking(few, [orders, returns], before.store)
    expect(after.alerts.on).toEqual([])
    expect(await after.look(60, 1)).toEqual([
      { rule: few, queue: returns, value: 1, since: at(0), seenBy: [makeId('agent', 'a')] },
    ])
    // A rule that is there no longer leaves nothing.
    await looking(long, [orders], after.store).look(70, null)
    expect([...after.store.range('alert', {})]).toEqual([])
  })
})
