/**
 * A report: cells of a stretch of time, put together by quarter, half hour, hour or day of a zone and by what the reader
 * asks for, with formulas reckoned over the sums (RP11): never the mean of means.
 */
import { assert } from '../model/assert.ts'
import type { Instant } from '../model/time.ts'
import { cellOf, flatLength, largestIn, quarterMs, type Cell, type CellKind } from './cells.ts'
import type { Block } from './packed.ts'

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

/** An order of rows by what is said of each. */
export interface Sorting<K extends CellKind> {
  readonly told: (row: Row<K>) => number | null
  readonly isFalling: boolean
}

/** Rows that are looked for together: those of one interval, by their words. */
type Places = Map<number, number>

const widths: Readonly<Record<Exclude<Interval, 'all' | 'weekHour'>, number>> = {
  '15m': quarterMs,
  '30m': 2 * quarterMs,
  '1h': 4 * quarterMs,
  day: 96 * quarterMs,
}
/** Of three words their numbers are one number that is still exact. */
const wordsMax = 2 ** 17

export class Report<K extends CellKind> {
  /** Of each row, by its number: when it begins, its words as one number, and its figures one after the other. */
  readonly #at: Instant[] = []
  readonly #keys: number[] = []
  #sums = new Float64Array(0)
  readonly #width: number
  readonly #places = new Map<Instant, Places>()
  readonly #words = new Map<string, number>()
  #list: readonly string[] = []
  #first: Instant | null = null

  constructor(
    private readonly kind: K,
    private readonly asked: Asked,
  ) {
    this.#width = flatLength[kind]
  }

  /** How many rows there are by now. */
  get size(): number {
    return this.#at.length
  }

