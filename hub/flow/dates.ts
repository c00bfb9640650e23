/**
 * Dates as people type them, in either language and in Japan's eras, to `2026-01-05`. What could mean two days, such as
 * 3/4/2026 in English, is not guessed. `today` is handed in, as the flow's customers have it.
 */
import { dateOf, dayOf, weekdayOf, weekdays } from '../hours/civil.ts'
import { plainDashes, readKanjiNumber } from './normal.ts'
import type { Locale } from './translations.ts'

export interface DateReading {
  readonly today: string
  readonly locale: Locale
}

/** The year before the first one of each era, by how it is written. */
const eras: readonly (readonly [RegExp, number])[] = [
  [/^(?:令和|r\.? ?)/u, 2018],
  [/^(?:平成|h\.? ?)/u, 1988],
  [/^(?:昭和|s\.? ?)/u, 1925],
  [/^(?:大正|t\.? ?)/u, 1911],
]

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')

const relative: Readonly<Record<string, number>> = {
  today: 0,
  今日: 0,
  きょう: 0,
  本日: 0,
  tomorrow: 1,
  明日: 1,
  あした: 1,
  あす: 1,
  明後日: 2,
  あさって: 2,
  'the day after tomorrow': 2,
  yesterday: -1,
  昨日: -1,
  きのう: -1,
  一昨日: -2,
  おととい: -2,
  'the day before yesterday': -2,
}

const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const kanjiWeekdays = '月火水木金土日'

/** The date that is meant, or null. */
export function readDate(typed: string, reading: DateReading): string | null {
  const text = plainDashes(typed)
    .toLowerCase()
    .replace(/\(.\)$|\(.曜日?\)$/u, '')
    .replace(/(です|でお願いします|に届きました)$/u, '')
    .trim()
  return (
    readRelative(text, reading) ??
    readEra(text) ??
    readJapanese(text, reading) ??
    readFigures(text, reading) ??
    readEnglish(text, reading)
  )
}

function readRelative(text: string, { today }: DateReading): string | null {
  if (Object.hasOwn(relative, text)) return plus(today, relative[text]!)
  const ago =
    /^(\d{1,3}|[一二三四五六七八九十]+)日(前|後)$/u.exec(text) ?? /^(\d{1,3}) days? (ago|from now)$/.exec(text)
  if (ago !== null) {
    const days = readKanjiNumber(ago[1]!)!
    return plus(today, ago[2] === '前' || ago[2] === 'ago' ? -days : days)
  }
  return readWeekday(text, today)
}

/** The next such day after today: `Friday`, `next Friday`, `金曜日`. */
function readWeekday(text: string, today: string): string | null {
  const english = weekdayNames.indexOf(text.replace(/^(next|this|on) /, ''))
  const kanji = /^次?の?([月火水木金土日])曜日?$/u.exec(text)
  const wanted = english >= 0 ? english : kanji === null ? -1 : kanjiWeekdays.indexOf(kanji[1]!)
  if (wanted < 0) return null
  const now = weekdays.indexOf(weekdayOf(dayOf(today)!))
  return plus(today, ((wanted - now + 6) % 7) + 1)
}

/** `令和8年11月22日`, `R8.11.22`, `平成元年1月8日`. */
function readEra(text: string): string | null {
  for (const [form, before] of eras) {
    const rest = text.replace(form, '')
    if (rest === text) continue
    const [, year = '', month = '', day = ''] =
      /^(元|[\d〇一二三四五六七八九十]{1,3})(?:年|[./-]) ?([\d一二三四五六七八九十]{1,3})(?:月|[./-]) ?([\d一二三四五六七八九十]{1,3})日?$/u.exec(
        rest,
      ) ?? []
    if (year !== '')
      return written(
        before + (year === '元' ? 1 : readKanjiNumber(year)!),
        readKanjiNumber(month)!,
        readKanjiNumber(day)!,
      )
  }
  return null
}

