/**
 * Copies of the file of keys: a whole one that takes the place of the one before, and one that is kept current while the
 * hub runs. A copy is written aside and renamed, so that there is always a whole one under its name.
 */
import { open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'
import { headBytes, idIn, keysIn, KeysUnusable, offsetOf } from './keys-format.ts'
import { isDestroyed } from './keys-ready.ts'

const piece = 1024 * 1024

/**
 * Copies the keys at `from` to `to`, readable for this account alone, in the place of what was there. May run while a hub
 * writes `from`. Resolves with how many there are. Throws `KeysUnusable` when `from` is no file of keys, and when something
 * else stands at `to`, other data's keys included.
 */
export async function copyKeys(from: string, to: string): Promise<number> {
  await refuseOthers(from, to)
  const source = await open(from, 'r')
  const aside = `${to}.new`
  try {
    const { size } = await source.stat()
    const head = Buffer.alloc(headBytes)
    await source.read(head, 0, headBytes, 0)
    idIn(head, from)
    const end = offsetOf(keysIn(size))
    await rm(aside, { force: true })
    const target = await open(aside, 'wx', 0o600)
    try {
      await copyBytes(source, target, end)
      await target.sync()
    } finally {
      await target.close()
    }
    await rename(aside, to)
    await syncFolder(dirname(to))
    return keysIn(size)
  } catch (error) {
    await rm(aside, { force: true }).catch(() => {})
    throw error
  } finally {
    await source.close()
  }
}

/** The copy of other data's keys may be the last one there is: whoever lost a disk and starts anew must not lose it too. */
async function refuseOthers(from: string, to: string): Promise<void> {
  const there = await headAt(to)
  const ours = await headAt(from)
  if (there === null || there.length === 0) return
  let id: string | null = null
  try {
    id = idIn(there, to)
  } catch {
    // No keys at all: a file that somebody named by mistake is not replaced either.
  }
  if (id === null) throw new KeysUnusable(`${to} is there already and no copy of keys: name another file.`)
  if (ours !== null && id !== idIn(ours, from))
    throw new KeysUnusable(`${to} holds the keys of other data: name another file, or move it to where it is safe.`)
}

async function headAt(path: string): Promise<Buffer | null> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (file === null) return null
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Destroys in the keys at `target` what is destroyed in those of the same vault at `other`: whichever copy is older, nobody comes back. */
export async function destroyAlso(target: string, other: string): Promise<void> {
  const [ours, theirs] = await Promise.all([readFile(target), readFile(other)])
  if (idIn(ours, target) !== idIn(theirs, other)) return
  for (let slot = 0; slot < Math.min(keysIn(ours.length), keysIn(theirs.length)); slot++) {
    const [from, to] = [offsetOf(slot), offsetOf(slot + 1)]
    if (isDestroyed(theirs.subarray(from, to))) ours.fill(0, from, to)
  }
  const file = await open(target, 'r+')
  try {
    await file.write(ours, 0, ours.length, 0)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function copyBytes(source: FileHandle, target: FileHandle, end: number): Promise<void> {
  const buffer = Buffer.alloc(piece)
  for (let at = 0; at < end;) {
    const { bytesRead } = await source.read(buffer, 0, Math.min(piece, end - at), at)
    if (bytesRead === 0) throw new Error('the file of keys became shorter while it was copied')
    await target.write(buffer, 0, bytesRead, at)
    at += bytesRead
  }
}

/** Makes the names in a folder as lasting as the files: without it a power cut may take a new name away. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Bytes that changed in the file of keys. */
export interface Patch {
  readonly at: number
  readonly bytes: Uint8Array
}

/** The copy that is kept current. Each call opens it by name: whoever takes it away gets a new one, never writes into theirs. */
export class KeysMirror {
  /** Bytes of the copy as it was left; null when it must be made anew. */
  #size: number | null = null

  constructor(
    private readonly from: string,
    private readonly to: string,
    private readonly id: string,
  ) {}

  /** Throws `KeysUnusable` when something else stands where the copy goes. */
  async check(): Promise<void> {
    await refuseOthers(this.from, this.to)
  }

  /** Resolves once the copy holds what the file does. `patches` is what changed since the last call. */
  async follow(patches: readonly Patch[]): Promise<void> {
    const before = this.#size
    this.#size = null
    if (before !== null && (await this.#patch(before, patches))) {
      this.#size = Math.max(before, ...patches.map(({ at, bytes }) => at + bytes.length))
    } else this.#size = offsetOf(await copyKeys(this.from, this.to))
  }

  /** False when the copy is not there as it was left. */
  async #patch(size: number, patches: readonly Patch[]): Promise<boolean> {
    const found = await stat(this.to).catch(() => null)
    if (found?.size !== size) return false
    const file = await open(this.to, 'r+')
    try {
      const head = Buffer.alloc(headBytes)
      await file.read(head, 0, headBytes, 0)
      if (idIn(head, this.to) !== this.id) return false
      for (const { at, bytes } of patches) await file.write(bytes, 0, bytes.length, at)
      await file.datasync()
      return true
    } finally {
      await file.close()
    }
  }
}
