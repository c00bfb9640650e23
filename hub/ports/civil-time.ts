/**
 * What a clock on a wall shows, and which days are public holidays. Both change by law and not by logic, so that they come
 * from tables that somebody else keeps; what follows from them is worked out in hub/hours.
 */
import type { DurationMs, Instant } from '../model/time.ts'

export interface CivilTime {
  /** True for a zone of the IANA table, such as `Asia/Tokyo`. */
  knows(zone: string): boolean
  /** By how much local time is ahead of universal time at an instant; negative west of Greenwich. The zone must be known. */
  offsetMs(zone: string, at: Instant): DurationMs
}

/** The public holidays of one country. */
export interface Holidays {
  /** `date` is `2026-01-01`. False for a year that the table does not reach. */
  has(date: string): boolean
}
