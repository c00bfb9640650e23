/** What the board remembers of how it was left: the table, and of each table its order and filters. In this browser alone. */
import { quietly } from '../drafts.ts'
import { usualSort } from './columns.ts'
import { anything, tables, type Filter, type TableName } from './rows.ts'

export interface Sort {
  readonly column: string
  readonly down: boolean
}

export interface Kept {
  readonly table: TableName
  readonly sorts: Readonly<Record<TableName, Sort>>
  readonly filters: Readonly<Record<TableName, Filter>>
}

const usual: Kept = {
  table: 'queues',
  sorts: usualSort,
  filters: { queues: anything, agents: anything, contacts: anything },
}

const name = 'madoguchi.agent.board'

/** What was kept; what is missing or makes no sense is as usual. */
export function readKept(text: string | null): Kept {
  const kept = (quietly(() => JSON.parse(text ?? '{}') as Partial<Kept>) ?? {}) as Partial<Kept>
  return {
    table: tables.find((one) => one === kept.table) ?? usual.table,
    sorts: eachTable((table) => ({ ...usual.sorts[table], ...kept.sorts?.[table] })),
    filters: eachTable((table) => ({ ...anything, ...kept.filters?.[table] })),
  }
}

export const loadKept = (): Kept => readKept(quietly(() => localStorage.getItem(name)) ?? null)
export const saveKept = (kept: Kept): void => void quietly(() => localStorage.setItem(name, JSON.stringify(kept)))

const eachTable = <T>(of: (table: TableName) => T): Record<TableName, T> => ({
  queues: of('queues'),
  agents: of('agents'),
  contacts: of('contacts'),
})
