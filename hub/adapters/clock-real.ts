/**
 * Time as it passes. Starts at the wall clock, or at the last instant the store has seen if that is later, and from
 * then on follows the monotonic clock: whoever sets the wall clock changes no order and no time-out (P17).
 */
import { instant, later, durationMs, since, type DurationMs, type Instant } from '../model/time.ts'
import type { Cancel, Clock } from '../ports/clock.ts'

/** Node takes a longer delay for 1 ms. */
const timerMax = durationMs(2 ** 31 - 1)

/** The outside, for tests alone other than the real one. */
export interface TimeSources {
  /** Milliseconds since the Unix epoch, by the wall clock. */
  wall(): number
  /** Milliseconds that never go back. */
  monotonic(): number
}

const realSources: TimeSources = { wall: () => Date.now(), monotonic: () => performance.now() }

/** `notBefore`: the last instant that was ever used; hub time goes on from there even where the wall clock says less. */
export function realClock(
  { notBefore }: { readonly notBefore: Instant },
  { wall, monotonic }: TimeSources = realSources,
): Clock {
  const start = Math.max(Math.floor(wall()), notBefore)
  const startedAt = monotonic()
  const now = (): Instant => instant(start + Math.floor(monotonic() - startedAt))

  const after = (delay: DurationMs, action: () => void): Cancel => {
    const due = later(now(), durationMs(Math.max(0, Math.ceil(delay))))
    let timer: NodeJS.Timeout
    // Node's timers may run a fraction early, and cannot wait longer than 24 days: looked at again until it is time.
    const wait = (left: DurationMs): void => {
      timer = setTimeout(() => (now() >= due ? action() : wait(since(now(), due))), Math.min(left, timerMax))
    }
    wait(since(now(), due))
    return () => clearTimeout(timer)
  }

  const soon = (action: () => void): Cancel => {
    // After the input that has arrived in this turn of the event loop, before any timer of the next.
    const immediate = setImmediate(action)
    return () => clearImmediate(immediate)
  }

  return { now, after, soon }
}
