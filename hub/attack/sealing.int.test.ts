/**
 * Customers' data is unreadable without its keys (P25): a talk through the built hub with a word of its own in every field,
 * and a search of every byte that lies on the disk; data of version 1 on its way to being sealed, killed in between; and
 * hubs whose keys are missing, older or others'.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openFileKeys } from '../adapters/keys-file.ts'
import { openLmdbStore } from '../adapters/store-lmdb.ts'
import { bringUpToDate, dataVersionOf } from '../adapters/store-version.ts'
import { plainData } from '../app/migrations-testing.ts'
import { knownOf } from '../app/known.ts'
import { migrations } from '../app/migrations.ts'
import { readEntries, rows } from '../app/records.ts'
import { Sealing } from '../app/sealing.ts'
import type { HubClient } from '../client/index.ts'
import { demoPeople, demoSiteKey } from '../demo.ts'
import type { Actor } from '../http/door.ts'
import { makeId, type ContactId } from '../model/ids.ts'
import { rightsOf } from '../model/rights.ts'
import { memoryOutbox } from '../sim/stage.ts'
import { lookAtKept } from './kept.ts'
import { demoPassword } from './real-hub.ts'
import { RealStage } from './real-stage.ts'
import { admin } from './storage-admin.ts'
import { StorageHub } from './storage-hub.ts'
import { until } from './waiting.ts'

let place = ''
let data = ''
let hub: StorageHub
beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), 'madoguchi-sealing-'))
  data = join(place, 'data')
  hub = await StorageHub.at(place, data)
})
afterEach(async () => {
  await hub.close()
  rmSync(place, { recursive: true, force: true })
})

/** Files below a folder, with all their bytes. */
const filesBelow = (folder: string): { readonly name: string; readonly bytes: Buffer }[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((name) => ({ name, bytes: readFileSync(name) }))

/** The words as a file may hold them: UTF-8, and as a string of JavaScript lies in memory. */
const foundIn = (folder: string, words: readonly string[]): string[] =>
  filesBelow(folder).flatMap(({ name, bytes }) =>
    words.flatMap((word) =>
      bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le')) ? [`${word} in ${name}`] : [],
    ),
  )

const canary = (what: string): string => `canary-${what}-7Qx`
const words = [
  'value',
  'source',
  'intent',
  'name',
  'first',
  'said',
  'answer',
  'transfer',
  'note',
  'title',
  'url',
  'filename',
  'content',
].map(canary)

async function upload(contact: ContactId, cookie: string): Promise<string> {
  const name = encodeURIComponent(`${canary('filename')}.txt`)
  const response = await fetch(`${hub.origin}/api/attachments/${contact}?name=${name}`, {
    method: 'POST',
    headers: { origin: hub.origin, 'x-madoguchi': '1', cookie },
    body: `${canary('content')} `.repeat(1_000),
  })
  expect(response.status).toBe(201)
  return ((await response.json()) as { attachment: string }).attachment
}

async function signIn(): Promise<string> {
  const response = await fetch(`${hub.origin}/api/agent/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: hub.origin, 'x-madoguchi': '1' },
    body: JSON.stringify({ name: demoPeople[0]!.login, password: demoPassword }),
  })
  return response.headers.get('set-cookie')!.split(';')[0]!
}

/** A customer and an agent say everything there is to say, and part. */
async function talk(): Promise<ContactId> {
  const stage = new RealStage(hub, 1, 1)
  const open = (actor: Actor): HubClient => {
    const { client } = stage.screen(actor, memoryOutbox())
    client.connect()
    return client
  }
  const { agent: id, name, role, login } = demoPeople[0]!
  const agent = open({
    kind: 'agent',
    session: makeId('session', `agent-${login}`),
    agent: id,
    role,
    rights: new Set(rightsOf(role)),
    name,
  })
  await agent.request('presence.set', { status: 'available', reason: '' }).done
  const customer = open({ kind: 'visitor', session: makeId('session', 'visitor-1'), site: demoSiteKey })
  const { contact } = await customer.request('contact.start', {
    name: canary('name'),
    topic: '',
    text: canary('first'),
    locale: 'en',
    pageUrl: `https://shop.example/${canary('url')}`,
    pageTitle: canary('title'),
    fields: [{ name: 'page.said', value: canary('value'), mode: 'default', source: canary('source') }],
    intent: canary('intent'),
  }).done
  const accept = async (): Promise<void> => {
    await until(() => agent.list('desk', 'offer').size > 0)
    const [offer] = agent.list('desk', 'offer').values()
    expect(offer!.customerName).toBe(canary('name'))
    await agent.request('offer.accept', { offer: offer!.offer, epoch: offer!.epoch }).done
  }
  await accept()
  await customer.request('message.send', { contact, text: canary('said'), attachments: [] }).done
  const cookie = await signIn()
  const attachment = await upload(contact, cookie)
  const file = await fetch(`${hub.origin}/api/attachments/${attachment}`, { headers: { cookie } })
  expect((await file.text()) === `${canary('content')} `.repeat(1_000)).toBe(true)
  expect(file.headers.get('content-disposition')).toContain(canary('filename'))
  await agent.request('message.send', { contact, text: canary('answer'), attachments: [attachment as never] }).done
  const queue = demoPeople[0]!.queues[0]!
  await agent.request('contact.transfer', { contact, queue, agent: null, note: canary('transfer') }).done
  await accept()
  await agent.request('contact.close', { contact }).done
  const dispositions = [...agent.list('floor', 'queue').values()].find((one) => one.queue === queue)?.dispositions
  const disposition = dispositions?.[0]?.key ?? ''
  await agent.request('contact.wrapUp', { contact, disposition, note: canary('note') }).done
  for (const client of [agent, customer]) client.close()
  stage.end()
  return contact
}

