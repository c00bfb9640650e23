/**
 * Reports for supervisors: what was counted of queues, agents, absences and dispositions, by interval, as data or as a table
 * that spreadsheets open. Each figure names its formula and says what it means (hub/reports).
 */
import Type from 'typebox'
import { instant, type Instant } from '../model/time.ts'
import type { CivilTime } from '../ports/civil-time.ts'
import type { HttpRequest, HttpResponse } from '../ports/transport.ts'
import {
  definitions,
  intervals,
  isWaitBound,
  kindNames,
  namesOf as figuresOf,
  reckoned,
  Report,
  unitOf,
  usualGoal,
  waitBoundsS,
  type CellKind,
  type Goal,
  type Interval,
  type Row,
} from '../reports/index.ts'
import type { HttpDeps } from './deps.ts'
import { Problem } from './problems.ts'
import { json } from './respond.ts'
import type { Route } from './router.ts'

/** What the parts of a cell's name are. */
const partNames = {
  queue: ['queue', 'channel'],
  agent: ['agent'],
  away: ['agent', 'reason'],
  disposition: ['queue', 'agent', 'disposition'],
  bot: ['site', 'flow'],
  survey: ['queue', 'agent'],
} as const satisfies Record<CellKind, readonly string[]>

/** A stretch longer than this is asked for in pieces; days. */
const daysMax = 400
const rowsMax = 100_000

const query = {
  of: Type.String({ enum: [...kindNames], description: 'Of what.' }),
  from: Type.String({ description: 'Milliseconds since 1970, or a time such as 2026-11-01T00:00+09:00; inclusive.' }),
  to: Type.String({ description: 'Likewise; exclusive.' }),
  interval: Type.String({ enum: [...intervals], description: 'Default all.' }),
  by: Type.String({
    description:
      'Parts to tell rows apart by, with commas: queue,channel. Default the first; empty: everything together.',
  }),
  only: Type.String({ description: 'Ids of the first part, with commas: nothing but these is counted.' }),
  zone: Type.String({ description: 'Whose days and hours; default UTC.' }),
  target: Type.String({
    enum: waitBoundsS.map(String),
    description: 'Seconds within which an answer is in time; default 20.',
  }),
  short: Type.String({
    enum: waitBoundsS.map(String),
    description: 'Seconds within which giving up does not count; default 5.',
  }),
  form: Type.String({ enum: ['json', 'csv'] }),
  lang: Type.String({ enum: ['en', 'ja'], description: 'Of names and definitions; default en.' }),
}

const answer = Type.Object({
  figures: Type.Array(
    Type.Object({
      formula: Type.String({ description: 'With its version: serviceLevel.1' }),
      name: Type.String(),
      means: Type.String({ description: 'What is reckoned.' }),
      unit: Type.String({
        enum: ['count', 'share', 'duration', 'decimal'],
        description: 'Shares from 0 to 1, durations in milliseconds.',
      }),
    }),
  ),
  parts: Type.Array(Type.String()),
  rows: Type.Array(
    Type.Object({
      at: Type.Integer({
        description:
          'When the interval begins, milliseconds; of weekHour, since the midnight with which a Monday begins.',
      }),
      parts: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
      figures: Type.Array(Type.Union([Type.Number(), Type.Null()]), {
        description: 'Null where there is nothing to measure.',
      }),
    }),
  ),
})

interface Asked {
  readonly of: CellKind
  readonly from: Instant
  readonly to: Instant
  readonly interval: Interval
  readonly by: readonly number[]
  /** Null for all. */
  readonly only: ReadonlySet<string> | null
  readonly zone: string
  readonly goal: Goal
  readonly form: 'json' | 'csv'
  readonly lang: 'en' | 'ja'
}

export function reportRoutes(deps: HttpDeps): Route[] {
  const { reports } = deps
  if (reports === undefined) return []
  return [
    {
      method: 'GET',
      path: '/api/reports',
      crossOrigin: false,
      doc: {
        summary: 'Figures of queues, agents, absences, dispositions, bots and surveys by interval',
        query,
        answers: { 200: answer },
        problems: ['signIn.needed', 'request.forbidden', 'request.malformed', 'request.tooLarge'],
      },
      async handle(request) {
        const asked = read(request, reports.zones.knows.bind(reports.zones))
        const { of, from, to, interval, by, zone, only } = asked
        const offsetAt = (at: Instant): number => reports.zones.offsetMs(zone, at)
        const report = new Report(of, { interval, by, offsetAt, ...(only && { only: new Map([[0, only]]) }) })
        for await (const [at, cells] of reports.cells(of, from, to, grainOf(asked, reports.zones)))
          report.add(at, cells)
        const rows = report.rows()
        if (rows.length > rowsMax) throw new Problem('request.tooLarge')
        const names = namesOf(deps, asked.lang)
        const told = rows.map((row) => toldRow(names, asked, row))
        return asked.form === 'csv' ? table(asked, told, reports.zones) : json(200, { ...headOf(asked), rows: told })
      },
    },
  ]
}

