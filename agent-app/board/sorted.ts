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
  isShown: boolean
}

/** Of more changes than this share of the rows all are sorted anew, which is quicker then. */
const manyShare = 1 / 8

export class Sorted<Row> {
  readonly #byKey = new Map<string, Entry<Row>>()
  /** All of them, so that another filter need not sort. */
  #all: Entry<Row>[] = []
  #shown: Entry<Row>[] = []

  constructor(private ordering: Ordering<Row>) {}

  get length(): number {
    return this.#shown.length
  }

  at(index: number): Row | undefined {
    return this.#shown[index]?.row
  }

  keyAt(index: number): string | undefined {
    return this.#shown[index]?.key
  }

  /** Where a row stands; -1 for one that is not shown. */
  indexOf(key: string): number {
    const entry = this.#byKey.get(key)
    return entry?.isShown === true ? this.#place(this.#shown, entry) : -1
  }

  /** All rows anew, perhaps in another order. */
  fill(rows: Iterable<readonly [string, Row]>, ordering = this.ordering): void {
    this.ordering = ordering
    this.#byKey.clear()
    for (const [key, row] of rows) this.#byKey.set(key, this.#entry(key, row))
    this.#sort()
  }

  /** Another filter over the same rows in the same order. */
  narrow(passes: Ordering<Row>['passes']): void {
    this.ordering = { ...this.ordering, passes }
    for (const entry of this.#all) entry.isShown = passes(entry.row)
    this.#shown = this.#all.filter(({ isShown }) => isShown)
  }

  /** Takes newer rows without moving any: what is read just now stays where it is. */
  refresh(key: string, row: Row | undefined): void {
    const entry = this.#byKey.get(key)
    if (entry !== undefined && row !== undefined) entry.row = row
  }

  /** Puts what has changed where it belongs; `rowOf` is undefined for a row that is gone. */
  settle(changed: ReadonlySet<string>, rowOf: (key: string) => Row | undefined): void {
    const many = changed.size > Math.max(8, this.#all.length * manyShare)
    for (const key of changed) {
      const row = rowOf(key)
      const before = this.#byKey.get(key)
      const now = row === undefined ? undefined : this.#entry(key, row)
      if (before !== undefined && before.value === now?.value && before.isShown === now.isShown) {
        before.row = now.row
        continue
      }
      if (before !== undefined && !many) this.#takeOut(before)
      if (now === undefined) this.#byKey.delete(key)
      else this.#byKey.set(key, now)
      if (now !== undefined && !many) this.#putIn(now)
    }
    if (many) this.#sort()
  }

  #takeOut(entry: Entry<Row>): void {
    this.#all.splice(this.#place(this.#all, entry), 1)
    if (entry.isShown) this.#shown.splice(this.#place(this.#shown, entry), 1)
  }

  #putIn(entry: Entry<Row>): void {
    this.#all.splice(this.#place(this.#all, entry), 0, entry)
    if (entry.isShown) this.#shown.splice(this.#place(this.#shown, entry), 0, entry)
  }

  #entry(key: string, row: Row): Entry<Row> {
    return { key, value: this.ordering.value(row), row, isShown: this.ordering.passes(row) }
  }

  #sort(): void {
    this.#all = [...this.#byKey.values()].sort((a, b) => this.#compare(a, b))
    this.#shown = this.#all.filter(({ isShown }) => isShown)
  }

  /** The place of an entry, or where it would go. */
  #place(entries: readonly Entry<Row>[], entry: Entry<Row>): number {
    let [low, high] = [0, entries.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#compare(entries[middle]!, entry) < 0) low = middle + 1
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
