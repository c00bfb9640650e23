/**
 * Time, as the shell sees it. The real clock starts at the wall clock and then follows a monotonic one, never going back
 * and never before the last instant the store has seen, so that steps of the wall clock change nothing (P17).
 */
import type { DurationMs, Instant } from '../model/time.ts'

/** Stops what `after` or `soon` would have done. Harmless when it has run already. */
export type Cancel = () => void

export interface Clock {
  /** Hub time now, in whole milliseconds. */
  now(): Instant
  /** Runs `action` once, `delay` from now or a little later, never earlier. */
  after(delay: DurationMs, action: () => void): Cancel
  /** Runs `action` once the input that has already arrived has been read: this is what makes a tick of the hub. */
  soon(action: () => void): Cancel
}
