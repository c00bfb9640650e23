import { expect, test } from 'vitest'
import { IntlCivilTime } from '../../../hub/adapters/civil-time-intl.ts'
import { japaneseHolidays } from '../../../hub/adapters/holidays-japan.ts'
import { holidaysAhead, openingOf } from './opening.ts'

const tables = { zones: new IntlCivilTime(), holidays: japaneseHolidays }
const day = ['09:00-17:00']
const house = { zone: 'Asia/Tokyo', week: { mon: day, tue: day }, holidays: [] }
// A Monday, and a public holiday.
const adultsDay = '2026-01-12'

test('a draft says whether it is open, and when that changes', () => {
  const monday = Date.parse('2026-01-05T03:00:00Z')
  expect(openingOf(house, monday, tables)).toEqual({ open: true, changesAt: Date.parse('2026-01-05T08:00:00Z') })
  const holiday = Date.parse(`${adultsDay}T03:00:00Z`)
  expect(openingOf(house, holiday, tables)).toEqual({ open: false, changesAt: Date.parse('2026-01-13T00:00:00Z') })
})

test('a draft that cannot be read yet says nothing', () => {
  expect(openingOf({ ...house, zone: 'Asia/Nowhere' }, 0, tables)).toBeNull()
  expect(openingOf({ ...house, week: { mon: ['9-5'] } }, 0, tables)).toBeNull()
})

test('holidays are told ahead, without those that have hours of their own', () => {
  expect(holidaysAhead({}, '2026-01-01', 31, japaneseHolidays.has)).toEqual(['2026-01-01', adultsDay])
  expect(holidaysAhead({ dates: { [adultsDay]: day } }, '2026-01-02', 31, japaneseHolidays.has)).toEqual([])
})
