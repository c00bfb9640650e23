/**
 * A report: cells of a stretch of time, put together by quarter, half hour, hour or day of a zone and by what the reader
 * asks for, with formulas reckoned over the sums (RP11): never the mean of means.
 */
import type { Instant } from '../model/time.ts'
import { addFlat, cellOf, partsOfCell, quarterMs, type Cell, type CellKind, type Flat } from './cells.ts'

/** `weekHour`: hours of a week, the same of all weeks together. */
export const intervals = ['15m', '30m', '1h', 'day', 'weekHour', 'all'] as const
export type Interval = (typeof intervals)[number]

export interface Asked {
  readonly interval: Interval
  /** Which parts of a cell's name rows are told apart by, from 0: [0] of a queue's cells leaves channels together. */
  readonly by: readonly number[]
  /** How far the zone's clocks are ahead of universal time at an instant, milliseconds. */
  readonly offsetAt: (at: Instant) => number
  /** Of which values of a part, from 0, cells count. Default: of all. */
  readonly only?: ReadonlyMap<number, ReadonlySet<string>>
}

export interface Row<K extends CellKind> {
  /**
   * When its interval begins; of a day, its midnight in the zone. Of `all`, the first quarter that has anything. Of `weekHour`
   * no instant, but milliseconds since the midnight with which a Monday begins.
   */
  readonly at: Instant
  readonly parts: readonly string[]
  readonly cell: Cell<K>
}

interface Sum {
  readonly at: Instant
  readonly parts: readonly string[]
  readonly flat: number[]
}

const widths: Readonly<Record<Exclude<Interval, 'all' | 'weekHour'>, number>> = {
  '15m': quarterMs,
  '30m': 2 * quarterMs,
  '1h': 4 * quarterMs,
  day: 96 * quarterMs,
}

export class Report<K extends CellKind> {
  readonly #rows = new Map<string, Sum>()
  /** Where the cells of a name go: there are few names, and each comes again and again. */
  readonly #parts = new Map<string, readonly [parts: readonly string[], key: string]>()
  #first: Instant | null = null

  constructor(
    private readonly kind: K,
    private readonly asked: Asked,
  ) {}

  /** Cells of one quarter by name, or of an hour where nothing finer is asked for; in the order of time. */
  add(quarter: Instant, cells: Iterable<readonly [name: string, cell: Flat]>): void {
    const at = this.#beginOf(quarter)
    for (const [name, cell] of cells) {
      const known = this.#partsOf(name)
      if (known === null) continue
      const [parts, key] = known
      const place = `${at} ${key}`
      let row = this.#rows.get(place)
      if (row === undefined) this.#rows.set(place, (row = { at, parts, flat: [] }))
      addFlat(this.kind, row.flat, cell)
    }
  }

  /** Null for what is not asked for. */
  #partsOf(name: string): readonly [parts: readonly string[], key: string] | null {
    const known = this.#parts.get(name)
    if (known !== undefined) return known
    const all = partsOfCell(name)
    for (const [part, wanted] of this.asked.only ?? []) if (!wanted.has(all[part] ?? '')) return null
    const parts = this.asked.by.map((part) => all[part] ?? '')
    const made = [parts, parts.join(' ')] as const
    this.#parts.set(name, made)
    return made
  }

  /** In the order of time, and then of their parts. */
  rows(): readonly Row<K>[] {
    const rows = [...this.#rows.values()].sort((a, b) => a.at - b.at || compare(a.parts, b.parts))
    return rows.map(({ at, parts, flat }) => ({ at, parts, cell: cellOf(this.kind, flat) }))
  }

  #beginOf(quarter: Instant): Instant {
    const { interval, offsetAt } = this.asked
    if (interval === 'all') return (this.#first ??= quarter)
    const offset = offsetAt(quarter)
    if (interval === 'weekHour') return hourOfWeek(quarter + offset)
    const begin = Math.floor((quarter + offset) / widths[interval]) * widths[interval]
    // Midnight of a day on which clocks are turned lies under the other offset.
    return (begin - offsetAt((begin - offset) as Instant)) as Instant
  }
}

/** 1970 began with a Thursday. */
const mondayMs = 3 * widths.day

/** `local`: milliseconds since 1970 as the zone's clocks show it. */
function hourOfWeek(local: number): Instant {
  const week = 7 * widths.day
  const within = (((local + mondayMs) % week) + week) % week
  return (Math.floor(within / widths['1h']) * widths['1h']) as Instant
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (const [at, part] of a.entries()) if (part !== b[at]) return part < b[at]! ? -1 : 1
  return 0
}
