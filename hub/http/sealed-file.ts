/**
 * A file sealed with its contact's key while it comes in: 12 bytes of nonce, the enciphered bytes, 16 bytes that prove them
 * (AES-256-GCM). It is read front to back, and proven before its last bytes leave. In between, any part can be had on its
 * own, because GCM enciphers as CTR does: what a zip archive is stands at its end.
 */
import { createCipheriv, createDecipheriv, randomBytes, type CipherGCM, type DecipherGCM } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { AttachmentId } from '../model/ids.ts'
import type { BodyReader } from '../ports/transport.ts'

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
const blockBytes = 16
/** GCM takes its first block number for the proof: the file begins with the second. */
const firstBlock = 2

/** How many bytes longer a file is on the disk. */
export const sealBytes = nonceBytes + tagBytes

/** What it is bound to: another file's bytes in this one's place do not open. */
const boundTo = (id: AttachmentId): Uint8Array => Buffer.from(`attachment\n${id}`)

/** Seals one file as it is written. */
export class SealingWriter {
  readonly #cipher: CipherGCM
  readonly #nonce = randomBytes(nonceBytes)
  #sizeBytes = 0

  constructor(
    private readonly file: FileHandle,
    private readonly key: Uint8Array,
    id: AttachmentId,
  ) {
    this.#cipher = createCipheriv(algorithm, key, this.#nonce)
    this.#cipher.setAAD(boundTo(id))
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.#sizeBytes === 0) await writeAll(this.file, this.#nonce)
    this.#sizeBytes += chunk.length
    await writeAll(this.file, this.#cipher.update(chunk))
  }

  /** The end: without it nothing of the file is believed. */
  async finish(): Promise<void> {
    this.#cipher.final()
    await writeAll(this.file, this.#cipher.getAuthTag())
    await this.file.sync()
  }

  /** A part of what was written so far, opened. */
  async readAt(at: number, length: number): Promise<Buffer> {
    const block = Math.floor(at / blockBytes)
    const skipped = at - block * blockBytes
    const counter = Buffer.alloc(blockBytes)
    this.#nonce.copy(counter)
    counter.writeUInt32BE(firstBlock + block, nonceBytes)
    const sealed = await readFully(this.file, nonceBytes + block * blockBytes, skipped + length)
    return createDecipheriv('aes-256-ctr', this.key, counter).update(sealed).subarray(skipped)
  }
}

/** Opens a sealed file of `sizeBytes` plain bytes. Rejects when it is not as long as that. */
export async function openSealed(
  file: FileHandle,
  key: Uint8Array,
  id: AttachmentId,
  sizeBytes: number,
): Promise<BodyReader> {
  const [head, tag, { size }] = await Promise.all([
    readFully(file, 0, nonceBytes),
    readFully(file, nonceBytes + sizeBytes, tagBytes),
    file.stat(),
  ])
  if (size !== sizeBytes + sealBytes) throw new Error('a file does not have the length that it was kept with')
  const decipher = createDecipheriv(algorithm, key, head)
  decipher.setAAD(boundTo(id))
  decipher.setAuthTag(tag)
  return new SealedReader(file, decipher, sizeBytes)
}

class SealedReader implements BodyReader {
  #at = 0

  constructor(
    private readonly file: FileHandle,
    private readonly decipher: DecipherGCM,
    private readonly sizeBytes: number,
  ) {}

  async read(into: Uint8Array): Promise<number> {
    const length = Math.min(into.length, this.sizeBytes - this.#at)
    const { bytesRead } = await this.file.read(into, 0, length, nonceBytes + this.#at)
    this.#at += bytesRead
    const plain = this.decipher.update(into.subarray(0, bytesRead))
    // Throws when a byte of it is not what was sealed: then the last piece is kept back, and the other end hears of it.
    if (this.#at === this.sizeBytes) this.decipher.final()
    into.set(plain)
    return bytesRead
  }

  close(): Promise<void> {
    return this.file.close()
  }
}

async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0
  while (written < bytes.length) written += (await file.write(bytes, written)).bytesWritten
}

/** As many of these bytes as there are. */
async function readFully(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, at)
  return buffer.subarray(0, bytesRead)
}
