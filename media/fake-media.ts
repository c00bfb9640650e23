/**
 * A media process in memory on the clock it is given: the real desk, calls and pool over the fake engine, and the real link
 * on the hub's side. For the simulator and for tests; it can be killed and started, and so can its workers.
 */
import { MediaLink, type OpenWire } from '../hub/adapters/media-link.ts'
import { durationMs } from '../hub/model/time.ts'
import type { Clock } from '../hub/ports/clock.ts'
import type { MediaPort } from '../hub/ports/media.ts'
import { Calls } from './calls.ts'
import { FakeEngine } from './fake-engine.ts'
import { HubDesk } from './hub-desk.ts'
import { WorkerPool } from './worker-pool.ts'

/** One life of the process. */
interface Life {
  readonly engine: FakeEngine
  readonly desk: HubDesk
  readonly wires: Set<() => void>
  end(): void
}

export class FakeMedia {
  readonly #clock: Clock
  readonly #workers: number
  #life: Life | null = null
  #lives = 0

  /** It begins dead: `start` it. */
  constructor(clock: Clock, workers = 2) {
    this.#clock = clock
    this.#workers = workers
  }

  /** The engine of its present life. */
  get engine(): FakeEngine {
    if (!this.#life) throw new Error('the media process is not running')
    return this.#life.engine
  }

  /** The same, or null while it is dead. */
  get running(): FakeEngine | null {
    return this.#life?.engine ?? null
  }

  start(): void {
    const after = (ms: number, call: () => void): (() => void) => this.#clock.after(durationMs(ms), call)
    const engine = new FakeEngine()
    const pool: WorkerPool = new WorkerPool(this.#workers, {
      engine,
      wallNow: () => this.#clock.now(),
      now: () => this.#clock.now(),
      after: (ms, call) => after(ms, () => this.#life === life && call()),
      changed: () => {
        calls.workersChanged()
        desk.tellHealth()
      },
    })
    const calls: Calls = new Calls({
      workers: pool,
      after,
      instancePrefix: `life${++this.#lives}`,
      iceServers: () => [],
      tell: (event) => desk.tellEvent(event),
    })
    const desk = new HubDesk(() => pool.health(), calls)
    const end = (): void => {
      calls.close()
      pool.close()
    }
    const life: Life = { engine, desk, wires: new Set(), end }
    this.#life = life
    this.#beat(life)
    pool.start()
  }

  /** As by kill -9. */
  kill(): void {
    const life = this.#life
    this.#life = null
    life?.end()
    for (const closed of life?.wires ?? []) closed()
  }

  /** A hub's port to it. */
  connect(): MediaPort {
    return new MediaLink(this.#open, this.#clock)
  }

  #beat(life: Life): void {
    this.#clock.after(durationMs(2_000), () => {
      if (this.#life !== life) return
      life.desk.tellHealth()
      this.#beat(life)
    })
  }

  readonly #open: OpenWire = (told) => {
    const life = this.#life
    if (!life) {
      this.#clock.soon(told.closed)
      return { write: () => {}, end: () => {} }
    }
    let open = true
    const end = (): void => {
      if (!open) return
      open = false
      life.wires.delete(end)
      seat.closed()
      this.#clock.soon(told.closed)
    }
    // Nothing arrives within the call that sends it, as over a socket.
    const later = (act: () => void): void => void this.#clock.soon(() => open && act())
    life.wires.add(end)
    const seat = life.desk.connect({ write: (line) => later(() => told.text(line)), end })
    return { write: (line) => later(() => this.#life === life && seat.text(line)), end }
  }
}
