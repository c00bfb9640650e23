/** The shared draft against a hub in memory that keeps versions and refuses as the real one does. */
import { describe, expect, test } from 'vitest'
import type { Answer } from './api.ts'
import type { Document } from './draft.ts'
import { Editing, type EditingHub } from './editing.ts'

const queue = (id: string, more: object = {}) => ({ id, name: { en: id, ja: id }, ...more })
const first: Document = { queues: [queue('a', { wrapUpSeconds: 60 }), queue('b')] }

class Versions implements EditingHub {
  readonly served: Document[] = [first]
  refusal = ''

  ask<T>(path: string): Promise<Answer<T>> {
    const versions = this.served.map((_, at) => ({
      n: at + 1,
      at: 0,
      by: 'agt_x',
      source: 'apply',
      of: null,
      note: '',
    }))
    const n = Number(/(\d+)$/.exec(path)?.[1] ?? 0)
    return Promise.resolve({ ok: true, body: (n === 0 ? { versions } : this.served[n - 1]) as T })
  }

  tell<T>(path: string, body: object): Promise<Answer<T>> {
    const { document, from, to } = body as { document: Document; from?: number; to?: number }
    const now = this.served.length
    if (this.refusal !== '') return this.refused(this.refusal)
    if (from !== undefined && from !== now)
      return this.refused(`Version ${now} is in force by now, not ${from}. Look at the plan again.`)
    if (path.endsWith('plan'))
      return Promise.resolve({ ok: true, body: { from: now, changes: [], touched: [], warnings: [] } as T })
    this.served.push(to === undefined ? document : this.served[to - 1]!)
    return Promise.resolve({ ok: true, body: { version: now + 1, isNew: true, replanned: 0, changes: [] } as T })
  }

  private refused<T>(words: string): Promise<Answer<T>> {
    return Promise.resolve({ ok: false, code: 'configuration.refused', words })
  }
}

class Memory {
  readonly kept = new Map<string, string>()
  getItem = (key: string): string | null => this.kept.get(key) ?? null
  setItem = (key: string, value: string): void => void this.kept.set(key, value)
  removeItem = (key: string): void => void this.kept.delete(key)
}

async function begun(hub = new Versions(), store = new Memory()) {
  const editing = new Editing('agt_x', store, hub)
  await editing.load()
  return { editing, hub, store }
}

describe('a draft', () => {
  test('counts what differs, and is gone when it is taken back by hand', async () => {
    const { editing, store } = await begun()
    editing.set('queues/0/wrapUpSeconds', 30)
    expect(editing.changes).toMatchObject([
      { what: 'queue', name: 'a', setting: 'wrapUpSeconds', before: 60, after: 30 },
    ])
    editing.set('queues/0/wrapUpSeconds', 60)
    expect([editing.changes.length, store.kept.size]).toEqual([0, 0])
  })

  test('is served, and what was typed meanwhile stays', async () => {
    const { editing, hub } = await begun()
    editing.set('queues/0/wrapUpSeconds', 30)
    const answer = editing.apply('why', false)
    editing.set('queues/1/name/en', 'Billing')
    expect(await answer).toMatchObject({ ok: true })
    expect(hub.served[1]).toEqual({ queues: [queue('a', { wrapUpSeconds: 30 }), queue('b')] })
    expect(editing.version).toBe(2)
    expect(editing.changes).toMatchObject([{ name: 'b', setting: 'name/en' }])
  })

  test('goes on after a reload, also on top of what was served meanwhile', async () => {
    const { editing, hub, store } = await begun()
    editing.set('queues/0/wrapUpSeconds', 30)
    const again = (await begun(hub, store)).editing
    expect([again.at('queues/0/wrapUpSeconds'), again.overtaken]).toEqual([30, null])
    hub.served.push({ queues: [queue('a', { wrapUpSeconds: 60 }), queue('b', { lengthMax: 5 })] })
    const later = (await begun(hub, store)).editing
    expect([later.at('queues/0/wrapUpSeconds'), later.at('queues/1/lengthMax'), later.version]).toEqual([30, 5, 2])
    expect(later.overtaken).toMatchObject({ by: { n: 2 }, changes: [{ setting: 'lengthMax' }], both: [] })
  })

  test('that somebody was quicker than is not served, but carried over', async () => {
    const { editing, hub } = await begun()
    editing.set('queues/0/wrapUpSeconds', 30)
    hub.served.push({ queues: [queue('a', { wrapUpSeconds: 90 }), queue('b')] })
    expect(await editing.apply('', false)).toMatchObject({ ok: false })
    expect([hub.served.length, editing.version, editing.fault]).toEqual([2, 2, null])
    expect(editing.overtaken).toMatchObject({ by: { n: 2 }, both: ['queues/a/wrapUpSeconds'] })
    expect(await editing.apply('', false)).toMatchObject({ ok: true })
    expect(hub.served[2]).toEqual({ queues: [queue('a', { wrapUpSeconds: 30 }), queue('b')] })
  })

  test('stands on what somebody else serves as soon as the hub tells of it, and not on its own doing', async () => {
    const { editing, hub } = await begun()
    editing.set('queues/1/lengthMax', 9)
    const applied = editing.apply('', false)
    await editing.follow(2)
    await applied
    expect([editing.version, editing.overtaken]).toEqual([2, null])
    hub.served.push({ queues: [queue('a')] })
    await editing.follow(3)
    expect([editing.version, editing.overtaken, editing.list('queues').length]).toEqual([3, null, 1])
    editing.set('queues/0/lengthMax', 4)
    hub.served.push({ queues: [queue('a', { wrapUpSeconds: 5 })] })
    await editing.follow(4)
    expect(editing.overtaken).toMatchObject({ by: { n: 4 } })
    expect(editing.at('queues/0')).toEqual(queue('a', { wrapUpSeconds: 5, lengthMax: 4 }))
  })

  test('stays when an earlier version is served again', async () => {
    const { editing } = await begun()
    editing.set('queues/1/lengthMax', 9)
    await editing.apply('', false)
    editing.set('queues/0/wrapUpSeconds', 30)
    await editing.rollback(1, '')
    expect(editing.changes).toMatchObject([{ name: 'a', setting: 'wrapUpSeconds' }])
    expect(editing.at('queues/1/lengthMax')).toBeUndefined()
  })
})

test('a refusal stands at its place until something there is changed', async () => {
  const { editing, hub } = await begun()
  editing.set('queues/0/wrapUpSeconds', 9_999)
  hub.refusal = '"queues/0/wrapUpSeconds" in the document is 9999; it must be seconds, a whole number from 0 to 3600.'
  await editing.plan(false)
  expect(editing.fault).toMatchObject({ place: 'queues/0/wrapUpSeconds' })
  editing.set('queues/1/name/en', 'Other')
  expect(editing.fault).not.toBeNull()
  editing.set('queues/0/wrapUpSeconds', 60)
  expect(editing.fault).toBeNull()
})