test('[P25] nothing that a customer or an agent says stands readable on the disk, nor in a backup; with the keys all of it is there', async () => {
  expect(await hub.start()).toBe(true)
  const contact = await talk()
  const backup = join(place, 'backup')
  expect(await admin(['backup', backup, '--data', data])).toMatchObject({ code: 0 })
  // Also while the hub runs, with whatever lmdb has not tidied away.
  for (const folder of [data, backup]) expect(foundIn(folder, words)).toEqual([])
  expect(filesBelow(backup).some(({ name }) => name.endsWith('/keys'))).toBe(false)
  expect(await hub.stop()).toBe(0)
  expect(foundIn(data, words)).toEqual([])

  const slot = await lookAtKept(data, ({ store, sealing }) => {
    const closed = rows.closed.get(store, [contact])!
    const all = JSON.stringify([
      readEntries(store, sealing, contact, 0, 99),
      sealing.about(closed.file),
      sealing.note(closed),
      knownOf(sealing, closed.file),
    ])
    // The file's content stands in the file, which was fetched during the talk; an intent is for a bot, and kept nowhere.
    const elsewhere = ['content', 'intent'].map(canary)
    expect(words.filter((word) => !elsewhere.includes(word) && !all.includes(word))).toEqual([])
    return closed.file.slot
  })

  // Its key is destroyed: the backup made before brings nothing of it back.
  const vault = await openFileKeys(join(data, 'keys'))
  await vault.destroy([slot])
  await vault.close()
  expect(await admin(['restore', backup, '--data', data, '--replace'])).toMatchObject({
    code: 0,
    out: expect.stringContaining('1 contact of the backup had been erased since it was made, and cannot come back.'),
  })
  await lookAtKept(data, ({ store }) => {
    for (const table of ['contact', 'closed', 'entry', 'attachment', 'customer', 'visitor', 'customerContact'] as const)
      expect([...store.range(table, {})], table).toEqual([])
  })
  expect(readdirSync(join(data, 'attachments'), { recursive: true }).length).toBeLessThan(2)
  expect(await hub.start()).toBe(true)
}, 120_000)

const customers = 3_000
const kills = {
  'before it has read anything': '0',
  'while it reads': '9000',
  'when the batch is handed over': '"all"',
  'while the batch is written': '"written"',
}

