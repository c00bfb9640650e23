/**
 * For tests of the shell: the whole hub over memory adapters on virtual time. Every message takes 5 ms and every flush
 * 2 ms, so that a test can say exactly when something must have happened. The hub can be killed and started again, the
 * disk can be held up or broken. Pages (page-testing.ts) speak to it frame by frame.
 */
import { MemoryNetwork, type MemoryTransport } from '../adapters/transport-memory.ts'
import { openMemoryKeys } from '../adapters/keys-memory.ts'
import { openMemoryStore, type FlushDone, type MemoryStore } from '../adapters/store-memory.ts'
import { Tickets } from '../auth/tickets.ts'
import { HubClient, type OutboxStorage } from '../client/index.ts'
import { organisationFrom, readDocument, type OrganisationDocument } from '../config.ts'
import { demoOrganisation, demoPeople, demoSiteKey } from '../demo.ts'
import type { Actor } from '../http/door.ts'
import { makeId, type AgentId, type ContactId } from '../model/ids.ts'
import { rightsOf } from '../model/rights.ts'
import { durationMs, seconds } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { MediaPort } from '../ports/media.ts'
import { limits, type RequestBody } from '../protocol/index.ts'
import { Chance } from '../sim/chance.ts'
import { memoryOutbox } from '../sim/stage.ts'
import { VirtualClock } from '../sim/virtual-clock.ts'
import { atStart } from './configuration/versions.ts'
import { Hub, type HubEvents, type HubOptions } from './hub.ts'
import type { LogEntry } from './log-entry.ts'
import type { Organisation, Person } from './organisation.ts'
import { Page, type Greeting } from './page-testing.ts'
import { readEntries } from './records.ts'
import { Sealing } from './sealing.ts'
import type { QuotaOptions } from './quotas.ts'

export const origin = 'https://shop.example'
/** One way of a message. */
export const delayMs = 5

const log: Log = { error() {}, warn() {}, info() {}, debug() {}, with: () => log }

export type Visitor = Actor & { kind: 'visitor' }
export type Staff = Actor & { kind: 'agent' }

export const visitor = (name = 'yuki'): Visitor => ({
  kind: 'visitor',
  session: makeId('session', `v-${name}`),
  site: demoSiteKey,
})

/** One of the demo's people, on one of their sign-ins. */
export function staff(login = 'hanako', signIn = 1): Staff {
  const { agent, role, name } = demoPeople.find((person) => person.login === login)!
  return {
    kind: 'agent',
    session: makeId('session', `a-${login}-${signIn}`),
    agent,
    role,
    rights: new Set(rightsOf(role)),
    name,
  }
}

/** What a customer says to begin. */
export const firstWords: RequestBody<'contact.start'> = {
  name: 'Yuki',
  topic: 'orders',
  text: 'Where is my order?',
  locale: 'en',
  pageUrl: 'https://shop.example/orders',
  pageTitle: 'Orders',
  fields: null,
  intent: null,
}

/** When and how the disk answers. */
export class Disk {
  /** Refuses everything while true. */
  broken = false
  /** Answers nothing until `release`. */
  held = false
  commits = 0
  #waiting: (() => void)[] = []

  constructor(private readonly clock: VirtualClock) {}

  flush = (done: FlushDone): void => {
    this.commits += 1
    const answer = (): void => (this.broken ? done(new Error('the disk is full')) : done())
    if (this.held) this.#waiting.push(answer)
    else this.clock.after(durationMs(2), answer)
  }

