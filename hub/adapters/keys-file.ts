/**
 * The vault in one file, `<data>/keys` (its form is in keys-format.ts). Keys are made ahead in blocks: a block is on the
 * disk before the first of it is handed out, and the next one is made when half of it is used. Each opening begins at a
 * new block, so that no number is given twice whatever was killed, and nothing must be written when one is given.
 */
import { randomFillSync } from 'node:crypto'
import { fdatasyncSync, readSync, writeSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { assert } from '../model/assert.ts'
import { keyBytes, type KeySlot, type KeyVault } from '../ports/keys.ts'
import { StorageUnavailable } from '../ports/store.ts'
import { KeysMirror, syncFolder, type Patch } from './keys-copy.ts'
import { headBytes, idIn, keysIn, KeysUnusable, newHead, offsetOf } from './keys-format.ts'
import { isDestroyed, keysPerBlock, ReadyKeys } from './keys-ready.ts'

export interface FileKeysOptions {
  /** What the data notes of its keys: then only these are opened. Default: a vault is made where there is none. */
  readonly noted?: NotedKeys | undefined
  /** File that is kept a copy of the keys: `destroy` resolves only when they are gone there too. Default: none. */
  readonly copy?: string | null
  /** Told when a block or the copy could not be written and nobody waits for it. Default: nobody. */
  readonly failed?: (error: unknown) => void
  /** Keys held in memory, each of about 200 bytes. Default 16,384. */
  readonly cachedKeysMax?: number
}

/** The vault that data belongs to, and the highest number of a key in it. */
export interface NotedKeys {
  readonly vault: string
  readonly highest: KeySlot
}

/**
 * Opens the vault in this file. Throws `KeysUnusable` when it is damaged or not what the data needs, or the copy's place is taken by other keys, and
 * `StorageUnavailable` when the disk refuses.
 */
export async function openFileKeys(path: string, options: FileKeysOptions = {}): Promise<KeyVault> {
  const { noted } = options
  let file: FileHandle | undefined
  try {
    file = await openOrCreate(path, noted === undefined)
    const { id, keys } = await prepare(file, path, noted)
    const mirror = options.copy == null ? null : new KeysMirror(path, options.copy, id)
    await mirror?.check()
    const vault = new FileKeys(file, id, keys, mirror, options)
    await vault.begin()
    return vault
  } catch (error) {
    await file?.close()
    if (error instanceof KeysUnusable || error instanceof StorageUnavailable) throw error
    throw unavailable(`The keys in ${path} cannot be opened.`, error)
  }
}

async function openOrCreate(path: string, create: boolean): Promise<FileHandle> {
  try {
    return await open(path, 'r+')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    if (!create) throw new KeysUnusable(`The keys of the data (${path}) are missing: ${howToRestore}`)
    return await open(path, 'wx+', 0o600)
  }
}

const howToRestore = 'restore them with npm run admin -- restore DIR --keys FILE.'

/** A new file gets its head; an old one is cut to whole blocks. */
async function prepare(
  file: FileHandle,
  path: string,
  noted: NotedKeys | undefined,
): Promise<{ id: string; keys: number }> {
  const { size } = await file.stat()
  if (size < headBytes && noted === undefined) {
    const head = newHead()
    await file.write(head, 0, headBytes, 0)
    await file.truncate(headBytes)
    await file.sync()
    await syncFolder(dirname(path))
    return { id: idIn(head, path), keys: 0 }
  }
  const head = Buffer.alloc(Math.min(size, headBytes))
  await file.read(head, 0, head.length, 0)
  const id = idIn(head, path)
  const keys = keysIn(size)
  if (noted !== undefined && noted.vault !== id)
    throw new KeysUnusable(`The keys in ${path} are not those of the data: ${howToRestore}`)
  // Before anything is added: a copy from before the data's last keys would look large enough afterwards.
  if (noted !== undefined && noted.highest >= keys)
    throw new KeysUnusable(`The keys in ${path} are older than the data: ${howToRestore}`)
  if (size !== offsetOf(keys)) await file.truncate(offsetOf(keys))
  return { id, keys }
}

class FileKeys implements KeyVault {
  readonly #ready = new ReadyKeys()
  readonly #cache = new Map<KeySlot, Uint8Array>()
  readonly #cachedMax: number
  /** Numbers of blocks that are on the disk end here. */
  #size: number
  /** The next block begins here; beyond `#size` while one is being written. */
  #nextBlock: number
  #making: Promise<void> | null = null
  /** Writes that wait for each other: destroying, and the copy. */
  #line: Promise<unknown> = Promise.resolve()
  #isClosed = false

  constructor(
    private readonly file: FileHandle,
    readonly id: string,
    keys: number,
    private readonly mirror: KeysMirror | null,
    private readonly options: FileKeysOptions,
  ) {
    this.#size = this.#nextBlock = keys
    this.#cachedMax = options.cachedKeysMax ?? 16_384
  }

  get size(): number {
    return this.#size
  }

  /** The first block, and the copy; a copy that cannot be written now is tried again with each later change. */
  async begin(): Promise<void> {
    await this.#makeBlock()
    await this.#line
  }

  next(): KeySlot {
    if (this.#ready.left === 0) this.#makeBlockNow()
    const slot = this.#ready.take()
    if (this.#ready.left <= keysPerBlock / 2) this.#makeAhead()
    return slot
  }

  key(slot: KeySlot): Uint8Array | null {
    this.#checkSlot(slot)
    let key = this.#cache.get(slot)
    if (key !== undefined) {
      // Last in the order of the map: those asked for lately stay.
      this.#cache.delete(slot)
      this.#cache.set(slot, key)
      return key
    }
    key = new Uint8Array(keyBytes)
    const read = readSync(this.file.fd, key, 0, keyBytes, offsetOf(slot))
    if (read !== keyBytes) throw new StorageUnavailable('a key could not be read')
    if (isDestroyed(key)) return null
    this.#cache.set(slot, key)
    if (this.#cache.size > this.#cachedMax) this.#cache.delete(this.#cache.keys().next().value!)
    return key
  }

  destroy(slots: readonly KeySlot[]): Promise<void> {
    for (const slot of slots) this.#checkSlot(slot)
    return this.#inLine(() => this.#overwrite(slots))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#making
    await this.#line
    await this.file.close()
  }

  async #overwrite(slots: readonly KeySlot[]): Promise<void> {
    const patches = slots.map((slot) => ({ at: offsetOf(slot), bytes: new Uint8Array(keyBytes) }))
    try {
      for (const { at, bytes } of patches) await this.file.write(bytes, 0, keyBytes, at)
      await this.file.datasync()
      await this.mirror?.follow(patches)
    } catch (error) {
      throw unavailable('A key could not be destroyed.', error)
    } finally {
      for (const slot of slots) this.#cache.delete(slot)
    }
  }

  #inLine<Result>(action: () => Promise<Result>): Promise<Result> {
    const done = this.#line.then(action)
    this.#line = done.catch(() => {})
    return done
  }

  #makeAhead(): void {
    if (this.#making !== null || this.#isClosed) return
    this.#making = this.#makeBlock()
      // Tried again with the next number that is handed out.
      .catch((error: unknown) => this.options.failed?.(error))
      .finally(() => (this.#making = null))
  }

  async #makeBlock(): Promise<void> {
    const first = this.#claim()
    const bytes = newKeys()
    try {
      await this.file.write(bytes, 0, bytes.length, offsetOf(first))
      await this.file.datasync()
    } catch (error) {
      this.#giveBack(first)
      throw error
    }
    this.#made(first, bytes)
  }

  /** All that was made ahead is used up: this turn waits for the disk. */
  #makeBlockNow(): void {
    const first = this.#claim()
    const bytes = newKeys()
    try {
      writeSync(this.file.fd, bytes, 0, bytes.length, offsetOf(first))
      fdatasyncSync(this.file.fd)
    } catch (error) {
      this.#giveBack(first)
      throw unavailable('No more keys could be kept.', error)
    }
    this.#made(first, bytes)
  }

  #claim(): KeySlot {
    const first = this.#nextBlock
    this.#nextBlock += keysPerBlock
    return first
  }

  #giveBack(first: KeySlot): void {
    // A block behind it may have been made meanwhile: then this one stays a gap, whose numbers nobody has.
    if (this.#nextBlock === first + keysPerBlock) this.#nextBlock = first
  }

  #made(first: KeySlot, bytes: Uint8Array): void {
    this.#size = Math.max(this.#size, first + keysPerBlock)
    this.#ready.add(first)
    const { mirror } = this
    if (mirror === null) return
    const patch: Patch = { at: offsetOf(first), bytes }
    this.#inLine(() => mirror.follow([patch])).catch((error: unknown) => this.options.failed?.(error))
  }

  #checkSlot(slot: KeySlot): void {
    const isKnown = Number.isSafeInteger(slot) && slot >= 0 && slot < this.#size && !this.#ready.has(slot)
    assert(isKnown, 'this key was handed out')
  }
}

const newKeys = (): Uint8Array => randomFillSync(new Uint8Array(keysPerBlock * keyBytes))

const unavailable = (message: string, cause: unknown): StorageUnavailable => new StorageUnavailable(message, { cause })
