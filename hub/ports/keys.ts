/**
 * The keys that make customers' data readable: one per contact, in a place of their own which no backup of the data
 * holds. Destroying a contact's key makes every copy of its rows and files unreadable, wherever it lies (P25).
 */

/** Number of a contact's key; whole, from 0. It stands in the contact's rows, the key never does. */
export type KeySlot = number

/** Bytes of a key. */
export const keyBytes = 32

export interface KeyVault {
  /** Which vault this is, drawn when it was made: the data notes it, so that another vault is not taken for its own. */
  readonly id: string
  /**
   * The number of a new key, which is random, on the disk already, and was never handed out before: not even by a hub
   * that has been killed since. Throws `StorageUnavailable` when the keys that were made ahead are used up and no more
   * could be kept.
   */
  next(): KeySlot
  /** The key, `keyBytes` long, or null when it was destroyed. Throws for a number that was never handed out. Nobody may write into it. */
  key(slot: KeySlot): Uint8Array | null
  /** Overwrites these keys. Resolves once that is on the disk; harmless for those destroyed before. Rejects with `StorageUnavailable`. */
  destroy(slots: readonly KeySlot[]): Promise<void>
  /** How many numbers there are, handed out or made ahead: every slot in the store is below this, or the keys are not those of the data. */
  readonly size: number
  close(): Promise<void>
}
