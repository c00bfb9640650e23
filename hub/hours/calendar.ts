/**
 * When a counter is open: spans of the day by day of the week, other spans on public holidays and on single dates. All
 * times are what the clock on the wall shows in the calendar's zone; a night shift is two spans, to and from midnight.
 */
import { dateOf, dayOf, weekdayOf, weekdays, type DayNumber, type Weekday } from './civil.ts'

/** Minutes since midnight on the wall clock; open from `from`, and not any more at `to`, 1,440 at most. */
export interface Span {
  readonly from: number
  readonly to: number
}

export interface Calendar {
  /** IANA name, such as `Asia/Tokyo`. */
  readonly zone: string
  readonly week: Readonly<Record<Weekday, readonly Span[]>>
  /** On public holidays; null for as on any other day. */
  readonly holidays: readonly Span[] | null
  /** By date, `2026-12-31`; goes before everything else. */
  readonly dates: Readonly<Record<string, readonly Span[]>>
}

/** A calendar as it is written: spans such as `09:00-12:30`, days left out are closed. */
export interface WrittenCalendar {
  readonly zone: string
  readonly week: { readonly [Day in Weekday]?: readonly string[] }
  readonly holidays?: readonly string[]
  readonly dates?: { readonly [date: string]: readonly string[] }
}

/** What is wrong with a written calendar, where, and what is expected there. */
export interface CalendarFault {
  readonly place: string
  readonly found: string
  readonly expected: string
}

export const alwaysOpen: Calendar = {
  zone: 'UTC',
  week: Object.fromEntries(weekdays.map((day) => [day, [{ from: 0, to: 1_440 }]])) as unknown as Calendar['week'],
  holidays: null,
  dates: {},
}

/** Spans that hold on a day. */
export function spansOn(calendar: Calendar, day: DayNumber, isHoliday: (date: string) => boolean): readonly Span[] {
  const date = dateOf(day)
  if (Object.hasOwn(calendar.dates, date)) return calendar.dates[date]!
  if (calendar.holidays !== null && isHoliday(date)) return calendar.holidays
  return calendar.week[weekdayOf(day)]
}

/** Reads a calendar, or says the first thing that is wrong with it. The zone is for the caller to look up. */
export function readCalendar(written: WrittenCalendar): Calendar | CalendarFault {
  const week: Partial<Record<Weekday, readonly Span[]>> = {}
  for (const day of weekdays) {
    const spans = readSpans(written.week[day] ?? [], `week/${day}`)
    if ('place' in spans) return spans
    week[day] = spans
  }
  const dates: Record<string, readonly Span[]> = {}
  for (const [date, texts] of Object.entries(written.dates ?? {})) {
    if (dayOf(date) === null) return { place: `dates/${date}`, found: date, expected: 'a date such as 2026-12-31' }
    const spans = readSpans(texts, `dates/${date}`)
    if ('place' in spans) return spans
    dates[date] = spans
  }
  const holidays = written.holidays === undefined ? null : readSpans(written.holidays, 'holidays')
  if (holidays !== null && 'place' in holidays) return holidays
  return { zone: written.zone, week: week as Calendar['week'], holidays, dates }
}

function readSpans(texts: readonly string[], place: string): readonly Span[] | CalendarFault {
  const spans: Span[] = []
  for (const [at, text] of texts.entries()) {
    const [, h1, m1, h2, m2] = (/^(\d{2}):([0-5]\d)-(\d{2}):([0-5]\d)$/.exec(text) ?? []).map(Number)
    const [from, to] = [h1! * 60 + m1!, h2! * 60 + m2!]
    if (!(from < to && to <= 1_440))
      return {
        place: `${place}/${at}`,
        found: text,
        expected: 'a span within one day such as 09:00-12:30, to 24:00 at most',
      }
    if (from < (spans.at(-1)?.to ?? 0))
      return { place: `${place}/${at}`, found: text, expected: 'after the span before it' }
    spans.push({ from, to })
  }
  return spans
}
