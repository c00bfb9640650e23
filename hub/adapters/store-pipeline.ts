/**
 * What every store does alike, over an engine that can read rows and write one transaction at a time: commits that wait
 * go into the next transaction together, reads see what was issued before it is on the disk, and after a failure nothing
 * more is written until `recover`. To add a store: write an engine, then run ports/store.contract.ts on it.
 *
 * One transaction at a time is a choice: lmdb accepts writes while it is still writing, but then a failure finds later
 * writes already on their way. Waiting commits share the next flush instead; measured, that is as fast (docs/STORE.md).
 */
import { assert } from '../model/assert.ts'
import { flushToken, StorageUnavailable } from '../ports/store.ts'
import type { Change, FlushToken, Key, Range, Store, Table } from '../ports/store.ts'
import { boundsOf, checkKey, type Bounds } from './store-keys.ts'
import { laidOver, PendingRows } from './store-pending.ts'
import type { SortedRow } from './store-sorted-rows.ts'

/** The disk's side of a store. Bytes it hands out stay as they are for good. */
export interface StoreEngine {
  get(table: Table, key: Key): Uint8Array | undefined
  /** Rows within the bounds, as one consistent view from the first `next` on. */
  rows(table: Table, bounds: Bounds, reverse: boolean): Iterator<SortedRow<Uint8Array>>
  /** Writes all rows or none, resolves when they are flushed. Called again only after it has settled. */
  write(rows: PendingRows): Promise<void>
  /** After a failed write: reads show what is on the disk, writes are possible again. */
  reopen(): Promise<void>
  backup(path: string): Promise<void>
  close(): Promise<void>
}

/** Commits that share a transaction. */
interface Transaction {
  readonly rows: PendingRows
  readonly commits: { resolve: (token: FlushToken) => void; reject: (error: Error) => void }[]
}

const emptyTransaction = (): Transaction => ({ rows: new PendingRows(), commits: [] })

export class PipelinedStore<Engine extends StoreEngine = StoreEngine> implements Store {
  protected readonly engine: Engine
  /** Issued, to be written next. */
  #waiting = emptyTransaction()
  /** Being written; its rows are still read from here, the engine does not show them yet. */
  #writing: Transaction | undefined
  #failure: StorageUnavailable | undefined
  #recovering: Promise<void> | undefined
  #startsSoon = false
  #closed = false
  #idle: (() => void)[] = []
  /** Backups under way; the engine must not be closed beneath them. */
  readonly #backups = new Set<Promise<void>>()

  constructor(engine: Engine) {
    this.engine = engine
  }

  get(table: Table, key: Key): Uint8Array | undefined {
    let issued = this.#waiting.rows.get(table, key)
    if (issued === undefined) issued = this.#writing?.rows.get(table, key)
    return issued === undefined ? this.engine.get(table, key) : (issued ?? undefined)
  }

  *range(table: Table, range: Range): Generator<{ readonly key: Key; readonly value: Uint8Array }> {
    const reverse = range.reverse ?? false
    let left = range.limit ?? Infinity
    if (left <= 0) return
    for (const { key, value } of this.#merged(table, boundsOf(range), reverse)) {
      if (value === null) continue
      yield { key, value }
      if (--left <= 0) return
    }
  }

  commit(changes: readonly Change[]): Promise<FlushToken> {
    assert(!this.#closed, 'no commit after close')
    for (const { key } of changes) checkKey(key)
    if (this.#failure) return Promise.reject(this.#failure)
    this.#waiting.rows.apply(changes)
    const { commits } = this.#waiting
    const kept = new Promise<FlushToken>((resolve, reject) => commits.push({ resolve, reject }))
    this.#startSoon()
    return kept
  }

  recover(): Promise<void> {
    this.#recovering ??= this.#recover().finally(() => (this.#recovering = undefined))
    return this.#recovering
  }

  async #recover(): Promise<void> {
    await this.#untilIdle()
    await Promise.allSettled(this.#backups)
    if (!this.#failure) return
    try {
      await this.engine.reopen()
    } catch (cause) {
      throw new StorageUnavailable('The store could not be opened again after a failed write.', { cause })
    }
    this.#waiting = emptyTransaction()
    this.#writing = undefined
    this.#failure = undefined
  }

  backup(path: string): Promise<void> {
    const copying = this.engine.backup(path)
    const settled = copying.then(
      () => {},
      () => {},
    )
    this.#backups.add(settled)
    void settled.then(() => this.#backups.delete(settled))
    return copying
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#untilIdle()
    await Promise.allSettled(this.#backups)
    await this.engine.close()
  }

  #merged(table: Table, bounds: Bounds, reverse: boolean): Iterable<SortedRow<Uint8Array | null>> {
    const kept = this.engine.rows(table, bounds, reverse)
    const writing = this.#writing?.rows.range(table, bounds, reverse)
    const waiting = this.#waiting.rows.range(table, bounds, reverse)
    const shown = writing ? laidOver(writing, kept, reverse) : kept
    const merged = waiting ? laidOver(waiting, shown, reverse) : shown
    return { [Symbol.iterator]: () => merged }
  }

  /** Commits issued in one turn share a transaction from the first one on. */
  #startSoon(): void {
    if (this.#startsSoon || this.#writing) return
    this.#startsSoon = true
    queueMicrotask(() => {
      this.#startsSoon = false
      this.#start()
    })
  }

  #start(): void {
    assert(!this.#writing, 'one transaction at a time')
    const transaction = this.#waiting
    if (transaction.commits.length === 0) return this.#callIdle()
    this.#waiting = emptyTransaction()
    this.#writing = transaction
    const written = transaction.rows.size > 0 ? this.engine.write(transaction.rows) : Promise.resolve()
    written.then(
      () => this.#finish(transaction),
      (cause: unknown) => this.#fail(transaction, cause),
    )
  }

  #finish(transaction: Transaction): void {
    this.#writing = undefined
    // The next transaction starts before anyone hears of this one, so that the disk does not wait for them.
    this.#start()
    for (const { resolve } of transaction.commits) resolve(flushToken())
  }

  #fail(transaction: Transaction, cause: unknown): void {
    this.#failure = new StorageUnavailable('The store could not write; nothing of this batch was kept.', { cause })
    for (const { reject } of [...transaction.commits, ...this.#waiting.commits]) reject(this.#failure)
    // Their rows stay readable until `recover`: whoever decided on them must not see them vanish in the middle.
    this.#waiting.commits.length = 0
    this.#callIdle()
  }

  /** Resolves once nothing is being written. */
  #untilIdle(): Promise<void> {
    const busy = !this.#failure && (this.#writing || this.#waiting.commits.length > 0)
    return busy ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve()
  }

  #callIdle(): void {
    for (const resolve of this.#idle.splice(0)) resolve()
  }
}
