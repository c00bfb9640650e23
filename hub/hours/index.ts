/**
 * Whether a counter is open at an instant, and when that changes next. An instant is open when the clock on the wall then
 * shows a time of one of the day's spans: an hour that daylight saving leaves out has no instant, one that it gives
 * twice is open twice.
 */
import { instant, type Instant, type WallClock } from '../model/time.ts'
import type { CivilTime, Holidays } from '../ports/civil-time.ts'
import { spansOn, type Calendar } from './calendar.ts'
import { dayMs, minuteMs } from './civil.ts'

export { alwaysOpen, readCalendar, type Calendar, type CalendarFault, type WrittenCalendar } from './calendar.ts'
export { weekdays } from './civil.ts'

/** The tables that a calendar is read with. */
export interface Tables {
  readonly zones: CivilTime
  readonly holidays: Holidays
}

/** A calendar that does not change within so many days is taken to stay as it is. */
const horizonDays = 400

/** Zones change their offset less often than once in so long. */
const windowMs = dayMs / 2

export function isOpen(calendar: Calendar, at: Instant, { zones, holidays }: Tables): boolean {
  const local = at + zones.offsetMs(calendar.zone, at)
  const day = Math.floor(local / dayMs)
  const minute = (local - day * dayMs) / minuteMs
  return spansOn(calendar, day, (date) => holidays.has(date)).some(({ from, to }) => from <= minute && minute < to)
}

/** Answers for things that have a calendar or none: whether it is open and when that changes; null for one without. */
export function openingBy<Id>(calendars: ReadonlyMap<Id, Calendar | undefined>, tables: Tables) {
  return (id: Id, at: Instant): { readonly open: boolean; readonly changesAt: Instant | null } | null => {
    const calendar = calendars.get(id)
    return calendar === undefined
      ? null
      : { open: isOpen(calendar, at, tables), changesAt: nextChange(calendar, at, tables) }
  }
}

/** The first instant after `at` at which `isOpen` is not as it is at `at`; null when there is none within 400 days. */
export function nextChange(calendar: Calendar, at: Instant, tables: Tables): Instant | null {
  const now = isOpen(calendar, at, tables)
  for (let start = at; start < at + horizonDays * dayMs; start = instant(start + windowMs)) {
    for (const edge of edgesWithin(calendar, start, instant(start + windowMs), tables))
      if (edge > at && isOpen(calendar, edge, tables) !== now) return edge
  }
  return null
}

/** What a clock on a wall of the zone shows at `at` beside universal time, and from when on what else; null where it does not turn within 400 days. */
export function wallClock(zone: string, at: Instant, zones: CivilTime): WallClock {
  const offsetMs = zones.offsetMs(zone, at)
  // No zone turns its clocks twice within a week.
  const stepMs = 7 * dayMs
  for (let start = at; start < at + horizonDays * dayMs; start = instant(start + stepMs)) {
    const end = instant(start + stepMs)
    if (zones.offsetMs(zone, end) === offsetMs) continue
    return { offsetMs, turnsAt: turnOf(zones, zone, start, end), thenOffsetMs: zones.offsetMs(zone, end) }
  }
  return { offsetMs, turnsAt: null, thenOffsetMs: offsetMs }
}

/** Instants at which it may change, in order: where the zone's offset does, at midnight, and at both ends of each span. */
function edgesWithin(calendar: Calendar, start: Instant, end: Instant, tables: Tables): readonly Instant[] {
  const { zones } = tables
  const [before, after] = [zones.offsetMs(calendar.zone, start), zones.offsetMs(calendar.zone, end)]
  if (before === after) return edgesAt(calendar, start, end, before, tables)
  const turn = turnOf(zones, calendar.zone, start, end)
  return [...edgesAt(calendar, start, turn, before, tables), turn, ...edgesAt(calendar, turn, end, after, tables)]
}

/** The first instant of the new offset. */
function turnOf(zones: CivilTime, zone: string, start: Instant, end: Instant): Instant {
  const before = zones.offsetMs(zone, start)
  let [low, high]: [number, number] = [start, end]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (zones.offsetMs(zone, instant(middle)) === before) low = middle
    else high = middle
  }
  return instant(high)
}

function edgesAt(calendar: Calendar, start: Instant, end: Instant, offsetMs: number, tables: Tables): Instant[] {
  const edges: Instant[] = []
  for (let day = Math.floor((start + offsetMs) / dayMs); day * dayMs - offsetMs < end; day++) {
    const spans = spansOn(calendar, day, (date) => tables.holidays.has(date))
    for (const minute of [0, ...spans.flatMap(({ from, to }) => [from, to])]) {
      const edge = instant(day * dayMs + minute * minuteMs - offsetMs)
      if (edge >= start && edge < end) edges.push(edge)
    }
  }
  return edges
}
