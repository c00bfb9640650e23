/**
 * Instants and durations, kept apart by the compiler. Both are whole milliseconds.
 * An `Instant` is hub time: it starts at the wall clock's Unix time and from then on only follows a monotonic clock, so
 * that a step of the wall clock changes no order and no time-out (see ports/clock.ts).
 */
declare const instantBrand: unique symbol
declare const durationBrand: unique symbol

/** Hub time in milliseconds since the Unix epoch, never going back. */
export type Instant = number & { readonly [instantBrand]: true }
/** A length of time in milliseconds. */
export type DurationMs = number & { readonly [durationBrand]: true }

export const instant = (ms: number): Instant => ms as Instant
export const durationMs = (ms: number): DurationMs => ms as DurationMs
export const seconds = (count: number): DurationMs => (count * 1_000) as DurationMs
export const minutes = (count: number): DurationMs => (count * 60_000) as DurationMs
export const hours = (count: number): DurationMs => (count * 3_600_000) as DurationMs

/** The instant `by` after `at`. */
export const later = (at: Instant, by: DurationMs): Instant => (at + by) as Instant
/** How long from `from` to `to`; negative when `to` is earlier. */
export const since = (from: Instant, to: Instant): DurationMs => (to - from) as DurationMs

/** What a clock on a wall shows: so much ahead of universal time, and from `turnsAt` on, if it is ever turned, so much instead. */
export interface WallClock {
  readonly offsetMs: DurationMs
  readonly turnsAt: Instant | null
  readonly thenOffsetMs: DurationMs
}
