/**
 * All calls that the hub wants, each on a worker that runs. The hub says what it wants; here it is placed, and built anew
 * on another worker when its own dies. A hub of a later start takes charge by its higher epoch: first it begins, then says
 * every call, then that these were all, whereupon what it did not say is dropped.
 */
import type { CallId, LegId } from '../hub/model/ids.ts'
import type { Call } from '../hub/ports/media-call.ts'
import type { MediaEvent } from '../hub/ports/media-event.ts'
import type { IceServer, LegAnswers, LegRequest } from '../hub/ports/media-request.ts'
import type { MediaHealth } from '../hub/ports/media.ts'
import type { EngineWorker } from './engine.ts'
import { inTime, Refused, type After } from './in-time.ts'
import { LiveCall } from './live-call.ts'
import type { Tap } from './tap.ts'
import { place } from './worker-pool.ts'

/** The workers, as much as calls need of them. */
export interface Workers {
  health(): MediaHealth
  /** `null` unless the one at this index runs. */
  worker(index: number): EngineWorker | null
}

export interface CallsParts {
  readonly workers: Workers
  readonly after: After
  /** Told apart from those of every other life of the media process by its beginning. */
  readonly instancePrefix: string
  /** Who takes voices along; none where nobody does. */
  readonly taps?: readonly Tap[]
  /** Relays for one browser, with credentials that begin now. */
  iceServers(): readonly IceServer[]
  tell(event: MediaEvent): void
}

/** After an engine that runs could not make room for a call. */
const againMs = 1_000
/** How often each leg's voice is measured. */
export const qualityEveryMs = 5_000

type Place =
  | { readonly status: 'waiting' }
  | { readonly status: 'starting'; readonly index: number; readonly worker: EngineWorker }
  | { readonly status: 'live'; readonly index: number; readonly worker: EngineWorker; readonly live: LiveCall }

interface Entry {
  wish: Call
  /** Of the hub that said this last. */
  epoch: number
  place: Place
}

export class Calls {
  readonly #parts: CallsParts
  readonly #entries = new Map<CallId, Entry>()
  #epoch = 0
  #made = 0
  #callOff: () => void = () => {}

  constructor(parts: CallsParts) {
    this.#parts = parts
    this.#measureLater()
  }

  /** A hub takes charge. Throws `Refused` when a later one already has, as everything below does. */
  begin(epoch: number): void {
    if (epoch < this.#epoch) throw new Refused('epoch.old')
    this.#epoch = epoch
    // It begins with nothing said, also when it is the same one that connects again.
    for (const entry of this.#entries.values()) entry.epoch = -1
  }

  /** Everything that is wanted has been said: the rest goes, and what stays is told. */
  complete(epoch: number): void {
    this.#mustBe(epoch)
    for (const [id, entry] of this.#entries)
      if (entry.epoch !== epoch) this.#remove(id, entry)
      else if (entry.place.status === 'live') entry.place.live.tellAll()
  }

  set(epoch: number, wish: Call): void {
    this.#mustBe(epoch)
    const known = this.#entries.get(wish.id)
    if (!known) {
      const entry: Entry = { wish, epoch, place: { status: 'waiting' } }
      this.#entries.set(wish.id, entry)
      return this.#place(entry)
    }
    if (known.epoch === epoch && wish.revision < known.wish.revision) return
    known.wish = wish
    known.epoch = epoch
    if (known.place.status === 'live') known.place.live.set(wish)
  }

  end(epoch: number, call: CallId): void {
    this.#mustBe(epoch)
    const entry = this.#entries.get(call)
    if (entry) this.#remove(call, entry)
  }

  async ask(epoch: number, call: CallId, leg: LegId, request: LegRequest): Promise<LegAnswers[LegRequest['verb']]> {
    this.#mustBe(epoch)
    const entry = this.#entries.get(call)
    if (!entry) throw new Refused('call.unknown')
    if (entry.place.status !== 'live') throw new Refused('call.waiting')
    return entry.place.live.ask(leg, request)
  }

  /** Some worker has started or ended. */
  workersChanged(): void {
    for (const entry of this.#entries.values()) {
      const { place: at } = entry
      if (at.status === 'waiting' || this.#parts.workers.worker(at.index) === at.worker) continue
      if (at.status === 'live') {
        at.live.closed()
        this.#parts.tell({ type: 'callLost', call: entry.wish.id, reason: this.#howItEnded(at.index) })
      }
      entry.place = { status: 'waiting' }
    }
    this.#placeAll()
  }

  /** Ends all calls, for good; workers are closed by their pool. */
  close(): void {
    this.#callOff()
    this.#epoch = Infinity
    for (const [id, entry] of this.#entries) this.#remove(id, entry)
  }

  #mustBe(epoch: number): void {
    if (epoch !== this.#epoch) throw new Refused('epoch.old')
  }

  #remove(id: CallId, entry: Entry): void {
    this.#entries.delete(id)
    if (entry.place.status === 'live') entry.place.live.close()
    entry.place = { status: 'waiting' }
  }

  #placeAll(): void {
    for (const entry of this.#entries.values()) if (entry.place.status === 'waiting') this.#place(entry)
  }

  /** On the worker that carries the fewest legs. Without any it waits until one runs. */
  #place(entry: Entry): void {
    const { workers } = this.#parts
    const index = place(workers.health().workers, (at) => this.#legsAt(at))
    const worker = index === null ? null : workers.worker(index)
    if (index === null || worker === null) return
    const starting: Place = { status: 'starting', index, worker }
    entry.place = starting
    inTime(worker.createCall(), this.#parts.after, (late) => late.close()).then(
      (engine) => {
        // Ended, or its worker died, while it was made.
        if (entry.place !== starting) return engine.close()
        const instance = `${this.#parts.instancePrefix}.${++this.#made}`
        const { after, iceServers, taps = [], tell } = this.#parts
        const live = new LiveCall(entry.wish, { engine, instance, after, taps, iceServers, tell })
        entry.place = { status: 'live', index, worker, live }
        this.#parts.tell({ type: 'callReady', call: entry.wish.id, instance })
      },
      () => {
        if (entry.place !== starting) return
        entry.place = { status: 'waiting' }
        this.#parts.after(againMs, () => this.#placeAll())
      },
    )
  }

  #legsAt(index: number): number {
    let legs = 0
    for (const { place: at, wish } of this.#entries.values())
      if (at.status !== 'waiting' && at.index === index) legs += wish.legs.length
    return legs
  }

  #howItEnded(index: number): string {
    const health = this.#parts.workers.health().workers[index]
    return health?.state === 'waiting' ? health.error : 'its worker ended'
  }

  #measureLater(): void {
    this.#callOff = this.#parts.after(qualityEveryMs, () => {
      this.#measureLater()
      for (const { place: at } of this.#entries.values()) if (at.status === 'live') void at.live.tellQuality()
    })
  }
}
