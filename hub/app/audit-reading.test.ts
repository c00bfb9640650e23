import { describe, expect, test } from 'vitest'
import { makeId } from '../model/ids.ts'
import { instant, minutes } from '../model/time.ts'
import type { AuditPage, AuditWish } from '../http/door.ts'
import { recorded, type Deed } from './audit.ts'
import { recordsLookedAtMax } from './audit-reading.ts'
import { Counter } from './testing.ts'

const ada = makeId('agent', 'ada')
const wish: AuditWish = {
  ...{ actor: '', act: '', object: '', text: '', from: instant(0), to: instant(Number.MAX_SAFE_INTEGER) },
  ...{ before: null, limit: 100 },
}
const ran = (object: string): Deed => ({ by: 'hub', act: 'retention.ran', object, detail: '3 contacts' })

/** A hub whose record holds these beside those of its start. */
async function hubWith(deeds: readonly Deed[]): Promise<Counter> {
  const counter = await Counter.open()
  await kept(counter, counter.hub.door.write([], deeds))
  return counter
}

/** What becomes of something, while time passes for the hub. */
async function kept<T>(counter: Counter, promise: Promise<T>): Promise<T> {
  let settled = false
  void promise.then(
    () => (settled = true),
    () => (settled = true),
  )
  for (let turn = 0; turn < 5_000 && !settled; turn++) await counter.pass(5)
  return promise
}

describe('the record of privileged acts', () => {
  test('is told backwards, by who, what, to what and when', async () => {
    const counter = await hubWith([
      ran('shop'),
      { by: ada, act: 'account.role', object: 'agt_ben', detail: 'agent to supervisor' },
      ran('bank'),
    ])
    const ask = async (more: Partial<AuditWish>) => {
      const { records } = await kept(counter, counter.hub.door.audit.page({ ...wish, ...more }, ada))
      return records.map(({ act, object }) => `${act} ${object}`.trim())
    }
    expect((await ask({})).slice(0, 4)).toEqual([
      'audit.read',
      'retention.ran bank',
      'account.role agt_ben',
      'retention.ran shop',
    ])
    expect(await ask({ actor: ada, act: 'account' })).toEqual(['account.role agt_ben'])
    expect(await ask({ act: 'retention.ran', limit: 1 })).toEqual(['retention.ran bank'])
    expect(await ask({ text: 'SUPERVISOR' })).toEqual(['account.role agt_ben'])
    expect(await ask({ object: 'shop' })).toEqual(['retention.ran shop'])
    // An act is known by its whole name, or by the name of its family.
    expect(await ask({ act: 'ret' })).toEqual([])
    expect(await ask({ from: counter.clock.now() })).toEqual([])
    expect(await ask({ to: instant(1) })).toEqual([])
  })

  test('goes on where a page ended, and ends at its beginning', async () => {
    const counter = await hubWith(Array.from({ length: 5 }, (_, n) => ran(`s${n}`)))
    const seen: number[] = []
    for (let before: number | null = null, pages = 0; pages === 0 || before !== null; pages++) {
      const page: AuditPage = await kept(counter, counter.hub.door.audit.page({ ...wish, before, limit: 2 }, ada))
      seen.push(...page.records.map(({ n }) => n))
      before = page.before
    }
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, at) => seen.length - at))
  })

  test('looks at so many records for one question, and says where it stopped', async () => {
    const counter = await hubWith([ran('oldest')])
    const { store } = counter
    const many = Array.from({ length: recordsLookedAtMax + 700 }, () => ran('s'))
    await kept(counter, store.commit(recorded(store, counter.clock.now(), many)))
    const first = await kept(counter, counter.hub.door.audit.page({ ...wish, object: 'oldest' }, ada))
    expect(first.records).toEqual([])
    const { before } = first
    expect(before).toBeGreaterThan(1)
    const second = await kept(counter, counter.hub.door.audit.page({ ...wish, object: 'oldest', before }, ada))
    expect(second.records.map(({ object }) => object)).toEqual(['oldest'])
  })

  test('[P24] says who reads it before it shows anything, once for a quarter of an hour', async () => {
    const counter = await hubWith([])
    const readings = async (): Promise<number> => {
      const page = await kept(counter, counter.hub.door.audit.page({ ...wish, act: 'audit.read' }, ada))
      return page.records.length
    }
    expect(await readings()).toBe(1)
    await kept(counter, counter.hub.door.audit.check(ada))
    expect(await readings()).toBe(1)
    await counter.pass(minutes(15))
    expect(await readings()).toBe(2)
    counter.disk.broken = true
    await counter.pass(minutes(15))
    await expect(kept(counter, counter.hub.door.audit.page(wish, ada))).rejects.toThrow()
  })

  test('[P24] is checked whole, and the first record that somebody changed is named', async () => {
    const counter = await hubWith(Array.from({ length: 1_200 }, (_, n) => ran(`s${n}`)))
    const { store, hub } = counter
    const sound = await kept(counter, hub.door.audit.check(ada))
    expect(sound).toMatchObject({ brokenAt: null, damage: null, records: sound.head.n })
    const row = store.get('audit', [700])!
    const changed = Uint8Array.from(row)
    changed[row.length - 1]! ^= 1
    await kept(counter, store.commit([{ table: 'audit', key: [700], value: changed }]))
    expect(await kept(counter, hub.door.audit.check(ada))).toMatchObject({ brokenAt: 700, damage: 'altered' })
  })
})

test('the hub says when its data was copied last', async () => {
  const counter = await hubWith([])
  const { door } = counter.hub
  expect(door.vitals()).toMatchObject({ backupAt: null, keysCopiedAt: null, contacts: 0, calls: 0 })
  await kept(counter, door.write([], [{ by: 'command line', act: 'backup.made', object: 'there' }]))
  const { backupAt } = door.vitals()
  expect(backupAt).toBeGreaterThan(0)
  await counter.pass(1_000)
  await kept(counter, door.write([], [{ by: 'command line', act: 'keys.copied', object: 'there' }]))
  expect(door.vitals().backupAt).toBe(backupAt)
  expect(door.vitals().keysCopiedAt).toBeGreaterThan(backupAt!)
})
