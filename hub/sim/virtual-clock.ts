/**
 * Time in the simulator: a queue of things to do, in order of their instant and then of their coming. Nothing happens
 * between two of them. A process gets a clock of its own, which stops dead when the process is killed.
 */
import { instant, later, type DurationMs, type Instant } from '../model/time.ts'
import type { Cancel, Clock } from '../ports/clock.ts'

interface Due {
  readonly at: Instant
  readonly order: number
  /** Of the process that stands still once it is stopped; null outlives them all. */
  readonly owner: object | null
  /** Null when it was called off: whatever it held must not stay until its time comes, which may be days away. */
  action: (() => void) | null
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
    return this.#after(delay, action, null)
  }

  soon(action: () => void): Cancel {
    return this.after(0 as DurationMs, action)
  }

  /** Does the next thing. False when nothing is left before `until`. */
  step(until: Instant): boolean {
    for (let due = this.#queue[0]; due !== undefined && due.at <= until; due = this.#queue[0]) {
      this.#pop()
      if (due.action === null) continue
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
    const owner = {}
    let running = true
    // What a dead process still wants done never is.
    const after = (delay: DurationMs, action: () => void): Cancel =>
      running ? this.#after(delay, action, owner) : () => {}
    return {
      now: () => later(this.now(), aheadMs),
      after,
      soon: (action) => after(0 as DurationMs, action),
      stop: () => {
        running = false
        // A hub that was killed is let go of now, with all it knew, not when the last of its timers would have come.
        for (const due of this.#queue) if (due.owner === owner) due.action = null
      },
    }
  }

  #after(delay: DurationMs, action: () => void, owner: object | null): Cancel {
    const at = later(this.#now, Math.max(0, Math.ceil(delay)) as DurationMs)
    const due: Due = { at, order: this.#order++, owner, action }
    this.#push(due)
    return () => {
      due.action = null
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
