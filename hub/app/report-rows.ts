/**
 * How counted cells are kept: of each quarter of an hour, and of each hour beside it, so that a month is read quickly. Both
 * are written by the transaction that counts, so that they are exactly once alike. What is kept is packed figure by figure.
 */
import { hours, instant, type Instant } from '../model/time.ts'
import type { Change, Key, Store } from '../ports/store.ts'
import {
  addFlat,
  blockOf,
  cellOf,
  cellsOf,
  flatOf,
  kindNames,
  openBlock,
  packCells,
  type Block,
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
  return rowChange(key, all)
}

/** `into` with further cells in it. */
export function addCells(kind: CellKind, into: Map<string, number[]>, more: FlatCells): void {
  for (const [name, cell] of more) {
    const sum = into.get(name)
    if (sum === undefined) into.set(name, [...cell])
    else addFlat(kind, sum, cell)
  }
}

export const rowChange = (key: Key, cells: FlatCells): Change => rows.report.put(key, packCells(cells))

/** The cells of a row, to be changed or compared. */
export const flatCells = (kind: CellKind, value: Uint8Array): Map<string, number[]> => cellsOf(blockIn(kind, value))

/** Rows of earlier versions were lists of cells, and of the first one each figure had its name. */
function blockIn(kind: CellKind, value: Uint8Array): Block {
  const kept = rows.report.read(value)
  if ('columns' in kept) return openBlock(kept)
  const flat = (cell: object | Flat): Flat =>
    Array.isArray(cell) ? (cell as Flat) : flatOf(kind, { ...cellOf(kind, []), ...cell })
  return blockOf(new Map(kept.map(([name, cell]) => [name, flat(cell)])))
}

/** The rows of a kind from an instant on, before another. */
export function* rowsOf(
  store: Read,
  kind: CellKind,
  grain: Grain,
  { from, to, limit }: { readonly from: number; readonly to?: Instant; readonly limit?: number },
): Generator<readonly [at: Instant, cells: Block]> {
  const name = keys.report(kind, grain, instant(0))[0]!
  const range = {
    prefix: [name],
    after: [name, from - 1],
    ...(to !== undefined && { before: [name, to] }),
    ...(limit !== undefined && { limit }),
  }
  for (const { key, value } of store.range('report', range)) yield [instant(Number(key[1])), blockIn(kind, value)]
}
