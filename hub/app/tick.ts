/**
 * The tick: everything that arrived is decided in order, kept in ONE transaction, and only then told. While a
 * transaction is on its way to the disk, what arrives waits for the next tick; so batches grow with load by themselves,
 * and whatever is told is exactly what the state is.
 */
import type { Cancel, Clock } from '../ports/clock.ts'
import { StorageUnavailable, type Change, type FlushToken, type Store } from '../ports/store.ts'
import type { Log } from '../ports/log.ts'
import { seconds, type Instant } from '../model/time.ts'
import type { Table, Key } from '../ports/store.ts'
import type { Passed } from './fail-points.ts'
import { keys, rows } from './records.ts'

/** Something to decide. */
export interface Job {
  /** Decides and changes state through the tick. An error before the first change only concerns whoever sent it; after one it is a broken invariant. */
  run(tick: Tick): void
  /** The tick could not be kept: nothing of it has happened. */
  unkept(): void
  /** `run` threw before it changed anything. */
  broke(error: unknown): void
}

/** One tick in the making. */
export class Tick {
  readonly changes: Change[] = []
  readonly #releases: ((proof: FlushToken) => void)[] = []
  readonly #overlay = new Map<string, Uint8Array | null>()

  constructor(
    readonly now: Instant,
    readonly store: Store,
  ) {}

  /** Keeps rows with this tick. Later reads through `get` see them. */
  put(...changes: readonly Change[]): void {
    for (const change of changes) {
      this.changes.push(change)
      this.#overlay.set(overlayKey(change.table, change.key), change.value)
    }
  }

  /** The row as this tick leaves it so far. */
  get = (table: Table, key: Key): Uint8Array | undefined => {
    const pending = this.#overlay.get(overlayKey(table, key))
    return pending === undefined ? this.store.get(table, key) : (pending ?? undefined)
  }

  /** Runs `action` once everything of this tick is on the disk, in the order of these calls. */
  afterwards(action: (proof: FlushToken) => void): void {
    this.#releases.push(action)
  }

  release(proof: FlushToken): void {
    for (const action of this.#releases) action(proof)
  }
}

const overlayKey = (table: Table, key: Key): string => `${table} ${key.join(' ')}`

export interface TickLoopOptions {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  /** Proof of the start-up transaction: ticks that keep nothing are told under the last one. */
  readonly proof: FlushToken
  /** Runs after the jobs of a tick: time passes, offers are made, rows are gathered. */
  readonly settle: (tick: Tick) => void
  /** Runs after everything was told. */
  readonly told: (tick: Tick, proof: FlushToken) => void
  /** Runs the telling of a tick, so that what is told can leave together. Default: it leaves as it is told. */
  readonly gather?: (tell: () => void) => void
  /** A transaction failed: the state in memory is ahead of the store and must be read back. */
  readonly rebuild: () => Promise<void>
  /** A broken invariant: the process must end. */
  readonly fatal: (error: unknown) => void
  /** Told of every fail-point. Default: nobody. */
  readonly passed?: Passed | undefined
}

/** How often a store that refused is tried again. */
const probeMs = seconds(1)

export class TickLoop {
  #jobs: Job[] = []
  #scheduled: Cancel | null = null
  #committing = false
  /** The tick that is on its way to the disk, where somebody listens for it. */
  #writing: Tick | null = null
  #down = false
  #proof: FlushToken
  /** Jobs submitted so far. */
  #submitted = 0
  /** Who waits for that many jobs to be told or refused. */
  #idle: { readonly submitted: number; readonly resolve: () => void }[] = []
  #stopped = false

  constructor(private readonly options: TickLoopOptions) {
    this.#proof = options.proof
  }

  /** True while the store refuses to keep anything. */
  get storageDown(): boolean {
    return this.#down
  }

  get store(): Store {
    return this.options.store
  }

  /** Proof that goes with what the state is between ticks. */
  get proof(): FlushToken {
    return this.#proof
  }

