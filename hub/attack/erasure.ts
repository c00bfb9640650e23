/**
 * A person is erased at a real hub, and then looked for: canaries in everything they said, were called and sent are
 * searched in every byte of the data folder, in a backup made before and restored with the newest keys, in the log and in
 * what HTTP answers (P25). The hub is killed in the middle of erasures. Somebody else's data must come out byte by byte.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { openLmdbReader } from '../adapters/store-lmdb.ts'
import { HubClient } from '../client/index.ts'
import { demoSiteKey } from '../demo.ts'
import type { ContactId } from '../model/ids.ts'
import { Chance } from '../sim/chance.ts'
import { Violation } from '../sim/checks.ts'
import { memoryOutbox } from '../sim/stage.ts'
import { Chances, type Attack, type AttackResult } from './attack.ts'
import { demoPassword } from './real-hub.ts'
import { admin } from './storage-admin.ts'
import { StorageHub } from './storage-hub.ts'

/** Moments at which the hub dies while somebody is erased. */
const deaths = ['erase.decided', 'erase.kept', 'erase.keysDestroyed', 'erase.filesGone'] as const
const planned = [
  'people erased',
  ...deaths.map((point) => `hub killed at ${point}`),
  'canaries planted',
  'places searched',
  'bytes searched',
  'exports of somebody else compared',
  'backups restored with the newest keys',
] as const

/** What somebody says and sends, and what their page says of them; one word for each. */
const planted = [
  'name',
  'text',
  'second',
  'url',
  'title',
  'file',
  'content',
  'field',
  'value',
  'source',
  'intent',
  'later',
] as const

/** P25: within this nothing of them is found any more, milliseconds. */
const forgottenWithinMs = 60_000

interface Person {
  readonly canaries: readonly string[]
  readonly token: string
  readonly contact: ContactId
  readonly file: string
  readonly close: () => void
}

export async function erasures(seed: number, rounds: number): Promise<AttackResult> {
  const place = mkdtempSync(join(tmpdir(), 'madoguchi-erasure-'))
  const attack = new ErasureAttack(place, await StorageHub.at(place, join(place, 'data')), new Chance(seed))
  try {
    return await attack.run(rounds)
  } finally {
    await attack.close()
  }
}

class ErasureAttack {
  readonly #chances = new Chances(planned)
  readonly #tookMs: number[] = []
  #cookie = ''
  #people = 0
  #log: string[] = []
  #forgotten: string[] = []
  #folders = 0

  constructor(
    private readonly place: string,
    private readonly hub: StorageHub,
    private readonly chance: Chance,
  ) {}

  async run(rounds: number): Promise<AttackResult> {
    await this.#serve()
    const other = await this.#person('other')
    for (let round = 0; round < rounds; round++) {
      // A restored hub takes its time: in the small size one of those that were killed is enough.
      await this.#oneIsErased(other, null, rounds > 1)
      for (const point of deaths) await this.#oneIsErased(other, point, rounds > 1 || point === 'erase.kept')
    }
    other.close()
    // The log as a whole, also what the hub said last: of all who were erased.
    await this.hub.stop()
    this.#log.push((await this.hub.ended).printed)
    this.#searchText('the log', this.#log.join('\n'), this.#forgotten)
    return this.#chances.result([`longest from the request until nothing was found: ${Math.max(...this.#tookMs)} ms`])
  }

  async close(): Promise<void> {
    await this.hub.close()
    rmSync(this.place, { recursive: true, force: true })
  }

