/**
 * Rows of a report as they are told: with the names that people know, in the order that is asked for, a page of them, beside
 * those of another stretch of time; as data and as a table.
 */
import type { Instant } from '../model/time.ts'
import type { CivilTime } from '../ports/civil-time.ts'
import type { HttpResponse } from '../ports/transport.ts'
import {
  definitions,
  formulas,
  namesOf as figuresOf,
  reckoned,
  type CellKind,
  type Goal,
  type Report,
  type Row,
  type Sorting,
} from '../reports/index.ts'
import type { HttpDeps } from './deps.ts'
import { partNames, type Asked } from './report-asked.ts'

export interface ToldRow {
  readonly at: Instant
  readonly parts: readonly { readonly id: string; readonly name: string }[]
  readonly figures: readonly (number | null)[]
  /** Of the same row in the stretch beside it; null where there is none. */
  readonly before?: readonly (number | null)[] | null
}

type AnyReport = Report<CellKind>
/** Another stretch of time, and what a row of this one has the same of there. */
export interface Beside {
  readonly report: AnyReport
  readonly keyOf: (at: Instant) => string
  readonly keyBefore: (at: Instant) => string
}

/** Rows that are told before others have their turn. */
const rowsAtOnce = 1_000

/** The rows that are asked for, some at a time. */
export async function toldRows(
  report: AnyReport,
  beside: Beside | null,
  names: Names,
  asked: Asked,
  pause: () => Promise<void>,
): Promise<readonly ToldRow[]> {
  const order = report.order(sortingOf(asked, report, names)).slice(asked.skip, asked.skip + asked.limit)
  const beforeOf = beside === null ? null : rowsBeside(beside, asked)
  const told: ToldRow[] = []
  for (const [n, place] of order.entries()) {
    if (n % rowsAtOnce === rowsAtOnce - 1) await pause()
    const row = report.row(place)
    told.push({ ...toldRow(names, asked, row), ...(beforeOf && { before: beforeOf(row) }) })
  }
  return told
}

/** All rows together, beside all of the other stretch; null where there are none. */
export function toldTotal(report: AnyReport, beside: Beside | null, asked: Asked): Total | null {
  const figures = totalOf(report, asked)
  return figures === null ? null : { figures, ...(beside && { before: totalOf(beside.report, asked) }) }
}

type Total = Pick<ToldRow, 'figures' | 'before'>

const totalOf = (report: AnyReport, { of, goal }: Asked): (number | null)[] | null =>
  report.size === 0 ? null : reckoned(of, report.total(), goal)

function rowsBeside(
  { report, keyOf, keyBefore }: Beside,
  { of, goal }: Asked,
): (row: Row<CellKind>) => ToldRow['figures'] | null {
  const key = (at: string, parts: readonly string[]): string => [at, ...parts].join(' ')
  const rows = new Map(
    report.order().map((place) => [key(keyBefore(report.row(place).at), report.row(place).parts), place]),
  )
  return ({ at, parts }) => {
    const place = rows.get(key(keyOf(at), parts))
    return place === undefined ? null : reckoned(of, report.row(place).cell, goal)
  }
}

function sortingOf(
  { of, by, sort, goal, lang }: Asked,
  report: AnyReport,
  names: Names,
): Sorting<CellKind> | undefined {
  if (sort === null) return undefined
  const { by: column, isFalling } = sort
  if (column === 'at') return { told: ({ at }) => at, isFalling }
  if (typeof column === 'string') {
    const formula = (formulas[of] as Record<string, (cell: unknown, goal: Goal) => number | null>)[column]!
    return { told: ({ cell }) => formula(cell, goal), isFalling }
  }
  const nameOf = (row: Row<CellKind>): string => names(partNames[of][by[column]!]!, row.parts[column]!, row.parts)
  const all = [...new Set(report.order().map((place) => nameOf(report.row(place))))].sort(
    new Intl.Collator(lang).compare,
  )
  const ranks = new Map(all.map((name, rank) => [name, rank]))
  return { told: (row) => ranks.get(nameOf(row))!, isFalling }
}

function toldRow(names: Names, { of, by, goal }: Asked, { at, parts, cell }: Row<CellKind>): ToldRow {
  const named = parts.map((id, place) => ({ id, name: names(partNames[of][by[place]!]!, id, parts) }))
  return { at, parts: named, figures: reckoned(of, cell, goal) }
}

/** What people call each part of a row's name. */
export type Names = (part: string, id: string, parts: readonly string[]) => string

/** As people know them today; what is gone keeps its id. Looked up once for all rows of a report. */
export function namesOf({ organisation, accounts }: HttpDeps, lang: 'en' | 'ja'): Names {
  const { queues, reasons, sites } = organisation()
  const queueNames = new Map<string, string>(queues.map(({ rules, name }) => [rules.id, name[lang]]))
  const agentNames = new Map<string, string>(accounts.people().map(({ agent, name }) => [agent, name]))
  const siteNames = new Map(sites.map(({ key, name }) => [key, name[lang]]))
  const reasonNames = new Map(reasons.map(({ key, label }) => [key, label[lang]]))
  const dispositionsOf = (of: typeof queues): Map<string, string> =>
    new Map(of.flatMap(({ dispositions }) => dispositions.map(({ key, label }) => [key, label[lang]])))
  const anyDispositions = dispositionsOf(queues)
  const byQueue = new Map<string, Map<string, string>>(queues.map((queue) => [queue.rules.id, dispositionsOf([queue])]))
  return (part, id, parts) => {
    const names = { queue: queueNames, agent: agentNames, reason: reasonNames, site: siteNames }[part]
    if (part !== 'disposition') return names?.get(id) ?? id
    const queue = parts.find((one) => byQueue.has(one))
    return (queue === undefined ? anyDispositions : byQueue.get(queue)!).get(id) ?? id
  }
}

/** With a mark at its beginning by which spreadsheets know that it is UTF-8. */
export function table(asked: Asked, rows: readonly ToldRow[], zones: CivilTime): HttpResponse {
  const { of, by, lang, zone } = asked
  const names = figuresOf(of).map((formula) => definitions[lang][formula].name)
  const head = [lang === 'ja' ? '開始' : 'From', ...by.map((part) => partNames[of][part]!), ...names]
  const lines = rows.map(({ at, parts, figures }) => [
    asked.interval === 'weekHour' ? hourOfWeek(at, lang) : localTime(at, zones.offsetMs(zone, at)),
    ...parts.map(({ name }) => name),
    ...figures.map((figure) => (figure === null ? '' : String(Math.round(figure * 10_000) / 10_000))),
  ])
  const body = `\uFEFF${[head, ...lines].map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`
  return {
    status: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="${of}.csv"`,
    },
    body,
  }
}

/** `2026-11-22 09:30`, as clocks of the zone show it. */
const localTime = (at: Instant, offsetMs: number): string =>
  new Date(at + offsetMs).toISOString().slice(0, 16).replace('T', ' ')

/** `Mon 09:00`, 月 09:00. The 5th of January 1970 was a Monday. */
function hourOfWeek(at: number, lang: 'en' | 'ja'): string {
  const time = new Date(4 * 86_400_000 + at)
  const day = new Intl.DateTimeFormat(lang, { weekday: 'short', timeZone: 'UTC' }).format(time)
  return `${day} ${time.toISOString().slice(11, 16)}`
}

/** What begins like a formula would be one in a spreadsheet. */
function quoted(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