  /** Answers what waits, and all that comes from now on. */
  release(): void {
    this.held = false
    for (const answer of this.#waiting.splice(0)) this.clock.soon(answer)
  }

  get waiting(): number {
    return this.#waiting.length
  }
}

export interface CounterOptions {
  readonly organisation?: Organisation
  /** What the hub's file says at each start, where it keeps versions of it; in place of `organisation`. */
  readonly file?: () => OrganisationDocument
  readonly people?: readonly Person[]
  readonly requestRate?: { readonly perSecond: number; readonly burst: number }
  readonly quotas?: QuotaOptions
  readonly bufferedBytesMax?: number
  readonly also?: Partial<
    Pick<
      HubOptions,
      | 'openingOf'
      | 'outside'
      | 'scorer'
      | 'wallClockOf'
      | 'push'
      | 'removeFile'
      | 'passed'
      | 'auditRetentionDays'
      | 'log'
    >
  >
  readonly events?: HubEvents
  /** A media process on the counter's clock. Without it no calls can be had. */
  readonly media?: (clock: VirtualClock) => { connect(): MediaPort }
}

export class Counter {
  readonly clock = new VirtualClock()
  readonly disk = new Disk(this.clock)
  readonly chance = new Chance(1)
  readonly net = new MemoryNetwork({ clock: this.clock, delay: () => durationMs(delayMs) })
  store: MemoryStore = openMemoryStore({ flushAfter: this.disk.flush })
  hub!: Hub
  readonly #keyChance = new Chance(2)
  keys = openMemoryKeys({ fill: (bytes) => this.#keyChance.fill(bytes) })
  sealing!: Sealing
  /** As the accounts stand; a test may change it before `personChanged`. */
  people: readonly Person[]
  /** Broken invariants that the hub noticed. */
  readonly fatal: unknown[] = []
  readonly #media: { connect(): MediaPort } | undefined
  #line: MediaPort | undefined
  #tickets!: Tickets
  #process = this.clock.process()
  #transport!: MemoryTransport

  private constructor(private readonly options: CounterOptions) {
    this.people = options.people ?? demoPeople
    this.#media = options.media?.(this.clock)
  }

  static async open(options: CounterOptions = {}): Promise<Counter> {
    const counter = new Counter(options)
    await counter.#start()
    return counter
  }

  /** Kills the hub as `kill -9` would, and starts another on what is kept. */
  async restart(): Promise<void> {
    this.#process.stop()
    this.#process = this.clock.process()
    this.#transport.kill()
    this.store = this.store.crash()
    this.keys = this.keys.reopen()
    await this.#start()
  }

  async #start(): Promise<void> {
    const clock = this.#process
    this.#tickets = new Tickets({ clock, secret: () => this.chance.word(43) })
    this.sealing = new Sealing({ vault: this.keys, fill: (bytes) => this.#keyChance.fill(bytes) })
    this.#line?.close()
    this.#line = this.#media?.connect()
    const starting = Hub.start({
      store: this.store,
      sealing: this.sealing,
      clock,
      ids: { next: (kind) => makeId(kind, this.chance.word(22)), secret: () => this.chance.word(43) },
      log,
      ...this.#served(clock),
      people: () => this.people,
      redeem: (ticket, from) => this.#tickets.redeem(ticket, from),
      requestRate: this.options.requestRate ?? { perSecond: 50, burst: 1_000 },
      fatal: (error) => this.fatal.push(error),
      ...this.options.also,
      ...(this.#line && { media: this.#line }),
      ...(this.options.quotas === undefined ? {} : { quotas: this.options.quotas }),
      ...(this.options.events === undefined ? {} : { events: this.options.events }),
    })
    this.hub = await this.settled(starting)
    this.#transport = this.net.transport()
    await this.#transport.listen(
      {
        upgrade: () => (socket) => this.hub.accept(socket),
        http: () => Promise.resolve({ status: 404, headers: {}, body: '' }),
      },
      {
        host: 'memory',
        port: 1,
        tls: null,
        trustedProxy: null,
        messageBytesMax: limits.frameBytesMax,
        bufferedBytesMax: this.options.bufferedBytesMax ?? 4 * 1024 * 1024,
      },
    )
  }

  #served(clock: Clock): Pick<HubOptions, 'organisation' | 'versioning'> {
    const { file, organisation = demoOrganisation } = this.options
    if (file === undefined) return { organisation }
    const begun = atStart(this.store, { name: 'the file', document: file() }, clock.now())
    const organisationOf = (document: object, name: string): Organisation =>
      organisationFrom(document as OrganisationDocument, name)
    return {
      organisation: organisationOf(begun.version.document, 'the version'),
      versioning: {
        begun,
        organisationOf,
        read: (written, name) => readDocument(written, { name, mode: 'demo' }),
        inFile: file,
      },
    }
  }

  // Time.

  /** Lets this much time pass. */
  async pass(ms: number): Promise<void> {
    let over = false
    this.clock.after(durationMs(ms), () => (over = true))
    while (!over) await this.#step()
  }

  /** Moves time until this is so; fails when it is not so in time. */
  async until(isSo: () => boolean, withinMs = 60_000): Promise<void> {
    const end = this.clock.elapsedMs + withinMs
    while (!isSo()) {
      if (this.clock.elapsedMs > end) throw new Error(`it is not so within ${withinMs} ms: ${String(isSo)}`)
      await this.#step()
    }
  }

  /** Moves time until the promise is settled. */
  async settled<Value>(promise: Promise<Value>, withinMs = 60_000): Promise<Value> {
    let done = false
    const note = (): void => void (done = true)
    promise.then(note, note)
    // What it will wait for is on the clock first, or time would leap to the next thing that is.
    await new Promise((resolve) => setImmediate(resolve))
    await this.until(() => done, withinMs)
    return promise
  }

  async #step(): Promise<void> {
    this.clock.step((this.clock.now() + 3_600_000) as never)
    // All promises that can resolve now have resolved.
    await new Promise((resolve) => setImmediate(resolve))
  }

  // The disk.

  /** Keeps something that concerns nobody. */
  write(): Promise<unknown> {
    return this.hub.door.write([{ table: 'meta', key: ['tried'], value: Uint8Array.of(0) }])
  }

  /** Lets the hub find out that the disk is broken. */
  async refusal(): Promise<void> {
    await this.settled(this.write().catch(() => {}))
    if (!this.hub.storageDown) throw new Error('the disk was to be broken')
  }

  /** What is kept of a contact's log. */
  entriesOf(contact: ContactId): LogEntry[] {
    return readEntries(this.store, this.sealing, contact, 0, 10_000).map((entry) => entry!)
  }

  // People.

  ticket(actor: Actor, from = origin): string {
    return this.#tickets.issue(actor, from)!
  }

  /** A page whose socket is open and that has said nothing yet. */
  async knock(from = origin): Promise<Page> {
    const page = new Page(this, from)
    await this.until(() => page.opened)
    return page
  }

  /** A page that was welcomed, and told all that it lacks. */
  async page(actor: Actor, greeting: Greeting = {}): Promise<Page> {
    const page = await this.knock()
    page.hello({ ticket: this.ticket(actor), ...greeting })
    await this.until(() => page.of('welcome').length > 0)
    await this.pass(2 * delayMs)
    return page
  }

  /** The client of the apps, connected. */
  client(actor: Actor, outbox: OutboxStorage = memoryOutbox()): { readonly client: HubClient; cut(): void } {
    let cut = (): void => {}
    const client = new HubClient({
      openSocket: (events) => {
        const socket = this.net.connect({ path: '/ws', origin }, events)
        cut = () => socket.cut('both')
        return socket
      },
      getTicket: () => Promise.resolve(this.ticket(actor)),
      clock: { now: () => this.clock.now(), after: (ms, action) => this.clock.after(durationMs(ms), action) },
      random: () => this.chance.next(),
      outbox,
    })
    client.connect()
    return { client, cut: () => cut() }
  }

  /** An agent who is here and available. */
  async arrive(actor: Staff = staff()): Promise<Page> {
    const page = await this.page(actor)
    await page.ask('presence.set', { status: 'available', reason: '' })
    return page
  }

  /** A customer who has just begun a contact. */
  async begin(actor: Visitor = visitor(), words: Partial<typeof firstWords> = {}): Promise<Talk> {
    const customer = await this.page(actor)
    const { contact } = await customer.ask('contact.start', { ...firstWords, ...words })
    await this.pass(2 * delayMs)
    return { customer, contact }
  }

  /** Takes the offer that rings, or the next one that will. */
  async accept(agent: Page): Promise<ContactId> {
    await this.until(() => agent.items('desk', 'offer').length > 0, seconds(30))
    const offer = agent.items('desk', 'offer')[0]!
    await agent.ask('offer.accept', { offer: offer.offer, epoch: offer.epoch })
    await this.pass(2 * delayMs)
    return offer.contact
  }

  /** A customer and an agent in talk. */
  async talk(customer: Visitor = visitor(), agent: Staff = staff()): Promise<Talk & { readonly agent: Page }> {
    const serving = await this.arrive(agent)
    const begun = await this.begin(customer)
    await this.accept(serving)
    return { ...begun, agent: serving }
  }
}

export interface Talk {
  readonly customer: Page
  readonly contact: ContactId
}

export const agentId = (login: string): AgentId => makeId('agent', login)
