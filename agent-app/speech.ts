/**
 * How the app speaks: one locale's words, and numbers, times and durations by Intl. Handed to every element as `speech`,
 * so that a change of language is one property. Pure but for Intl and the machine's time zone.
 */
import type { BothLanguages, Locale } from '#protocol'
import { en, type Words } from './translations/en.ts'
import { ja } from './translations/ja.ts'

const dictionaries: Readonly<Record<Locale, Words>> = { en, ja }

/** Words and formats of one locale. Instants are hub milliseconds since 1970, durations are milliseconds. */
export interface Speech {
  readonly locale: Locale
  readonly words: Words
  /** "2 min 10 s", "2分10秒"; "1 h 05 min" from an hour on. Negative counts as 0. */
  duration(ms: number): string
  /** Time of day: "14:05". */
  time(at: number): string
  /** Key of the local day, equal for two instants of one day. */
  dayKey(at: number): string
  /** "Today", "Yesterday" or the date with weekday. */
  day(at: number, now: number): string
  /** Time of day for an instant of this day, else with its date. */
  soon(at: number, now: number): string
  /** Date and time in one line. */
  moment(at: number): string
  /** File sizes: "1.2 MB". */
  size(bytes: number): string
  percent(share: number): string
  number(value: number): string
  both(text: BothLanguages): string
  /** A customer's name as one addresses them, or the word for a customer without one. */
  customer(name: string): string
}

const dayMs = 86_400_000

function durationText(locale: Locale, ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000))
  const [h, m, s] = [Math.floor(total / 3_600), Math.floor(total / 60) % 60, total % 60]
  const two = (value: number): string => String(value).padStart(2, '0')
  if (locale === 'ja') return h > 0 ? `${h}時間${two(m)}分` : m > 0 ? `${m}分${two(s)}秒` : `${s}秒`
  return h > 0 ? `${h} h ${two(m)} min` : m > 0 ? `${m} min ${two(s)} s` : `${s} s`
}

function sizeText(format: Intl.NumberFormat, bytes: number): string {
  if (bytes < 1_024) return `${format.format(bytes)} B`
  const inKilo = bytes / 1_024
  const inMega = inKilo / 1_024
  if (inMega < 1) return `${format.format(inKilo)} kB`
  return inMega < 1_024 ? `${format.format(inMega)} MB` : `${format.format(inMega / 1_024)} GB`
}

/** Builds the speech of a locale. */
export function speechOf(locale: Locale): Speech {
  const words = dictionaries[locale]
  const tag = locale === 'ja' ? 'ja-JP' : 'en-GB'
  const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit' })
  const key = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' })
  const day = new Intl.DateTimeFormat(tag, { weekday: 'short', year: 'numeric', month: 'long', day: 'numeric' })
  const moment = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' })
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 })
  const dayKey = (at: number): string => key.format(at)
  return {
    locale,
    words,
    duration: (ms) => durationText(locale, ms),
    time: (at) => time.format(at),
    dayKey,
    day: (at, now) =>
      dayKey(at) === dayKey(now)
        ? words.talk.today
        : dayKey(at) === dayKey(now - dayMs)
          ? words.talk.yesterday
          : day.format(at),
    soon: (at, now) => (dayKey(at) === dayKey(now) ? time.format(at) : moment.format(at)),
    moment: (at) => moment.format(at),
    size: (bytes) => sizeText(number, bytes),
    percent: (share) => percent.format(share),
    number: (value) => number.format(value),
    both: (text) => text[locale],
    customer: (name) => (name === '' ? words.customer.unnamed : words.customer.name(name)),
  }
}

/** The locale to begin with: what was chosen before, else what the browser prefers. */
export function firstLocale(stored: string | null, preferred: readonly string[]): Locale {
  if (stored === 'en' || stored === 'ja') return stored
  return preferred.find((tag) => /^(en|ja)\b/.test(tag))?.startsWith('ja') === true ? 'ja' : 'en'
}
