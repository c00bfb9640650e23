/**
 * The store on lmdb: one environment in one folder, one named database per table. The only file that knows lmdb; each of
 * its peculiarities stands beside the line that answers it. What does not concern lmdb is in store-pipeline.ts.
 */
import { chmodSync, mkdirSync, readdirSync, realpathSync, statfsSync } from 'node:fs'
import { join } from 'node:path'
import { open, type Database, type RangeOptions, type RootDatabase } from 'lmdb'
import { assert } from '../model/assert.ts'
import { StorageUnavailable, tables } from '../ports/store.ts'
import type { Key, Store, Table } from '../ports/store.ts'
import { belowUpper, boundsOf, reachesLower, type BoundKey, type Bounds } from './store-keys.ts'
import { claimFolder, type Claim } from './store-owner.ts'
import type { PendingRows } from './store-pending.ts'
import { precheckFiles } from './store-precheck.ts'
import { PipelinedStore, type StoreEngine } from './store-pipeline.ts'
import type { SortedRow } from './store-sorted-rows.ts'

type LmdbKey = (string | number | Uint8Array)[]
type TableDatabase = Database<Uint8Array, LmdbKey>

interface Environment {
  readonly root: RootDatabase
  readonly byTable: Record<Table, TableDatabase>
}

/** Address space, not memory or disk, and no limit: lmdb maps more by itself when the data outgrows it, at the cost of a pause. */
const mapBytes = 16 * 1024 ** 3
/** Chosen by us, the same on every machine, because the folder may be moved from one to another. */
const pageBytes = 4_096
/** The data is customers' talk: for the hub's own account only. */
const fileMode = 0o600

function openEnvironment(folder: string, readOnly: boolean): Environment {
  precheckFiles(folder, readOnly)
  const options = {
    path: folder,
    encoding: 'binary' as const,
    maxDbs: tables.length + 3,
    mapSize: mapBytes,
    pageSize: pageBytes,
    permissionsMode: fileMode,
    readOnly,
    // lmdb's default lets a transaction be seen before it is flushed; when the flush then fails, the batch that we call
    // not kept stands in the data all the same. Without it a transaction is flushed, then seen, or else never was.
    overlappingSync: false,
  }
  const root = open(options)
  try {
    const opened = tables.flatMap((table) => {
      const database = root.openDB<Uint8Array, LmdbKey>(table, { encoding: 'binary' }) as TableDatabase | undefined
      // Whoever may write makes a table that is missing; to a reader it is one without rows, see `openLmdbReader`.
      if (!database && !readOnly) throw new Error(`The table "${table}" is missing in ${folder}.`)
      return database ? [[table, database] as const] : []
    })
    return { root, byTable: Object.fromEntries(opened) as Record<Table, TableDatabase> }
  } catch (error) {
    void root.close()
    throw error
  }
}

class LmdbEngine implements StoreEngine {
  readonly #folder: string
  readonly #claim: Claim
  #environment: Environment

  constructor(folder: string, claim: Claim) {
    this.#folder = folder
    this.#claim = claim
    this.#environment = openEnvironment(folder, false)
  }

  get(table: Table, key: Key): Uint8Array | undefined {
    const shared = this.#environment.byTable[table].getBinaryFast(key as LmdbKey)
    return shared && ownCopyOf(shared)
  }

