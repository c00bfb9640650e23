/**
 * Numbers of keys that are on the disk and wait to be handed out, in blocks. Both vaults hand out by this, so that a
 * number is given once, whichever way its block was made.
 */
import { assert } from '../model/assert.ts'
import type { KeySlot } from '../ports/keys.ts'

/** Keys that are made, kept and used up together. Part of the file's format: a file is cut to whole blocks when it is opened. */
export const keysPerBlock = 1_024

export class ReadyKeys {
  readonly #blocks: { next: KeySlot; readonly end: KeySlot }[] = []

  /** The block that begins with this number is on the disk. */
  add(first: KeySlot): void {
    this.#blocks.push({ next: first, end: first + keysPerBlock })
  }

  /** How many may be handed out before another block is needed. */
  get left(): number {
    return this.#blocks.reduce((sum, { next, end }) => sum + end - next, 0)
  }

  take(): KeySlot {
    const [block] = this.#blocks
    assert(block !== undefined, 'a key is taken while there is one')
    const slot = block.next++
    if (block.next === block.end) this.#blocks.shift()
    return slot
  }

  /** Whether this number still waits to be handed out. */
  has(slot: KeySlot): boolean {
    return this.#blocks.some(({ next, end }) => slot >= next && slot < end)
  }
}

/** A destroyed key reads as zeros, which chance never gives. */
export const isDestroyed = (key: Uint8Array): boolean => key.every((byte) => byte === 0)
