/**
 * A report: cells of a stretch of time, put together by quarter, half hour, hour or day of a zone and by what the reader
 * asks for, with formulas reckoned over the sums (RP11): never the mean of means.
 */
import type { Instant } from '../model/time.ts'
import { addCell, emptyCell, partsOfCell, quarterMs, type Cell, type CellKind } from './cells.ts'

export const intervals = ['15m', '30m', '1h', 'day', 'all'] as const
export type Interval = (typeof intervals)[number]

export interface Asked {
  readonly interval: Interval
  /** Which parts of a cell's name rows are told apart by, from 0: [0] of a queue's cells leaves channels together. */
  readonly by: readonly number[]
  /** How far the zone's clocks are ahead of universal time at an instant, milliseconds. */
  readonly offsetAt: (at: Instant) => number
}

export interface Row<K extends CellKind> {
  /** When its interval begins; of a day, its midnight in the zone. Of `all`, the first quarter that has anything. */
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

export class Report<K extends CellKind> {
  readonly #rows = new Map<string, Row<K>>()
  #first: Instant | null = null

  constructor(
    private readonly kind: K,
    private readonly asked: Asked,
  ) {}

  /** Cells of one quarter by name, in the order of time. */
  add(quarter: Instant, cells: Iterable<readonly [name: string, cell: Cell<K>]>): void {
    const at = this.#beginOf(quarter)
    for (const [name, cell] of cells) {
      const all = partsOfCell(name)
      const parts = this.asked.by.map((part) => all[part] ?? '')
      const key = `${at} ${parts.join(' ')}`
      const row = this.#rows.get(key) ?? { at, parts, cell: emptyCell(this.kind) }
      this.#rows.set(key, row)
      addCell(row.cell, cell)
    }
  }

  /** In the order of time, and then of their parts. */
  rows(): readonly Row<K>[] {
    return [...this.#rows.values()].sort((a, b) => a.at - b.at || compare(a.parts, b.parts))
  }

  #beginOf(quarter: Instant): Instant {
    const { interval, offsetAt } = this.asked
    if (interval === 'all') return (this.#first ??= quarter)
    const offset = offsetAt(quarter)
    const begin = Math.floor((quarter + offset) / widths[interval]) * widths[interval]
    // Midnight of a day on which clocks are turned lies under the other offset.
    return (begin - offsetAt((begin - offset) as Instant)) as Instant
  }
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [at, part] of a.entries()) if (part !== b[at]) return part < b[at]! ? -1 : 1
  return 0
}
