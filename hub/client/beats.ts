/**
 * Is the other end still there? A beat every `beatMs`, answered by the hub. An answer that is half an interval late is
 * asked for once more; when that one is late too, the line is dead. This finds a dead line sooner than the lease does.
 *
 * The next beat is timed from the moment of the answer, not from the last timer: browsers hold back chains of timers in
 * hidden tabs to one a minute, longer than the hub's lease, but a timer set by a message starts a new chain.
 */
import type { ClientClock } from './options.ts'

export class Beats {
  #off: () => void = () => {}
  #sentAt: number | null = null
  #missed = 0

  constructor(
    private readonly clock: ClientClock,
    private readonly beatMs: number,
    private readonly leaseMs: number,
    private readonly send: () => void,
    private readonly dead: () => void,
  ) {
    this.#rest()
  }

  /** Anything at all has arrived. */
  heard(): void {
    this.#missed = 0
  }

  /** The hub has answered a beat. Returns when that beat was sent, or null when none was waited for. */
  answered(): number | null {
    const sentAt = this.#sentAt
    this.#sentAt = null
    this.#missed = 0
    this.#rest()
    return sentAt
  }

  /** Asks right now, because there is a reason to doubt the line (the machine slept, the network changed). */
  probe(): void {
    this.#ask()
  }

  stop(): void {
    this.#off()
  }

  #rest(): void {
    this.#arm(this.beatMs, () => this.#ask())
  }

  #ask(): void {
    this.#sentAt = this.clock.now()
    this.#missed += 1
    this.send()
    this.#arm(Math.min(this.beatMs, this.leaseMs) / 2, () => this.#late())
  }

  /** No answer in time. Other frames may have come meanwhile (`missed` is 0 then): a busy line is not a dead one. */
  #late(): void {
    if (this.#missed < 2) this.#ask()
    else this.dead()
  }

  #arm(ms: number, action: () => void): void {
    this.#off()
    this.#off = this.clock.after(ms, action)
  }
}
