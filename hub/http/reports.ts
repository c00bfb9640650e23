/**
 * Reports for supervisors: what was counted of queues, agents, absences and dispositions, by interval, as data or as a table
 * that spreadsheets open. Each figure names its formula and says what it means (hub/reports).
 */
import Type from 'typebox'
import { instant, type Instant } from '../model/time.ts'
import type { CivilTime } from '../ports/civil-time.ts'
import { definitions, namesOf as figuresOf, Report, unitOf, type CellKind } from '../reports/index.ts'
import type { HttpDeps, ReportSource } from './deps.ts'
import { Problem } from './problems.ts'
import { partNames, query, readAsked, type Asked } from './report-asked.ts'
import { namesOf, table, toldRows, toldTotal, type Beside } from './report-told.ts'
import { json } from './respond.ts'
import type { Route } from './router.ts'

/** Rows that a report has at most, told or not. */
const rowsMax = 150_000

const told = Type.Array(Type.Union([Type.Number(), Type.Null()]), {
  description: 'Null where there is nothing to measure.',
})
const beside = Type.Union([told, Type.Null()], {
  description: 'Of the stretch that begins with before; null where it has nothing of this.',
})
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
  count: Type.Integer({ description: 'How many rows there are, told or not.' }),
  total: Type.Union([Type.Object({ figures: told, before: Type.Optional(beside) }), Type.Null()], {
    description: 'Of all rows together, told or not; null where there are none.',
  }),
  rows: Type.Array(
    Type.Object({
      at: Type.Integer({
        description:
          'When the interval begins, milliseconds; of weekHour, since the midnight with which a Monday begins.',
      }),
      parts: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
      figures: told,
      before: Type.Optional(beside),
    }),
  ),
})

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
        const asked = readAsked(request, reports.zones.knows.bind(reports.zones))
        const report = await reportOf(reports, asked, asked.from, asked.to)
        const beside = asked.form === 'csv' ? null : await besideOf(reports, asked, deps.clock.now())
        const pause = (): Promise<void> => new Promise((resolve) => void deps.clock.soon(resolve))
        const rows = await toldRows(report, beside, namesOf(deps, asked.lang), asked, pause)
        if (asked.form === 'csv') return table(asked, rows, reports.zones)
        return json(200, { ...headOf(asked), count: report.size, total: toldTotal(report, beside, asked), rows })
      },
    },
  ]
}

async function reportOf(
  { cells, zones }: ReportSource,
  asked: Asked,
  from: Instant,
  to: Instant,
): Promise<Report<CellKind>> {
  const { of, interval, by, zone, only } = asked
  const offsetAt = (at: Instant): number => zones.offsetMs(zone, at)
  const report = new Report(of, { interval, by, offsetAt, ...(only && { only: new Map([[0, only]]) }) })
  for await (const [at, block] of cells(of, from, to, grainOf(asked, zones))) {
    report.add(at, block)
    if (report.size > rowsMax) throw new Problem('request.tooLarge')
  }
  return report
}

/** As long as the stretch that is asked for has lasted by now: half of a day is held against half of another. */
async function besideOf(source: ReportSource, asked: Asked, now: Instant): Promise<Beside | null> {
  const { before, from, to, zone, interval } = asked
  if (before === null) return null
  const lasts = Math.max(0, Math.min(to, now) - from)
  const report = await reportOf(source, asked, before, instant(before + lasts))
  // By what clocks show: a day is the same day also where one of them has 23 hours.
  const since = (begin: Instant) => (at: Instant) => String(local(at) - local(begin))
  const local = (at: Instant): number => at + source.zones.offsetMs(zone, at)
  const always = (at: Instant): string => (interval === 'all' ? '' : String(at))
  if (interval === 'all' || interval === 'weekHour') return { report, keyOf: always, keyBefore: always }
  return { report, keyOf: since(from), keyBefore: since(before) }
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
