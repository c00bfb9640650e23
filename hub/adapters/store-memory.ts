/**
 * The store in memory, for the simulator and for tests: the same pipeline as on the disk, over sorted lists. The flush is
 * handed in, so that the simulator decides when a transaction reaches the "disk", and whether it does.
 */
import { assert } from '../model/assert.ts'
import { tables } from '../ports/store.ts'
import type { Key, Store, Table } from '../ports/store.ts'
import type { Bounds } from './store-keys.ts'
import type { PendingRows } from './store-pending.ts'
import { PipelinedStore, type StoreEngine } from './store-pipeline.ts'
import { SortedRows, type SortedRow } from './store-sorted-rows.ts'

/** Ends one flush: without an error the transaction is kept, with one nothing of it is. Later calls do nothing. */
export type FlushDone = (error?: Error) => void

export interface MemoryStoreOptions {
  /** Called once per transaction, now or later to call `done`. Default: flushed after the running turn. */
  readonly flushAfter?: (done: FlushDone) => void
}

export interface MemoryStore extends Store {
  /**
   * The store as a new process would find it after a kill: only what was flushed, with the same options unless others are
   * given. `flushing: 'kept'` also keeps the transaction whose flush is under way, as a disk may that was faster than its
   * answer. This store lives on by itself like a frozen process: its commits never settle.
   */
  crash(flushing?: 'lost' | 'kept', options?: MemoryStoreOptions): MemoryStore
}

type TableRows = Record<Table, SortedRows<Uint8Array>>

const emptyTables = (): TableRows =>
  Object.fromEntries(tables.map((table) => [table, new SortedRows<Uint8Array>()])) as TableRows

const copyOf = (rows: TableRows): TableRows =>
  Object.fromEntries(tables.map((table) => [table, rows[table].snapshot()])) as TableRows

function applyTo(rows: TableRows, changes: PendingRows): void {
  changes.forEach((table, key, value) => {
    if (value === null) rows[table].delete(key)
    // Bytes of its own: the packer hands out windows on large buffers, which a row that stays would keep whole.
    else rows[table].set(key, new Uint8Array(value))
  })
}

class MemoryEngine implements StoreEngine {
  readonly options: MemoryStoreOptions
  readonly #rows: TableRows
  #flushing: PendingRows | undefined
  #crashed = false
  readonly #backups: Map<string, TableRows>

  constructor(rows: TableRows, options: MemoryStoreOptions, backups: Map<string, TableRows>) {
    this.#rows = rows
    this.options = options
    this.#backups = backups
  }

  get(table: Table, key: Key): Uint8Array | undefined {
    return this.#rows[table].get(key)
  }

  rows(table: Table, bounds: Bounds, reverse: boolean): Generator<SortedRow<Uint8Array>> {
    return this.#rows[table].range(bounds, reverse)
  }

  write(rows: PendingRows): Promise<void> {
    this.#flushing = rows
    return new Promise((resolve, reject) => {
      const done: FlushDone = (error) => {
        if (this.#crashed || this.#flushing !== rows) return
        this.#flushing = undefined
        if (error) return reject(error)
        applyTo(this.#rows, rows)
        resolve()
      }
      if (this.options.flushAfter) this.options.flushAfter(done)
      else queueMicrotask(done)
    })
  }

  async reopen(): Promise<void> {}

  async backup(path: string): Promise<void> {
    assert(!this.#backups.has(path), 'a copy goes into an empty folder')
    this.#backups.set(path, copyOf(this.#rows))
  }

  async close(): Promise<void> {}

  /** What a restart finds. */
  crash(flushing: 'lost' | 'kept'): TableRows {
    this.#crashed = true
    const rows = copyOf(this.#rows)
    if (flushing === 'kept' && this.#flushing) applyTo(rows, this.#flushing)
    return rows
  }
}

class MemoryPipeline extends PipelinedStore<MemoryEngine> implements MemoryStore {
  readonly #backups: Map<string, TableRows>

  constructor(rows: TableRows, options: MemoryStoreOptions, backups: Map<string, TableRows>) {
    super(new MemoryEngine(rows, options, backups))
    this.#backups = backups
  }

  crash(flushing: 'lost' | 'kept' = 'lost', options: MemoryStoreOptions = this.engine.options): MemoryStore {
    return new MemoryPipeline(this.engine.crash(flushing), options, this.#backups)
  }
}

/** "Folders" that `MemoryStore.backup` wrote, for those who open them again. */
export type MemoryBackups = Map<string, TableRows>

/** An empty store in memory; with `from`, a store that begins as that backup stands in `backups`. */
export function openMemoryStore(
  options: MemoryStoreOptions = {},
  backups: MemoryBackups = new Map(),
  from?: string,
): MemoryStore {
  const rows = from === undefined ? emptyTables() : backups.get(from)
  assert(rows, 'there is no such backup')
  return new MemoryPipeline(copyOf(rows), options, backups)
}
