/**
 * An estimate of hub time, for countdowns and waiting times that must not depend on the wall clock of the machine. The
 * hub tells its time in every welcome and beat; the quicker such an exchange was, the less it can be wrong.
 */
import type { ClientClock } from './options.ts'

/** An exchange this much slower than the best one says nothing new, milliseconds. */
const toleranceMs = 20

export class HubClock {
  #ahead = 0
  #bestMs = Infinity

  constructor(private readonly clock: ClientClock) {}

  /** A new line: what earlier ones taught may be from before a sleep, in which monotonic clocks can stand still. */
  begin(): void {
    this.#bestMs = Infinity
  }

  /** The hub's clock showed `hubNow` at some moment between `sentAt` (own clock) and now. */
  observe(sentAt: number, hubNow: number): void {
    const now = this.clock.now()
    const tookMs = now - sentAt
    if (tookMs > this.#bestMs + toleranceMs) return
    this.#bestMs = Math.min(this.#bestMs, tookMs)
    this.#ahead = hubNow + tookMs / 2 - now
  }

  /** Hub time, milliseconds. The own clock's time before the first welcome. */
  now(): number {
    return this.clock.now() + this.#ahead
  }
}
