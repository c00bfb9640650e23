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
  /** `2026-11-22`, both inclusive, of `dates` alone. */
  readonly from: string
  readonly to: string
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

function dayOf(date: string, later: number): number | null {
  const [, year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(date) ?? []).map(Number)
  return year === undefined ? null : midnight(year, month! - 1, day! + later)
}

/** The query; null when the dates are none. */
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
    zone,
    lang,
    ...(asking.of === 'queue' && { target: String(asking.targetS) }),
  })
}
