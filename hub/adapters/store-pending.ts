/**
 * Changes that were issued and are not on the disk yet, as the last value per row. Reads look here first, which is how a
 * commit shows at once although the disk confirms it later.
 */
import type { Change, Key, Table } from '../ports/store.ts'
import { SortedRows, type SortedRow } from './store-sorted-rows.ts'
import { compareKeys, type Bounds } from './store-keys.ts'

export class PendingRows {
  readonly #tables = new Map<Table, SortedRows<Uint8Array | null>>()

  apply(changes: readonly Change[]): void {
    for (const { table, key, value } of changes) {
      let rows = this.#tables.get(table)
      if (!rows) this.#tables.set(table, (rows = new SortedRows()))
      rows.set(key, value)
    }
  }

  /** The issued value, `null` for an issued removal, `undefined` when this row is not being changed. */
  get(table: Table, key: Key): Uint8Array | null | undefined {
    return this.#tables.get(table)?.get(key)
  }

  /** The rows being changed within the bounds; `undefined` when the table is not touched at all. */
  range(table: Table, bounds: Bounds, reverse: boolean): Generator<SortedRow<Uint8Array | null>> | undefined {
    return this.#tables.get(table)?.range(bounds, reverse)
  }

  /** Calls back once per changed row, in key order within a table: the order a B-tree likes to be written in. */
  forEach(visit: (table: Table, key: Key, value: Uint8Array | null) => void): void {
    for (const [table, rows] of this.#tables)
      for (const { key, value } of rows.range(everything, false)) visit(table, key, value)
  }

  get size(): number {
    let size = 0
    for (const rows of this.#tables.values()) size += rows.size
    return size
  }
}

export const everything: Bounds = { lower: undefined, lowerOpen: false, upper: undefined }

/** `newer` laid over `older`: one row per key, the newer value wins. Both come in the same order, and so does the result. */
export function* laidOver<Newer, Older>(
  newer: Iterator<SortedRow<Newer>>,
  older: Iterator<SortedRow<Older>>,
  reverse: boolean,
): Generator<SortedRow<Newer | Older>> {
  const sign = reverse ? -1 : 1
  try {
    let top = newer.next()
    let bottom = older.next()
    while (!top.done || !bottom.done) {
      const order = top.done ? 1 : bottom.done ? -1 : sign * compareKeys(top.value.key, bottom.value.key)
      const row: SortedRow<Newer | Older> = order <= 0 ? top.value! : bottom.value!
      if (order >= 0) bottom = older.next()
      if (order <= 0) top = newer.next()
      yield row
    }
  } finally {
    newer.return?.()
    older.return?.()
  }
}
