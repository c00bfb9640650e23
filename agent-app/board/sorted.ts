/**
 * PURE: rows in the order of one column, of those that pass a filter. Changes are put in their place one by one, by halving;
 * only another order or filter looks at all rows. Equal values stand in the order of their keys, so that nothing swaps to and fro.
 */

export type SortValue = number | string | null

export interface Ordering<Row> {
  /** Null stands last, whichever way the rows are sorted. */
  value(row: Row): SortValue
  readonly down: boolean
  passes(row: Row): boolean
}

interface Entry<Row> {
  readonly key: string
  /** By which it stands where it stands; its row may be newer. */
  readonly value: SortValue
  row: Row
}

/** Of more changes than this share of the rows all are sorted anew, which is quicker then. */
const manyShare = 1 / 8

export class Sorted<Row> {
  readonly #byKey = new Map<string, Entry<Row>>()
  #entries: Entry<Row>[] = []

  constructor(private ordering: Ordering<Row>) {}

  get length(): number {
    return this.#entries.length
  }

  at(index: number): Row | undefined {
    return this.#entries[index]?.row
  }

  keyAt(index: number): string | undefined {
    return this.#entries[index]?.key
  }

  /** Where a row stands; -1 for one that is not shown. */
  indexOf(key: string): number {
    const entry = this.#byKey.get(key)
    return entry === undefined ? -1 : this.#place(entry)
  }

  /** All rows anew, perhaps in another order. */
  fill(rows: Iterable<readonly [string, Row]>, ordering = this.ordering): void {
    this.ordering = ordering
    this.#byKey.clear()
    for (const [key, row] of rows) {
      if (ordering.passes(row)) this.#byKey.set(key, { key, value: ordering.value(row), row })
    }
    this.#sort()
  }

  /** Takes newer rows without moving any: what is read just now stays where it is. */
  refresh(key: string, row: Row | undefined): void {
    const entry = this.#byKey.get(key)
    if (entry !== undefined && row !== undefined) entry.row = row
  }

  /** Puts what has changed where it belongs; `rowOf` is undefined for a row that is gone. */
  settle(changed: ReadonlySet<string>, rowOf: (key: string) => Row | undefined): void {
    const many = changed.size > Math.max(8, this.#entries.length * manyShare)
    for (const key of changed) {
      const row = rowOf(key)
      const before = this.#byKey.get(key)
      const now = row !== undefined && this.ordering.passes(row) ? this.#entry(key, row) : undefined
      if (before !== undefined && now !== undefined && before.value === now.value) {
        before.row = now.row
        continue
      }
      if (before !== undefined && !many) this.#entries.splice(this.#place(before), 1)
      if (now === undefined) this.#byKey.delete(key)
      else this.#byKey.set(key, now)
      if (now !== undefined && !many) this.#entries.splice(this.#place(now), 0, now)
    }
    if (many) this.#sort()
  }

  #entry(key: string, row: Row): Entry<Row> {
    return { key, value: this.ordering.value(row), row }
  }

  #sort(): void {
    this.#entries = [...this.#byKey.values()].sort((a, b) => this.#compare(a, b))
  }

  /** The place of an entry, or where it would go. */
  #place(entry: Entry<Row>): number {
    let [low, high] = [0, this.#entries.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#compare(this.#entries[middle]!, entry) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #compare(a: Entry<Row>, b: Entry<Row>): number {
    if (a.value !== b.value) {
      if (a.value === null) return 1
      if (b.value === null) return -1
      return a.value < b.value === this.ordering.down ? 1 : -1
    }
    return a.key < b.key ? -1 : a.key > b.key ? 1 : 0
  }
}
