/**
 * The vault in memory, for the simulator and for tests. It stands in for a disk: a hub that is started anew opens it
 * again with `reopen`, which begins at a new block as the file does. Chance is handed in, so that a seed repeats itself.
 */
import { assert } from '../model/assert.ts'
import { keyBytes, type KeySlot, type KeyVault } from '../ports/keys.ts'
import { StorageUnavailable } from '../ports/store.ts'
import { isDestroyed, keysPerBlock, ReadyKeys } from './keys-ready.ts'

export interface MemoryKeysOptions {
  /** Fills with random bytes. */
  readonly fill: (bytes: Uint8Array) => void
  /** True while the disk keeps nothing. Default: never. */
  readonly broken?: () => boolean
}

export interface MemoryKeys extends KeyVault {
  /** The vault as a new process finds it after this one was killed or closed: what was destroyed stays so. */
  reopen(): MemoryKeys
}

class Vault implements MemoryKeys {
  readonly #ready = new ReadyKeys()

  constructor(
    readonly id: string,
    private readonly blocks: Uint8Array[],
    private readonly options: MemoryKeysOptions,
  ) {
    this.#makeBlock()
  }

  get size(): number {
    return this.blocks.length * keysPerBlock
  }

  next(): KeySlot {
    if (this.#ready.left === 0) {
      if (this.options.broken?.()) throw new StorageUnavailable('no more keys could be kept')
      this.#makeBlock()
    }
    return this.#ready.take()
  }

  key(slot: KeySlot): Uint8Array | null {
    const key = this.#at(slot)
    return isDestroyed(key) ? null : key
  }

  destroy(slots: readonly KeySlot[]): Promise<void> {
    const keys = slots.map((slot) => this.#at(slot))
    if (this.options.broken?.()) return Promise.reject(new StorageUnavailable('a key could not be destroyed'))
    for (const key of keys) key.fill(0)
    return Promise.resolve()
  }

  async close(): Promise<void> {}

  reopen(): MemoryKeys {
    return new Vault(this.id, this.blocks, this.options)
  }

  #at(slot: KeySlot): Uint8Array {
    const block = this.blocks[Math.floor(slot / keysPerBlock)]
    assert(block !== undefined && Number.isInteger(slot) && !this.#ready.has(slot), 'this key was handed out')
    const at = (slot % keysPerBlock) * keyBytes
    return block.subarray(at, at + keyBytes)
  }

  #makeBlock(): void {
    const block = new Uint8Array(keysPerBlock * keyBytes)
    this.options.fill(block)
    this.blocks.push(block)
    this.#ready.add((this.blocks.length - 1) * keysPerBlock)
  }
}

/** A new vault in memory. */
export function openMemoryKeys(options: MemoryKeysOptions): MemoryKeys {
  const id = new Uint8Array(16)
  options.fill(id)
  return new Vault(Array.from(id, (byte) => byte.toString(16).padStart(2, '0')).join(''), [], options)
}
