/**
 * Time zones from the tables that Node carries (ICU), daylight saving included. `Intl` tells a local time in words and
 * only to the second, so the offset is the difference between those words and the instant. Making a formatter takes a
 * hundred times as long as using one: they are kept, one a zone.
 */
import { durationMs, type DurationMs, type Instant } from '../model/time.ts'
import type { CivilTime } from '../ports/civil-time.ts'

const fields = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const

export class IntlCivilTime implements CivilTime {
  readonly #formats = new Map<string, Intl.DateTimeFormat>()

  knows(zone: string): boolean {
    try {
      this.#format(zone)
      return true
    } catch (error) {
      if (error instanceof RangeError) return false
      throw error
    }
  }

  offsetMs(zone: string, at: Instant): DurationMs {
    // Whole seconds, downwards also before 1970: the words leave out what is less.
    const seconds = Math.floor(at / 1_000) * 1_000
    const part = { year: 0, month: 1, day: 1, hour: 0, minute: 0, second: 0 }
    for (const { type, value } of this.#format(zone).formatToParts(seconds))
      if (type in part) part[type as keyof typeof part] = Number(value)
    return durationMs(Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - seconds)
  }

  #format(zone: string): Intl.DateTimeFormat {
    let format = this.#formats.get(zone)
    if (format === undefined) {
      format = new Intl.DateTimeFormat('en-US-u-ca-iso8601', { ...fields, timeZone: zone, hourCycle: 'h23' })
      this.#formats.set(zone, format)
    }
    return format
  }
}
