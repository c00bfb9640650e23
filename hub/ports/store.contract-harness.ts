/** What an adapter's test hands to the store contract, and short words for rows. */
import type { Change, Key, Range, Store, Table } from './store.ts'

/** One store under test, and the disk below it. */
export interface StoreUnderTest {
  readonly store: Store
  /** From now on writes fail. A string: cannot be done here, and why. */
  readonly breakDisk: (() => void) | string
  readonly mendDisk: () => void
  /** Closes the store and opens it again on what it left behind. */
  reopen(): Promise<Store>
  /** Opens what `Store.backup` wrote; `path` is a fresh one. */
  readonly backupPath: string
  openBackup(): Promise<Store>
  /** Closes everything and removes what is left. */
  dispose(): Promise<void>
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
export const text = (value: Uint8Array | undefined): string | undefined => value && new TextDecoder().decode(value)
export const put = (key: Key, value = 'x', table: Table = 'entry'): Change => ({ table, key, value: bytes(value) })
export const remove = (key: Key, table: Table = 'entry'): Change => ({ table, key, value: null })
export const keysOf = (store: Store, range: Range = {}, table: Table = 'entry'): Key[] =>
  Array.from(store.range(table, range), (row) => row.key)
export const valuesOf = (store: Store, range: Range = {}, table: Table = 'entry'): (string | undefined)[] =>
  Array.from(store.range(table, range), (row) => text(row.value))
