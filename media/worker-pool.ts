/**
 * The workers of a media process: one per slot, each started again when it dies, later and later while it keeps dying.
 * A worker that hangs reports nothing and keeps its requests waiting for ever, so each is asked every second, and one
 * that twice gave no answer within three seconds is killed: a hang is over within 5 s of its beginning (P15 asks for 6).
 * Time and engine are handed in; nothing here knows a process.
 */
import type { MediaHealth, MediaWorkerHealth } from '../hub/ports/media.ts'
import { defaultBackOff, nextDelayMs } from '../hub/model/back-off.ts'
import type { EngineWorker, MediaEngine } from './engine.ts'

/** The outside, handed in. */
export interface PoolParts {
  readonly engine: MediaEngine
  /** Unix time in milliseconds, for showing. */
  wallNow(): number
  /** A monotonic reading in milliseconds. */
  now(): number
  /** Calls back after `ms`; the result calls it off. */
  after(ms: number, call: () => void): () => void
  /** The health of some worker has changed. */
  changed(): void
}

/** How a hung worker is found. All in milliseconds. */
export const watchdog = { everyMs: 1_000, timeoutMs: 3_000, missesMax: 2 } as const

/** See the head of this file. In by `start` and `close`, out by `changed` and `health`. */
export class WorkerPool {
  readonly #slots: Slot[]

  /** `size` is the number of workers, at least 1. */
  constructor(size: number, parts: PoolParts) {
    this.#slots = Array.from({ length: size }, (_, index) => new Slot(index, parts))
  }

  start(): void {
    for (const slot of this.#slots) slot.start()
  }

  /** Ends all workers, for good. */
  close(): void {
    for (const slot of this.#slots) slot.close()
  }

  /** The worker at this index, `null` unless it runs. */
  worker(index: number): EngineWorker | null {
    return this.#slots[index]?.worker() ?? null
  }

  health(): MediaHealth {
    return summarise(this.#slots.map((slot) => slot.health()))
  }
}

/** From the workers to whether calls can be carried. */
export function summarise(workers: readonly MediaWorkerHealth[]): MediaHealth {
  if (workers.some((worker) => worker.state === 'running')) return { available: true, reason: '', workers }
  const failed = workers.find((worker) => worker.state === 'waiting')
  return {
    available: false,
    reason: failed ? `no media worker runs: ${failed.error}` : 'the media workers are starting',
    workers,
  }
}

/**
 * Where a new call goes: the running worker that carries least, the first of equals. `null` when none runs.
 * `load(index)` counts what the worker at that index carries.
 */
export function place(workers: readonly MediaWorkerHealth[], load: (index: number) => number): number | null {
  const running = [...workers.keys()].filter((index) => workers[index]?.state === 'running')
  return running.reduce<number | null>(
    (best, index) => (best === null || load(index) < load(best) ? index : best),
    null,
  )
}

type SlotState =
  | { readonly status: 'idle' | 'closed' }
  | { readonly status: 'starting'; readonly since: number }
  | {
      readonly status: 'running'
      readonly since: number
      readonly worker: EngineWorker
      readonly begunAt: number
      misses: number
    }
  | { readonly status: 'waiting'; readonly since: number; readonly error: string; readonly callOff: () => void }

/** One place for a worker. */
class Slot {
  #state: SlotState = { status: 'idle' }
  #delayMs = 0
  readonly #index: number
  readonly #parts: PoolParts

  constructor(index: number, parts: PoolParts) {
    this.#index = index
    this.#parts = parts
  }

  start(): void {
    const starting: SlotState = { status: 'starting', since: this.#parts.wallNow() }
    this.#become(starting)
    this.#parts.engine.startWorker(this.#index).then(
      (worker) => (this.#state === starting ? this.#run(worker) : worker.close()),
      (error: Error) => this.#state === starting && this.#wait(error.message, 0),
    )
  }

  close(): void {
    const state = this.#state
    this.#state = { status: 'closed' }
    if (state.status === 'waiting') state.callOff()
    if (state.status === 'running') state.worker.close()
  }

  worker(): EngineWorker | null {
    return this.#state.status === 'running' ? this.#state.worker : null
  }

  health(): MediaWorkerHealth {
    const state = this.#state
    if (state.status === 'running') return { state: 'running', since: state.since, pid: state.worker.pid }
    if (state.status === 'waiting') return { state: 'waiting', since: state.since, error: state.error }
    return { state: 'starting', since: state.status === 'starting' ? state.since : this.#parts.wallNow() }
  }

  #run(worker: EngineWorker): void {
    const running = {
      status: 'running' as const,
      since: this.#parts.wallNow(),
      worker,
      begunAt: this.#parts.now(),
      misses: 0,
    }
    worker.onDied((error) => {
      if (this.#state === running) this.#wait(error, this.#parts.now() - running.begunAt)
    })
    this.#become(running)
    this.#watch(running)
  }

  /** Asks every second whether or not the last question was answered, so that two misses come soon after another. */
  #watch(running: Extract<SlotState, { status: 'running' }>): void {
    this.#parts.after(watchdog.everyMs, () => {
      if (this.#state !== running) return
      const callOff = this.#parts.after(watchdog.timeoutMs, () => this.#missed(running))
      const answered = (): void => {
        callOff()
        running.misses = 0
      }
      // A refusal comes from a worker that is dying, which `onDied` tells; the time-out is called off all the same.
      running.worker.ping().then(answered, callOff)
      this.#watch(running)
    })
  }

  #missed(running: Extract<SlotState, { status: 'running' }>): void {
    if (this.#state !== running) return
    running.misses++
    if (running.misses === watchdog.missesMax) running.worker.kill()
  }

  #wait(error: string, livedMs: number): void {
    this.#delayMs = nextDelayMs(this.#delayMs, livedMs, defaultBackOff)
    const callOff = this.#parts.after(this.#delayMs, () => this.start())
    this.#become({ status: 'waiting', since: this.#parts.wallNow(), error, callOff })
  }

  #become(state: SlotState): void {
    this.#state = state
    this.#parts.changed()
  }
}
