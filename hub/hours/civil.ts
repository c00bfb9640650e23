/** Dates as people write them, in the Gregorian calendar: arithmetic on days since 1970, without any zone. */

/** Days since 1 January 1970, which was a Thursday. */
export type DayNumber = number

export const minuteMs = 60_000
export const dayMs = 86_400_000

/** Monday first, as `week` of a calendar is written. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Weekday = (typeof weekdays)[number]

export const weekdayOf = (day: DayNumber): Weekday => weekdays[(((day + 3) % 7) + 7) % 7]!

/** `2026-01-05`. Counts by eras of 400 years from March, so that the leap day is the last of its year. */
export function dateOf(day: DayNumber): string {
  const shifted = day + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const date = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(date, 2)}`
}

/** The day of `2026-01-05`, or null for what is no date. */
export function dayOf(date: string): DayNumber | null {
  const [, year, month, inMonth] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []).map(Number)
  if (year === undefined || month === undefined || inMonth === undefined) return null
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + inMonth - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  const day = era * 146_097 + dayOfEra - 719_468
  // 31 April and the like come out as another day.
  return dateOf(day) === date ? day : null
}

const padded = (count: number, width: number): string => String(count).padStart(width, '0')
