/**
 * PURE: what a supervisor asks of reports, as the query of `GET /api/reports`, and stretches of time by their names, in the
 * days of whoever looks. Instants are milliseconds since 1970.
 */

export const kinds = ['queue', 'agent', 'away', 'disposition', 'bot', 'survey'] as const
export type Kind = (typeof kinds)[number]
export const periods = ['today', 'yesterday', 'week', 'month', 'lastMonth', 'dates'] as const
export type Period = (typeof periods)[number]
export const intervals = ['all', 'day', '1h', '30m', '15m'] as const
/** How a report is shown: rows, a picture of them, or hours of the week. */
export const views = ['table', 'chart', 'heat'] as const
/** What is told beside each figure: nothing, as many days before, or the same weekdays a week or a year before. */
export const besides = ['none', 'before', 'week', 'year'] as const
export type Beside = (typeof besides)[number]
/** Rows that a table begins with, and that it is made longer by. */
export const pageRows = 500
export type View = (typeof views)[number]
export type Interval = (typeof intervals)[number]
/** Seconds within which an answer can be said to be in time: what the hub counts by. */
export const targets = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600] as const

export interface Asking {
  readonly view: View
  readonly of: Kind
  readonly period: Period
  readonly interval: Interval
  /** Rows are told apart by the second part as well: channel, reason, or result. */
  readonly finer: boolean
  readonly targetS: number
  /** One id of the first part, '' for all. */
  readonly only: string
  readonly beside: Beside
  /** A formula, a part or `at`, with - in front for the other way round; '' for the usual order. Of tables. */
  readonly sort: string
  /** How many rows a table has at most. */
  readonly limit: number
  /** `2026-11-22`, both inclusive, of `dates` alone. */
  readonly from: string
  readonly to: string
}

/** What is shown before anything is chosen. */
export const firstAsked: Asking = {
  ...{ view: 'table', of: 'queue', period: 'today', interval: 'all', finer: false, targetS: 20, only: '' },
  ...{ beside: 'none', sort: '', limit: pageRows, from: '', to: '' },
}

/**
 * Asked anew with a change. What another kind has no longer is given up: one name of it, and an order by its figures; and a
 * table that was made longer begins again, but for one that is made longer now.
 */
export function changed(asking: Asking, change: Partial<Asking>): Asking {
  const isOther = change.of !== undefined && change.of !== asking.of
  return { ...asking, ...(isOther && { only: '', sort: '', finer: false }), limit: pageRows, ...change }
}

/** How a press on a column's head goes on: figures have the largest first, names and times the first; the third press is the usual order. */
export function nextSort(sort: string, column: string): string {
  const isFigure = column.includes('.')
  const [first, second] = isFigure ? [`-${column}`, column] : [column, `-${column}`]
  return sort === first ? second : sort === second ? '' : first
}

/** What rows are told apart by. The first part is always there. */
export const partsOf: Readonly<Record<Kind, readonly [string, string | null]>> = {
  queue: ['queue', 'channel'],
  agent: ['agent', null],
  away: ['agent', 'reason'],
  disposition: ['queue', 'disposition'],
  bot: ['site', 'flow'],
  survey: ['queue', 'agent'],
}

/** The figures that are shown unless all of them are wanted, by their formulas. Of kinds without a line all are. */
const essential: Partial<Readonly<Record<Kind, ReadonlySet<string>>>> = {
  queue: new Set([
    ...['offered.1', 'answered.1', 'abandoned.1', 'serviceLevel.1', 'answerRate.1', 'abandonRate.1'],
    ...['meanAnswerTime.1', 'waitOfNineInTen.1', 'longestWait.1', 'meanTalkTime.1', 'meanWrapUpTime.1'],
    ...['meanHandleTime.1', 'handled.1'],
  ]),
}

/** Places of the figures that are shown. */
export function shownFigures(kind: Kind, formulas: readonly string[], all: boolean): readonly number[] {
  const wanted = all ? undefined : essential[kind]
  const places = formulas.map((_, at) => at)
  const few = places.filter((at) => wanted?.has(formulas[at]!))
  return few.length === 0 ? places : few
}

/** Midnights, as the clocks of this machine show them. */
const midnight = (year: number, month: number, day: number): number => new Date(year, month, day).getTime()

/** From inclusive, to exclusive; null for dates that are none, or in the wrong order. */
export function stretchOf(
  asking: Pick<Asking, 'period' | 'from' | 'to'>,
  now: number,
): readonly [number, number] | null {
  const today = new Date(now)
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()]
  const tomorrow = midnight(year, month, day + 1)
  switch (asking.period) {
    case 'today':
      return [midnight(year, month, day), tomorrow]
    case 'yesterday':
      return [midnight(year, month, day - 1), midnight(year, month, day)]
    case 'week':
      return [midnight(year, month, day - 6), tomorrow]
    case 'month':
      return [midnight(year, month, 1), tomorrow]
    case 'lastMonth':
      return [midnight(year, month - 1, 1), midnight(year, month, 1)]
    case 'dates': {
      const [from, last] = [dayOf(asking.from, 0), dayOf(asking.to, 1)]
      return from === null || last === null || last <= from ? null : [from, last]
    }
  }
}

const days = { week: 7, year: 364 } as const

/** When the stretch begins that is told beside this one, on a midnight like it; null for none. */
export function besideOf(asking: Asking, now: number): number | null {
  const stretch = stretchOf(asking, now)
  if (stretch === null || asking.beside === 'none') return null
  const [from, to] = stretch
  const earlier = asking.beside === 'before' ? Math.round((to - from) / 86_400_000) : days[asking.beside]
  const begin = new Date(from)
  return midnight(begin.getFullYear(), begin.getMonth(), begin.getDate() - earlier)
}

function dayOf(date: string, later: number): number | null {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []).map(Number)
  return year === undefined ? null : midnight(year, month! - 1, day! + later)
}

function pageOf(asking: Asking, now: number): Record<string, string> {
  const before = besideOf(asking, now)
  return {
    limit: String(asking.limit),
    ...(asking.sort !== '' && { sort: asking.sort }),
    ...(before !== null && { before: String(before) }),
  }
}

/** The query of everything that is shown; null when the dates are none. */
export function queryOf(asking: Asking, now: number, zone: string, lang: string): URLSearchParams | null {
  const stretch = stretchOf(asking, now)
  if (stretch === null) return null
  const [first, second] = partsOf[asking.of]
  const isHeat = asking.view === 'heat'
  // A picture tells rows apart by one name.
  const isFiner = asking.finer && second !== null && asking.view === 'table'
  return new URLSearchParams({
    of: asking.of,
    from: String(stretch[0]),
    to: String(stretch[1]),
    interval: isHeat ? 'weekHour' : asking.interval,
    by: isHeat ? '' : isFiner ? `${first},${second}` : first,
    ...(asking.only !== '' && { only: asking.only }),
    ...(asking.view === 'table' && pageOf(asking, now)),
    zone,
    lang,
    ...(asking.of === 'queue' && { target: String(asking.targetS) }),
  })
}
