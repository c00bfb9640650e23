/**
 * Many customers in a process of their own (storm-generator.ts), each with the real client, a contact and their own record:
 * what they said, what was acknowledged, what their screen shows. They come from many addresses.
 */
import { Agent, request } from 'node:http'
import { setTimeout as passed } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { HubClient, type ClientSocket, type SocketEvents } from '../client/index.ts'
import { demoSiteKey } from '../demo.ts'
import type { ContactId } from '../model/ids.ts'
import { Chance } from '../sim/chance.ts'
import { memoryOutbox } from '../sim/stage.ts'
import { percentile } from './attack.ts'
import { clientSocket } from './client-socket.ts'
import { sourceAddress } from './source-address.ts'
import { obey } from './storm-generator.ts'
import { until } from './waiting.ts'

export interface Times {
  readonly count: number
  readonly p50Ms: number
  readonly p95Ms: number
  readonly p99Ms: number
  readonly longestMs: number
}

const timesOf = (values: readonly number[]): Times => ({
  count: values.length,
  p50Ms: percentile(values, 0.5),
  p95Ms: percentile(values, 0.95),
  p99Ms: percentile(values, 0.99),
  longestMs: percentile(values, 1),
})

/** Who opens how many at once: more would only wait in the kernel. */
const arrivingMax = 64
/**
 * Real people come with a processor each; these share one. More attempts at once than it can carry would all be too late, so
 * the others wait for their turn before they ask for a ticket, and have the time for that.
 */
const attemptsMax = 1_000
const openTimeoutMs = 40_000
let attempts = 0
const turns: (() => void)[] = []

async function turn(): Promise<void> {
  if (attempts < attemptsMax) attempts += 1
  else await new Promise<void>((resolve) => turns.push(resolve))
}

function turnOver(): void {
  const next = turns.shift()
  if (next === undefined) attempts -= 1
  else next()
}

let hubPort = 0
const chance = new Chance(1)
const people: Person[] = []
/** From the socket's opening to the welcome, since the last look. */
let resumesMs: number[] = []
let answersMs: number[] = []
/** Counts talks: whoever still rests from an earlier one does not go on in the next. */
let talk = 0

class Person {
  readonly client: HubClient
  contact: ContactId | null = null
  readonly #said: string[] = []
  readonly #acked: { readonly seq: number; readonly text: string }[] = []
  #token: string | undefined
  /** Has a turn, from before the ticket until the attempt has ended. */
  #isTrying = false
  readonly #address: string
  readonly #agent: Agent

  constructor(
    readonly number: number,
    address: number,
    agents: Agent[],
  ) {
    this.#address = sourceAddress(address)
    this.#agent = agents[address] ??= new Agent({ keepAlive: true, maxSockets: 8, localAddress: this.#address })
    const dice = chance.fork()
    let openedAt = 0
    this.client = new HubClient({
      openSocket: (events) =>
        this.#open({
          ...events,
          opened: () => {
            openedAt = performance.now()
            events.opened()
          },
        }),
      getTicket: async () => {
        await turn()
        this.#isTrying = true
        // Given up while it waited: the turn is somebody else's.
        if (this.client.state.kind !== 'connecting') this.#tried()
        return this.#ticket()
      },
      clock: {
        now: () => performance.now(),
        after: (ms, action) => {
          const timer = setTimeout(action, ms)
          return () => clearTimeout(timer)
        },
      },
      random: () => dice.next(),
      outbox: memoryOutbox(),
      policy: { openTimeoutMs },
    })
    this.client.on('state', ({ kind }) => {
      if (kind !== 'connecting') this.#tried()
      if (kind === 'online') resumesMs.push(performance.now() - openedAt)
    })
  }

  get isBack(): boolean {
    return this.client.state.kind === 'online' && this.client.resumePending().length === 0
  }

  /** Resolves when the contact has begun. */
  async arrive(): Promise<void> {
    this.client.connect()
    const { done } = this.client.request('contact.start', {
      name: `person ${this.number}`,
      topic: '',
      text: 'hello',
      locale: 'ja',
      pageUrl: '',
      pageTitle: '',
      fields: null,
      intent: null,
    })
    this.contact = (await done).contact
  }

  /** Says something new. Resolves when it is acknowledged. */
  async say(): Promise<void> {
    const text = `word ${this.#said.length} of ${this.number}`
    this.#said.push(text)
    const began = performance.now()
    const { seq } = await this.client.request('message.send', { contact: this.contact!, text, attachments: [] }).done
    answersMs.push(performance.now() - began)
    this.#acked.push({ seq, text })
  }

  /** What is wrong on this screen: what was acknowledged and is not there, what is there twice, or out of order. */
  faults(): { lost: number; doubled: number; disordered: number; acknowledged: number } {
    const log = this.client.log(this.contact!)
    const texts = log.flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []))
    const own = texts.filter((text) => text.startsWith('word '))
    const inOrder = own.every((text, at) => at === 0 || wordNumber(own[at - 1]!) < wordNumber(text))
    const lost = this.#acked.filter(({ seq, text }) => {
      const entry = log[seq - 1]
      return entry?.kind !== 'message' || entry.text !== text
    })
    return {
      lost: lost.length,
      doubled: own.length - new Set(own).size,
      disordered: inOrder ? 0 : 1,
      acknowledged: this.#acked.length,
    }
  }

  #tried(): void {
    if (this.#isTrying) turnOver()
    this.#isTrying = false
  }

  #ticket(): Promise<string> {
    const body = JSON.stringify(
      this.#token === undefined ? { site: demoSiteKey } : { site: demoSiteKey, token: this.#token },
    )
    const origin = `http://127.0.0.1:${hubPort}`
    const headers = { origin, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    return new Promise((resolve, reject) => {
      const asked = request(
        { port: hubPort, host: '127.0.0.1', path: '/api/visitor/ticket', method: 'POST', headers, agent: this.#agent },
        (response) => {
          let text = ''
          response.setEncoding('utf8')
          response.on('data', (part: string) => (text += part))
          response.on('error', reject)
          response.on('end', () => {
            if (response.statusCode !== 200) return reject(new Error(`no ticket: ${response.statusCode} ${text}`))
            const { ticket, token } = JSON.parse(text) as { ticket: string; token: string }
            this.#token = token
            resolve(ticket)
          })
        },
      )
      asked.on('error', reject)
      asked.end(body)
    })
  }

  #open(events: SocketEvents): ClientSocket {
    const native = new WebSocket(`ws://127.0.0.1:${hubPort}/ws`, {
      origin: `http://127.0.0.1:${hubPort}`,
      perMessageDeflate: false,
      localAddress: this.#address,
    })
    return clientSocket(native, events)
  }
}

