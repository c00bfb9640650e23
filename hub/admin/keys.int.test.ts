/** The keys beside backups, as an administrator handles them: copied, brought back, and refused where they do not fit. */
import { randomFillSync } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFileKeys } from '../adapters/keys-file.ts'
import { openLmdbStore } from '../adapters/store-lmdb.ts'
import { bringUpToDate } from '../adapters/store-version.ts'
import { plainData } from '../app/migrations-testing.ts'
import { migrations } from '../app/migrations.ts'
import { readEntries, rows } from '../app/records.ts'
import { Sealing } from '../app/sealing.ts'
import { makeId } from '../model/ids.ts'
import type { KeySlot } from '../ports/keys.ts'
import { runAdmin } from './testing.ts'

const admin = (...args: readonly string[]) => runAdmin(args)

let place = ''
let data = ''
let copy = ''
let keys = ''
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'madoguchi-keys-'))
  data = join(place, 'data')
  copy = join(place, 'copy')
  keys = join(place, 'keys')
})
afterEach(() => rmSync(place, { recursive: true }))

/** Opens data with its keys for a moment. */
async function within<Found>(folder: string, look: (at: Parts) => Promise<Found> | Found): Promise<Found> {
  const store = await openLmdbStore(join(folder, 'store'))
  const vault = await openFileKeys(join(folder, 'keys'))
  try {
    return await look({ store, vault, sealing: new Sealing({ vault, fill: randomFillSync }) })
  } finally {
    await vault.close()
    await store.close()
  }
}
interface Parts {
  readonly store: Awaited<ReturnType<typeof openLmdbStore>>
  readonly vault: Awaited<ReturnType<typeof openFileKeys>>
  readonly sealing: Sealing
}

/** Three customers, each with a live contact and one that is over, and a backup of them. */
async function backedUp(): Promise<void> {
  await within(data, async ({ store, sealing }) => {
    await bringUpToDate(store, [])
    await store.commit(plainData(3))
    await bringUpToDate(store, migrations(sealing))
  })
  expect(await admin('backup', copy, '--data', data)).toMatchObject({ code: 0, wrong: '' })
}

const slotOf = (which: string): Promise<KeySlot> =>
  within(data, ({ store }) => {
    const contact = makeId('contact', which)
    return (rows.contact.get(store, [contact]) ?? rows.closed.get(store, [contact]))!.file.slot
  })
const destroy = (slot: KeySlot): Promise<void> => within(data, ({ vault }) => vault.destroy([slot]))
const saidIn = (folder: string, which: string): Promise<number> =>
  within(
    folder,
    ({ store, sealing }) =>
      readEntries(store, sealing, makeId('contact', which), 0, 9).filter((entry) => entry !== null).length,
  )

test('a backup elsewhere is of use with the keys only, and the copy of the keys is for its owner', async () => {
  await backedUp()
  const other = join(place, 'other')
  expect(await admin('restore', copy, '--data', other)).toEqual({
    code: 1,
    out: '',
    wrong: 'The keys of this backup are not here. Name the copy of the keys with --keys FILE.\n',
  })
  expect(existsSync(other)).toBe(false)
  expect(await admin('keys', keys, '--data', data)).toMatchObject({
    code: 0,
    out: expect.stringContaining('Keep this copy and no older one'),
  })
  expect(statSync(keys).mode & 0o777).toBe(0o600)
  expect(await admin('restore', copy, '--data', other, '--keys', keys)).toMatchObject({ code: 0, wrong: '' })
  expect(await saidIn(other, 'live0')).toBe(2)
}, 120_000)

test('who was erased since does not come back, not even with a copy of the keys from before', async () => {
  await backedUp()
  await admin('keys', keys, '--data', data)
  await destroy(await slotOf('over1'))
  const back = await admin('restore', copy, '--data', data, '--keys', keys, '--replace')
  expect(back).toMatchObject({ code: 0, out: expect.stringContaining('1 contact of the backup had been erased') })
  expect(await saidIn(data, 'over1')).toBe(0)
  expect(await saidIn(data, 'over2')).toBe(1)
  await within(data, ({ store }) => {
    const gone = makeId('contact', 'over1')
    expect(store.get('closed', [gone])).toBeUndefined()
    for (const table of ['entry', 'contactAttachment'] as const)
      expect([...store.range(table, { prefix: [gone] })]).toEqual([])
    expect(store.get('attachment', [makeId('attachment', '1')])).toBeUndefined()
    expect([...store.range('expiry', {})].map(({ key }) => key[2])).not.toContain(gone)
    expect([...store.range('customerContact', {})].map(({ key }) => key[2])).not.toContain(gone)
    expect([...store.range('customer', {})]).toHaveLength(3)
  })
}, 120_000)

test('keys that do not fit are refused, and nothing is changed', async () => {
  await backedUp()
  const before = readFileSync(join(data, 'keys'))
  const others = join(place, 'others')
  await (await openFileKeys(others)).close()
  const restoring = (file: string) => admin('restore', copy, '--data', join(place, 'new'), '--keys', file)
  expect((await restoring(others)).wrong).toMatch(
    /are those of other data, or older than this backup\. Name the newest/,
  )
  writeFileSync(keys, before.subarray(0, 32))
  expect((await restoring(keys)).wrong).toMatch(/older than this backup/)
  writeFileSync(keys, 'a letter')
  expect((await restoring(keys)).wrong).toMatch(/is not a file of keys/)
  expect((await restoring(join(place, 'nowhere'))).wrong).toMatch(/^The keys cannot be read from .*nowhere: ENOENT/)
  expect(existsSync(join(place, 'new'))).toBe(false)
  expect(Buffer.compare(readFileSync(join(data, 'keys')), before)).toBe(0)
}, 120_000)

test('the copy wants keys, a folder that is there, and a place of its own', async () => {
  expect((await admin('keys', keys, '--data', data)).wrong).toMatch(
    /^There are no keys in .*data\. Name the data folder/,
  )
  await within(data, () => {})
  expect((await admin('keys', join(place, 'no', 'keys'), '--data', data)).wrong).toMatch(/^There is no folder /)
  expect((await admin('keys', join(data, 'more'), '--data', data)).wrong).toMatch(/lies in the data folder/)
  writeFileSync(keys, 'a letter to somebody')
  expect((await admin('keys', keys, '--data', data)).wrong).toMatch(/no copy of keys: name another file/)
  expect(readFileSync(keys, 'utf8')).toBe('a letter to somebody')
}, 120_000)
