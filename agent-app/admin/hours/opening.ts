/** PURE: whether a draft's calendar is open at an instant, when that changes, and what the days to come look like. */
import { isOpen, nextChange, readCalendar, type Tables, type WrittenCalendar } from '../../../hub/hours/index.ts'
import { instant } from '../../../hub/model/time.ts'

export interface Opening {
  readonly open: boolean
  /** Milliseconds since 1970; null when it stays so for more than a year. */
  readonly changesAt: number | null
}

/** Null for a calendar that cannot be read as it is. */
export function openingOf(written: WrittenCalendar, now: number, tables: Tables): Opening | null {
  if (!tables.zones.knows(written.zone)) return null
  const calendar = readCalendar({ ...written, week: written.week ?? {} })
  if ('place' in calendar) return null
  const at = instant(now)
  return { open: isOpen(calendar, at, tables), changesAt: nextChange(calendar, at, tables) }
}

/** Public holidays within so many days from a date, `2026-01-01`, that the calendar has no word of its own for. */
export function holidaysAhead(
  written: Pick<WrittenCalendar, 'dates'>,
  from: string,
  days: number,
  has: (date: string) => boolean,
): readonly string[] {
  const start = Date.parse(`${from}T00:00:00Z`)
  const all = Array.from({ length: days }, (_, day) => new Date(start + day * 86_400_000).toISOString().slice(0, 10))
  return all.filter((date) => has(date) && !Object.hasOwn(written.dates ?? {}, date))
}