const wordNumber = (text: string): number => Number(text.split(' ')[1])

const commands = {
  /** So many people, spread over so many addresses, come and begin a contact each. Resolves when all have. */
  async arrive({ port, count, addresses }: { port: number; count: number; addresses: number }): Promise<void> {
    hubPort = port
    const agents: Agent[] = []
    const queue = Array.from({ length: count }, (_, at) => new Person(at, at % addresses, agents))
    people.push(...queue)
    const one = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await next.arrive()
    }
    await Promise.all(Array.from({ length: arrivingMax }, one))
  },

  /** Everybody talks, about so often, until told to hush. */
  talk({ everyMs }: { everyMs: number }): void {
    const mine = ++talk
    answersMs = []
    for (const person of people)
      void (async () => {
        for (let restMs = chance.next() * everyMs; ; restMs = everyMs * (0.5 + chance.next())) {
          await passed(restMs)
          if (mine !== talk) return
          await person.say()
        }
      })()
  },

  /** Resolves when nobody waits for an answer any more, with how long answers took. */
  async hush(): Promise<Times> {
    talk += 1
    await until(() => people.every((person) => person.isBack), 60_000)
    return timesOf(answersMs)
  },

  /** Everybody says something now; nobody waits for the answers. */
  shout(): void {
    for (const person of people) void person.say()
  },

  /** Since the last look: how long it took from an opened socket to the welcome. */
  resumes(): Times {
    const times = timesOf(resumesMs)
    resumesMs = []
    return times
  },

  /** Resolves when everybody is online with nothing left unanswered, with how long that took each of them from now on. */
  async back({ withinMs }: { withinMs: number }): Promise<{ readonly missing: number; readonly times: Times }> {
    const began = performance.now()
    const tookMs: number[] = []
    let away = [...people]
    const look = (): boolean => {
      away = away.filter((person) => {
        if (person.isBack) tookMs.push(performance.now() - began)
        return !person.isBack
      })
      return away.length === 0
    }
    await until(look, withinMs).catch(() => {})
    return { missing: away.length, times: timesOf(tookMs) }
  },

  /** Resolves when everybody has lost their line. */
  async lost(): Promise<void> {
    await until(() => people.every((person) => person.client.state.kind !== 'online'))
  },

  /** Everybody's record against everybody's screen, in sums. */
  faults(): ReturnType<Person['faults']> {
    const sum = { lost: 0, doubled: 0, disordered: 0, acknowledged: 0 }
    for (const faults of people.map((person) => person.faults()))
      for (const kind of ['lost', 'doubled', 'disordered', 'acknowledged'] as const) sum[kind] += faults[kind]
    return sum
  },
}

export type PeopleCommands = typeof commands

obey(commands)
