/**
 * Agents who become free at a fixed rate, whatever the hub does, in a process of their own: each says that they are available,
 * is offered a contact, and goes away again, so that the contact waits for the next. Frames are looked at as bytes and read
 * only where it is an offer that may be in them.
 */
import { setTimeout as passed } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { decode, encode, frameKinds, protocolVersions, requests, type HubFrame } from '#protocol'
import { obey } from '../../hub/attack/storm-generator.ts'
import { until } from '../../hub/attack/waiting.ts'
import { timesOf, type Times } from './ledger.ts'
import { post } from './screen.ts'

export interface Readiness {
  /** From when an agent was to become free until the offer was there. */
  readonly offer: Times
  /** How late the agents said so: a generator that is behind. */
  readonly late: Times
  /** Offers that came, and agents whose turn came while they still waited for the last one. */
  readonly offers: number
  readonly skipped: number
  readonly elapsedMs: number
}

/** An offer's kind, as msgpack has it: a short text. */
const offerKind = Buffer.from('\xa5offer', 'latin1')
const deskTopic = 'desk'.length | 0xa0
const { body } = requests['presence.set']
const beat = encode([frameKinds.beat])
const beatMs = 9_000

let tookMs: number[] = []
let offers = 0

class Ready {
  #dueAt: number | null = null
  #asked = 0
  #isWelcome = false
  readonly #socket: WebSocket

  constructor(origin: string, ticket: string) {
    this.#socket = new WebSocket(`${origin.replace('http', 'ws')}/ws`, { origin, perMessageDeflate: false })
    this.#socket.on('open', () => this.#socket.send(encode([frameKinds.hello, protocolVersions, ticket, [], []])))
    this.#socket.on('message', (bytes: Buffer) => this.#heard(bytes))
    const beats = setInterval(() => this.#socket.send(beat), beatMs)
    this.#socket.on('close', () => clearInterval(beats))
  }

  get isWelcome(): boolean {
    return this.#isWelcome
  }

  get isWaiting(): boolean {
    return this.#dueAt !== null
  }

  becomeFree(dueAt: number): void {
    this.#dueAt = dueAt
    this.#say('available', '')
  }

  goAway(): void {
    this.#say('away', 'lunch')
  }

  close(): void {
    this.#socket.close()
  }

  #say(status: 'available' | 'away', reason: string): void {
    const wire = body.pack({ status, reason })
    this.#socket.send(encode([frameKinds.request, `r${++this.#asked}`, 'presence.set', wire]))
  }

  #heard(bytes: Buffer): void {
    if (bytes[1] === frameKinds.welcome) this.#isWelcome = true
    if (bytes[1] !== frameKinds.delta || bytes[2] !== deskTopic || !bytes.includes(offerKind)) return
    const [, , , changes] = decode(bytes) as HubFrame & readonly [number, string, number, readonly unknown[][]]
    if (this.#dueAt === null || !changes.some(([kind, , value]) => kind === 'offer' && value !== null)) return
    tookMs.push(performance.now() - this.#dueAt)
    offers += 1
    this.#dueAt = null
    this.goAway()
  }
}

let agents: Ready[] = []

const commands = {
  /** Agents come, and are away. Resolves when the hub knows all of them. */
  async agents({ origin, cookies }: { origin: string; cookies: readonly string[] }): Promise<void> {
    for (const cookie of cookies)
      agents.push(new Ready(origin, (await post(origin, '/api/agent/ticket', {}, { cookie })).ticket))
    await until(() => agents.every(({ isWelcome }) => isWelcome))
    for (const agent of agents) agent.goAway()
  },

  /** So many become free in a second, in turns. Resolves when every one of them was offered a contact. */
  async run({ perSecond, count }: { perSecond: number; count: number }): Promise<Readiness> {
    tookMs = []
    offers = 0
    const lateMs: number[] = []
    let skipped = 0
    const began = performance.now()
    for (let n = 0; n < count;) {
      const now = performance.now()
      const due = Math.min(count, Math.floor(((now - began) * perSecond) / 1_000) + 1)
      for (; n < due; n++) {
        const dueAt = began + (n * 1_000) / perSecond
        const agent = agents[n % agents.length]!
        lateMs.push(now - dueAt)
        if (agent.isWaiting) skipped += 1
        else agent.becomeFree(dueAt)
      }
      await passed(1)
    }
    await until(() => agents.every(({ isWaiting }) => !isWaiting)).catch(() => {
      throw new Error(`${agents.filter(({ isWaiting }) => isWaiting).length} agents were never offered anything.`)
    })
    const elapsedMs = performance.now() - began
    return { offer: timesOf(tookMs), late: timesOf(lateMs), offers, skipped, elapsedMs }
  },

  close(): void {
    for (const agent of agents) agent.close()
    agents = []
  },
}

export type ReadyCommands = typeof commands

obey(commands)
