/**
 * Where a durable peer keeps what it passes on. All ways are asked the same: keep these records, and say when the disk has
 * them. A new way is a file beside this one and a line in keepers.ts.
 */
export interface Keeper {
  /** Adds the records behind all others. Resolves when they are on the disk. Called again only after it has resolved. */
  keep(records: readonly Uint8Array[]): Promise<void>
  /** Record `at`, from 0, in the order they were kept. */
  read(at: number): Uint8Array | Promise<Uint8Array>
  close(): Promise<void>
}

/** `folder` exists and is empty. */
export type OpenKeeper = (folder: string) => Promise<Keeper>
