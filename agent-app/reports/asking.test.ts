import { describe, expect, test } from 'vitest'
import {
  besideOf,
  changed,
  firstAsked,
  nextSort,
  pageRows,
  queryOf,
  shownFigures,
  stretchOf,
  type Asking,
} from './asking.ts'

const now = new Date(2026, 0, 5, 10, 30).getTime()
const asking: Asking = { ...firstAsked, interval: '1h', targetS: 30 }
const days = (period: Asking['period'], from = '', to = ''): string[] | undefined =>
  stretchOf({ period, from, to }, now)?.map((at) => new Date(at).toLocaleDateString('sv'))

describe('what is asked of reports', () => {
  test('periods are whole days of whoever looks, also over the turn of a year', () => {
    expect(days('today')).toEqual(['2026-01-05', '2026-01-06'])
    expect(days('yesterday')).toEqual(['2026-01-04', '2026-01-05'])
    expect(days('week')).toEqual(['2025-12-30', '2026-01-06'])
    expect(days('month')).toEqual(['2026-01-01', '2026-01-06'])
    expect(days('lastMonth')).toEqual(['2025-12-01', '2026-01-01'])
    expect(days('dates', '2025-12-24', '2025-12-25')).toEqual(['2025-12-24', '2025-12-26'])
  })

  test.each([
    ['', ''],
    ['2026-01-05', '2026-01-04'],
    ['yesterday', '2026-01-05'],
  ])('from %s to %s is no stretch', (from, to) => {
    expect(stretchOf({ period: 'dates', from, to }, now)).toBeNull()
    expect(queryOf({ ...asking, period: 'dates', from, to }, now, 'UTC', 'en')).toBeNull()
  })

  test('of queues the usual figures are shown unless all are wanted, of other kinds all', () => {
    const formulas = ['offered.1', 'flowedIn.1', 'serviceLevel.1']
    expect(shownFigures('queue', formulas, false)).toEqual([0, 2])
    expect(shownFigures('queue', formulas, true)).toEqual([0, 1, 2])
    expect(shownFigures('survey', formulas, false)).toEqual([0, 1, 2])
    // A hub that knows none of the usual ones shows what it has.
    expect(shownFigures('queue', ['other.1'], false)).toEqual([0])
  })

  test('a target belongs to queues, and a second part only where there is one', () => {
    const of = (more: Partial<Asking>): Record<string, string> =>
      Object.fromEntries(queryOf({ ...asking, ...more }, now, 'Asia/Tokyo', 'ja')!)
    expect(of({})).toMatchObject({ of: 'queue', by: 'queue', target: '30', zone: 'Asia/Tokyo', lang: 'ja' })
    expect(of({ finer: true }).by).toBe('queue,channel')
    expect(of({ of: 'agent', finer: true }).by).toBe('agent')
    expect(of({ of: 'away', finer: true })).not.toHaveProperty('target')
    expect(of({})).not.toHaveProperty('only')
  })

  test('the week by hours is asked for as such, of everything or of one; a picture tells rows apart by one name', () => {
    const of = (more: Partial<Asking>): Record<string, string> =>
      Object.fromEntries(queryOf({ ...asking, ...more }, now, 'Asia/Tokyo', 'ja')!)
    expect(of({ view: 'heat', only: 'que_a' })).toMatchObject({ interval: 'weekHour', by: '', only: 'que_a' })
    expect(of({ view: 'chart', finer: true })).toMatchObject({ interval: '1h', by: 'queue' })
  })

  test('a table is asked for by pages, in its order and beside another stretch; a picture is not', () => {
    const more = { sort: '-offered.1', beside: 'before', limit: 2 * pageRows } as const
    const of = (view: Asking['view']): Record<string, string> =>
      Object.fromEntries(queryOf({ ...asking, ...more, view }, now, 'Asia/Tokyo', 'ja')!)
    const before = String(new Date(2026, 0, 4).getTime())
    expect(of('table')).toMatchObject({ limit: '1000', sort: '-offered.1', before })
    for (const view of ['chart', 'heat'] as const)
      for (const key of ['limit', 'sort', 'before']) expect(of(view)).not.toHaveProperty(key)
  })

  test.each([
    ['today', 'before', '2026-01-04'],
    ['today', 'week', '2025-12-29'],
    ['week', 'before', '2025-12-23'],
    ['lastMonth', 'before', '2025-10-31'],
    ['yesterday', 'year', '2025-01-05'],
  ] as const)('%s has %s beside it from %s on', (period, beside, from) => {
    expect(new Date(besideOf({ ...asking, period, beside }, now)!).toLocaleDateString('sv')).toBe(from)
  })

  test('a press on a head sorts by it, the next one the other way, and the third as it was', () => {
    const pressed = (column: string): string[] => {
      const first = nextSort('-other.1', column)
      const second = nextSort(first, column)
      return [first, second, nextSort(second, column)]
    }
    expect(pressed('offered.1')).toEqual(['-offered.1', 'offered.1', ''])
    expect(pressed('queue')).toEqual(['queue', '-queue', ''])
  })

  test('another kind is of everything again, and in its usual order; a change begins a longer table again', () => {
    const long = { ...asking, only: 'que_a', sort: '-offered.1', limit: 3 * pageRows, finer: true }
    expect(changed(long, { of: 'agent' })).toMatchObject({ only: '', sort: '', limit: pageRows, finer: false })
    expect(changed(long, { period: 'week' })).toMatchObject({ only: 'que_a', sort: '-offered.1', limit: pageRows })
    expect(changed(long, { limit: 2_000 }).limit).toBe(2_000)
  })
})
