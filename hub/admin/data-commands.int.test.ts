/** backup, verify and restore as an administrator runs them: real processes, a real store, real damage. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openLmdbStore } from '../adapters/store-lmdb.ts'
import { bringUpToDate } from '../adapters/store-version.ts'
import { recorded } from '../app/audit.ts'
import { instant } from '../model/time.ts'
import type { Change, Store } from '../ports/store.ts'
import { runAdmin } from './testing.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const admin = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => runAdmin(args, { env })

let place = ''
let data = ''
let copy = ''
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'madoguchi-admin-'))
  data = join(place, 'data')
  copy = join(place, 'copy')
})
afterEach(() => rmSync(place, { recursive: true }))

const pair = (n: number): Change[] => [
  { table: 'event', key: [n], value: Buffer.from(`event ${n}`) },
  { table: 'contact', key: [`cnt_${n}`], value: Buffer.alloc(3_000, n) },
]
const eventsOf = (store: Store): number[] => Array.from(store.range('event', {}), ({ key }) => Number(key[0]))

async function fill(events: number): Promise<Store> {
  const store = await openLmdbStore(join(data, 'store'))
  await bringUpToDate(store, [])
  for (let n = 1; n <= events; n++) void store.commit(pair(n))
  await store.commit([])
  return store
}

function addFiles(): void {
  mkdirSync(join(data, 'attachments', 'ab'), { recursive: true })
  writeFileSync(join(data, 'attachments', 'ab', 'abc'), 'a picture')
  writeFileSync(join(data, 'attachments', 'ab', 'abd.part'), 'half a picture')
  writeFileSync(join(data, 'secret'), 'hush\n', { mode: 0o600 })
}

/** Data of 50 events with files, and a backup of it. */
async function makeBackup(): Promise<void> {
  const store = await fill(50)
  await store.close()
  addFiles()
  expect(await admin(['backup', copy, '--data', data])).toMatchObject({ code: 0, wrong: '' })
}

async function eventsIn(folder: string): Promise<number[]> {
  const store = await openLmdbStore(join(folder, 'store'))
  const events = eventsOf(store)
  await store.close()
  return events
}
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

describe('backup', () => {
  test('of a working hub holds all that was told before it, whole commits only, and says what it holds', async () => {
    const store = await fill(200)
    addFiles()
    let told = 200
    let stop = false
    const working = (async () => {
      while (!stop) await store.commit(pair(told + 1)).then(() => told++)
    })()
    const { code, out, wrong } = await admin(['backup', copy], { MADOGUCHI_DATA: data })
    stop = true
    await working
    await store.close()
    expect({ code, wrong }).toEqual({ code: 0, wrong: '' })
    expect(out).toMatch(
      /^The backup in .*copy is good: [\d,]+ rows in 3 tables and 1 attachment\.\nWhat customers said/,
    )
    const copied = await openLmdbStore(join(copy, 'store'))
    const events = eventsOf(copied)
    expect(events).toEqual(upTo(events.length))
    expect(events.length).toBeGreaterThanOrEqual(200)
    expect(Array.from(copied.range('contact', {}))).toHaveLength(events.length)
    await copied.close()
    expect(told).toBeGreaterThan(200)
    expect(readdirSync(join(copy, 'attachments', 'ab'))).toEqual(['abc'])
    expect(readFileSync(join(copy, 'secret'), 'utf8')).toBe('hush\n')
    for (const name of ['', 'secret', 'backup.json', 'store/data.mdb'])
      expect(statSync(join(copy, name)).mode & 0o077).toBe(0)
  })

  test('leaves behind what was erased', async () => {
    const store = await fill(20)
    await store.commit([{ table: 'customer', key: ['cus_1'], value: Buffer.from('a canary that was erased') }])
    await store.commit([{ table: 'customer', key: ['cus_1'], value: null }])
    await store.close()
    expect(readFileSync(join(data, 'store', 'data.mdb')).includes('canary')).toBe(true)
    expect(await admin(['backup', copy, '--data', data])).toMatchObject({ code: 0 })
    expect(readFileSync(join(copy, 'store', 'data.mdb')).includes('canary')).toBe(false)
  })

  test('wants data, an empty folder, and one outside the data', async () => {
    expect(await admin(['backup', copy, '--data', join(place, 'nothing')])).toEqual({
      code: 1,
      out: '',
      wrong: `There is no data in ${join(place, 'nothing')}. Name the data folder with --data FOLDER.\n`,
    })
    await (await fill(1)).close()
    mkdirSync(copy)
    writeFileSync(join(copy, 'mine'), '')
    expect(await admin(['backup', copy, '--data', data])).toMatchObject({
      code: 1,
      wrong: `${copy} is not empty. Give a new folder for each backup.\n`,
    })
    const inside = await admin(['backup', join(data, 'copy'), '--data', data])
    expect(inside).toMatchObject({ code: 1, wrong: expect.stringContaining('lies in the data folder') as string })
  })

  test('of data that cannot be read fails in words, and leaves no folder that passes for a backup', async () => {
    await (await fill(50)).close()
    truncateSync(join(data, 'store', 'data.mdb'), 12_288)
    const { code, wrong } = await admin(['backup', copy, '--data', data])
    expect(code).toBe(1)
    expect(wrong).toMatch(/^The store in .* could not be copied to .*Nothing was changed\.\n$/s)
    expect((await admin(['verify', copy])).wrong).toBe(
      `${copy} is no finished backup: backup.json is missing. Use another backup.\n`,
    )
  })
})

