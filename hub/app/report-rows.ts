/**
 * How counted cells are kept: of each quarter of an hour, and of each hour beside it, so that a month is read quickly. Both
 * are written by the transaction that counts, so that they are exactly once alike.
 */
import { hours, instant, type Instant } from '../model/time.ts'
import type { Change, Store } from '../ports/store.ts'
import {
  addFlat,
  cellOf,
  flatOf,
  kindNames,
  type Cell,
  type CellKind,
  type Cells,
  type Flat,
} from '../reports/index.ts'
import { keys, rows } from './records.ts'

export const hourMs = hours(1)

export type Grain = 'quarter' | 'hour'
type Read = Pick<Store, 'get' | 'range'>
/** Cells of a quarter or an hour by name. */
export type FlatCells = ReadonlyMap<string, Flat>

/** The rows that change by what was counted further. */
export function cellChanges(counted: Cells, store: Read): Change[] {
  return kindNames.flatMap((kind) => changesOf(kind, counted, store))
}

function changesOf<K extends CellKind>(kind: K, counted: Cells, store: Read): Change[] {
  const changes: Change[] = []
  const byHour = new Map<Instant, Map<string, number[]>>()
  for (const [quarter, cells] of counted[kind] as Cells[K]) {
    const flat = new Map([...cells].map(([name, cell]) => [name, flatOf(kind, cell as Cell<K>)]))
    changes.push(changed(kind, 'quarter', quarter, flat, store))
    const hour = instant(Math.floor(quarter / hourMs) * hourMs)
    const sums = byHour.get(hour) ?? new Map<string, number[]>()
    byHour.set(hour, sums)
    addCells(kind, sums, flat)
  }
  for (const [hour, sums] of byHour) changes.push(changed(kind, 'hour', hour, sums, store))
  return changes
}

function changed(kind: CellKind, grain: Grain, at: Instant, more: FlatCells, store: Read): Change {
  const key = keys.report(kind, grain, at)
  const before = store.get('report', key)
  const all = before === undefined ? new Map<string, number[]>() : flatCells(kind, before)
  addCells(kind, all, more)
  return rows.report.put(key, [...all])
}

/** `into` with further cells in it. */
export function addCells(kind: CellKind, into: Map<string, number[]>, more: FlatCells): void {
  for (const [name, cell] of more) {
    const sum = into.get(name)
    if (sum === undefined) into.set(name, [...cell])
    else addFlat(kind, sum, cell)
  }
}

/** Rows of an earlier version named each figure. */
export function flatCells(kind: CellKind, value: Uint8Array): Map<string, number[]> {
  const kept = rows.report.read(value)
  return new Map(
    kept.map(([name, cell]) => [
      name,
      Array.isArray(cell) ? (cell as number[]) : flatOf(kind, { ...cellOf(kind, []), ...cell }),
    ]),
  )
}

/** The rows of a kind from an instant on, before another. */
export function* rowsOf(
  store: Read,
  kind: CellKind,
  grain: Grain,
  { from, to, limit }: { readonly from: number; readonly to?: Instant; readonly limit?: number },
): Generator<readonly [at: Instant, cells: Map<string, number[]>]> {
  const name = keys.report(kind, grain, instant(0))[0]!
  const range = {
    prefix: [name],
    after: [name, from - 1],
    ...(to !== undefined && { before: [name, to] }),
    ...(limit !== undefined && { limit }),
  }
  for (const { key, value } of store.range('report', range)) yield [instant(Number(key[1])), flatCells(kind, value)]
}
