/**
 * Everything that happens because time passes, behind one timer: the floor's deadlines, leases of connections and of
 * people, and the live lists that are refreshed in beats so that a busy floor does not flood every screen.
 */
import type { Actor } from '../http/door.ts'
import type { AgentId, SessionId } from '../model/ids.ts'
import { instant, later, seconds, since, type DurationMs, type Instant } from '../model/time.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { FlushToken } from '../ports/store.ts'
import { Leases } from '../presence/leases.ts'
import { closeCodes } from '../protocol/index.ts'
import type { Audience } from './audience.ts'
import { slowReaderMs, type Connection } from './connection.ts'

/** A client beats this often. */
export const beatMs = 10_000
/** A connection from which nothing came for so long is dead (P11). */
export const leaseMs = 25_000
const helloTerm = seconds(5)
/** A page that reloads is back within this; until then nobody is called lost. */
const blinkTerm = seconds(5)
const floorBeat = 100 as DurationMs
/** Figures of a floor where nothing happens. */
const watchBeat = seconds(2)
const visitsBeat = seconds(1)
/** Where very many wait, telling all of them their place may take this share of the time and no more. */
const visitsShare = 1 / 10

export interface RhythmParts {
  deadline(): Instant | null
  /** While true nothing of the floor's can be done, and what tries again does it first (see tick.ts). */
  storageDown(): boolean
  submit(run: () => void, unkept: () => void): void
  readonly audience: Audience
  absent(actor: Actor): void
}

export class Rhythm {
  readonly #hellos = new Leases<Connection>(helloTerm)
  readonly #beats = new Leases<Connection>(leaseMs as DurationMs)
  /** Readers that are far behind, until they must have caught up. */
  readonly #behind = new Leases<Connection>(slowReaderMs)
  readonly #blinks = new Leases<string>(blinkTerm)
  /** Actors in a blink, by name. */
  readonly #blinking = new Map<string, Actor>()
  #floorDue: Instant | null = null
  #watchDue: Instant | null = null
  #visitsDue: Instant | null = null
  #visitsRest = visitsBeat
  #armed: { readonly at: Instant; readonly cancel: Cancel } | null = null
  #stopped = false

  constructor(
    private readonly clock: Clock,
    private readonly parts: RhythmParts,
  ) {}

  /** A socket opened: its hello must come soon. */
  expectHello(connection: Connection): void {
    this.#hellos.renew(connection, this.clock.now())
    this.arm()
  }

  greeted(connection: Connection): void {
    this.#hellos.release(connection)
    this.beaten(connection)
    this.arm()
  }

  /** Something came from this connection. */
  beaten(connection: Connection): void {
    if (connection.open) this.#beats.renew(connection, this.clock.now())
  }

  /** The reader is far behind; if it already was, its time runs on. */
  fellBehind(connection: Connection): void {
    if (!connection.open || this.#behind.has(connection)) return
    this.#behind.renew(connection, this.clock.now())
    this.arm()
  }

  /** Something has left for this reader, or it has spoken: perhaps it has caught up. */
  checkPace(connection: Connection): void {
    if (!connection.isBehind) this.#behind.release(connection)
  }

  get readersBehind(): number {
    return this.#behind.size
  }

  gone(connection: Connection): void {
    this.#hellos.release(connection)
    this.#behind.release(connection)
    this.#beats.release(connection)
  }

  /** The actor's last connection closed without a word: perhaps the page reloads. */
  blink(actor: Actor): void {
    this.#blinking.set(nameOf(actor), actor)
    this.#blinks.renew(nameOf(actor), this.clock.now())
    this.arm()
  }

  /** True while this actor may still come back from a blink. */
  awaits(name: AgentId | SessionId): boolean {
    return this.#blinking.has(name)
  }

  /** The actor is back, or said goodbye. */
  unblink(actor: Actor): void {
    this.#blinking.delete(nameOf(actor))
    this.#blinks.release(nameOf(actor))
  }

  /** Somebody's place, presence or queue changed: refresh what shows it at the next beat. */
  floorChanged(): void {
    const now = this.clock.now()
    this.#floorDue ??= later(now, floorBeat)
    this.#visitsDue ??= later(now, this.#visitsRest)
  }

  /** Refreshes what is due. Called when a tick was told, when memory shows what the disk holds. */
  refresh(proof: FlushToken): void {
    const now = this.clock.now()
    if (this.#watchDue !== null && now >= this.#watchDue) this.#floorDue = now
    if (this.#floorDue !== null && now >= this.#floorDue) {
      const { audience } = this.parts
      this.#floorDue = null
      audience.refreshFloor(proof, now)
      this.#watchDue = audience.isWatched ? later(now, watchBeat) : null
    }
    if (this.#visitsDue !== null && now >= this.#visitsDue) {
      this.#visitsDue = null
      this.parts.audience.refreshVisits(proof)
      const tookMs = since(now, this.clock.now())
      this.#visitsRest = Math.max(visitsBeat, tookMs / visitsShare) as DurationMs
    }
  }

  /** Sets the one timer to whatever comes first. */
  arm(): void {
    if (this.#stopped) return
    const at = earliest([
      this.#workDue(),
      this.#hellos.nextExpiry(),
      this.#beats.nextExpiry(),
      this.#behind.nextExpiry(),
      this.#blinks.nextExpiry(),
    ])
    if (this.#armed !== null && at !== null && this.#armed.at <= at) return
    this.#armed?.cancel()
    const delay = at === null ? null : (Math.max(0, at - this.clock.now()) as DurationMs)
    this.#armed = at === null || delay === null ? null : { at, cancel: this.clock.after(delay, () => this.#wake()) }
  }

  stop(): void {
    this.#stopped = true
    this.#armed?.cancel()
    this.#armed = null
  }

  #wake(): void {
    this.#armed = null
    const now = this.clock.now()
    for (const connection of this.#hellos.expired(now)) connection.close(closeCodes.helloTimeout, 'no hello')
    for (const connection of this.#beats.expired(now)) {
      connection.silent = true
      connection.close(closeCodes.leaseOver, 'no beat')
    }
    for (const connection of this.#behind.expired(now))
      if (connection.isBehind) connection.close(closeCodes.slowReader, 'slow reader')
    for (const name of this.#blinks.expired(now)) {
      const actor = this.#blinking.get(name)
      this.#blinking.delete(name)
      if (actor !== undefined) this.parts.absent(actor)
    }
    const due = this.#workDue()
    // An empty piece of work makes a tick, and a tick lets time pass.
    if (due !== null && due <= now)
      this.parts.submit(
        () => {},
        () => this.arm(),
      )
    else this.arm()
  }

  #workDue(): Instant | null {
    if (this.parts.storageDown()) return null
    return earliest([this.parts.deadline(), this.#floorDue, this.#watchDue, this.#visitsDue])
  }
}

/** What an actor is known by, however many connections they have. */
export const nameOf = (actor: Actor): AgentId | SessionId => (actor.kind === 'agent' ? actor.agent : actor.session)

/** The first of these; null when there is none. */
export function earliest(instants: readonly (Instant | null)[]): Instant | null {
  let first = Infinity
  for (const at of instants) if (at !== null && at < first) first = at
  return first === Infinity ? null : instant(first)
}
