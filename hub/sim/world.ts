/**
 * The whole hub in one process on one seed: the real app, core, protocol and client over a store, a network and a clock
 * of the simulator's own. It can be killed at any moment and comes back with what had reached the disk.
 */
import { createHash } from 'node:crypto'
import { Hub } from '../app/hub.ts'
import type { Organisation, Person } from '../app/organisation.ts'
import { openMemoryStore, type FlushDone, type MemoryStore } from '../adapters/store-memory.ts'
import { Tickets } from '../auth/tickets.ts'
import type { Actor } from '../http/door.ts'
import { HubClient, TicketRefused, type OutboxStorage } from '../client/index.ts'
import { makeId, type IdKind } from '../model/ids.ts'
import { minutes, seconds, type DurationMs } from '../model/time.ts'
import type { Log } from '../ports/log.ts'
import { StorageUnavailable } from '../ports/store.ts'
import { demoOrganisation, demoPeople } from '../demo.ts'
import { Chance } from './chance.ts'
import { Network } from './network.ts'
import { memoryOutbox, type Screen, type Stage } from './stage.ts'
import { VirtualClock } from './virtual-clock.ts'

const silentLog: Log = { error() {}, warn() {}, info() {}, debug() {}, with: () => silentLog }
export const origin = 'https://shop.example'

/** Mean time between faults of one kind; null is never. */
export interface FaultPlan {
  readonly lineFaultEveryMs: DurationMs | null
  readonly killEveryMs: DurationMs | null
  /** The disk keeps nothing for a while. */
  readonly diskFaultEveryMs: DurationMs | null
}

export const usualFaults: FaultPlan = {
  lineFaultEveryMs: seconds(40),
  killEveryMs: minutes(6),
  diskFaultEveryMs: minutes(10),
}
export const noFaults: FaultPlan = { lineFaultEveryMs: null, killEveryMs: null, diskFaultEveryMs: null }

export class World implements Stage {
  readonly clock = new VirtualClock()
  readonly chance: Chance
  readonly network: Network
  store: MemoryStore
  hub: Hub | null = null
  /** Kills of the hub, and those among them that struck while a transaction was on its way to the disk. */
  readonly kills = { all: 0, inFlight: 0 }
  /** Transactions that the disk refused. */
  diskRefusals = 0
  /** A broken invariant that the hub itself noticed. */
  fatal: unknown = null
  /** What happened, for the hash and for whoever looks for a cause. */
  readonly #hash = createHash('sha256')
  readonly recent: string[] = []
  /** Called when a hub has started on what the last one left. */
  onStart: (hub: Hub) => void = () => {}
  /** Called before the hub is killed, with the store as it will be found. */
  onKill: (kept: MemoryStore) => void = () => {}
  #tickets: Tickets | null = null
  #process = this.clock.process()
  #flushing = 0
  #diskBroken = false
  #plagued = false

