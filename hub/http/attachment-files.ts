/**
 * Customers' and agents' files on the disk: `<data>/attachments/<two characters>/<id>`. A file is written beside its
 * place under `.part`, sealed with its contact's key (sealed-file.ts), flushed, and moved there whole; what a crash leaves
 * half done goes at the next start.
 */
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { RecognisedType } from '../config-schema.ts'
import { idPrefixes, isId, type AttachmentId } from '../model/ids.ts'
import { StorageUnavailable } from '../ports/store.ts'
import type { BodyReader } from '../ports/transport.ts'
import { openSealed, SealingWriter } from './sealed-file.ts'
import { Sniffer } from './sniff.ts'
import { typeOfZip, type ReadAt } from './sniff-zip.ts'

const partEnding = '.part'

/** What came: how much, and what it is, null when it is nothing we know. */
export interface Received {
  readonly sizeBytes: number
  readonly type: RecognisedType | null
  /** Of a picture, as its head says; null for anything else, and where it does not say. */
  readonly pixels: number | null
}

export class AttachmentFiles {
  readonly #folder: string
  constructor(dataFolder: string) {
    this.#folder = join(dataFolder, 'attachments')
  }

  /** Where a file with this id is, or would be. */
  pathOf(id: AttachmentId): string {
    const tail = id.slice(idPrefixes.attachment.length)
    // Ids are ours and of a safe alphabet; dots are taken out all the same, so that no id leads out of the folder.
    const name = tail.replaceAll('.', '_')
    return join(this.#folder, name.slice(0, 2), name)
  }

  /** Bytes of the file, or null when there is none. */
  async sizeOf(id: AttachmentId): Promise<number | null> {
    try {
      return (await stat(this.pathOf(id))).size
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  /**
   * Takes a file in, sealed, and flushes it, under its `.part` name: `keep` or `discard` must follow. Rejects with what `chunks`
   * throws and with `StorageUnavailable`; then nothing is left.
   */
  async receive(id: AttachmentId, key: Uint8Array, chunks: AsyncIterable<Uint8Array>): Promise<Received> {
    const path = this.pathOf(id) + partEnding
    const file = await onDisk(async () => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      return open(path, 'wx+', 0o600)
    })
    try {
      return await this.#write(new SealingWriter(file, key, id), chunks)
    } catch (error) {
      await this.discard(id)
      throw error
    } finally {
      await file.close()
    }
  }

  /** Puts the received file where it belongs, so that it survives a power cut. Rejects with `StorageUnavailable`. */
  async keep(id: AttachmentId): Promise<void> {
    const path = this.pathOf(id)
    await onDisk(async () => {
      await rename(path + partEnding, path)
      // The names are flushed with their folders: this one's, and its own, which may be new.
      await flushFolder(dirname(path))
      await flushFolder(this.#folder)
    })
  }

  /** Removes the file, kept or not. Harmless when there is none. */
  async discard(id: AttachmentId): Promise<void> {
    const path = this.pathOf(id)
    await rm(path + partEnding, { force: true })
    await rm(path, { force: true })
  }

  /**
   * Removes what a crash left: half a file, or a whole one that nobody knows of, which would outlive its contact. Before
   * the first upload. Resolves to how many there were.
   */
  async removeLeft(isKnown: (id: AttachmentId) => boolean): Promise<number> {
    const found = await readdir(this.#folder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return []
      throw error
    })
    let removed = 0
    for (const [at, path] of found.entries()) {
      // There may be many, and the hub serves meanwhile.
      if (at % 100 === 99) await setImmediate()
      const full = join(this.#folder, path)
      const id = idPrefixes.attachment + basename(path)
      // What has no name of ours is not ours to remove.
      const unknown = isId('attachment', id) && this.pathOf(id) === full && !isKnown(id)
      if (!path.endsWith(partEnding) && !unknown) continue
      await rm(full, { force: true })
      removed += 1
    }
    return removed
  }

  /** A sealed file, opened as it is read. Rejects when it is not there, or not `sizeBytes` long. */
  async open(id: AttachmentId, key: Uint8Array, sizeBytes: number): Promise<BodyReader> {
    const file = await open(this.pathOf(id), 'r')
    try {
      return await openSealed(file, key, id, sizeBytes)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  async #write(file: SealingWriter, chunks: AsyncIterable<Uint8Array>): Promise<Received> {
    const sniffer = new Sniffer()
    for await (const chunk of chunks) {
      sniffer.take(chunk)
      await onDisk(() => file.write(chunk))
    }
    await onDisk(() => file.finish())
    const type = sniffer.type()
    const { sizeBytes, pixels } = sniffer
    if (type !== 'application/zip') return { sizeBytes, type, pixels }
    const readAt: ReadAt = (at, length) => file.readAt(at, length)
    return { sizeBytes, type: await onDisk(() => typeOfZip(readAt, sizeBytes)), pixels: null }
  }
}

async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** A disk that is full or broken is the store's kind of trouble, and is told as such. */
async function onDisk<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new StorageUnavailable(`attachments: ${(error as NodeJS.ErrnoException).code ?? String(error)}`)
  }
}
