/**
 * A report: cells of a stretch of time, put together by quarter, half hour, hour or day of a zone and by what the reader
 * asks for, with formulas reckoned over the sums (RP11): never the mean of means.
 */
import type { Instant } from '../model/time.ts'
import { addCell, emptyCell, kindNames, partsOfCell, quarterMs, type Cell, type CellKind } from './cells.ts'

export const intervals = ['15m', '30m', '1h', 'day', 'all'] as const
export type Interval = (typeof intervals)[number]

/** One quarter's cells of a kind, as they are kept. */
export interface Quarter<K extends CellKind> {
  readonly quarter: Instant
  readonly cells: Iterable<readonly [name: string, cell: Cell<K>]>
}

export interface Asked {
  readonly interval: Interval
  /** Which parts of a cell's name rows are told apart by, from 0: [0] of a queue's cells leaves channels together. */
  readonly by: readonly number[]
  /** How far the zone's clocks are ahead of universal time at an instant, milliseconds. */
  readonly offsetAt: (at: Instant) => number
  /** Which cells count; by their parts. Default: all. */
  readonly where?: (parts: readonly string[]) => boolean
}

export interface Row<K extends CellKind> {
  /** When its interval begins; of a day, its midnight in the zone. The first quarter's for the whole. */
  readonly at: Instant
  readonly parts: readonly string[]
  readonly cell: Cell<K>
}

const widths: Readonly<Record<Exclude<Interval, 'all'>, number>> = {
  '15m': quarterMs,
  '30m': 2 * quarterMs,
  '1h': 4 * quarterMs,
  day: 96 * quarterMs,
}

/** The rows in the order of time, and then of their parts. */
export function report<K extends CellKind>(kind: K, quarters: Iterable<Quarter<K>>, asked: Asked): readonly Row<K>[] {
  const rows = new Map<string, { at: Instant; parts: readonly string[]; cell: Cell<K> }>()
  let first: Instant | null = null
  for (const { quarter, cells } of quarters) {
    first ??= quarter
    const at = beginOf(quarter, first, asked)
    for (const [name, cell] of cells) {
      const all = partsOfCell(name)
      if (asked.where?.(all) === false) continue
      const parts = asked.by.map((part) => all[part] ?? '')
      const key = `${at} ${parts.join(' ')}`
      const row = rows.get(key)
      if (row === undefined) rows.set(key, { at, parts, cell: { ...emptyCell(kind), ...cell } })
      else addCell(row.cell, cell)
    }
  }
  return [...rows.values()].sort((a, b) => a.at - b.at || compare(a.parts, b.parts))
}

function beginOf(quarter: Instant, first: Instant, { interval, offsetAt }: Asked): Instant {
  if (interval === 'all') return first
  const offset = offsetAt(quarter)
  const local = quarter + offset
  const begin = Math.floor(local / widths[interval]) * widths[interval]
  // A day of clocks that were turned has its midnight under the other offset.
  const guess = (begin - offset) as Instant
  return (begin - offsetAt(guess)) as Instant
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [at, part] of a.entries()) if (part !== b[at]) return part < b[at]! ? -1 : 1
  return 0
}

export const isCellKind = (name: string): name is CellKind => (kindNames as readonly string[]).includes(name)
