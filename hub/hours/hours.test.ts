/** Opening hours by the tables that Node and the holiday list carry: real ones, since what they say is the point. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { IntlCivilTime } from '../adapters/civil-time-intl.ts'
import { japaneseHolidays } from '../adapters/holidays-japan.ts'
import { instant, type Instant } from '../model/time.ts'
import {
  alwaysOpen,
  isOpen,
  nextChange,
  readCalendar,
  wallClock,
  type Calendar,
  type WrittenCalendar,
} from './index.ts'
import { dateOf, dayOf, weekdayOf, weekdays } from './civil.ts'

const zones = new IntlCivilTime()
const tables = { zones, holidays: japaneseHolidays }
const at = (iso: string): Instant => instant(Date.parse(iso))
const iso = (when: Instant | null): string | null => (when === null ? null : new Date(when).toISOString().slice(0, 19))

function calendar(change: Partial<WrittenCalendar> & { zone?: string } = {}): Calendar {
  const split = ['09:00-12:00', '13:00-18:00']
  const week = { mon: split, tue: split, wed: split, thu: split, fri: split }
  const read = readCalendar({ zone: 'Asia/Tokyo', week, ...change })
  if ('place' in read) throw new Error(`${read.place} is ${read.found}, not ${read.expected}`)
  return read
}

describe('days', () => {
  test('agree with the engine’s own, forth and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
        const real = new Date(day * 86_400_000)
        if (real.getUTCFullYear() < 1_000 || real.getUTCFullYear() > 9_999) return
        expect(dateOf(day)).toBe(real.toISOString().slice(0, 10))
        expect(dayOf(dateOf(day))).toBe(day)
        expect(weekdays.indexOf(weekdayOf(day))).toBe((real.getUTCDay() + 6) % 7)
      }),
    )
    for (const wrong of ['2026-02-29', '2026-13-01', '2026-04-31', '26-01-01', 'monday', ''])
      expect(dayOf(wrong)).toBeNull()
    expect(dayOf('2024-02-29')).not.toBeNull()
  })
})

describe('offsets', () => {
  test('are those of the zone at the instant', () => {
    const hour = 3_600_000
    expect(zones.offsetMs('Asia/Tokyo', at('2026-07-01T00:00:00Z'))).toBe(9 * hour)
    expect(zones.offsetMs('Europe/Berlin', at('2026-01-01T00:00:00Z'))).toBe(hour)
    expect(zones.offsetMs('Europe/Berlin', at('2026-07-01T00:00:00Z'))).toBe(2 * hour)
    expect(zones.offsetMs('America/St_Johns', at('2026-01-01T00:00:00Z'))).toBe(-3.5 * hour)
    expect(zones.offsetMs('Europe/Berlin', instant(at('2026-03-29T01:00:00Z') - 1))).toBe(hour)
    expect(zones.knows('Asia/Tokyo') && zones.knows('UTC')).toBe(true)
    expect(zones.knows('Asia/Nowhere')).toBe(false)
  })
})

describe('a day of several spans', () => {
  test('is open within them, to the millisecond', () => {
    const house = calendar()
    expect(isOpen(house, at('2026-01-06T00:00:00Z'), tables)).toBe(true)
    expect(isOpen(house, instant(at('2026-01-06T00:00:00Z') - 1), tables)).toBe(false)
    expect(isOpen(house, at('2026-01-06T03:00:00Z'), tables)).toBe(false)
    expect(isOpen(house, instant(at('2026-01-06T09:00:00Z') - 1), tables)).toBe(true)
    expect(isOpen(house, at('2026-01-06T09:00:00Z'), tables)).toBe(false)
    expect(iso(nextChange(house, at('2026-01-06T00:00:00Z'), tables))).toBe('2026-01-06T03:00:00')
    expect(iso(nextChange(house, at('2026-01-06T03:00:00Z'), tables))).toBe('2026-01-06T04:00:00')
    // From Friday evening to Monday morning.
    expect(iso(nextChange(house, at('2026-01-16T09:00:00Z'), tables))).toBe('2026-01-19T00:00:00')
  })

  test('has no edge where a span ends at midnight and the next day begins with one', () => {
    const night = calendar({ week: { mon: ['22:00-24:00'], tue: ['00:00-06:00'] } })
    expect(iso(nextChange(night, at('2026-01-05T13:00:00Z'), tables))).toBe('2026-01-05T21:00:00')
  })
})

describe('exceptions', () => {
  test('hold on their date alone, also on a holiday', () => {
    const house = calendar({ holidays: [], dates: { '2026-01-01': ['10:00-12:00'], '2026-01-06': [] } })
    expect(isOpen(house, at('2026-01-01T01:30:00Z'), tables)).toBe(true)
    expect(isOpen(house, at('2026-01-06T01:30:00Z'), tables)).toBe(false)
    expect(isOpen(house, at('2026-01-07T01:30:00Z'), tables)).toBe(true)
  })

  test('Japan’s holidays close the day, substitutes and days between included', () => {
    const house = calendar({ holidays: [] })
    // New Year's Day, Adults' Day, Greenery Day's substitute, the day between two holidays in September 2026.
    for (const date of ['2026-01-01', '2026-01-12', '2026-05-06', '2026-09-22']) {
      expect(isOpen(house, at(`${date}T01:00:00Z`), tables), date).toBe(false)
      expect(isOpen(calendar(), at(`${date}T01:00:00Z`), tables), date).toBe(true)
    }
    expect(iso(nextChange(house, at('2026-05-01T09:00:00Z'), tables))).toBe('2026-05-07T00:00:00')
  })
})

describe('daylight saving', () => {
  const early = calendar({ zone: 'Europe/Berlin', week: { sun: ['01:30-02:30', '03:00-04:00'] } })

  test('an hour that is left out has no instant', () => {
    // 29 March 2026: after 01:59:59 comes 03:00.
    expect(iso(nextChange(early, at('2026-03-29T00:00:00Z'), tables))).toBe('2026-03-29T00:30:00')
    expect(isOpen(early, at('2026-03-29T01:00:00Z'), tables)).toBe(true)
    // Open from 01:30 on the old clock to 04:00 on the new one, without a break.
    expect(iso(nextChange(early, at('2026-03-29T00:30:00Z'), tables))).toBe('2026-03-29T02:00:00')
  })

  test('an hour that is given twice is open twice', () => {
    // 25 October 2026: after 02:59:59 summer time comes 02:00 winter time.
    const edges: (string | null)[] = []
    for (let when = at('2026-10-24T22:00:00Z'), i = 0; i < 6; i++) {
      when = nextChange(early, when, tables)!
      edges.push(iso(when))
    }
    expect(edges).toEqual([
      '2026-10-24T23:30:00',
      '2026-10-25T00:30:00',
      '2026-10-25T01:00:00',
      '2026-10-25T01:30:00',
      '2026-10-25T02:00:00',
      '2026-10-25T03:00:00',
    ])
  })
})

test('what never changes has no next change', () => {
  expect(nextChange(alwaysOpen, at('2026-01-01T00:00:00Z'), tables)).toBeNull()
  expect(nextChange(calendar({ week: {} }), at('2026-01-01T00:00:00Z'), tables)).toBeNull()
  expect(isOpen(alwaysOpen, at('2026-01-01T00:00:00Z'), tables)).toBe(true)
})

test('nothing changes before the next change, and everything does at it', () => {
  const aSpan = fc.tuple(fc.nat(95), fc.integer({ min: 1, max: 40 })).map(([from, long]) => {
    const text = (quarter: number) =>
      `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String((quarter % 4) * 15).padStart(2, '0')}`
    return `${text(from)}-${text(Math.min(96, from + long))}`
  })
  const aDay = aSpan.map((span) => [span])
  const someWeek = fc.record(
    Object.fromEntries(weekdays.map((day) => [day, aDay])) as Record<(typeof weekdays)[number], typeof aDay>,
    { requiredKeys: [] },
  )
  const zone = fc.constantFrom('Asia/Tokyo', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia')
  const when = fc.integer({ min: Date.parse('2011-01-01'), max: Date.parse('2027-01-01') })
  fc.assert(
    fc.property(someWeek, zone, when, fc.boolean(), (week, name, start, closes) => {
      const house = calendar({ week, zone: name, ...(closes ? { holidays: [] } : {}) })
      const from = instant(start)
      const change = nextChange(house, from, tables)
      const now = isOpen(house, from, tables)
      const last = change ?? from + 3 * 86_400_000
      for (let step = 1; step <= 60; step++) {
        const between = instant(Math.floor(from + ((last - from) * step) / 61))
        expect(isOpen(house, between, tables)).toBe(now)
      }
      if (change === null) return
      expect(isOpen(house, instant(change - 1), tables)).toBe(now)
      expect(isOpen(house, change, tables)).toBe(!now)
    }),
    { numRuns: 120 },
  )
})

test('a calendar that is written wrongly says where', () => {
  const faults: readonly (readonly [Partial<WrittenCalendar>, string])[] = [
    [{ week: { mon: ['9:00-12:00'] } }, 'week/mon/0'],
    [{ week: { tue: ['12:00-09:00'] } }, 'week/tue/0'],
    [{ week: { sun: ['09:00-24:30'] } }, 'week/sun/0'],
    [{ week: { sun: ['09:00-12:00', '11:00-13:00'] } }, 'week/sun/1'],
    [{ dates: { '2026-02-30': [] } }, 'dates/2026-02-30'],
    [{ dates: { '2026-02-28': ['closed'] } }, 'dates/2026-02-28/0'],
    [{ holidays: ['all day'] }, 'holidays/0'],
  ]
  for (const [change, place] of faults)
    expect(readCalendar({ zone: 'UTC', week: {}, ...change })).toMatchObject({ place })
})

test('[EW5] a clock on the wall is told with its next turn, to the millisecond', () => {
  const told = (zone: string, when: string) => {
    const { offsetMs, turnsAt, thenOffsetMs } = wallClock(zone, at(when), zones)
    return [offsetMs / 60_000, iso(turnsAt), thenOffsetMs / 60_000]
  }
  expect(told('Asia/Tokyo', '2026-03-01T00:00:00Z')).toEqual([540, null, 540])
  expect(told('Europe/Berlin', '2026-03-01T00:00:00Z')).toEqual([60, '2026-03-29T01:00:00', 120])
  expect(told('Europe/Berlin', '2026-03-29T00:59:59.999Z')).toEqual([60, '2026-03-29T01:00:00', 120])
  expect(told('Europe/Berlin', '2026-03-29T01:00:00Z')).toEqual([120, '2026-10-25T01:00:00', 60])
  expect(told('America/New_York', '2026-12-01T00:00:00Z')).toEqual([-300, '2027-03-14T07:00:00', -240])
})
