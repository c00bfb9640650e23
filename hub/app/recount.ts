/**
 * Counts again what reports have counted, from the first event on, and holds it against what is kept, cell by cell (RP13).
 * Reads only, and what it reads may go on growing: it counts up to where the kept cells say that they are counted.
 */
import { instant } from '../model/time.ts'
import type { Change, Key, Store } from '../ports/store.ts'
import { flatOf, kindNames, Tally, type CellKind, type Cells, type Flat } from '../reports/index.ts'
import { keys, rows } from './records.ts'
import { addCells, flatCells, hourMs, rowChange, type Grain } from './report-rows.ts'

type Read = Pick<Store, 'range'>

/** The rows of reports by their key: kind and grain, and when they begin. */
type RowsByKey = Map<string, { readonly key: Key; readonly kind: CellKind; readonly cells: Map<string, number[]> }>

interface Recounted {
  readonly events: number
  readonly facts: number
  readonly rows: RowsByKey
  readonly tally: Tally
}

/** One cell that is kept otherwise than counted again; null where it is not there at all. */
export interface Difference {
  readonly key: Key
  readonly name: string
  readonly kept: Flat | null
  readonly counted: Flat | null
}

export interface Checked {
  readonly events: number
  readonly facts: number
  readonly cells: number
  readonly differences: readonly Difference[]
}

/** Events that are counted before what they come to is added up. */
const eventsAtOnce = 5_000

/** Up to these rows of both logs, the whole of them by default. */
export function recount(store: Read, events = Infinity, facts = Infinity): Recounted {
  const tally = new Tally()
  const all: RowsByKey = new Map()
  let counted = 0
  for (const { key, value } of store.range('event', {})) {
    if (Number(key[0]) > events) break
    tally.happened(rows.event.read(value))
    if (++counted % eventsAtOnce === 0) addTo(all, tally.take().cells)
  }
  let noted = 0
  for (const { key, value } of store.range('fact', {})) {
    if (Number(key[0]) > facts) break
    tally.noted(rows.fact.read(value))
    noted += 1
  }
  addTo(all, tally.take().cells)
  return { events: counted, facts: noted, rows: all, tally }
}

/** Counts again and compares. Null when the hub has counted further meanwhile: then it is to be asked again. */
export function checkReports(store: Read): Checked | null {
  const before = countedTo(store)
  const kept = keptRows(store)
  if (countedTo(store).join() !== before.join()) return null
  const again = recount(store, before[0], before[1])
  let cells = 0
  const differences: Difference[] = []
  for (const id of new Set([...again.rows.keys(), ...kept.keys()])) {
    const [is, was] = [again.rows.get(id), kept.get(id)]
    // What an earlier version counted has no hours beside its quarters.
    if (was === undefined && is !== undefined && isHour(is.key) && Number(is.key[1]) < before[2]) continue
    const key = (is ?? was)!.key
    for (const name of new Set([...(is?.cells.keys() ?? []), ...(was?.cells.keys() ?? [])])) {
      const [counted, told] = [is?.cells.get(name) ?? null, was?.cells.get(name) ?? null]
      cells += 1
      if (!isSame(counted, told)) differences.push({ key, name, kept: told, counted })
    }
  }
  return { events: again.events, facts: again.facts, cells, differences }
}

/** What makes the kept cells those of a fresh count of everything. For a store that nobody else has open. */
export function recountChanges(store: Store): readonly Change[] {
  const { events, facts, rows: counted, tally } = recount(store)
  const gone = (['report', 'tally'] as const).flatMap((table) =>
    [...store.range(table, {})].map(({ key }): Change => ({ table, key, value: null })),
  )
  return [
    ...gone,
    ...[...counted.values()].map(({ key, cells }) => rowChange(key, cells)),
    ...[...tally.contacts].map(([contact, state]) => rows.tallyContact.put(keys.tally('contact', contact), state)),
    ...[...tally.agents].map(([agent, state]) => rows.tallyAgent.put(keys.tally('agent', agent), state)),
    rows.meta.put(keys.meta('reported'), events),
    rows.meta.put(keys.meta('reportedFacts'), facts),
    rows.meta.put(keys.meta('reportHours'), 0),
  ]
}

function countedTo(store: Read): readonly [events: number, facts: number, hoursFrom: number] {
  const metas = new Map([...store.range('meta', {})].map(({ key, value }) => [String(key[0]), value]))
  const at = (name: 'reported' | 'reportedFacts' | 'reportHours'): number => {
    const value = metas.get(name)
    return value === undefined ? 0 : rows.meta.read(value)
  }
  return [at('reported'), at('reportedFacts'), at('reportHours')]
}

function keptRows(store: Read): RowsByKey {
  const kept: RowsByKey = new Map()
  for (const { key, value } of store.range('report', {})) {
    const kind = String(key[0]).split('.')[0] as CellKind
    if (kindNames.includes(kind)) kept.set(key.join(' '), { key, kind, cells: flatCells(kind, value) })
  }
  return kept
}

function addTo(all: RowsByKey, cells: Cells): void {
  for (const kind of kindNames)
    for (const [quarter, within] of cells[kind]) {
      const flat = new Map([...within].map(([name, cell]) => [name, flatOf(kind, cell as never)]))
      for (const [grain, at] of [
        ['quarter', quarter],
        ['hour', instant(Math.floor(quarter / hourMs) * hourMs)],
      ] as const satisfies readonly (readonly [Grain, number])[]) {
        const key = keys.report(kind, grain, at)
        const row = all.get(key.join(' ')) ?? { key, kind, cells: new Map<string, number[]>() }
        all.set(key.join(' '), row)
        addCells(kind, row.cells, flat)
      }
    }
}

const isHour = (key: Key): boolean => String(key[0]).endsWith('.hour')

/** A figure that one of them lacks is nothing. */
function isSame(one: Flat | null, other: Flat | null): boolean {
  const [a, b] = [one ?? [], other ?? []]
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => at).every(
    (at) => (a[at] ?? 0) === (b[at] ?? 0),
  )
}
