import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLmdbStore } from '../adapters/store-lmdb.ts'
import { bringUpToDate, dataVersionOf, type Migration } from '../adapters/store-version.ts'
import type { Change, Store } from '../ports/store.ts'
import { neverStruck, reportLines } from './attack.ts'
import { backups } from './backup.ts'
import { StorageHub } from './storage-hub.ts'

let place = ''
beforeEach(() => void (place = mkdtempSync(join(tmpdir(), 'madoguchi-upgrade-'))))
afterEach(() => rmSync(place, { recursive: true, force: true }))

test('[P19] backups of a busy hub hold what was told before them, half of one is none, and a restored one serves', async () => {
  const result = await backups({ seed: 4711, rounds: 1, more: 2, customers: 24 })
  console.log(reportLines('backup', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 480_000)

const rows = 20_000
const oldRow = (n: number): string => `${n} as version 1 had it`
const newRow = (n: number): string => `${n} as version 2 has it`
const contents = (store: Store): string[] =>
  Array.from(store.range('customer', {}), ({ value }) => Buffer.from(value).toString())

/** A made-up step that rewrites every row; `midway` is called when half of them are read, `after` when all are handed over. */
const step = (midway = (): void => {}, after = (): void => {}): Migration => ({
  to: 2,
  what: 'every customer is written anew',
  *changes(store): Generator<Change> {
    for (const { key } of store.range('customer', {})) {
      if (key[0] === rows / 2) midway()
      yield { table: 'customer', key, value: Buffer.from(newRow(Number(key[0]))) }
    }
    after()
  },
})

/** What a child does at the kill. It gets the step as text, since only a process of its own can be killed in it. */
const kills = {
  'while it reads': '() => process.kill(process.pid, "SIGKILL"), () => {}',
  'when the batch is handed over': '() => {}, () => queueMicrotask(() => process.kill(process.pid, "SIGKILL"))',
  'while the batch is written': '() => {}, () => setTimeout(() => process.kill(process.pid, "SIGKILL"), 15)',
}

test.each(Object.entries(kills))(
  '[P19] an upgrade of the data that is killed %s is made good by the next start',
  async (_, deeds) => {
    const folder = join(place, 'store')
    const store = await openLmdbStore(folder)
    await bringUpToDate(store, [])
    const filled = Array.from({ length: rows }, (__, n): Change => ({
      table: 'customer',
      key: [n],
      value: Buffer.from(oldRow(n)),
    }))
    await store.commit(filled)
    await store.close()

    const from = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href)
    const script = `
    const { openLmdbStore } = await import(${from('../adapters/store-lmdb.ts')})
    const { bringUpToDate } = await import(${from('../adapters/store-version.ts')})
    const rows = ${rows}, newRow = ${newRow}, step = ${step}
    await bringUpToDate(await openLmdbStore(${JSON.stringify(folder)}), [step(${deeds})])
    setInterval(() => {}, 1000)`
    const flags = ['--import', 'tsx', '--input-type=module', '--eval', script]
    const child = spawn(process.execPath, flags, {
      cwd: new URL('../..', import.meta.url),
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL')

    const after = await openLmdbStore(folder)
    const found = dataVersionOf(after)
    const expected = found === 1 ? oldRow : newRow
    expect(contents(after)).toEqual(filled.map((__, n) => expected(n)))
    expect((await bringUpToDate(after, [step()])).map(({ to }) => to)).toEqual(found === 1 ? [2] : [])
    expect(contents(after)).toEqual(filled.map((__, n) => newRow(n)))
    expect(dataVersionOf(after)).toBe(2)
    await after.close()
  },
)

test('[P19] data of a newer version is refused with one sentence and exit code 78, and left alone', async () => {
  const data = join(place, 'data')
  const version: Change = { table: 'meta', key: ['dataVersion'], value: Buffer.from('99') }
  const store = await openLmdbStore(join(data, 'store'))
  await store.commit([version, { table: 'customer', key: [1], value: Buffer.from('of a later time') }])
  await store.close()
  const hub = await StorageHub.at(place, data)
  expect(await hub.start()).toBe(false)
  const { code, printed } = await hub.ended
  expect(code).toBe(78)
  const words = printed.split('\n').filter((line) => !line.startsWith('{'))
  expect(words).toEqual([
    'The data was written by a newer Madoguchi (data version 99, this program knows 3): install that version, or restore a backup made before the upgrade.',
  ])
  const after = await openLmdbStore(join(data, 'store'))
  expect([dataVersionOf(after), contents(after)]).toEqual([99, ['of a later time']])
  await after.close()
})
