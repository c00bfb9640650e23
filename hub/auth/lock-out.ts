/**
 * Growing waits after wrong passwords, one instance for accounts and one for addresses. An attempt is counted before
 * the password is looked at and given back when it was right, so that many at once gain nothing. Memory is bounded: the
 * key that was wrong longest ago is forgotten first.
 */
import { durationMs, hours, later, minutes, seconds, since, type Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'

interface Record {
  wrong: number
  freeAt: Instant
  /** When all of it is forgotten. */
  until: Instant
}

export interface LockOutOptions {
  readonly clock: Clock
  /** Wrong attempts before the first wait. */
  readonly attemptsFree: number
  /** Doubles with each further one, to `longestWaitMs`. Default 30 s. */
  readonly firstWaitMs?: number
  /** Default 15 min. */
  readonly longestWaitMs?: number
  /** Default 20,000. */
  readonly keysMax?: number
}

/** A key without a wrong attempt for so long starts anew. */
const memoryMs = hours(1)

export class LockOut {
  readonly #records = new Map<string, Record>()
  constructor(private readonly options: LockOutOptions) {}

  /** How long this key must still wait, in milliseconds; 0 when it may try. */
  waitMs(key: string): number {
    const record = this.#current(key)
    return record === undefined ? 0 : Math.max(0, since(this.options.clock.now(), record.freeAt))
  }

  /** Counts an attempt. Call it only when `waitMs` was 0. True when the key must wait from now on. */
  attempt(key: string): boolean {
    const now = this.options.clock.now()
    const wrong = (this.#current(key)?.wrong ?? 0) + 1
    this.#records.delete(key)
    this.#records.set(key, { wrong, freeAt: later(now, this.#waitAfter(wrong)), until: later(now, memoryMs) })
    if (this.#records.size > (this.options.keysMax ?? 20_000)) this.#records.delete(this.#records.keys().next().value!)
    return wrong >= this.options.attemptsFree
  }

  /** The attempt was right: it is as if it had not been. */
  giveBack(key: string): void {
    const record = this.#current(key)
    if (record === undefined) return
    record.wrong -= 1
    record.freeAt = this.options.clock.now()
    if (record.wrong <= 0) this.#records.delete(key)
  }

  /** The attempt was right, and earlier wrong ones are forgotten with it. */
  clear(key: string): void {
    this.#records.delete(key)
  }

  #current(key: string): Record | undefined {
    const record = this.#records.get(key)
    if (record === undefined || this.options.clock.now() < record.until) return record
    this.#records.delete(key)
    return undefined
  }

  #waitAfter(wrong: number) {
    const { attemptsFree, firstWaitMs = seconds(30), longestWaitMs = minutes(15) } = this.options
    if (wrong < attemptsFree) return durationMs(0)
    // The exponent is bounded by itself: twenty doublings pass every longest wait.
    return durationMs(Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(wrong - attemptsFree, 20)))
  }
}
