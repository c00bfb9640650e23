/** The store on lmdb: the contract on a real disk, real write errors, real kills. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import fc from 'fast-check'
import { open } from 'lmdb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { storeContract } from '../ports/store.contract.ts'
import { StorageUnavailable } from '../ports/store.ts'
import type { Change, Key, Store } from '../ports/store.ts'
import { compareKeys } from './store-keys.ts'
import { openLmdbReader, openLmdbStore } from './store-lmdb.ts'

const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'madoguchi-store-'))

/** Writes beyond this size fail with EFBIG, as they fail with ENOSPC on a full disk, once the signal is looked away from. */
const limitFileSize = (bytes: number | 'unlimited'): void => {
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:unlimited`])
}
const ignoreSignal = (): void => {}

function breakDiskOf(store: string): (() => void) | string {
  try {
    execFileSync('prlimit', ['--version'])
  } catch {
    return 'a full disk is played with prlimit, which this system lacks'
  }
  return () => limitFileSize(statSync(join(store, 'data.mdb')).size)
}

beforeAll(() => void process.on('SIGXFSZ', ignoreSignal))
afterAll(() => void process.off('SIGXFSZ', ignoreSignal))

storeContract('lmdb', async () => {
  const folder = temporaryFolder()
  const path = join(folder, 'store')
  let store = await openLmdbStore(path)
  const breakDisk = breakDiskOf(path)
  const mendDisk = (): void => (typeof breakDisk === 'string' ? undefined : limitFileSize('unlimited'))
  return {
    store,
    breakDisk,
    mendDisk,
    async reopen() {
      await store.close()
      return (store = await openLmdbStore(path))
    },
    backupPath: join(folder, 'copy'),
    openBackup: () => openLmdbStore(join(folder, 'copy')),
    async dispose() {
      mendDisk()
      await store.close()
      rmSync(folder, { recursive: true })
    },
  }
})

const row = (n: number): Change => ({ table: 'event', key: [n], value: Buffer.from(`event ${n}`) })
const events = (store: Store): number[] => Array.from(store.range('event', {}), ({ key }) => key[0] as number)

describe('the lmdb store in its folder', () => {
  let folder = ''
  beforeAll(() => void (folder = temporaryFolder()))
  afterAll(() => rmSync(folder, { recursive: true }))

  test('our order of keys is the order on the disk, for any keys', async () => {
    const part = fc.oneof(
      fc.maxSafeInteger().map((n) => n || 0),
      fc.integer({ min: 0, max: 300 }),
      fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 70 }),
      fc.constantFrom('cnt_1', 'cnt_10', 'cnt_2', 'ses_a', ' ', '~'),
    )
    const key = fc.array(part, { minLength: 1, maxLength: 4 })
    const store = await openLmdbStore(join(folder, 'order'))
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(key, { minLength: 2, maxLength: 60, selector: (k) => JSON.stringify(k) }),
        async (keys) => {
          const before = Array.from(store.range('entry', {}), (r): Change => ({
            table: 'entry',
            key: r.key,
            value: null,
          }))
          await store.commit([
            ...before,
            ...keys.map((k): Change => ({ table: 'entry', key: k, value: Buffer.from('x') })),
          ])
          const read = Array.from(store.range('entry', {}), (r) => r.key)
          expect(read).toEqual([...keys].sort(compareKeys as (a: Key, b: Key) => number))
        },
      ),
      { numRuns: 60 },
    )
    await store.close()
  })

  test('a store is opened once: a second opening is refused, also by another path, until the first is closed', async () => {
    const path = join(folder, 'once')
    const store = await openLmdbStore(path)
    await expect(openLmdbStore(path)).rejects.toThrow('is open in this process. Stop that hub first.')
    await expect(openLmdbStore(join(folder, '.', 'x', '..', 'once'))).rejects.toThrow('is open in this process')
    await store.close()
    const again = await openLmdbStore(path)
    await again.close()
  })

  test('a claim of a process that is gone is taken over, also when its id lives on in another', async () => {
    const path = join(folder, 'claimed')
    await (await openLmdbStore(path)).close()
    const gone = spawn(process.execPath, ['--eval', ''])
    await once(gone, 'exit')
    const claims = [
      { pid: gone.pid, began: 'then' },
      { pid: process.ppid, began: 'before' },
      { pid: process.pid, began: '' },
    ]
    for (const claim of [...claims.map((owner) => JSON.stringify(owner)), '', '{"pid":']) {
      writeFileSync(join(path, 'owner.json'), claim)
      const store = await openLmdbStore(path)
      await expect(openLmdbStore(path)).rejects.toThrow('is open in this process')
      await store.close()
    }
  })

  test('a folder that is a file, or cannot be made, is said so', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, 'not a folder')
    await expect(openLmdbStore(file)).rejects.toThrow(StorageUnavailable)
    await expect(openLmdbStore(join(file, 'store'))).rejects.toThrow(
      `The store in ${join(file, 'store')} cannot be opened`,
    )
  })

  test('a data file that is no store is said so, and leaves the folder unclaimed', async () => {
    const path = join(folder, 'torn')
    const store = await openLmdbStore(path)
    await store.close()
    const data = readFileSync(join(path, 'data.mdb'))
    for (const damaged of [Buffer.alloc(20_000, 1), Buffer.alloc(10), data.subarray(0, 4_096)]) {
      writeFileSync(join(path, 'data.mdb'), damaged)
      await expect(openLmdbStore(path)).rejects.toThrow('data.mdb is not a store, or its head is damaged')
    }
    writeFileSync(join(path, 'data.mdb'), data)
    await (await openLmdbStore(path)).close()
  })

  test('the data is for its owner only', async () => {
    const path = join(folder, 'private')
    const store = await openLmdbStore(path)
    expect(statSync(path).mode & 0o077).toBe(0)
    expect(statSync(join(path, 'data.mdb')).mode & 0o077).toBe(0)
    await store.close()
  })

  test('a reader looks at a store that a hub has open', async () => {
    const path = join(folder, 'read')
    const store = await openLmdbStore(path)
    await store.commit([row(1), row(2)])
    await store.close()
    const reader = openLmdbReader(path)
    expect(reader.rowCount('event')).toBe(2)
    expect(Array.from(reader.range('event', {}), ({ key }) => key)).toEqual([[1], [2]])
    expect(Array.from(reader.range('event', { reverse: true, limit: 1 }), ({ key }) => key)).toEqual([[2]])
    await reader.close()
  })
})

describe('a hub that is killed', () => {
  /** Commits 1, 2, 3 … without waiting, 20 in flight, and says each number after its token. */
  const writer = `
    const { openLmdbStore } = await import(process.argv[1])
    const store = await openLmdbStore(process.argv[2])
    let next = Number(process.argv[3])
    const go = async () => {
      for (;;) {
        const n = next++
        await store.commit([
          { table: 'event', key: [n], value: Buffer.from('event ' + n) },
          { table: 'contact', key: ['last'], value: Buffer.from(String(n)) },
        ])
        process.stdout.write(n + '\\n')
      }
    }
    for (let worker = 0; worker < 20; worker++) void go()
  `

  test('has lost nothing that it told, holds whole commits only, and can be started again', async () => {
    const folder = temporaryFolder()
    const module = new URL('./store-lmdb.ts', import.meta.url).href
    const cwd = new URL('../..', import.meta.url)
    let told = 0
    for (let kill = 1; kill <= 4; kill++) {
      const flags = [
        '--import',
        'tsx',
        '--input-type=module',
        '--eval',
        writer,
        module,
        folder,
        String(told + 1_000 * kill),
      ]
      const child = spawn(process.execPath, flags, { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
      const ended = once(child, 'exit')
      const heard: number[] = []
      for await (const line of createInterface({ input: child.stdout })) {
        heard.push(Number(line))
        if (heard.length === 60 * kill) child.kill('SIGKILL')
      }
      await ended
      expect(heard.length).toBeGreaterThanOrEqual(60 * kill)
      const store = await openLmdbStore(folder)
      const kept = new Set(events(store))
      expect(heard.filter((n) => !kept.has(n))).toEqual([])
      const last = Number(Buffer.from(store.get('contact', ['last'])!).toString())
      expect(last).toBe(Math.max(...kept))
      told = last
      await store.close()
    }
    rmSync(folder, { recursive: true })
  })
})

test('a table that came after the version that wrote the data has no rows to a reader, and is made by a writer', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-old-'))
  const root = open({ path: folder, encoding: 'binary', maxDbs: 3, pageSize: 4_096 })
  await root.openDB('meta', { encoding: 'binary' }).put(['epoch'], Buffer.from([7]))
  await root.close()
  const reader = openLmdbReader(folder)
  expect([...reader.range('meta', {})].map(({ key }) => key)).toEqual([['epoch']])
  expect([[...reader.range('contactEvent', {})], reader.rowCount('contactEvent')]).toEqual([[], 0])
  await reader.close()
  const store = await openLmdbStore(folder)
  await store.commit([{ table: 'contactEvent', key: ['cnt_1', 1], value: Uint8Array.of(1) }])
  expect([...store.range('contactEvent', {})]).toHaveLength(1)
  await store.close()
  rmSync(folder, { recursive: true })
})