  /** Cells of one quarter, or of an hour where nothing finer is asked for. */
  add(quarter: Instant, block: Block): void {
    if (this.#first === null || quarter < this.#first) this.#first = quarter
    const rows = this.#rowsOf(block, this.#beginOf(quarter))
    const largest = largestIn[this.kind]
    const [sums, width] = [this.#sums, this.#width]
    for (let figure = 0; figure < width; figure++) {
      const column = block.figures[figure] ?? null
      if (column === null) continue
      if (largest.includes(figure)) {
        for (let n = 0; n < rows.length; n++) {
          const place = rows[n]! * width + figure
          if (rows[n]! >= 0 && column[n]! > sums[place]!) sums[place] = column[n]!
        }
      } else for (let n = 0; n < rows.length; n++) if (rows[n]! >= 0) sums[rows[n]! * width + figure]! += column[n]!
    }
  }

  /** In which row each cell counts; -1 for one that is not asked for. */
  #rowsOf({ count, words, parts }: Block, at: Instant): Int32Array {
    const own = words.map((word) => this.#wordOf(word))
    const by = this.asked.by.map((part) => parts[part] ?? null)
    const only = [...(this.asked.only ?? [])].map(
      ([part, wanted]) => [parts[part] ?? null, words.map((word) => wanted.has(word))] as const,
    )
    const places: Places = this.#places.get(at) ?? new Map()
    this.#places.set(at, places)
    const rows = new Int32Array(count)
    for (let n = 0; n < count; n++) {
      let key = 0
      for (const part of by) key = key * wordsMax + own[part === null ? 0 : part[n]!]!
      const isAsked = only.every(([part, wanted]) => wanted[part === null ? 0 : part[n]!])
      rows[n] = isAsked ? (places.get(key) ?? this.#made(at, key, places)) : -1
    }
    return rows
  }

  #made(at: Instant, key: number, places: Places): number {
    const row = this.#at.push(at) - 1
    this.#keys.push(key)
    places.set(key, row)
    if (this.#sums.length < this.size * this.#width) {
      const wider = new Float64Array(Math.max(64, 2 * this.size) * this.#width)
      wider.set(this.#sums)
      this.#sums = wider
    }
    return row
  }

  #wordOf(word: string): number {
    const known = this.#words.get(word)
    if (known !== undefined) return known
    const made = this.#words.size
    assert(made < wordsMax, 'there are fewer queues, agents and results than a report can tell apart')
    this.#words.set(word, made)
    return made
  }

  /** In the order of time, and then of their parts. */
  rows(): readonly Row<K>[] {
    return this.order().map((row) => this.row(row))
  }

  /**
   * The numbers of the rows in the order of time, and then of their parts; or of what `by` says of each, where null stands at
   * the end whichever way it goes, and what is alike in the usual order.
   */
  order(by?: Sorting<K>): number[] {
    const words = this.#wordList()
    const rank = ranksOf(words)
    const ranked = this.#keys.map((key) => this.#rankOf(key, rank))
    const order = this.#at.map((_, row) => row)
    const usual = (a: number, b: number): number => this.#at[a]! - this.#at[b]! || ranked[a]! - ranked[b]!
    if (by === undefined) return order.sort(usual)
    const said = order.map((row) => by.told(this.row(row)))
    const way = by.isFalling ? -1 : 1
    return order.sort((a, b) => {
      const [one, other] = [said[a]!, said[b]!]
      if (one === other) return usual(a, b)
      if (one === null || other === null) return one === null ? 1 : -1
      return way * (one - other)
    })
  }

  /** By its number. */
  row(row: number): Row<K> {
    const { kind } = this
    const [width, sums] = [this.#width, this.#sums]
    return {
      at: this.asked.interval === 'all' ? this.#first! : this.#at[row]!,
      parts: this.#wordsOf(this.#keys[row]!),
      get cell(): Cell<K> {
        return cellOf(kind, sums.subarray(row * width, (row + 1) * width))
      },
    }
  }

  /** All rows together. */
  total(): Cell<K> {
    const [sums, width] = [this.#sums, this.#width]
    const total = new Float64Array(width)
    const largest = largestIn[this.kind]
    for (let row = 0; row < this.size; row++)
      for (let figure = 0; figure < width; figure++) {
        const value = sums[row * width + figure]!
        total[figure] = largest.includes(figure) ? Math.max(total[figure]!, value) : total[figure]! + value
      }
    return cellOf(this.kind, total)
  }

  #wordList(): readonly string[] {
    if (this.#list.length < this.#words.size) this.#list = [...this.#words.keys()]
    return this.#list
  }

  #wordsOf(key: number): readonly string[] {
    const words = this.#wordList()
    const parts = this.asked.by.map(() => '')
    for (let left = key, n = parts.length - 1; n >= 0; n--, left = Math.floor(left / wordsMax))
      parts[n] = words[left % wordsMax]!
    return parts
  }

  #rankOf(key: number, rank: readonly number[]): number {
    let sum = 0
    for (let left = key, n = 0, scale = 1; n < this.asked.by.length; n++, scale *= wordsMax) {
      sum += rank[left % wordsMax]! * scale
      left = Math.floor(left / wordsMax)
    }
    return sum
  }

  #beginOf(quarter: Instant): Instant {
    const { interval, offsetAt } = this.asked
    // Which is the first quarter is known at the end only.
    if (interval === 'all') return 0 as Instant
    const offset = offsetAt(quarter)
    if (interval === 'weekHour') return hourOfWeek(quarter + offset)
    const begin = Math.floor((quarter + offset) / widths[interval]) * widths[interval]
    // Midnight of a day on which clocks are turned lies under the other offset.
    return (begin - offsetAt((begin - offset) as Instant)) as Instant
  }
}

/** Of each word, how many stand before it in the order of letters. */
function ranksOf(words: readonly string[]): readonly number[] {
  const ranks: number[] = []
  const order = words.map((_, at) => at).sort((a, b) => (words[a]! < words[b]! ? -1 : 1))
  for (const [rank, word] of order.entries()) ranks[word] = rank
  return ranks
}

/** 1970 began with a Thursday. */
const mondayMs = 3 * widths.day

/** `local`: milliseconds since 1970 as the zone's clocks show it. */
function hourOfWeek(local: number): Instant {
  const week = 7 * widths.day
  const within = (((local + mondayMs) % week) + week) % week
  return (Math.floor(within / widths['1h']) * widths['1h']) as Instant
}
