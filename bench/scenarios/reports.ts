/**
 * Reports on a month: counted by the hub's own counting into a real store, opened as HTTP opens them, and each cell of them
 * held against a recomputation that looks at every contact.
 */
import { join } from 'node:path'
import { openLmdbStore } from '../../hub/adapters/store-lmdb.ts'
import { cellChanges } from '../../hub/app/report-rows.ts'
import { Reporting } from '../../hub/app/reporting.ts'
import { hours, instant, type Instant } from '../../hub/model/time.ts'
import type { Store } from '../../hub/ports/store.ts'
import {
  cellOf,
  quarterOf,
  reckoned,
  Report as MadeReport,
  Tally,
  usualGoal,
  type Asked,
  type CellKind,
} from '../../hub/reports/index.ts'
import { monthBegins, Month, queueOf, type MonthPlan } from '../drivers/report-month.ts'
import { naiveKey, naively, type NaiveRows } from '../drivers/report-naive.ts'
import type { Bench } from '../run/bench.ts'
import { median, ratio, type Figure, type Report } from '../run/report.ts'
import { inTurns, type Turn } from '../run/turns.ts'
import { scenario } from './scenario.ts'

interface Size extends MonthPlan {
  readonly rounds: number
}

const offsetAt = (): number => hours(9)
const of = (interval: Asked['interval'], by: readonly number[], only?: Asked['only']): Asked => ({
  ...{ interval, by, offsetAt },
  ...(only && { only }),
})

/** The standard reports: what is asked for of which cells. */
const standard: Readonly<Record<string, readonly [CellKind, Asked]>> = {
  'queues, whole month': ['queue', of('all', [0])],
  'queues and channels, by day': ['queue', of('day', [0, 1])],
  'channels, by hour': ['queue', of('1h', [1])],
  'everything, by quarter of an hour': ['queue', of('15m', [])],
  'one queue, by half hour': ['queue', of('30m', [0], new Map([[0, new Set([queueOf(0)])]]))],
  'agents, whole month': ['agent', of('all', [0])],
  'agents, by day': ['agent', of('day', [0])],
  'absences by reason, by day': ['away', of('day', [1])],
  'dispositions by queue': ['disposition', of('all', [0, 2])],
  'dispositions by queue and agent': ['disposition', of('all', [0, 1, 2])],
}

interface Opened {
  readonly ms: number
  readonly rows: number
}

const figures: readonly Figure[] = [
  { name: 'opened', unit: 'ms', better: 'less' },
  { name: 'rows', unit: 'rows', better: 'count' },
]

export const reports = scenario<Size>({
  about: 'Reports on a month, against looking at every contact of it anew',
  sizes: {
    smoke: { seed: 8, days: 2, contacts: 400, queues: 4, agents: 20, rounds: 1 },
    full: { seed: 8, days: 30, contacts: 1_000_000, queues: 40, agents: 500, rounds: 3 },
  },
  async run({ rounds, ...plan }, bench) {
    const month = new Month(plan)
    const store = await openLmdbStore(join(bench.scratch, 'reports'))
    bench.atEnd(() => store.close())
    await counted(month, store, bench)
    const reporting = new Reporting({
      store,
      clock: stopped(month.until),
      submit: () => {},
      offsetMs: offsetAt,
    })
    const tables: Report['tables'][number][] = []
    const goals: Report['goals'][number][] = []
    const checksums: number[][] = []
    const doubts: string[] = []
    for (const [title, [kind, asked]] of Object.entries(standard)) {
      await compare(month, reporting, kind, asked)
      const turns: Turn<Opened>[] = [
        { side: 'counted', pids: [], run: () => opened(month, reporting, kind, asked) },
        { side: 'every contact anew', pids: [], run: () => Promise.resolve(anew(month, kind, asked)) },
      ]
      const { runs } = await inTurns(bench, turns, bench.runs ?? rounds, ({ ms }) => `${title}: ${ms.toFixed(1)} ms`)
      const took = (side: string): number[] => runs.get(side)!.map(({ ms }) => ms)
      tables.push({
        title,
        figures,
        base: 'every contact anew',
        rows: [...runs].map(([side, all]) => ({
          side,
          values: { opened: took(side), rows: all.map(({ rows }) => rows) },
        })),
      })
      goals.push(
        { what: `${title}, opened`, value: median(took('counted')), goal: 1_000, unit: 'ms', better: 'less' },
        {
          what: `${title}, against every contact anew`,
          value: ratio(took('counted'), took('every contact anew')),
          goal: 1,
          unit: 'x',
          better: 'less',
        },
      )
      checksums.push([...runs.values()].flatMap((all) => all.map(({ rows }) => rows)))
    }
    return { tables, goals, checksums, doubts }
  },
})

/** A clock that stands still: nothing runs on, and nobody is waited for. */
const stopped = (at: Instant): ConstructorParameters<typeof Reporting>[0]['clock'] => ({
  now: () => at,
  after: () => () => {},
  soon: (run) => {
    const soon = setImmediate(run)
    return () => clearImmediate(soon)
  },
})

/** Counts all events and keeps what they come to, a few hours at a time. */
async function counted(month: Month, store: Store, bench: Bench): Promise<void> {
  const tally = new Tally()
  const keep = (): Promise<unknown> => store.commit(cellChanges(tally.take().cells, store))
  let events = 0
  let quarter = quarterOf(monthBegins)
  for (const event of month.events()) {
    events += 1
    if (event.at >= quarter + hours(6)) {
      await keep()
      quarter = quarterOf(event.at)
    }
    tally.happened(event)
  }
  await keep()
  bench.say(`${month.told.length.toLocaleString('en')} contacts, ${events.toLocaleString('en')} events counted`)
}

/** A report as HTTP makes it, up to its text. */
async function opened(month: Month, reporting: Reporting, kind: CellKind, asked: Asked): Promise<Opened> {
  const began = performance.now()
  const rows = (await made(month, reporting, kind, asked)).rows()
  const text = JSON.stringify(rows.map(({ at, parts, cell }) => [at, parts, reckoned(kind, cell, usualGoal)]))
  return { ms: performance.now() - began + Math.min(0, text.length), rows: rows.length }
}

async function made(month: Month, reporting: Reporting, kind: CellKind, asked: Asked): Promise<MadeReport<CellKind>> {
  const report = new MadeReport(kind, asked)
  const isFine = asked.interval === '15m' || asked.interval === '30m'
  // What lasts beyond the last day is counted as well.
  const until = instant(month.until + hours(24))
  for await (const [at, cells] of reporting.cells(kind, monthBegins, until, isFine ? 'quarter' : 'hour'))
    report.add(at, cells)
  return report
}

function anew(month: Month, kind: CellKind, asked: Asked): Opened {
  const began = performance.now()
  return { rows: naively(month, kind, asked).size, ms: performance.now() - began }
}

/** Throws at the first cell that is another. */
async function compare(month: Month, reporting: Reporting, kind: CellKind, asked: Asked): Promise<void> {
  const rows = (await made(month, reporting, kind, asked)).rows()
  const expected: NaiveRows = naively(month, kind, asked)
  if (rows.length !== expected.size) throw new Error(`${rows.length} rows of ${kind} in place of ${expected.size}.`)
  for (const { at, parts, cell } of rows) {
    const key = naiveKey(at, parts, asked.interval)
    const wanted: object = { ...cellOf(kind, []), ...expected.get(key) }
    const [told, is] = [JSON.stringify(cell), JSON.stringify(wanted)]
    if (told !== is) throw new Error(`The cell ${kind} ${key} says ${told} in place of ${is}.`)
  }
}