  async #oneIsErased(other: Person, point: (typeof deaths)[number] | null, restores: boolean): Promise<void> {
    if (point !== null) await this.#restart({ MADOGUCHI_FAIL_AT: point })
    const person = await this.#person('erased')
    const customer = await this.#customerOf(person)
    const others = await this.#customerOf(other)
    const before = await this.#exported(others)
    if (!person.canaries.every((canary) => before.indexOf(canary) < 0))
      throw new Error('canaries are in the wrong place')
    if (!(await this.#exported(customer)).includes(person.canaries[0]!)) throw new Error('no canary was planted')
    const backup = join(this.place, `backup-${++this.#folders}`)
    await must(['backup', backup, '--data', this.hub.dataFolder])
    const began = performance.now()
    const asked = this.#ask('POST', `/api/customers/${customer}/erase`).catch(() => null)
    if (point === null) {
      const answer = await asked
      if (answer?.status !== 200) throw new Violation(`P25: the erasure was answered with ${answer?.status}`)
    } else {
      this.#log.push((await this.hub.ended).printed)
      this.#chances.count(`hub killed at ${point}`)
      await this.#serve()
      // Killed before it was kept, it has not happened, and is asked again.
      await this.#ask('POST', `/api/customers/${customer}/erase`)
    }
    this.#chances.count('people erased')
    await this.#isForgotten(person, customer, backup)
    this.#tookMs.push(Math.round(performance.now() - began))
    if (performance.now() - began > forgottenWithinMs) throw new Violation('P25: it took more than 60 s')
    if (restores) await this.#restored(person, customer, backup)
    if ((await this.#exported(others)) !== before) throw new Violation('P25: somebody else’s data is not what it was')
    this.#chances.count('exports of somebody else compared')
    person.close()
  }

  async #isForgotten(person: Person, customer: string, backup: string): Promise<void> {
    const { status } = await this.#ask('GET', `/api/customers/${customer}/export`)
    if (status !== 404) throw new Violation(`P25: the export is answered with ${status}`)
    const file = await this.#ask('GET', `/api/attachments/${person.file}`)
    if (file.status !== 404) throw new Violation(`P25: a file is answered with ${file.status}`)
    this.#search(this.hub.dataFolder, person.canaries)
    this.#search(backup, person.canaries)
    this.#forgotten.push(...person.canaries)
  }

  /** The old backup with the newest keys serves, and knows nothing of them. */
  async #restored(person: Person, customer: string, backup: string): Promise<void> {
    const keys = join(this.place, 'keys-newest')
    await must(['keys', keys, '--data', this.hub.dataFolder])
    const place = mkdtempSync(join(this.place, 'second-'))
    const second = await StorageHub.at(place, join(place, 'data'))
    try {
      await must(['restore', backup, '--keys', keys, '--data', second.dataFolder])
      if (!(await second.start()))
        throw new Violation(`P25: a restored hub does not start: ${(await second.ended).printed}`)
      const cookie = await signIn(second.origin)
      for (const path of [`/api/customers/${customer}/export`, `/api/attachments/${person.file}`]) {
        const answer = await fetch(`${second.origin}${path}`, { headers: { cookie, 'x-madoguchi': '1' } })
        this.#searchText(path, await answer.text(), person.canaries)
        if (answer.status !== 404) throw new Violation(`P25: a restored backup answers ${path} with ${answer.status}`)
      }
      this.#search(second.dataFolder, person.canaries)
      this.#chances.count('backups restored with the newest keys')
    } finally {
      await second.close()
    }
  }

  /** Every byte of every file below the folder. */
  #search(folder: string, canaries: readonly string[]): void {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const path = join(folder, name)
      if (!statSync(path).isFile()) continue
      const bytes = readFileSync(path)
      this.#chances.count('bytes searched', bytes.length)
      for (const canary of canaries)
        for (const encoded of [Buffer.from(canary), Buffer.from(canary, 'utf16le')])
          if (bytes.includes(encoded) || name.includes(canary)) throw new Violation(`P25: ${canary} stands in ${path}`)
    }
    this.#chances.count('places searched')
  }

  #searchText(what: string, text: string, canaries: readonly string[]): void {
    for (const canary of canaries) if (text.includes(canary)) throw new Violation(`P25: ${canary} stands in ${what}`)
    this.#chances.count('places searched')
  }

  /** Somebody who says, is called and sends canaries. */
  async #person(kind: string): Promise<Person> {
    const number = ++this.#people
    const canary = (what: string): string => `canary${number}${what}${this.chance.word(12)}`
    const said = Object.fromEntries(planted.map((what) => [what, canary(what)])) as Record<string, string>
    const { hub } = this
    const ticketOf = async (token?: string): Promise<{ ticket: string; token: string }> => {
      const response = await fetch(`${hub.origin}/api/visitor/ticket`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: hub.origin },
        body: JSON.stringify({ site: demoSiteKey, ...(token === undefined ? {} : { token }) }),
      })
      return (await response.json()) as { ticket: string; token: string }
    }
    const { token } = await ticketOf()
    const client = new HubClient({
      openSocket: (events) => {
        const native = new WebSocket(`ws://127.0.0.1:${hub.port}/ws`, { origin: hub.origin, perMessageDeflate: false })
        native.binaryType = 'arraybuffer'
        native.on('open', () => events.opened())
        native.on('message', (bytes: ArrayBuffer) => events.message(new Uint8Array(bytes)))
        native.on('error', () => {})
        native.on('close', (code) => events.closed(code))
        return { send: (bytes) => native.send(bytes), close: (code = 1_000) => native.close(code) }
      },
      getTicket: async () => (await ticketOf(token)).ticket,
      clock: {
        now: () => performance.now(),
        after: (ms, action) => {
          const timer = setTimeout(action, ms)
          return () => clearTimeout(timer)
        },
      },
      random: () => this.chance.next(),
      outbox: memoryOutbox(),
    })
    client.connect()
    const { contact } = await client.request('contact.start', {
      name: said['name']!,
      topic: 'orders',
      text: `${kind} ${said['text']}`,
      locale: 'en',
      pageUrl: `https://shop.example/${said['url']}`,
      pageTitle: said['title']!,
      // The names of fields are the page's too.
      fields: [{ name: `page.${said['field']}`, value: said['value']!, mode: 'default', source: said['source']! }],
      intent: said['intent']!,
    }).done
    await client.request('contact.prefill', {
      contact,
      fields: [{ name: 'page.later', value: said['later']!, mode: 'hidden', source: 'command' }],
    }).done
    const upload = await fetch(`${hub.origin}/api/attachments/${contact}?name=${said['file']}.txt`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, origin: hub.origin },
      body: `${said['content']}\n`.repeat(500),
    })
    const { attachment } = (await upload.json()) as { attachment: string }
    await client.request('message.send', { contact, text: said['second']!, attachments: [attachment as never] }).done
    const canaries = Object.values(said)
    this.#chances.count('canaries planted', canaries.length)
    return { canaries, token, contact, file: attachment, close: () => client.close() }
  }

  /** As an agent's page shows it; read from the index of the data, which holds ids only. */
  async #customerOf({ contact }: Person): Promise<string> {
    const reader = openLmdbReader(join(this.hub.dataFolder, 'store'))
    try {
      for (const { key } of reader.range('customerContact', {})) if (key[2] === contact) return String(key[0])
      throw new Error(`the customer of ${contact} is not known`)
    } finally {
      await reader.close()
    }
  }

  async #exported(customer: string): Promise<string> {
    const response = await this.#ask('GET', `/api/customers/${customer}/export`)
    if (response.status !== 200)
      throw new Violation(`P25: the export of ${customer} is answered with ${response.status}`)
    return response.text()
  }

  #ask(method: string, path: string): Promise<Response> {
    const headers = { cookie: this.#cookie, 'x-madoguchi': '1', origin: this.hub.origin }
    return fetch(`${this.hub.origin}${path}`, { method, headers })
  }

  async #serve(env: Record<string, string> = {}): Promise<void> {
    if (!(await this.hub.start(env))) throw new Violation(`the hub does not start: ${(await this.hub.ended).printed}`)
    if (this.#cookie === '') this.#cookie = await signIn(this.hub.origin)
  }

  async #restart(env: Record<string, string>): Promise<void> {
    await this.hub.stop()
    this.#log.push((await this.hub.ended).printed)
    await this.#serve(env)
  }
}

async function signIn(origin: string): Promise<string> {
  const response = await fetch(`${origin}/api/agent/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, 'x-madoguchi': '1' },
    body: JSON.stringify({ name: 'admin', password: demoPassword }),
  })
  const cookie = response.headers.get('set-cookie')?.split(';')[0]
  if (cookie === undefined) throw new Error(`the administrator could not sign in: ${response.status}`)
  return cookie
}

async function must(args: readonly string[]) {
  const ran = await admin(args)
  if (ran.code !== 0) throw new Error(`${args[0]} failed: ${ran.wrong}`)
  return ran
}

export const erasureAttack: Attack = {
  what: 'people are erased, searched for everywhere, and the hub is killed meanwhile',
  run: (seed, size) => erasures(seed, size === 'long' ? 10 : 1),
}