describe('verify', () => {
  test('says what a good backup holds', async () => {
    await makeBackup()
    const { code, out } = await admin(['verify', copy])
    expect(code).toBe(0)
    expect(out).toMatch(/^event +50$/m)
    expect(out).toMatch(/^contact +50$/m)
    expect(out).toMatch(/^The audit chain of 0 records is whole\. It stands at 0:0{64}$/m)
    expect(out).toMatch(/is good: 101 rows in 3 tables and 1 attachment\.\n$/)
  })

  test('survives a backup whose pages are missing, and says so', async () => {
    await makeBackup()
    const file = join(copy, 'store', 'data.mdb')
    for (const size of [statSync(file).size >> 1, 8_192, 100, 0]) {
      truncateSync(file, size)
      const { code, wrong } = await admin(['verify', copy])
      expect(code, `cut to ${size}`).toBe(1)
      expect(wrong).toMatch(/is damaged: .*Use another backup\.\n$/s)
    }
  })

  test('sees changed bytes, a changed attachment, a missing one and a missing secret', async () => {
    await makeBackup()
    const file = join(copy, 'store', 'data.mdb')
    const bytes = readFileSync(file)
    const changed = Buffer.from(bytes)
    changed.write('Event 7', bytes.indexOf('event 7'))
    writeFileSync(file, changed)
    expect(await admin(['verify', copy])).toMatchObject({
      code: 1,
      wrong: expect.stringContaining('rows of table "event" were changed') as string,
    })
    writeFileSync(file, bytes)
    writeFileSync(join(copy, 'attachments', 'ab', 'abc'), 'b picture')
    expect((await admin(['verify', copy])).wrong).toContain('the attachments differ')
    rmSync(join(copy, 'attachments', 'ab', 'abc'))
    rmSync(join(copy, 'secret'))
    const { code, wrong } = await admin(['verify', copy])
    expect(code).toBe(1)
    expect(wrong).toContain('the attachments differ from those that were copied; the file "secret" is missing')
  })

  test('[P24] finds that the records of privileged acts were changed, also before they were copied', async () => {
    const store = await fill(1)
    for (let n = 1; n <= 3; n++) {
      const deed = { by: 'command line', act: 'backup.made', object: `copy ${n}` } as const
      await store.commit(recorded(store, instant(n), [deed]))
    }
    await store.close()
    await admin(['backup', copy, '--data', data])
    expect(await admin(['verify', copy])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^The audit chain of 3 records is whole\. It stands at 3:[0-9a-f]{64}$/m) as string,
    })
    const [intruded, later, other] = [
      await openLmdbStore(join(data, 'store')),
      join(place, 'later'),
      join(place, 'new'),
    ]
    const row = Buffer.from(intruded.get('audit', [2])!)
    row[row.length - 2]! ^= 1
    await intruded.commit([{ table: 'audit', key: [2], value: row }])
    await intruded.close()
    const broken =
      'THE AUDIT CHAIN IS BROKEN: a record is not what was written (record 2). Somebody changed the records.'
    expect(await admin(['backup', later, '--data', data])).toMatchObject({
      code: 0,
      out: expect.stringContaining(`${broken} It was so in the data.`) as string,
    })
    const { code, out, wrong } = await admin(['verify', later])
    expect([code, wrong]).toEqual([1, `The backup in ${later} is what was copied, but ${broken}\n`])
    expect(out).not.toContain('is good')
    // It may be the only one there is.
    expect(await admin(['restore', later, '--data', other])).toMatchObject({
      code: 0,
      out: expect.stringContaining(broken) as string,
    })
  })

  test('tells a folder that is no backup, and a manifest it cannot read', async () => {
    expect((await admin(['verify', place])).wrong).toContain('is no finished backup')
    await makeBackup()
    writeFileSync(join(copy, 'backup.json'), '{')
    expect((await admin(['verify', copy])).wrong).toContain('backup.json cannot be read')
    writeFileSync(join(copy, 'backup.json'), '{"format":2}')
    expect((await admin(['verify', copy])).wrong).toContain('made by a newer Madoguchi')
  })
})

