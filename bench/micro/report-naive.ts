/**
 * Reports by looking at every contact of a month anew: what became of it is put into the rows that were asked for, figure by
 * figure, without cells, events or quarters. Slow and plain, to be held against what was counted.
 */
import { waitBoundsS, type Asked, type CellKind } from '../../hub/reports/index.ts'
import { hours, minutes, type Instant } from '../../hub/model/time.ts'
import { agentOf, monthBegins, shiftOf, type Month, type Told } from './report-month.ts'

type Figures = Record<string, number | number[]>
/** Rows by when they begin and their parts. */
export type NaiveRows = ReadonlyMap<string, Figures>

const widths = {
  ...{ '15m': minutes(15), '30m': minutes(30), '1h': hours(1), day: hours(24), all: Infinity },
  weekHour: hours(1),
} as const
const tokyoMs = hours(9)

class Rows {
  readonly rows = new Map<string, Figures>()

  constructor(private readonly asked: Asked) {}

  add(at: number, parts: readonly string[], more: Figures): void {
    const { interval, by, only } = this.asked
    for (const [part, wanted] of only ?? []) if (!wanted.has(parts[part]!)) return
    const width = widths[interval]
    const begin =
      width === Infinity
        ? 0
        : interval === 'weekHour'
          ? Math.floor(((at + tokyoMs + 3 * hours(24)) % hours(168)) / width) * width
          : Math.floor((at + tokyoMs) / width) * width - tokyoMs
    const key = [begin, ...by.map((part) => parts[part]!)].join(' ')
    const row = this.rows.get(key) ?? {}
    this.rows.set(key, row)
    for (const [name, figure] of Object.entries(more))
      if (typeof figure !== 'number')
        row[name] = figure.map((one, place) => one + ((row[name] as number[])?.[place] ?? 0))
      else if (name.startsWith('longest')) row[name] = Math.max((row[name] as number) ?? 0, figure)
      else row[name] = ((row[name] as number) ?? 0) + figure
  }
}

export function naively(month: Month, kind: CellKind, asked: Asked): NaiveRows {
  const rows = new Rows(asked)
  if (kind === 'queue') for (const told of month.told) ofQueue(rows, told)
  if (kind === 'disposition') for (const told of month.told) ofDisposition(rows, told)
  if (kind === 'agent' || kind === 'away') ofAgents(rows, month, kind)
  return rows.rows
}

const classOf = (waited: number): number[] => {
  const at = waitBoundsS.findIndex((bound) => waited <= bound * 1_000)
  return [...waitBoundsS, 0].map((_, place) => (place === (at === -1 ? waitBoundsS.length : at) ? 1 : 0))
}

function ofQueue(rows: Rows, { queue, channel, at, agent, until, talkedTo, wrappedTo }: Told): void {
  const parts = [queue, channel]
  const waited = until - at
  rows.add(at, parts, { came: 1 })
  const how = agent === null ? 'abandoned' : 'answered'
  rows.add(until, parts, { [how]: classOf(waited), [`${how}WaitMs`]: waited, longestWaitMs: waited })
  if (agent === null) return
  rows.add(talkedTo, parts, { talks: 1, talkMs: talkedTo - until })
  rows.add(wrappedTo, parts, { wrapUps: 1, wrapUpMs: wrappedTo - talkedTo })
}

function ofDisposition(rows: Rows, { queue, agent, wrappedTo, disposition }: Told): void {
  if (agent !== null) rows.add(wrappedTo, [queue, agent, disposition], { contacts: 1 })
}

function ofAgents(rows: Rows, { told, plan }: Month, kind: 'agent' | 'away'): void {
  const work = new Map<string, Told[]>()
  for (const one of told) {
    if (one.agent === null) continue
    const { agent, until, talkedTo, wrappedTo } = one
    const own = work.get(agent) ?? []
    work.set(agent, own)
    own.push(one)
    if (kind === 'away') continue
    rows.add(until, [agent], { accepted: 1 })
    rows.add(talkedTo, [agent], { talks: 1, talkMs: talkedTo - until })
    rows.add(wrappedTo, [agent], { wrapUps: 1, wrapUpMs: wrappedTo - talkedTo })
  }
  for (let n = 0; n < plan.agents; n++)
    for (let day = 0; day < plan.days; day++)
      ofShift(rows, kind, agentOf(n), shiftOf(n, day), work.get(agentOf(n)) ?? [])
}

/** From one change to the next: how many contacts are in hand is looked up among all of the day. */
function ofShift(
  rows: Rows,
  kind: 'agent' | 'away',
  agent: string,
  { from, lunch, back, to }: ReturnType<typeof shiftOf>,
  work: readonly Told[],
): void {
  const own = work.filter(({ until, wrappedTo }) => until < to && wrappedTo > from)
  const marks = new Set<number>([from, lunch, back, to])
  for (let at: number = monthBegins; at < to; at = Math.floor(at / minutes(15) + 1) * minutes(15)) {
    if (at < from) at = Math.floor(from / minutes(15)) * minutes(15)
    else marks.add(at)
  }
  for (const { until, wrappedTo } of own) for (const at of [until, wrappedTo]) if (at > from && at < to) marks.add(at)
  const times = [...marks].sort((a, b) => a - b)
  for (const [n, at] of times.entries()) {
    const next = times[n + 1]
    if (next === undefined) return
    const ms = next - at
    const inHand = own.filter(({ until, wrappedTo }) => until <= at && wrappedTo > at).length
    const isAway = inHand === 0 && at >= lunch && at < back
    if (kind === 'away') {
      if (isAway) rows.add(at, [agent, 'lunch'], { awayMs: ms })
      continue
    }
    const as = inHand > 0 ? 'atWorkMs' : isAway ? 'awayMs' : 'readyMs'
    rows.add(at, [agent], { signedOnMs: ms, [as]: ms, loadMs: ms * inHand })
  }
}

export const naiveKey = (at: Instant, parts: readonly string[], interval: Asked['interval']): string =>
  [interval === 'all' ? 0 : at, ...parts].join(' ')
