/**
 * The whole hub in one process on one seed: the real app, core, protocol and client over a store, a network and a clock
 * of the simulator's own. It can be killed at any moment, also at each fail-point, or stopped in order, and comes back
 * with what had reached the disk.
 */
import { createHash } from 'node:crypto'
import type { FailPoint } from '../app/fail-points.ts'
import { Hub } from '../app/hub.ts'
import type { Organisation, Person } from '../app/organisation.ts'
import { lastInstant } from '../app/records.ts'
import type { Sealing } from '../app/sealing.ts'
import type { FakeWorker } from '../../media/fake-engine.ts'
import { FakeMedia } from '../../media/fake-media.ts'
import { MemoryPush } from '../adapters/push-memory.ts'
import { openMemoryKeys, type MemoryKeys } from '../adapters/keys-memory.ts'
import { MemoryScorer } from '../adapters/scorer-memory.ts'
import { openMemoryStore, type MemoryStore } from '../adapters/store-memory.ts'
import { Tickets } from '../auth/tickets.ts'
import type { Actor } from '../http/door.ts'
import { HubClient, TicketRefused, type OutboxStorage } from '../client/index.ts'
import { makeId, type AgentId, type IdKind } from '../model/ids.ts'
import { durationMs, hours, seconds, type DurationMs, type Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { MediaPort } from '../ports/media.ts'
import { StorageUnavailable } from '../ports/store.ts'
import { SimOutside, withBotOfDays } from './bot.ts'
import { Chance } from './chance.ts'
import { Disk } from './disk.ts'
import type { FaultPlan } from './faults.ts'
import { Meddler, noMeddling } from './meddler.ts'
import { Network } from './network.ts'
import {
  changedPerson,
  drawnOpening,
  drawnOrganisations,
  simPeople,
  usualOrganisations,
  type Organisations,
} from './organisation.ts'
import { RememberingSealing } from './remembering.ts'
import { drawnReply } from './scorer.ts'
import { memoryOutbox, type Screen, type Stage } from './stage.ts'
import { VirtualClock } from './virtual-clock.ts'

const silentLog: Log = { error() {}, warn() {}, info() {}, debug() {}, with: () => silentLog }
export const origin = 'https://shop.example'

/** Unwinds whatever a process was doing when it was killed at a fail-point. */
class Killed extends Error {
  override name = 'Killed'
}

/** What the hub that runs was started with: the floor's rules are not in its history. */
export interface Beginning {
  readonly epoch: number
  readonly organisation: Organisation
  readonly people: readonly Person[]
}

export class World implements Stage {
  readonly clock = new VirtualClock()
  readonly chance: Chance
  readonly network: Network
  readonly disk: Disk
  store: MemoryStore
  /** Outlives the hub, as the services of the browsers' makers do. */
  readonly push = new MemoryPush()
  /** Of the process that runs; the keys outlive it as the disk does. */
  sealing: Sealing
  hub: Hub | null = null
  organisation: Organisation
  readonly #organisations: Organisations
  people: readonly Person[] = simPeople
  plagued = true
  /** What happened to the hub, by kind. */
  readonly counts: { [kind: string]: number } = {}
  /** Kinds of meddling. */
  readonly meddling = { ...noMeddling }
  /** A broken invariant that the hub itself noticed. */
  fatal: unknown = null
  /** Hub time of the last tick that was told, until `takeTold` asks. */
  #told: Instant | null = null
  /** What happened, for the hash and for whoever looks for a cause. */
  readonly #hash = createHash('sha256')
  readonly recent: string[] = []
  /** Called when a hub has started on what the last one left. */
  onStart: (hub: Hub, beginning: Beginning) => void = () => {}
  /** Called before the hub is killed or after it has stopped, with the store as it will be found. */
  onEnd: (kept: MemoryStore) => void = () => {}
  /** Outlives the hub, as the process of its own that it is. Runs only where people call. */
  readonly media = new FakeMedia(this.clock)
  /** When it died last, or one of its workers did. */
  mediaDiedAt = -Infinity
  /** What was on them is gone with them. */
  readonly deadWorkers = new WeakSet<FakeWorker>()
  #mediaLine: MediaPort | null = null
  #tickets: Tickets | null = null
  #keys: MemoryKeys
  readonly #scorerDice: Chance
  readonly #outside: SimOutside
  readonly #sealingWith: (vault: MemoryKeys) => Sealing
  #process = this.clock.process()
  #armed: { readonly point: FailPoint; passes: number } | null = null
  #wallAheadMs = 0
  #changedAt = -Infinity

  constructor(
    readonly seed: number,
    private readonly plan: FaultPlan,
    /** Days that ended contacts are kept; null is for ever. */
    private readonly retentionDays: number | null = null,
    /** The queues work by rules that the seed draws, and some have hours. */
    private readonly isDrawn = false,
    /** People call each other: there is a media process. */
    readonly hasCalls = false,
    /** Contacts begin with the bot. */
    readonly hasBot = false,
  ) {
    if (hasCalls) this.media.start()
    this.#organisations = isDrawn ? drawnOrganisations(seed) : usualOrganisations
    this.organisation = this.#organisations.full
    this.chance = new Chance(seed)
    this.network = new Network(this.clock, this.chance.fork())
    this.network.late = plan.lateMessages
    this.disk = new Disk(this.clock, this.chance.fork())
    // Dice of their own: how often they are thrown moves nobody else's.
    const dice = new Chance(seed ^ 0x5ea1)
    const fill = (bytes: Uint8Array): void => dice.fill(bytes)
    this.#scorerDice = new Chance(seed ^ 0x5c0e)
    this.#outside = new SimOutside(new Chance(seed ^ 0xb07), (kind) => this.count(kind))
    const broken = (): boolean => this.disk.isBroken
    this.#sealingWith = (vault) => new RememberingSealing({ vault, fill })
    this.#keys = openMemoryKeys({ fill, broken })
    this.sealing = this.#sealingWith(this.#keys)
    this.store = openMemoryStore({ flushAfter: (done) => this.disk.flush(this.#process, done) })
  }

  /** Hub time now: the clock of the process that runs. */
  hubNow(): Instant {
    return this.#process.now()
  }

  /** Hub time of the last tick told since the last call, or null. */
  takeTold(): Instant | null {
    const told = this.#told
    this.#told = null
    return told
  }

  /** Starts a hub on the store as it stands. Resolves once it is there; time must be moved meanwhile. */
  async start(): Promise<void> {
    this.#comeUpElsewhere()
    const process = this.#process
    try {
      await this.#start()
    } catch (error) {
      if (error instanceof Killed || process !== this.#process) return
      // A hub that cannot keep its epoch ends and is started again, as the launcher does.
      if (error instanceof StorageUnavailable) this.kill()
      else this.fatal ??= error
    }
  }

  async #start(): Promise<void> {
    const clock = this.#process
    const tickets = new Tickets({ clock, secret: () => this.chance.word(43) })
    this.#tickets = tickets
    const { people, retentionDays } = this
    const sites = this.organisation.sites.map((site) => ({ ...site, retentionDays }))
    const served = { ...this.organisation, sites }
    const organisation = this.hasBot ? withBotOfDays(served) : served
    this.#mediaLine = this.hasCalls ? this.media.connect() : null
    const hub = await Hub.start({
      store: this.store,
      sealing: this.sealing,
      clock,
      ids: {
        next: <Kind extends IdKind>(kind: Kind) => makeId(kind, this.chance.word(22)),
        secret: () => this.chance.word(43),
      },
      log: silentLog,
      organisation,
      people: () => this.people,
      ...(this.isDrawn && { openingOf: drawnOpening(organisation) }),
      redeem: (ticket, from) => tickets.redeem(ticket, from),
      requestRate: { perSecond: 50, burst: 200 },
      push: this.push,
      scorer: this.#scorer(clock),
      ...(this.hasBot && { outside: this.#outside.at(clock) }),
      ...(this.#mediaLine && { media: this.#mediaLine }),
      fatal: (error) => {
        if (!(error instanceof Killed) && clock === this.#process) this.fatal ??= error
      },
      events: {
        tick: (_, waitedMs) => {
          if (clock === this.#process) this.#told = (clock.now() - waitedMs) as Instant
        },
      },
      passed: (point) => this.#passed(point, clock),
    })
    if (clock !== this.#process) return
    await this.network.serve(hub)
    if (clock !== this.#process) return
    this.hub = hub
    this.trace(`hub started, epoch ${hub.epoch}`)
    this.onStart(hub, { epoch: hub.epoch, organisation, people })
  }

  /** Somebody outside who is asked for scores and answers as badly as one can. Well again when the faults are over. */
  #scorer(clock: Pick<Clock, 'after'>): MemoryScorer {
    const asking = this.organisation.queues.filter(({ rules }) => rules.scoring !== undefined)
    const reply = drawnReply(this.#scorerDice, (kind) => this.count(`scorer ${kind}`))
    return new MemoryScorer(
      clock,
      (question) => reply(question, this.plagued),
      new Set(asking.map(({ rules }) => rules.id)),
    )
  }

  /** The wall clock may have been set meanwhile, and the configuration changed. */
  #comeUpElsewhere(): void {
    const { chance } = this
    if (this.plan.restartsElsewhere && this.plagued && chance.hits(0.3)) {
      const forward = chance.hits(0.5)
      this.#wallAheadMs += forward ? hours(1) : -hours(1)
      this.count(`wall clock set ${forward ? 'forward' : 'back'}`)
      this.trace(`wall clock ${this.#wallAheadMs} ms ahead`)
    }
    if (this.plan.restartsElsewhere) {
      const { full, smaller } = this.#organisations
      this.organisation = chance.hits(0.2) ? smaller : full
    }
    // As main.ts and the real clock do: hub time goes on from what is kept, whatever the wall clock says.
    const aheadMs = Math.max(this.clock.now() + this.#wallAheadMs, lastInstant(this.store)) - this.clock.now()
    this.#process.stop()
    this.#process = this.clock.process(durationMs(aheadMs))
  }

  /** Kills the hub as `kill -9` would, and starts another a little later. */
  kill(): void {
    this.count('hub kills')
    if (this.disk.flushing > 0) this.count('hub kills with a flush under way')
    this.trace('hub killed')
    const kept = this.store.crash(this.chance.hits(0.5) ? 'kept' : 'lost')
    this.network.hubDied()
    this.#ended(kept, this.chance.between(300, 4_000))
  }

  /** Kills the hub when it passes this point for the n-th time from now. */
  killAt(point: FailPoint): void {
    if (this.hub === null || this.hub.draining) return
    this.#armed = { point, passes: point.startsWith('tick.') ? this.chance.between(1, 4) : 1 }
    if (point.startsWith('start.')) this.kill()
    else if (point.startsWith('drain.')) void this.drain()
    else if (point.startsWith('rebuild.')) this.breakDisk()
  }

  #passed(point: FailPoint, process: unknown): void {
    // What a dead process still does must come to nothing.
    if (process !== this.#process) throw new Killed()
    if (this.#armed?.point !== point || --this.#armed.passes > 0) return
    this.#armed = null
    this.count(`hub killed at ${point}`)
    this.kill()
    throw new Killed()
  }

  /** Stops the hub in order, as SIGTERM does, and starts another. Nothing when there is none. */
  async drain(): Promise<void> {
    const { hub } = this
    const process = this.#process
    if (hub === null || hub.draining) return
    this.trace('hub drains')
    const began = this.clock.elapsedMs
    try {
      await hub.drain({ minMs: 500, spreadMs: 4_000 }, () => this.chance.next())
    } catch (error) {
      if (!(error instanceof Killed)) this.fatal ??= error
    }
    if (process !== this.#process) return
    if (this.clock.elapsedMs - began > seconds(10)) this.fatal ??= new Error('P13: the hub took more than 10 s to stop')
    await this.network.hubEnds()
    await this.store.close()
    if (process !== this.#process) return
    this.count('hub drained')
    this.#ended(this.store.crash(), this.chance.between(300, 1_200))
  }

  #ended(kept: MemoryStore, downMs: number): void {
    this.#process.stop()
    this.#process = this.clock.process()
    this.#mediaLine?.close()
    this.disk.processDied()
    this.#tickets = null
    this.#told = null
    this.hub = null
    this.store = kept
    this.#keys = this.#keys.reopen()
    this.sealing = this.#sealingWith(this.#keys)
    try {
      this.onEnd(kept)
    } catch (error) {
      // Kills strike in the middle of the hub's own work, which must not swallow it.
      this.fatal ??= error
    }
    this.clock.after(downMs as DurationMs, () => void this.start())
  }

  /** Its workers and all calls on them die with it; it is started again as the launcher does. */
  killMedia(): void {
    if (this.media.running === null) return
    this.mediaDiedAt = this.clock.elapsedMs
    this.media.kill()
    this.count('media process killed')
    this.trace('media killed')
    this.clock.after(this.chance.between(300, 3_000) as DurationMs, () => this.media.start())
  }

  killWorker(): void {
    const running = this.media.running?.workers.filter(({ calls, done }) => calls.size > 0 && done.length === 0) ?? []
    if (running.length === 0) return
    this.mediaDiedAt = this.clock.elapsedMs
    const worker = this.chance.pick(running)
    this.deadWorkers.add(worker)
    worker.die('as planned')
    this.count('media workers died')
    this.trace('a media worker died')
  }

  breakDisk(): void {
    // What the office has just changed must be kept or be lost with a kill: see `changePerson`.
    if (this.clock.elapsedMs - this.#changedAt > 1_000) this.disk.break()
  }

  /** The office changes one person, while the hub can keep it: so the history tells of every change within an epoch. */
  changePerson(): void {
    const { hub, chance } = this
    if (hub === null || hub.draining || hub.storageDown || this.disk.isBroken) return
    const before = chance.pick(this.people)
    const after = changedPerson(before, chance)
    this.people = this.people.map((person) => (person === before ? after : person))
    this.#changedAt = this.clock.elapsedMs
    this.count('people changed by the office')
    hub.door.personChanged(after.agent)
    if (after.disabled) hub.door.endSession(makeId('session', `agent-${after.login}`))
  }

  /** Moves time until `untilMs` have passed since the beginning. `check` runs after each thing that happened. */
  async run(untilMs: number, check: () => void = () => {}): Promise<void> {
    const until = (this.clock.now() - this.clock.elapsedMs + untilMs) as Instant
    for (let steps = 1; this.clock.step(until); steps++) {
      await settled()
      // Signals and a test's own time-out want a turn now and then.
      if (steps % 10_000 === 0) await turn()
      if (this.fatal !== null) throw this.fatal
      check()
    }
  }

  /** No further faults. */
  calm(): void {
    this.plagued = false
    this.#armed = null
  }

  /** A client for this actor. */
  screen(actor: Actor, outbox: OutboxStorage = memoryOutbox()): Screen {
    const chance = this.chance.fork()
    const page = this.clock.process()
    const who = actor.session
    const meddler = this.plan.meddling ? new Meddler(page, chance.fork(), this.meddling) : null
    let here = true
    let cut = (): void => {}
    const client = new HubClient({
      openSocket: (events) => {
        // A ticket may come after the page has gone.
        if (!here) throw new Error('the page is gone')
        const line = this.network.connect(who, events, origin)
        cut = line.cut
        return meddler?.wrap(line.socket) ?? line.socket
      },
      getTicket: () => this.#ticketFor(actor),
      clock: { now: () => page.now(), after: (ms, action) => page.after(ms as DurationMs, action) },
      random: () => chance.next(),
      outbox,
    })
    meddler?.listenTo(client)
    const vanish = (): void => {
      here = false
      page.stop()
      cut()
    }
    return { client, vanish }
  }

  slowDown(actor: Actor): void {
    this.network.slowDown(actor.session)
  }

  count(kind: string): void {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1
  }

  /** Notes what happened: it goes into the hash that must be equal for equal seeds. */
  trace(what: string): void {
    const line = `${this.clock.elapsedMs} ${what}`
    this.#hash.update(line)
    this.recent.push(line)
    if (this.recent.length > 60) this.recent.shift()
  }

  /** Adds what is kept to the hash. */
  traceBytes(bytes: Uint8Array): void {
    this.#hash.update(bytes)
  }

  /** The hash of all that was traced. Ends the trace. */
  traceHash(): string {
    return this.#hash.digest('hex').slice(0, 16)
  }

  #mayComeIn(agent: AgentId): boolean {
    return this.people.some((person) => person.agent === agent && !person.disabled)
  }

  #ticketFor(actor: Actor): Promise<string> {
    return new Promise((resolve, reject) => {
      this.clock.after(this.network.latency() as DurationMs, () =>
        this.network.whenReached(actor.session, () => {
          if (actor.kind === 'agent' && !this.#mayComeIn(actor.agent)) return reject(new TicketRefused(true))
          const open = this.hub !== null && !this.hub.draining
          const ticket = open ? (this.#tickets?.issue(actor, origin) ?? null) : null
          if (ticket !== null) return resolve(ticket)
          this.network.faults.refusals += 1
          reject(new TicketRefused(false))
        }),
      )
    })
  }
}

/**
 * All promises that can resolve now have resolved: Node runs what was put off to the next tick once no promise is left to
 * resolve. A turn of the event loop would say the same, and costs as much as what happened in it.
 */
const settled = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve))

/** The event loop has gone round. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