describe('restore', () => {
  test('into a new or an empty folder brings everything back', async () => {
    await makeBackup()
    const other = join(place, 'other')
    mkdirSync(join(place, 'empty'))
    for (const folder of [other, join(place, 'empty')]) {
      expect(await admin(['restore', copy, '--data', folder])).toMatchObject({ code: 0, wrong: '' })
      expect(await eventsIn(folder)).toEqual(upTo(50))
      expect(readFileSync(join(folder, 'attachments', 'ab', 'abc'), 'utf8')).toBe('a picture')
      expect(statSync(join(folder, 'secret')).mode & 0o777).toBe(0o600)
    }
    expect(readdirSync(place).toSorted()).toEqual(['copy', 'data', 'empty', 'other'])
  })

  test('[P24] is recorded in what takes the place of the data, and not in the backup', async () => {
    await makeBackup()
    const other = join(place, 'other')
    const restored = ['restore', copy, '--data', other]
    for (const args of [restored, [...restored, '--replace']])
      expect(await admin(args)).toMatchObject({ code: 0, wrong: '' })
    const { code, out } = await admin(['audit', '--data', other])
    expect(code).toBe(0)
    const said = out.split('\n').filter((line) => line.includes('backup.'))
    expect(said.map((line) => line.trim().split('  ').slice(2).join('  '))).toEqual([
      `command line  backup.restored  ${copy.slice(-80)}`,
    ])
    expect(await admin(['verify', copy])).toMatchObject({ code: 0, wrong: '' })
  })

  test('over data asks for --replace, and then moves the data aside', async () => {
    await makeBackup()
    const later = await openLmdbStore(join(data, 'store'))
    await later.commit(pair(51))
    await later.close()
    const refused = await admin(['restore', copy, '--data', data])
    expect(refused).toMatchObject({ code: 1, wrong: expect.stringContaining('is not empty. Add --replace') as string })
    expect(await eventsIn(data)).toEqual(upTo(51))
    const { code, out } = await admin(['restore', copy, '--data', data, '--replace'])
    expect(code).toBe(0)
    expect(await eventsIn(data)).toEqual(upTo(50))
    const aside = readdirSync(place).find((name) => name.startsWith('data.before-'))!
    expect(out).toContain(`What was there before is in ${join(place, aside)}.`)
    expect(await eventsIn(join(place, aside))).toEqual(upTo(51))
  })

  test('is refused while a hub has the data open, and leaves both alone', async () => {
    await makeBackup()
    const hub = await openLmdbStore(join(data, 'store'))
    const { code, wrong } = await admin(['restore', copy, '--data', data, '--replace'])
    expect({ code, wrong }).toEqual({
      code: 1,
      wrong: `A hub (process ${process.pid}) has the data in ${data} open. Stop it first.\n`,
    })
    await hub.commit(pair(51))
    expect(eventsOf(hub)).toEqual(upTo(51))
    await hub.close()
  })

  test('of a hub that was killed is no matter of an open store', async () => {
    await makeBackup()
    const script = `const { openLmdbStore } = await import(process.argv[1]); await openLmdbStore(process.argv[2]); console.log('open'); setInterval(() => {}, 1000)`
    const module = new URL('../adapters/store-lmdb.ts', import.meta.url).href
    const flags = ['--import', 'tsx', '--input-type=module', '--eval', script, module, join(data, 'store')]
    const hub = spawn(process.execPath, flags, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(hub, 'exit')
    await once(hub.stdout, 'data')
    expect((await admin(['restore', copy, '--data', data, '--replace'])).wrong).toContain(`A hub (process ${hub.pid})`)
    await expect(openLmdbStore(join(data, 'store'))).rejects.toThrow(`is open in process ${hub.pid}`)
    hub.kill('SIGKILL')
    await ended
    expect(existsSync(join(data, 'store', 'owner.json'))).toBe(true)
    expect(await admin(['restore', copy, '--data', data, '--replace'])).toMatchObject({ code: 0, wrong: '' })
  })

  test('of a damaged backup changes nothing', async () => {
    await makeBackup()
    truncateSync(join(copy, 'store', 'data.mdb'), 20_000)
    const { code, wrong } = await admin(['restore', copy, '--data', data, '--replace'])
    expect(code).toBe(1)
    expect(wrong).toContain('is damaged')
    expect(await eventsIn(data)).toEqual(upTo(50))
    expect(readdirSync(place).toSorted()).toEqual(['copy', 'data'])
  })
})