  rows(table: Table, bounds: Bounds, reverse: boolean): Generator<SortedRow<Uint8Array>> {
    return rowsOf(this.#environment.byTable[table], bounds, reverse)
  }

  /**
   * All writes of one turn of the event loop go into one lmdb transaction, and writes only begin in a later turn.
   * Nothing in here may throw half-way: keys were checked by `checkKey`.
   */
  async write(rows: PendingRows): Promise<void> {
    refuseWithoutRoom(this.#folder, rows.size)
    const { root, byTable } = this.#environment
    let kept: Promise<boolean> | undefined
    rows.forEach((table, key, value) => {
      const database = byTable[table]
      kept = value === null ? database.remove(key as LmdbKey) : database.put(key as LmdbKey, value)
    })
    try {
      await Promise.all([kept, root.flushed])
    } catch (error) {
      throw await causeOf(error)
    }
    // Reads in this turn may have begun on the state before this transaction.
    root.resetReadTxn()
  }

  /**
   * lmdb refuses all further writes after some failures, and then answers them never, not even with an error: only a new
   * environment is sure to work. The last environment in the process must be closed first, else lmdb hands it out again.
   */
  async reopen(): Promise<void> {
    await this.#environment.root.close()
    this.#environment = openEnvironment(this.#folder, false)
  }

  async backup(path: string): Promise<void> {
    await copyInto(this.#environment.root, path)
  }

  async close(): Promise<void> {
    await this.#environment.root.close()
    this.#claim.release()
  }
}

/** What must stay free for a transaction: pages of the trees above its rows, and room for whoever else writes meanwhile. */
const roomBytes = { always: 4 * 1024 ** 2, perRow: 4 * pageBytes }

/**
 * When a write fails, the binding prints the reason into a buffer that is too small for it (seen with 3.5.6: "malloc():
 * invalid next size", and the process is aborted). So a full disk is noticed before lmdb writes.
 */
function refuseWithoutRoom(folder: string, rows: number): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize >= roomBytes.always + rows * roomBytes.perRow) return
  throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
}

/**
 * A failed commit rejects twice: its promise, and a second one hung on the error as `commitError`, which nobody awaits
 * and which would end Node. The second one has the reason.
 */
async function causeOf(error: unknown): Promise<unknown> {
  const second = (error as { commitError?: Promise<unknown> }).commitError
  if (!second) return error
  return second.then(
    () => error,
    (reason: unknown) => reason,
  )
}

/**
 * `getBinaryFast` hands out a buffer that the next read overwrites, or a window on the file that the next transaction may.
 * Its `length` is that of the value, but of the value only: methods of the buffer still see the whole, so take a view of
 * our own. 0.9 million reads a second of 200 bytes, where `getBinary`, which also copies, makes 0.5.
 */
function ownCopyOf(shared: Uint8Array): Uint8Array {
  const copy = Buffer.allocUnsafe(shared.length)
  copy.set(new Uint8Array(shared.buffer, shared.byteOffset, shared.length))
  return copy
}

/** Keys of one part come back from lmdb without their list. */
const asKey = (key: unknown): Key => (Array.isArray(key) ? (key as Key) : [key as string | number])

/**
 * lmdb is told where to begin only; the ends are looked at here, because its open and closed ends differ forwards and
 * backwards. Begun at the first row asked for, so that an iterator nobody reads holds no cursor.
 */
function* rowsOf(database: TableDatabase, bounds: Bounds, reverse: boolean): Generator<SortedRow<Uint8Array>> {
  const start: BoundKey | undefined = reverse ? bounds.upper : bounds.lower
  const options: RangeOptions = { reverse, ...(start && { start: start as LmdbKey }) }
  for (const row of database.getRange(options)) {
    const key = asKey(row.key)
    const beyondStart = reverse ? belowUpper(key, bounds) : reachesLower(key, bounds)
    if (!beyondStart) continue
    const beforeEnd = reverse ? reachesLower(key, bounds) : belowUpper(key, bounds)
    if (!beforeEnd) return
    yield { key, value: row.value }
  }
}

function* limited<Row>(rows: Iterable<Row>, limit: number): Generator<Row> {
  let left = limit
  if (left > 0)
    for (const row of rows) {
      yield row
      if (--left <= 0) return
    }
}

/** A consistent copy into an empty folder. Compacted: free pages, which hold what was erased, stay behind. */
async function copyInto(root: RootDatabase, path: string): Promise<void> {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  assert(readdirSync(path).length === 0, 'a copy goes into an empty folder')
  await root.backup(path, true)
  // lmdb gives a copy the rights of any new file.
  chmodSync(join(path, 'data.mdb'), fileMode)
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/**
 * Opens the store in `folder`, which is made when missing. Throws `StoreInUse` when this or another living process has it
 * open, `StorageUnavailable` when the folder cannot be written or holds something else.
 */
export async function openLmdbStore(folder: string): Promise<Store> {
  let claim: Claim
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    claim = claimFolder(realpathSync(folder))
  } catch (error) {
    throw openingFailed(folder, error)
  }
  try {
    return new PipelinedStore(new LmdbEngine(realpathSync(folder), claim))
  } catch (error) {
    claim.release()
    throw openingFailed(folder, error)
  }
}

function openingFailed(folder: string, cause: unknown): unknown {
  if (cause instanceof Error && cause.name === 'StoreInUse') return cause
  return new StorageUnavailable(`The store in ${folder} cannot be opened: ${reasonOf(cause)}`, { cause })
}

/** For the administrator's commands: looks at a store, also while a hub has it open, and changes nothing. */
export interface StoreReader {
  range: Store['range']
  /** The number of rows that lmdb itself has noted for the table. */
  rowCount(table: Table): number
  /** As `Store.backup`. */
  backup(path: string): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the store in `folder` to read it. A damaged store may end the process: open one you do not trust in a child. A table
 * that came after the version that wrote it has no rows.
 */
export function openLmdbReader(folder: string): StoreReader {
  const { root, byTable } = openEnvironment(folder, true)
  const databaseOf = (table: Table): TableDatabase | undefined => byTable[table]
  return {
    range: (table, range) => {
      const database = databaseOf(table)
      const rows = database === undefined ? [] : rowsOf(database, boundsOf(range), range.reverse ?? false)
      return limited(rows, range.limit ?? Infinity)
    },
    rowCount: (table) => (databaseOf(table)?.getStats() as { entryCount: number } | undefined)?.entryCount ?? 0,
    backup: (path) => copyInto(root, path),
    close: () => root.close(),
  }
}
