/**
 * Time in the simulator: a queue of things to do, in order of their instant and then of their coming. Nothing happens
 * between two of them. A process gets a clock of its own, which stops dead when the process is killed.
 */
import { instant, later, type DurationMs, type Instant } from '../model/time.ts'
import type { Cancel, Clock } from '../ports/clock.ts'

interface Due {
  readonly at: Instant
  readonly order: number
  readonly action: () => void
  cancelled: boolean
}

/** Simulated days begin here; any instant would do. */
const beginning = instant(1_800_000_000_000)

export class VirtualClock implements Clock {
  #now = beginning
  #order = 0
  /** A binary heap: the earliest is at 0. */
  readonly #queue: Due[] = []

  now(): Instant {
    return this.#now
  }

  get elapsedMs(): number {
    return this.#now - beginning
  }

  after(delay: DurationMs, action: () => void): Cancel {
    const due = {
      at: later(this.#now, Math.max(0, Math.ceil(delay)) as DurationMs),
      order: this.#order++,
      action,
      cancelled: false,
    }
    this.#push(due)
    return () => {
      due.cancelled = true
    }
  }

  soon(action: () => void): Cancel {
    return this.after(0 as DurationMs, action)
  }

  /** Does the next thing. False when nothing is left before `until`. */
  step(until: Instant): boolean {
    for (let due = this.#queue[0]; due !== undefined && due.at <= until; due = this.#queue[0]) {
      this.#pop()
      if (due.cancelled) continue
      this.#now = due.at
      due.action()
      return true
    }
    return false
  }

  /**
   * A clock whose pending actions never happen once it is stopped. It shows `aheadMs` more than this one, as that of a
   * machine whose wall clock was set.
   */
  process(aheadMs = 0 as DurationMs): Clock & { stop(): void } {
    let running = true
    const guarded = (action: () => void) => (): void => {
      if (running) action()
    }
    return {
      now: () => later(this.now(), aheadMs),
      after: (delay, action) => this.after(delay, guarded(action)),
      soon: (action) => this.soon(guarded(action)),
      stop: () => {
        running = false
      },
    }
  }

  #push(due: Due): void {
    const queue = this.#queue
    let at = queue.push(due) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!earlier(due, queue[parent]!)) break
      queue[at] = queue[parent]!
      at = parent
    }
    queue[at] = due
  }

  #pop(): void {
    const queue = this.#queue
    const last = queue.pop()!
    if (queue.length === 0) return
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= queue.length) break
      if (child + 1 < queue.length && earlier(queue[child + 1]!, queue[child]!)) child += 1
      if (!earlier(queue[child]!, last)) break
      queue[at] = queue[child]!
      at = child
    }
    queue[at] = last
  }
}

const earlier = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)