function headOf({ of, by, lang }: Asked): object {
  const figures = figuresOf(of).map((formula) => ({
    formula,
    ...definitions[lang][formula],
    unit: unitOf(formula),
  }))
  return { figures, parts: by.map((part) => partNames[of][part]) }
}

/** Hours do where nothing finer is told and the zone is ahead by whole hours. */
function grainOf({ interval, zone, from, to }: Asked, zones: CivilTime): 'quarter' | 'hour' {
  const isFine = interval === '15m' || interval === '30m'
  const isWhole = [from, to].every((at) => zones.offsetMs(zone, at) % 3_600_000 === 0)
  return isFine || !isWhole ? 'quarter' : 'hour'
}

interface ToldRow {
  readonly at: Instant
  readonly parts: readonly { readonly id: string; readonly name: string }[]
  readonly figures: readonly (number | null)[]
}

function toldRow(names: Names, { of, by, goal }: Asked, { at, parts, cell }: Row<CellKind>): ToldRow {
  const named = parts.map((id, place) => ({ id, name: names(partNames[of][by[place]!]!, id, parts) }))
  return { at, parts: named, figures: reckoned(of, cell, goal) }
}

/** What people call each part of a row's name. */
type Names = (part: string, id: string, parts: readonly string[]) => string

/** As people know them today; what is gone keeps its id. Looked up once for all rows of a report. */
function namesOf({ organisation, accounts }: HttpDeps, lang: 'en' | 'ja'): Names {
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

function read({ query }: HttpRequest, knowsZone: (zone: string) => boolean): Asked {
  const of = oneOf(query.get('of'), kindNames)
  const [from, to] = [timeOf(query.get('from')), timeOf(query.get('to'))]
  if (to <= from || to - from > daysMax * 86_400_000) throw new Problem('request.malformed')
  const zone = query.get('zone') ?? 'UTC'
  if (zone.length > 60 || !knowsZone(zone)) throw new Problem('request.malformed')
  const goal = {
    targetS: boundOf(query.get('target'), usualGoal.targetS),
    shortS: boundOf(query.get('short'), usualGoal.shortS),
  }
  return {
    ...{ of, from, to, zone, goal },
    interval: oneOf(query.get('interval') ?? 'all', intervals),
    by: partsOf(of, query.get('by')),
    only: onlyOf(query.get('only')),
    form: oneOf(query.get('form') ?? 'json', ['json', 'csv'] as const),
    lang: oneOf(query.get('lang') ?? 'en', ['en', 'ja'] as const),
  }
}

function oneOf<T extends string>(given: string | null, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === given)
  if (found === undefined) throw new Problem('request.malformed')
  return found
}

function timeOf(given: string | null): Instant {
  const ms = given === null || given === '' ? NaN : /^\d+$/.test(given) ? Number(given) : Date.parse(given)
  if (!Number.isSafeInteger(ms)) throw new Problem('request.malformed')
  return instant(ms)
}

function boundOf(given: string | null, usual: number): number {
  const seconds = given === null ? usual : Number(given)
  if (!isWaitBound(seconds)) throw new Problem('request.malformed')
  return seconds
}

function partsOf(of: CellKind, given: string | null): readonly number[] {
  const names: readonly string[] = partNames[of]
  const wanted = given === null ? [names[0]!] : given.split(',').filter((name) => name !== '')
  const places = wanted.map((name) => names.indexOf(name))
  if (places.includes(-1) || new Set(places).size < places.length) throw new Problem('request.malformed')
  return places
}

/** Ids that may be asked for at once. */
const onlyMax = 100

function onlyOf(given: string | null): ReadonlySet<string> | null {
  if (given === null || given === '') return null
  const ids = given.split(',')
  if (ids.length > onlyMax) throw new Problem('request.malformed')
  return new Set(ids)
}

/** With a mark at its beginning by which spreadsheets know that it is UTF-8. */
function table(asked: Asked, rows: readonly ToldRow[], zones: CivilTime): HttpResponse {
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
