/** The simulated disk: a flush takes its time, and for a while may fail. Knows whether one is under way. */
import type { FlushDone } from '../adapters/store-memory.ts'
import type { DurationMs } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Chance } from './chance.ts'

export class Disk {
  /** Transactions that were refused. */
  refusals = 0
  /** Flushes under way. */
  flushing = 0
  #broken = 0

  constructor(
    private readonly clock: Pick<Clock, 'after'>,
    private readonly chance: Chance,
  ) {}

  get isBroken(): boolean {
    return this.#broken > 0
  }

  /** `process`: the clock of the process that flushes; nothing happens once it is dead. */
  flush(process: Pick<Clock, 'after'>, done: FlushDone): void {
    this.flushing += 1
    process.after(this.chance.between(1, 12) as DurationMs, () => {
      this.flushing -= 1
      if (!this.isBroken) return done()
      this.refusals += 1
      done(new Error('the disk is full'))
    })
  }

  /** Keeps nothing for a while. */
  break(): void {
    this.#broken += 1
    this.clock.after(this.chance.between(200, 8_000) as DurationMs, () => {
      this.#broken -= 1
    })
  }

  /** The process that flushed is dead. */
  processDied(): void {
    this.flushing = 0
  }
}
