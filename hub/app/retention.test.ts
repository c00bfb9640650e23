/** What is past its time goes by itself; what is younger is never touched (P25). */
import { describe, expect, test } from 'vitest'
import { demoOrganisation } from '../demo.ts'
import { makeId, type ContactId } from '../model/ids.ts'
import { hours } from '../model/time.ts'
import { verifyChain } from './audit-chain.ts'
import { Chance } from '../sim/chance.ts'
import { keys, rows } from './records.ts'
import { contactsPerSlice } from './retention.ts'
import { Counter, visitor, type CounterOptions } from './testing.ts'

const keeping = (retentionDays: number | null): CounterOptions => ({
  organisation: { ...demoOrganisation, sites: demoOrganisation.sites.map((site) => ({ ...site, retentionDays })) },
})
const days = (count: number): number => hours(24) * count

/** A contact that its customer ends at once, and a customer who leaves. */
async function ended(counter: Counter, name: string): Promise<ContactId> {
  const { customer, contact } = await counter.begin(visitor(name))
  await customer.ask('contact.end', { contact })
  customer.socket.close(1_000)
  await counter.pass(10_000)
  return contact
}

const keptContacts = (counter: Counter): string[] =>
  [...counter.store.range('closed', {})].map(({ key }) => String(key[0]))
const actsOf = (counter: Counter): string[] => {
  const found: string[] = []
  const { findings } = verifyChain(counter.store, {
    each: ({ actor, act, object, detail }) => found.push([actor, act, object, detail].join(' ')),
  })
  expect(findings).toEqual([])
  return found
}

describe('retention', () => {
  test('[P25] erases what ended before so many days, within the hour, and not what is younger', async () => {
    const counter = await Counter.open(keeping(2))
    const old = await ended(counter, 'old')
    await counter.pass(days(1))
    const young = await ended(counter, 'young')
    await counter.pass(days(1) - hours(1))
    expect(keptContacts(counter).sort()).toEqual([old, young].sort())
    await counter.pass(hours(2))
    expect(keptContacts(counter)).toEqual([young])
    expect([...counter.store.range('customer', {})]).toHaveLength(1)
    expect([...counter.store.range('visitor', {})]).toHaveLength(1)
    expect([...counter.store.range('entry', { prefix: [old] })]).toEqual([])
    expect(actsOf(counter)).toEqual(['hub retention.ran pk_demo 1 contacts, ended before 2 days'])
    await counter.pass(days(2))
    for (const table of ['closed', 'customer', 'visitor', 'entry', 'dedup', 'expiry', 'erasure'] as const)
      expect([table, [...counter.store.range(table, {})]]).toEqual([table, []])
  }, 60_000)

  test('[P24] leaves one record a run, of all its slices, before the first of them', async () => {
    const counter = await Counter.open(keeping(1))
    const count = contactsPerSlice * 2 + 1
    const old = await ended(counter, 'old')
    const { value } = [...counter.store.range('closed', { prefix: [old] })][0]!
    // Copies of one that ended: to erasure and retention they are contacts like it.
    const copies = Array.from({ length: count - 1 }, (_, at) => makeId('contact', `copy${at}`))
    const { closedAt, file, ...closed } = rows.closed.read(value)
    await counter.settled(
      counter.store.commit(
        copies.flatMap((contact) => [
          rows.closed.put(keys.contact(contact), { ...closed, closedAt, file: { ...file, contact } }),
          rows.expiry.put(keys.expiry(file.site, closedAt, contact), {}),
        ]),
      ),
    )
    await counter.pass(days(1) + hours(2))
    expect(keptContacts(counter)).toEqual([])
    expect(actsOf(counter)).toEqual([`hub retention.ran pk_demo ${count} contacts, ended before 1 days`])
  }, 60_000)

  test('looks a minute after a start', async () => {
    const counter = await Counter.open(keeping(1))
    await ended(counter, 'old')
    // Of age by now; the hub that dies would have looked in less than a minute.
    await counter.pass(days(1))
    expect(keptContacts(counter)).toHaveLength(1)
    await counter.restart()
    await counter.pass(65_000)
    expect(keptContacts(counter)).toEqual([])
  }, 60_000)

  test('keeps for ever unless it is told otherwise', async () => {
    const counter = await Counter.open(keeping(null))
    const contact = await ended(counter, 'old')
    await counter.pass(days(30))
    expect(keptContacts(counter)).toEqual([contact])
    expect(actsOf(counter)).toEqual([])
  }, 60_000)

  test('[P25] a contact that lives is not past its time, however old', async () => {
    const counter = await Counter.open(keeping(1))
    const { contact } = await counter.begin()
    await counter.pass(days(3))
    expect(counter.hub.live.files.has(contact)).toBe(true)
  }, 60_000)

  test('a disk that refuses puts it off to the next look', async () => {
    const counter = await Counter.open(keeping(1))
    await ended(counter, 'old')
    await counter.pass(days(1) - hours(1))
    counter.disk.broken = true
    await counter.pass(hours(2))
    expect(keptContacts(counter)).toHaveLength(1)
    counter.disk.broken = false
    await counter.pass(hours(2))
    expect(keptContacts(counter)).toEqual([])
  }, 60_000)

  test('[P24] trims the audit where that is asked for, and says so in it', async () => {
    const counter = await Counter.open({ ...keeping(1), also: { auditRetentionDays: 3 } })
    await ended(counter, 'one')
    await counter.pass(days(2))
    expect(actsOf(counter)).toEqual(['hub retention.ran pk_demo 1 contacts, ended before 1 days'])
    await counter.pass(days(3))
    expect(actsOf(counter)).toEqual(['hub audit.trimmed 1 1 records past their time'])
  }, 60_000)

  test.each([1, 2, 3, 4, 5, 6])(
    '[P25] seed %i: through kills and a failing disk nothing younger is touched, and nothing older stays',
    async (seed) => {
      const counter = await Counter.open(keeping(2))
      const chance = new Chance(seed)
      const endedAt = new Map<ContactId, { readonly at: number; readonly entries: number }>()
      const entriesOf = (contact: ContactId): number => [...counter.store.range('entry', { prefix: [contact] })].length
      for (let step = 0; step < 40; step++) {
        if (step < 25) {
          const contact = await ended(counter, `v${chance.between(1, 8)}`)
          endedAt.set(contact, { at: counter.clock.now(), entries: entriesOf(contact) })
        }
        if (chance.hits(0.3)) counter.disk.broken = true
        await counter.pass(hours(chance.between(1, 6)))
        counter.disk.broken = false
        if (chance.hits(0.4)) await counter.restart()
        await counter.pass(hours(1) + 120_000)
        for (const [contact, { at, entries }] of endedAt) {
          const ageMs = counter.clock.now() - at
          const kept = keptContacts(counter).includes(contact)
          if (ageMs < days(2)) expect([contact, kept, entriesOf(contact)]).toEqual([contact, true, entries])
          if (ageMs > days(2) + hours(2.2)) expect([contact, kept, entriesOf(contact)]).toEqual([contact, false, 0])
        }
      }
      expect(counter.fatal).toEqual([])
    },
    60_000,
  )
})
