/** What happened beside what would have happened, as a table to read or as data. */
import { mean, spread } from '../metrics/index.ts'
import type { AgentId, QueueId } from '../model/ids.ts'
import type { DayFigures, QueueFigures } from './figures.ts'

/** Names to show. */
export interface Names {
  queue(id: QueueId): string
  agent(id: AgentId): string
}

type Unit = 'count' | 'share' | 'time'

const lines: readonly (readonly [label: string, name: keyof QueueFigures, unit: Unit])[] = [
  ['came', 'came', 'count'],
  ['turned away', 'turnedAway', 'count'],
  ['place kept or message', 'notInPerson', 'count'],
  ['answered', 'answered', 'count'],
  ['abandoned', 'abandoned', 'count'],
  ['still waiting', 'stillWaiting', 'count'],
  ['service level', 'level', 'share'],
  ['abandoned, of those', 'abandonShare', 'share'],
  ['mean wait', 'meanWaitMs', 'time'],
  ['half waited at most', 'p50WaitMs', 'time'],
  ['9 in 10 at most', 'p90WaitMs', 'time'],
  ['19 in 20 at most', 'p95WaitMs', 'time'],
  ['longest wait', 'longestWaitMs', 'time'],
  ['transfers', 'transfers', 'count'],
  ['sent on by overflow', 'overflows', 'count'],
  ['offers missed', 'missed', 'count'],
]

/** The table, line by line. `after` has one entry for each run. */
export function table(before: DayFigures, after: readonly DayFigures[], names: Names): readonly string[] {
  const heading = row('', 'before', after.length === 0 ? '' : `after (${after.length} runs, ± spread)`)
  const queues = [...new Set([before, ...after].flatMap(({ queues: of }) => [...of.keys()]))].sort()
  return [
    heading,
    ...block(
      'All queues',
      before.all,
      after.map(({ all }) => all),
    ),
    ...queues.flatMap((id) =>
      block(
        names.queue(id),
        before.queues.get(id),
        after.flatMap(({ queues: of }) => of.get(id) ?? []),
      ),
    ),
    ...occupancies(before, after, names),
  ]
}

function block(title: string, before: QueueFigures | undefined, after: readonly QueueFigures[]): readonly string[] {
  const shown = lines.filter(([, name, unit]) => unit !== 'count' || [before, ...after].some((one) => one?.[name]))
  return [
    '',
    title,
    ...shown.map(([label, name, unit]) =>
      row(
        `  ${label}`,
        said(before?.[name] ?? null, unit),
        several(
          after.map((one) => one[name]),
          unit,
        ),
      ),
    ),
  ]
}

function occupancies(before: DayFigures, after: readonly DayFigures[], names: Names): readonly string[] {
  const agents = [...new Set([before, ...after].flatMap(({ occupancy }) => [...occupancy.keys()]))].sort()
  const line = (label: string, of: (day: DayFigures) => number | null | undefined): string =>
    row(
      `  ${label}`,
      said(of(before) ?? null, 'share'),
      several(
        after.map((day) => of(day) ?? null),
        'share',
      ),
    )
  return [
    '',
    'Occupancy',
    line('mean of all', (day) => day.meanOccupancy),
    line('share of capacity in use', (day) => day.load),
    ...agents.map((agent) => line(names.agent(agent), (day) => day.occupancy.get(agent))),
  ]
}

const row = (label: string, before: string, after: string): string =>
  `${label.padEnd(30)}${before.padStart(10)}   ${after}`.trimEnd()

/** The mean of several runs, and how far they lie apart. */
function several(values: readonly (number | null)[], unit: Unit): string {
  const known = values.filter((value) => value !== null)
  const apart = spread(known)
  if (known.length === 0) return values.length === 0 ? '' : '-'
  return `${said(mean(known), unit).padStart(10)}${apart === null || apart === 0 ? '' : ` ± ${said(apart, unit)}`}`
}

function said(value: number | null, unit: Unit): string {
  if (value === null) return '-'
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`
  if (unit === 'time') return value < 120_000 ? `${(value / 1_000).toFixed(1)} s` : `${(value / 60_000).toFixed(1)} min`
  return Number.isInteger(value) ? String(value) : value.toFixed(1)
}

/** The same as plain data: durations in milliseconds, shares from 0 to 1. */
export const plain = ({ queues, occupancy, ...rest }: DayFigures) => ({
  ...rest,
  queues: Object.fromEntries(queues),
  occupancy: Object.fromEntries(occupancy),
})