/** `2026年11月22日`, `11月22日`, `二〇二六年十一月二十二日`. */
function readJapanese(text: string, { today }: DateReading): string | null {
  const [all, year, month = '', day = ''] =
    /^(?:([\d〇一二三四五六七八九十百千]{2,7})年 ?)?([\d一二三四五六七八九十]{1,3})月 ?([\d一二三四五六七八九十]{1,3})日?$/u.exec(
      text,
    ) ?? []
  if (all === undefined) return null
  const [m, d] = [readKanjiNumber(month)!, readKanjiNumber(day)!]
  return year === undefined ? nearest(m, d, today) : written(readKanjiNumber(year)!, m, d)
}

/** `2026-11-22`, `2026/11/22`, `2026.11.22`, `20261122`, `11/22`, `22/11/2026`. */
function readFigures(text: string, { today, locale }: DateReading): string | null {
  const [, year, month, day] =
    /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? []
  if (year !== undefined) return written(Number(year), Number(month), Number(day))
  const [, one, two, last] = /^(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}))?$/.exec(text) ?? []
  if (one === undefined) return null
  const pair = monthAndDay(Number(one), Number(two), locale)
  if (pair === null) return null
  return last === undefined ? nearest(...pair, today) : written(Number(last), ...pair)
}

/** Japanese writes the month first; English does either, so only what cannot be the other is taken. */
function monthAndDay(one: number, two: number, locale: Locale): [month: number, day: number] | null {
  if (locale === 'ja' || one === two || two > 12) return [one, two]
  return one > 12 ? [two, one] : null
}

/** `22 Nov 2026`, `November 22nd, 2026`, `Nov 22`. */
function readEnglish(text: string, { today }: DateReading): string | null {
  const plain = text
    .replace(/(\d)(st|nd|rd|th)\b/g, '$1')
    .replace(/[,.]/g, ' ')
    .replace(/ +/g, ' ')
    .replace(/^the | of /g, ' ')
    .trim()
  const [, dayFirst, monthAfter, monthFirst, dayAfter, year] =
    /^(?:(\d{1,2}) ([a-z]{3,9})|([a-z]{3,9}) (\d{1,2}))(?: (\d{4}))?$/.exec(plain) ?? []
  const name = monthAfter ?? monthFirst
  if (name === undefined) return null
  const month = months.indexOf(name.slice(0, 3)) + 1
  const day = Number(dayFirst ?? dayAfter)
  if (month === 0) return null
  return year === undefined ? nearest(month, day, today) : written(Number(year), month, day)
}

/** Without a year: the day of that name which is nearest to today. */
function nearest(month: number, day: number, today: string): string | null {
  const now = dayOf(today)!
  const year = Number(today.slice(0, 4))
  const found = [year - 1, year, year + 1]
    .flatMap((one) => written(one, month, day) ?? [])
    .map((date) => ({ date, distance: Math.abs(dayOf(date)! - now) }))
    .sort((a, b) => a.distance - b.distance)
  return found[0]?.date ?? null
}

function written(year: number, month: number, day: number): string | null {
  if (year < 1_900 || year > 2_200) return null
  const date = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
  return dayOf(date) === null ? null : date
}

export const plus = (date: string, days: number): string => dateOf(dayOf(date)! + days)

const rule = /^(?:today([+-]\d{1,4})?|(\d{4}-\d{2}-\d{2}))$/

/** True for `2026-12-31`, `today`, `today+30`, `today-7`. */
export const isDateRule = (text: string): boolean => {
  const found = rule.exec(text)
  return found !== null && (found[2] === undefined || dayOf(found[2]) !== null)
}

/** The date that a rule of `isDateRule` means today. */
export function dateByRule(text: string, today: string): string {
  const [, days, fixed] = rule.exec(text)!
  return fixed ?? plus(today, Number(days ?? 0))
}

const kanjiOf = (date: string): string => kanjiWeekdays[weekdays.indexOf(weekdayOf(dayOf(date)!))]!

/** `2026年1月5日(月)`, or `Monday, 5 January 2026`. */
export function showDate(date: string, locale: Locale): string {
  const [year, month, day] = date.split('-').map(Number)
  if (locale === 'ja') return `${year}年${month}月${day}日(${kanjiOf(date)})`
  const weekday = weekdayNames[weekdays.indexOf(weekdayOf(dayOf(date)!))]!
  return `${weekday[0]!.toUpperCase()}${weekday.slice(1)}, ${day} ${monthNames[month! - 1]} ${year}`
}

const monthNames = 'January February March April May June July August September October November December'.split(' ')
