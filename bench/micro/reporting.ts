/** A month counted by the hub's own counting into a real store; its reports opened as HTTP opens them, and made anew from every contact. */
import { openLmdbStore } from '../../hub/adapters/store-lmdb.ts'
import { cellChanges } from '../../hub/app/report-rows.ts'
import { Reporting } from '../../hub/app/reporting.ts'
import { hours, instant } from '../../hub/model/time.ts'
import type { Store } from '../../hub/ports/store.ts'
import {
  cellOf,
  quarterOf,
  reckoned,
  Report,
  Tally,
  usualGoal,
  type Asked,
  type CellKind,
} from '../../hub/reports/index.ts'
import { monthBegins, Month, queueOf, type MonthPlan } from './report-month.ts'
import { naiveKey, naively } from './report-naive.ts'

export interface Opened {
  /** Until the first page of it and the sum of all its rows can be sent. */
  readonly ms: number
  /** Until all of its rows can be. */
  readonly wholeMs: number
  readonly rows: number
}

export interface CountedMonth {
  readonly contacts: number
  readonly events: number
  opened(report: string): Promise<Opened>
  anew(report: string): Opened
  /** Throws at the first cell that is another than the one made anew. */
  compare(report: string): Promise<void>
  close(): Promise<void>
}

const offsetAt = (): number => hours(9)
const of = (interval: Asked['interval'], by: readonly number[], only?: Asked['only']): Asked => ({
  ...{ interval, by, offsetAt },
  ...(only && { only }),
})

/** Rows that the screen asks for at once. */
const rowsOfPage = 500

/** The standard reports: what is asked for of which cells. */
const standard: Readonly<Record<string, readonly [CellKind, Asked]>> = {
  'queues, whole month': ['queue', of('all', [0])],
  'queues and channels, by day': ['queue', of('day', [0, 1])],
  'channels, by hour': ['queue', of('1h', [1])],
  'everything, by quarter of an hour': ['queue', of('15m', [])],
  'queues, by quarter of an hour': ['queue', of('15m', [0])],
  'one queue, by half hour': ['queue', of('30m', [0], new Map([[0, new Set([queueOf(0)])]]))],
  'agents, whole month': ['agent', of('all', [0])],
  'agents, by day': ['agent', of('day', [0])],
  'agents, by hour of the week': ['agent', of('weekHour', [])],
  'absences by reason, by day': ['away', of('day', [1])],
  'dispositions by queue': ['disposition', of('all', [0, 2])],
  'dispositions, by day': ['disposition', of('day', [2])],
  'dispositions by queue and agent': ['disposition', of('all', [0, 1, 2])],
}
export const standardReports = Object.keys(standard)

export async function countedMonth(plan: MonthPlan, folder: string): Promise<CountedMonth> {
  const month = new Month(plan)
  const store = await openLmdbStore(folder)
  const events = await count(month, store)
  return { ...opening(month, store), events }
}

/** Of a month that was counted into this store. */
export function opening(month: Month, store: Store): Omit<CountedMonth, 'events'> {
  // A clock that stands still: nothing runs on.
  const clock = { now: () => month.until, after: () => () => {}, soon: soonest }
  const reporting = new Reporting({ store, clock, submit: () => {}, offsetMs: offsetAt })
  const made = async (report: string): Promise<Report<CellKind>> => {
    const [kind, asked] = standard[report]!
    const sums = new Report(kind, asked)
    const grain = asked.interval === '15m' || asked.interval === '30m' ? 'quarter' : 'hour'
    // What lasts beyond the last day is counted as well.
    const until = instant(month.until + hours(24))
    for await (const [at, cells] of reporting.cells(kind, monthBegins, until, grain)) sums.add(at, cells)
    return sums
  }
  return {
    contacts: month.told.length,
    async opened(report) {
      const [kind] = standard[report]!
      const began = performance.now()
      const opened = await made(report)
      const told = (places: readonly number[]): string =>
        JSON.stringify(
          places.map((place) => {
            const { at, parts, cell } = opened.row(place)
            return [at, parts, reckoned(kind, cell, usualGoal)]
          }),
        )
      told(opened.order().slice(0, rowsOfPage))
      JSON.stringify(reckoned(kind, opened.total(), usualGoal))
      const ms = performance.now() - began
      told(opened.order())
      return { ms, wholeMs: performance.now() - began, rows: opened.size }
    },
    anew(report) {
      const began = performance.now()
      const rows = naively(month, ...standard[report]!).size
      const ms = performance.now() - began
      return { rows, ms, wholeMs: ms }
    },
    async compare(report) {
      const [kind, asked] = standard[report]!
      const rows = (await made(report)).rows()
      const expected = naively(month, kind, asked)
      if (rows.length !== expected.size)
        throw new Error(`${rows.length} rows of ${report} in place of ${expected.size}.`)
      for (const { at, parts, cell } of rows) {
        const key = naiveKey(at, parts, asked.interval)
        const [told, is] = [cell, { ...cellOf(kind, []), ...expected.get(key) }].map((one) => JSON.stringify(one))
        if (told !== is) throw new Error(`The cell ${key} of ${report} says ${told} in place of ${is}.`)
      }
    },
    close: () => store.close(),
  }
}

const soonest = (run: () => void): (() => void) => {
  const soon = setImmediate(run)
  return () => clearImmediate(soon)
}

/** Counts all events and keeps what they come to, a few hours at a time. Answers how many there were. */
async function count(month: Month, store: Store): Promise<number> {
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
  return events
}
