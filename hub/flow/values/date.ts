/** A day, kept as `2026-01-05`. `from` and `to` are dates, or `today`, `today+30`, `today-7`. */
import { dayOf } from '../../hours/civil.ts'
import { dateByRule, isDateRule, readDate, showDate } from '../dates.ts'
import { maybe, wrong, type Shape } from '../shape.ts'
import type { Read, ReadingValue, ValueKind } from './kind.ts'

export interface DeclaredDate {
  readonly from?: string
  readonly to?: string
}

export const dateRule: Shape<string> = {
  what: 'a date such as 2026-12-31, or today, today+30, today-7',
  read(value, place, reading) {
    return typeof value === 'string' && isDateRule(value) ? value : wrong(value, place, reading, this.what)
  },
}

function within(value: string | null, { from, to }: DeclaredDate, { today }: ReadingValue): Read {
  if (value === null) return { problem: (sentences) => sentences.askDate }
  const first = from === undefined ? value : dateByRule(from, today)
  const last = to === undefined ? value : dateByRule(to, today)
  if (value < first) return { problem: (sentences, locale) => sentences.notBefore(showDate(first, locale)) }
  if (value > last) return { problem: (sentences, locale) => sentences.notAfter(showDate(last, locale)) }
  return { value }
}

export const date: ValueKind<DeclaredDate> = {
  properties: { from: maybe(dateRule), to: maybe(dateRule) },
  fault({ from, to }) {
    if (from === undefined || to === undefined) return null
    const anyDay = '2026-01-05'
    const fixed = from.startsWith('today') === to.startsWith('today')
    return !fixed || dateByRule(from, anyDay) <= dateByRule(to, anyDay)
      ? null
      : { at: 'from', problem: `no day is from ${from} to ${to}`, remedy: 'let it begin before it ends' }
  },
  read: (typed, declared, reading) => within(readDate(typed, reading), declared, reading),
  fit(value, declared, reading) {
    if (typeof value !== 'string' || dayOf(value) === null) return null
    const found = within(value, declared, reading)
    return 'value' in found ? found.value : null
  },
  show: (value, _declared, locale) => showDate(value as string, locale),
}
