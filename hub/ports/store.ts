/**
 * What the hub keeps. Tables of bytes by ordered keys, changed by whole batches only: a batch is in the store entirely
 * or not at all. What a batch did may be told to anyone only with the `FlushToken` that its commit resolves with,
 * which the store hands out after the disk has confirmed (P1). See docs/STORE.md for the tables and their keys.
 */

/**
 * A key is a short list of typed ids and whole numbers. Order: element by element; numbers before strings; numbers by
 * value; strings by UTF-16 code unit for the ASCII we use; a list that is a prefix of another comes first.
 */
export type KeyPart = string | number
export type Key = readonly KeyPart[]

/** The tables. One line each in docs/STORE.md. */
export const tables = [
  'meta',
  'event',
  'contactEvent',
  'entry',
  'contact',
  'closed',
  'agent',
  'queue',
  'customer',
  'customerContact',
  'visitor',
  'dedup',
  'account',
  'login',
  'attachment',
  'contactAttachment',
  'expiry',
  'erasure',
  'audit',
  'push',
  'configuration',
  'call',
  'identity',
  'proven',
  'report',
  'tally',
  'fact',
  'flow',
  'secondFactor',
  'apiKey',
  'notice',
  'alert',
  'ownReplies',
] as const
export type Table = (typeof tables)[number]

export type Change =
  /** The bytes are handed over: they are read until the flush and may be handed out again, so nobody may write into them. */
  | { readonly table: Table; readonly key: Key; readonly value: Uint8Array }
  /** `value: null` removes the row; removing what is not there is no error. */
  | { readonly table: Table; readonly key: Key; readonly value: null }

/** Bounds of a range; both ends optional, `after` and `before` are exclusive, `from` is inclusive. */
export interface Range {
  readonly from?: Key
  readonly after?: Key
  readonly before?: Key
  /** Only keys that begin with these parts. May be joined with the other bounds. */
  readonly prefix?: Key
  /** At most so many rows. */
  readonly limit?: number
  /** Highest key first. */
  readonly reverse?: boolean
}

declare const flushed: unique symbol
/** Proof that a batch is on the disk. Only a store can make one; telling anyone anything durable takes one. */
export interface FlushToken {
  readonly [flushed]: true
}
/** For store adapters alone (held by tidy.test.ts). */
export const flushToken = (): FlushToken => ({}) as FlushToken

/** The store could not keep a batch: disk full, input/output error. Nothing of the batch is in the store. */
export class StorageUnavailable extends Error {
  override name = 'StorageUnavailable'
}

export interface Store {
  /** The row as it stands after the last commit that was issued, flushed or not. Bytes must not be changed by the caller. */
  get(table: Table, key: Key): Uint8Array | undefined
  /** Rows in key order, read as one consistent view. The caller reads it to the end or breaks off at once, never across an await. */
  range(table: Table, range: Range): Iterable<{ readonly key: Key; readonly value: Uint8Array }>
  /**
   * Applies all changes in one transaction, after all earlier commits. Resolves once it is flushed to the disk.
   * Rejects with `StorageUnavailable`; then no commit issued after it succeeds either, until `recover` was called.
   */
  commit(changes: readonly Change[]): Promise<FlushToken>
  /** After a failed commit: forgets what was issued and not kept, so that reads show what is on the disk, and accepts commits again. */
  recover(): Promise<void>
  /** Writes a consistent copy, holding everything acknowledged before the call, into the empty folder `path`. */
  backup(path: string): Promise<void>
  /** Flushes and closes. No other call may follow. */
  close(): Promise<void>
}