test.each(Object.entries(kills))(
  '[P19] data of version 1 whose sealing is killed %s is sealed by the next start, and says what it said',
  async (_, moment) => {
    const store = await openLmdbStore(join(data, 'store'))
    await bringUpToDate(store, [])
    await store.commit(plainData(customers))
    await store.close()
    const from = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href)
    const script = `
    const { randomFillSync } = await import('node:crypto')
    const { openLmdbStore } = await import(${from('../adapters/store-lmdb.ts')})
    const { openFileKeys } = await import(${from('../adapters/keys-file.ts')})
    const { bringUpToDate } = await import(${from('../adapters/store-version.ts')})
    const { migrations } = await import(${from('../app/migrations.ts')})
    const { Sealing } = await import(${from('../app/sealing.ts')})
    const vault = await openFileKeys(${JSON.stringify(join(data, 'keys'))})
    const [step] = migrations(new Sealing({ vault, fill: randomFillSync }))
    const moment = ${moment}, die = () => process.kill(process.pid, 'SIGKILL')
    const changes = function* (store) {
      let read = 0
      for (const change of step.changes(store)) {
        if (read++ === moment) die()
        yield change
      }
      if (moment === 'all') queueMicrotask(die)
      if (moment === 'written') setTimeout(die, 15)
    }
    await bringUpToDate(await openLmdbStore(${JSON.stringify(join(data, 'store'))}), [{ ...step, changes }])
    setInterval(() => {}, 1000)`
    const flags = ['--import', 'tsx', '--input-type=module', '--eval', script]
    const child = spawn(process.execPath, flags, {
      cwd: new URL('../..', import.meta.url),
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL')

    await lookAtKept(data, async ({ store: after, sealing }) => {
      await bringUpToDate(after, migrations(sealing))
      expect(dataVersionOf(after)).toBe(3)
      expect(rows.keys.get(after, ['keys'])!.vault).toBe(sealing.vault.id)
      for (const n of [0, 1, customers - 1]) {
        const contact = makeId('contact', `live${n}`)
        const said = readEntries(after, sealing, contact, 0, 9).map((entry) => entry?.kind === 'message' && entry.text)
        expect(said).toEqual([`CANARY 1 of ${n}`, `CANARY 2 of ${n}`])
        expect(sealing.about(rows.contact.get(after, [contact])!.file)!.customerName).toBe(`CANARY name ${n}`)
      }
      for (const table of ['entry', 'contact', 'closed', 'customer', 'visitor', 'attachment'] as const) {
        let count = 0
        for (const { value } of after.range(table, {})) {
          count += 1
          if (Buffer.from(value).includes('CANARY')) throw new Error(`a row of ${table} is plain`)
        }
        expect(count).toBeGreaterThanOrEqual(customers)
      }
    })
    // What lmdb leaves in free pages goes with a backup and a restore, as operations.md says.
    const backup = join(place, 'backup')
    expect(await admin(['backup', backup, '--data', data])).toMatchObject({ code: 0 })
    expect(foundIn(backup, ['CANARY'])).toEqual([])
  },
  120_000,
)

test('[P25] a hub whose keys are missing, older than its data or those of other data ends with 78 and one sentence', async () => {
  const store = await openLmdbStore(join(data, 'store'))
  const vault = await openFileKeys(join(data, 'keys'))
  const sealing = new Sealing({ vault, fill: (bytes) => void bytes.fill(7) })
  await bringUpToDate(store, migrations(sealing))
  for (let count = 0; count < 1_500; count++) vault.next()
  await store.commit([rows.keys.put(['keys'], { vault: vault.id, highest: vault.next() })])
  await vault.close()
  await store.close()
  const keys = join(data, 'keys')
  const right = readFileSync(keys)
  const refused = async (): Promise<string> => {
    expect(await hub.start()).toBe(false)
    const { code, printed } = await hub.ended
    expect(code).toBe(78)
    const said = printed.split('\n').filter((line) => !line.startsWith('{'))
    expect(said.length).toBe(1)
    return said[0]!
  }
  renameSync(keys, join(place, 'elsewhere'))
  expect(await refused()).toMatch(/^The keys of the data .* are missing: restore them with npm run admin -- restore/)
  expect(() => statSync(keys)).toThrow('ENOENT')
  writeFileSync(keys, right.subarray(0, 32 + 1_024 * 32))
  expect(await refused()).toMatch(/are older than the data: restore them with/)
  writeFileSync(keys, Buffer.concat([right.subarray(0, 16), Buffer.alloc(16, 1), right.subarray(32)]))
  expect(await refused()).toMatch(/are not those of the data: restore them with/)
  writeFileSync(keys, 'x'.repeat(40_000))
  expect(await refused()).toMatch(
    /is not a file of keys, or its head is damaged: restore it from the copy of the keys\.$/,
  )
  writeFileSync(keys, right)
  expect(await hub.start()).toBe(true)
}, 60_000)
