/** `audit`, `erase`, `export`, and what `backup` and `keys` leave in the audit, as an administrator types them beside the built hub. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startRealHub, type RealHub } from '../attack/real-hub.ts'
import { admin as run, type Ran } from '../attack/storage-admin.ts'
import { until } from '../attack/waiting.ts'
import { closeCodes } from '../protocol/index.ts'
import { guest } from './testing.ts'

const place = mkdtempSync(join(tmpdir(), 'madoguchi-orders-'))
const keysCopy = join(place, 'keys-kept-current')
const env = { MADOGUCHI_KEYS_COPY: keysCopy }
let hub: RealHub

beforeAll(async () => {
  hub = await startRealHub(env)
})
afterAll(async () => {
  await hub?.stop()
  hub?.remove()
  rmSync(place, { recursive: true, force: true })
})

const admin = (...args: readonly string[]): Promise<Ran> => run([...args, '--data', hub.dataFolder])
const refused = (wrong: string): object => ({ code: 1, out: '', wrong: `${wrong}\n` })
const told = (out: string): object => ({ code: 0, out: `${out}\n`, wrong: '' })

/** Acts of one kind, without number and time. */
async function recordsOf(act: string): Promise<string[]> {
  const { out, code } = await admin('audit', '--act', act)
  expect(code).toBe(0)
  return out
    .split('\n')
    .filter((line) => /^ +\d+ {2}\d{4}-/.test(line))
    .map((line) => line.trim().split('  ').slice(2).join('  '))
}

test('[P24] a copy of the keys that the hub keeps is recorded when it is first made', async () => {
  expect(statSync(keysCopy).size).toBeGreaterThan(32)
  expect(await recordsOf('keys')).toEqual([`hub  keys.copied  ${keysCopy.slice(-80)}`])
})

test('[P24] `backup` and `keys` are recorded by the running hub, and the backup knows a chain that is whole', async () => {
  const [copy, keys] = [join(place, 'copy'), join(place, 'keys')]
  expect(await admin('backup', copy)).toMatchObject({ code: 0, wrong: '' })
  expect(await recordsOf('backup')).toEqual([`command line  backup.made  ${copy.slice(-80)}`])
  expect(await admin('keys', keys)).toMatchObject({ code: 0, wrong: '' })
  expect((await recordsOf('keys')).slice(1)).toEqual([`command line  keys.copied  ${keys.slice(-80)}`])
  const { code, out } = await run(['verify', copy])
  expect(code).toBe(0)
  expect(out).toMatch(/^The audit chain of [1-9]\d* records? is whole\./m)
})

test('[P25] `export` writes everything kept of a customer into a new file of this account alone, and is recorded', async () => {
  const { page, customer, contact } = await guest(hub, 'a word that is exported')
  const file = join(place, 'customer.json')
  expect(await admin('export', customer, file)).toMatchObject(told(`Everything kept of ${customer} is in ${file}.`))
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const written = readFileSync(file, 'utf8')
  for (const part of ['a word that is exported', contact]) expect(JSON.stringify(JSON.parse(written))).toContain(part)
  expect(await recordsOf('customer.exported')).toEqual([`command line  customer.exported  ${customer}  1 contacts`])

  expect(await admin('export', customer, file)).toMatchObject(refused(`${file} is there already. Name a new file.`))
  expect(readFileSync(file, 'utf8')).toBe(written)
  const other = join(place, 'other.json')
  expect(await admin('export', 'cus_nobody', other)).toMatchObject(
    refused('There is nothing to export: nothing is kept of cus_nobody.'),
  )
  expect(await admin('export', 'somebody', other)).toMatchObject(refused('"somebody" is no id of a customer (cus_…).'))
  const nowhere = join(place, 'no', 'customer.json')
  expect(await admin('export', customer, nowhere)).toMatchObject(refused(`${nowhere} cannot be written (ENOENT).`))
  page.leave()
})

