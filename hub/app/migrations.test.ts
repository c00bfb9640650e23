/** Data of version 1, as it was written then, becomes sealed data that says the same. */
import { randomFillSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { openMemoryKeys } from '../adapters/keys-memory.ts'
import { openMemoryStore } from '../adapters/store-memory.ts'
import { bringUpToDate, dataVersionOf } from '../adapters/store-version.ts'
import { makeId } from '../model/ids.ts'
import { tables } from '../ports/store.ts'
import { migrations } from './migrations.ts'
import { attachmentOf, closedOf, keys, readEntries, rows } from './records.ts'
import { visitorName, visitorOf } from './live.ts'
import { plainData } from './migrations-testing.ts'
import { Sealing } from './sealing.ts'

const fill = (bytes: Uint8Array): void => void randomFillSync(bytes)

test('data of version 1 is sealed, and says what it said', async () => {
  const store = openMemoryStore()
  await bringUpToDate(store, [])
  await store.commit(plainData(3))
  const vault = openMemoryKeys({ fill })
  const sealing = new Sealing({ vault, fill })
  expect((await bringUpToDate(store, migrations(sealing))).map(({ to }) => to)).toEqual([2, 3])
  expect(dataVersionOf(store)).toBe(3)
  for (const table of tables)
    for (const { value } of store.range(table, {})) expect(Buffer.from(value).includes('CANARY')).toBe(false)

  const slots = new Set<number>()
  for (let n = 0; n < 3; n++) {
    const [contact, over] = [makeId('contact', `live${n}`), makeId('contact', `over${n}`)]
    const { record, file } = rows.contact.get(store, keys.contact(contact))!
    expect(record).toEqual({ id: contact })
    expect(file).toMatchObject({ contact, head: 2, site: 'pk_a' })
    expect(sealing.about(file)).toEqual({
      customerName: `CANARY name ${n}`,
      pageUrl: `https://a.example/CANARY/${n}`,
      pageTitle: `CANARY title ${n}`,
      preview: `CANARY first ${n}`,
      reach: '',
    })
    const log = readEntries(store, sealing, contact, 0, 9)
    expect(log.map((entry) => entry?.kind === 'message' && entry.text)).toEqual([
      `CANARY 1 of ${n}`,
      `CANARY 2 of ${n}`,
    ])
    const closed = closedOf(store, sealing, over)!
    expect(sealing.note(closed)).toBe(`CANARY note ${n}`)
    expect(closed).toMatchObject({ closedAt: 50 + n, disposition: 'solved' })
    expect(store.get('expiry', ['pk_a', 50 + n, over])).toBeDefined()
    const attachment = makeId('attachment', `${n}`)
    expect(attachmentOf(store, sealing, attachment)).toEqual({
      contact: over,
      isSealed: false,
      info: { attachment, name: `CANARY ${n}.png`, type: 'image/png', sizeBytes: 7 },
    })
    expect(store.get('contactAttachment', [over, attachment])).toBeDefined()
    const session = makeId('session', `v${n}`)
    const visitor = visitorOf(store, session)!
    expect(visitorName(sealing, session, visitor)).toBe(`CANARY name ${n}`)
    expect(visitor).toMatchObject({ contact, contacts: 2 })
    expect(rows.customer.get(store, keys.customer(makeId('customer', `${n}`)))).toMatchObject({ firstSeenAt: 7 })
    slots.add(file.slot).add(closed.file.slot)
    // Names go with the latest contact.
    await vault.destroy([file.slot])
    expect(visitorName(sealing, session, visitor)).toBe('')
    expect(closedOf(store, sealing, over)).toBeDefined()
  }
  expect(slots.size).toBe(6)
  expect(rows.keys.get(store, keys.meta('keys'))).toEqual({ vault: vault.id, highest: Math.max(...slots) })
  expect(await bringUpToDate(store, migrations(sealing))).toEqual([])
})

test('new data begins sealed, without a step', async () => {
  const store = openMemoryStore()
  const sealing = new Sealing({ vault: openMemoryKeys({ fill }), fill })
  expect(await bringUpToDate(store, migrations(sealing))).toEqual([])
  expect(dataVersionOf(store)).toBe(3)
})