  constructor(
    readonly seed: number,
    readonly organisation: Organisation = demoOrganisation,
    readonly people: readonly Person[] = demoPeople,
    private readonly faults: FaultPlan = usualFaults,
  ) {
    this.chance = new Chance(seed)
    this.network = new Network(this.clock, this.chance.fork())
    this.store = openMemoryStore({ flushAfter: (done) => this.#flush(done) })
  }

  /** Starts a hub on the store as it stands. Resolves once it is there; time must be moved meanwhile. */
  async start(): Promise<void> {
    try {
      await this.#start()
    } catch (error) {
      // A hub that cannot keep its epoch ends and is started again, as the launcher does.
      if (error instanceof StorageUnavailable) this.kill()
      else this.fatal ??= error
    }
  }

  async #start(): Promise<void> {
    const clock = this.#process
    const tickets = new Tickets({ clock, secret: () => this.chance.word(43) })
    this.#tickets = tickets
    const hub = await Hub.start({
      store: this.store,
      clock,
      ids: {
        next: <Kind extends IdKind>(kind: Kind) => makeId(kind, this.chance.word(22)),
        secret: () => this.chance.word(43),
      },
      log: silentLog,
      organisation: this.organisation,
      people: () => this.people,
      redeem: (ticket, from) => tickets.redeem(ticket, from),
      requestRate: { perSecond: 50, burst: 200 },
      fatal: (error) => {
        this.fatal ??= error
      },
    })
    if (clock !== this.#process) return
    await this.network.serve(hub)
    if (clock !== this.#process) return
    this.hub = hub
    this.trace(`hub started, epoch ${hub.epoch}`)
    this.onStart(hub)
  }

  /** Kills the hub as `kill -9` would, and starts another a little later. */
  kill(): void {
    const kept = this.store.crash(this.chance.hits(0.5) ? 'kept' : 'lost')
    this.kills.all += 1
    if (this.#flushing > 0) this.kills.inFlight += 1
    this.#flushing = 0
    this.trace('hub killed')
    this.#process.stop()
    this.#process = this.clock.process()
    this.#tickets = null
    this.hub = null
    this.network.hubDied()
    this.store = kept
    this.onKill(kept)
    this.clock.after(this.chance.between(300, 4_000) as DurationMs, () => void this.start())
  }

  /** Moves time until `untilMs` have passed since the beginning. `check` runs after each thing that happened. */
  async run(untilMs: number, check: () => void = () => {}): Promise<void> {
    const until = (this.clock.now() - this.clock.elapsedMs + untilMs) as never
    while (this.clock.step(until)) {
      await settled()
      if (this.fatal !== null) throw this.fatal
      check()
    }
  }

  /** Lets faults happen from now on. */
  plague(): void {
    this.#plagued = true
    this.#repeat(this.faults.lineFaultEveryMs, () => this.network.failOne())
    this.#repeat(this.faults.diskFaultEveryMs, () => this.#breakDisk())
    this.#repeat(this.faults.killEveryMs, () => {
      if (this.hub !== null) this.#killInAct()
    })
  }

  /** No further faults. */
  calm(): void {
    this.#plagued = false
  }

  /** A client for this actor. */
  screen(actor: Actor, outbox: OutboxStorage = memoryOutbox()): Screen {
    const chance = this.chance.fork()
    const page = this.clock.process()
    let cut = (): void => {}
    const client = new HubClient({
      openSocket: (events) => {
        const line = this.network.connect(events, origin)
        cut = line.cut
        return line.socket
      },
      getTicket: () => this.#ticketFor(actor),
      clock: { now: () => page.now(), after: (ms, action) => page.after(ms as DurationMs, action) },
      random: () => chance.next(),
      outbox,
    })
    const vanish = (): void => {
      page.stop()
      cut()
    }
    return { client, vanish }
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

  /** Waits for a transaction to be under way, so that kills strike where they hurt; kills anyway after a second. */
  #killInAct(): void {
    let tries = 0
    const look = (): void => {
      if (this.hub === null) return
      if (this.#flushing > 0 || tries++ > 200) this.kill()
      else this.clock.after(5 as DurationMs, look)
    }
    if (this.chance.hits(0.6)) look()
    else this.kill()
  }

  #breakDisk(): void {
    this.#diskBroken = true
    this.clock.after(this.chance.between(200, 8_000) as DurationMs, () => {
      this.#diskBroken = false
    })
  }

  #repeat(meanMs: DurationMs | null, action: () => void): void {
    if (meanMs === null) return
    const next = (): void => {
      this.clock.after(this.chance.gap(meanMs) as DurationMs, () => {
        if (!this.#plagued) return
        action()
        next()
      })
    }
    next()
  }

  #flush(done: FlushDone): void {
    this.#flushing += 1
    this.#process.after(this.chance.between(1, 12) as DurationMs, () => {
      this.#flushing -= 1
      if (!this.#diskBroken) return done()
      this.diskRefusals += 1
      done(new Error('the disk is full'))
    })
  }

  #ticketFor(actor: Actor): Promise<string> {
    return new Promise((resolve, reject) => {
      this.clock.after(this.network.latency() as DurationMs, () => {
        const ticket = this.hub === null ? null : (this.#tickets?.issue(actor, origin) ?? null)
        if (ticket !== null) return resolve(ticket)
        this.network.faults.refusals += 1
        reject(new TicketRefused(false))
      })
    })
  }
}

/** All promises that can resolve now have resolved. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