test('[P25] `erase` forgets a customer, or one contact, closes their page, and is recorded', async () => {
  for (const kind of ['customer', 'contact'] as const) {
    const { page, ...ids } = await guest(hub, 'a word that is forgotten')
    const id = ids[kind]
    const done = `${id} is erased: 1 contact, their keys are destroyed, their files removed.`
    expect(await admin('erase', id)).toMatchObject(told(done))
    await until(() => page.closedWith !== null)
    expect(page.closedWith).toBe(closeCodes.signedOut)
    const nothing = `There is nothing to erase: nothing is kept of ${id}.`
    expect(await admin('erase', id)).toMatchObject(refused(nothing))
    const [record] = await recordsOf(`${kind}.erased`)
    expect(record).toContain(`command line  ${kind}.erased  ${id}`)
    expect(await recordsOf(`${kind}.erased`)).toHaveLength(1)
    expect((await admin('export', ids.customer, join(place, 'gone.json'))).wrong).toContain('nothing is kept of')
  }
  expect(await admin('erase', 'everybody')).toMatchObject(
    refused('"everybody" is no id of a customer (cus_…) or a contact (cnt_…).'),
  )
})

test('`audit` shows what was asked for, and finds a chain that is not the one noted elsewhere', async () => {
  const all = await admin('audit')
  const [, shown, count, link] = /^(\d+) records shown of (\d+); the chain is whole\. It stands at (\d+:\w{64})$/m.exec(
    all.out,
  )!
  expect([all.code, shown]).toEqual([0, count])
  const byHub = await admin('audit', '--actor', 'hub', '--act', 'configuration')
  expect(byHub.out).toMatch(/ {2}hub {2}configuration\.changed {2}configuration {2}the first one$/m)
  expect(byHub.out).toContain(`2 records shown of ${count};`)
  expect((await admin('audit', '--from', '2100-01-01')).out).toMatch(/^0 records shown of /)
  expect((await admin('audit', '--to', '2100-01-01T00:00')).out).toContain(`${count} records shown of ${count};`)
  expect(await admin('audit', '--anchor', link!)).toMatchObject({ code: 0 })
  const n = link!.split(':')[0]
  expect(await admin('audit', '--anchor', `${n}:${'0'.repeat(64)}`)).toMatchObject({
    code: 1,
    wrong: expect.stringContaining(
      `THE CHAIN IS BROKEN: the chain is not the one that the anchor was taken from (record ${n})`,
    ) as string,
  })
})

test.each([
  [['--from', 'yesterday'], '"yesterday" is no time such as 2026-11-01 or 2026-11-01T09:00Z.'],
  [['--act', 'account.made'], 'There is no act "account.made": one of account.added, '],
  [['--anchor', '12'], '"12" is no link of the chain, such as 12:9f86… in the log.'],
])('`audit` refuses %j in one sentence', async (args, sentence) => {
  const { code, out, wrong } = await admin('audit', ...args)
  expect([code, out]).toEqual([1, ''])
  expect(wrong).toContain(sentence)
  expect(wrong.trim().split('\n')).toHaveLength(1)
})

test('what is ordered while no hub runs is done when one starts, before it serves; an export needs one that runs', async () => {
  const { customer } = await guest(hub, 'a word that is forgotten')
  const before = (await recordsOf('keys')).length
  await hub.stop()
  const copy = join(place, 'copy-of-the-stopped')
  expect(await admin('backup', copy)).toMatchObject({ code: 0, wrong: '' })
  expect(await admin('erase', customer)).toMatchObject(
    told(`${customer} is erased when the hub starts, before it serves.`),
  )
  expect(await admin('export', customer, join(place, 'late.json'))).toMatchObject(
    refused('No hub runs on this data, and only a hub can open it. Start it first.'),
  )
  const nowhere = join(place, 'nothing')
  for (const command of [['erase', customer], ['export', customer, 'file'], ['audit']])
    expect(await run([...command, '--data', nowhere])).toMatchObject(
      refused(`There is no data in ${nowhere}. Name the data folder with --data FOLDER.`),
    )
  hub = await startRealHub(env, hub)
  expect((await recordsOf('backup')).slice(1)).toEqual([`command line  backup.made  ${copy.slice(-80)}`])
  expect((await recordsOf('customer.erased')).slice(1)).toEqual([
    `command line  customer.erased  ${customer}  1 contacts`,
  ])
  // The copy of the keys is that of the last start: nothing new.
  expect(await recordsOf('keys')).toHaveLength(before)
})