  /** Takes a job into the next tick. While the store keeps nothing, the job is refused at once. */
  submit(job: Job): void {
    if (this.#stopped) return
    if (this.#down) return job.unkept()
    this.#submitted += 1
    this.#jobs.push(job)
    this.#schedule()
  }

  /** Resolves when everything submitted so far is told or refused; what goes on arriving does not put it off. */
  idle(): Promise<void> {
    if (this.#stopped || (this.#jobs.length === 0 && !this.#committing)) return Promise.resolve()
    return new Promise((resolve) => this.#idle.push({ submitted: this.#submitted, resolve }))
  }

  /** No further tick starts, and nothing more is told. */
  stop(): void {
    this.#stopped = true
    this.#scheduled?.()
    this.#settled(Infinity)
  }

  #settled(submitted: number): void {
    const settled = this.#idle.filter((waiting) => waiting.submitted <= submitted)
    this.#idle = this.#idle.filter((waiting) => waiting.submitted > submitted)
    for (const { resolve } of settled) resolve()
  }

  #schedule(): void {
    if (this.#scheduled !== null || this.#committing || this.#stopped) return
    this.#scheduled = this.options.clock.soon(() => {
      this.#scheduled = null
      this.#run()
    })
  }

  #run(): void {
    const jobs = this.#jobs
    this.#jobs = []
    const tick = new Tick(this.options.clock.now(), this.options.store)
    try {
      for (const job of jobs) this.#runJob(job, tick)
      this.options.settle(tick)
      // Something must be written to learn whether the store keeps again.
      if (this.#down) tick.put(rows.meta.put(['probe'], tick.now))
      // So that hub time never goes back behind anything that was kept (P17).
      if (tick.changes.length > 0) tick.put(rows.meta.put(keys.meta('now'), tick.now))
      this.options.passed?.('tick.decided')
      if (tick.changes.length === 0) return this.#tell(tick, this.#proof)
      this.#commit(tick, jobs)
      this.options.passed?.('tick.issued')
      if (this.options.passed !== undefined) this.#noteWriting(tick, this.options.passed)
    } catch (error) {
      this.#stopped = true
      this.options.fatal(error)
    }
  }

  #commit(tick: Tick, jobs: readonly Job[]): void {
    this.#committing = true
    this.options.store.commit(tick.changes).then(
      (proof) => {
        this.#committing = false
        this.#writing = null
        this.#down = false
        this.#proof = proof
        if (!this.#stopped) this.#tell(tick, proof)
      },
      (error: unknown) => {
        this.#writing = null
        return this.#unkept(jobs, error)
      },
    )
  }

  /** A turn later the disk is at work. Only where somebody listens for it. */
  #noteWriting(tick: Tick, passed: Passed): void {
    this.#writing = tick
    this.options.clock.soon(() => {
      if (this.#writing !== tick || this.#stopped) return
      try {
        passed('tick.writing')
      } catch (error) {
        this.#stopped = true
        this.options.fatal(error)
      }
    })
  }

  #runJob(job: Job, tick: Tick): void {
    const before = tick.changes.length
    try {
      job.run(tick)
    } catch (error) {
      if (tick.changes.length !== before) throw error
      this.options.log.error({ error: String(error) }, 'a request broke before it changed anything')
      job.broke(error)
    }
  }

  #tell(tick: Tick, proof: FlushToken): void {
    const tell = (): void => {
      tick.release(proof)
      this.options.told(tick, proof)
    }
    try {
      this.options.passed?.('tick.flushed')
      if (this.options.gather === undefined) tell()
      else this.options.gather(tell)
      this.options.passed?.('tick.told')
    } catch (error) {
      this.#stopped = true
      this.options.fatal(error)
      return
    }
    this.#settled(this.#submitted - this.#jobs.length)
    if (this.#jobs.length > 0) this.#schedule()
  }

  async #unkept(jobs: readonly Job[], error: unknown): Promise<void> {
    if (!(error instanceof StorageUnavailable)) return this.options.fatal(error)
    if (!this.#down)
      this.options.log.error({ error: error.message }, 'the store keeps nothing at the moment; requests are refused')
    this.#down = true
    try {
      await this.options.rebuild()
    } catch (cause) {
      return this.options.fatal(cause)
    }
    for (const job of [...jobs, ...this.#jobs.splice(0)]) job.unkept()
    this.#committing = false
    this.options.clock.after(probeMs, () => this.#schedule())
    this.#settled(Infinity)
  }
}
