/**
 * AES-256-CCM (NIST SP 800-38C, RFC 3610) with nonces of 12 bytes and proofs of 16, for many short pieces under one key. Node
 * makes a cipher object for each piece, which costs ten times what the cipher itself does; here two are made for each key, and
 * used on: one that enciphers single blocks, for the stream, and one that chains them, for the proof. It is the same
 * cipher to the bit: ciphers.test.ts holds it against Node's own. AES-256-GCM is what earlier versions sealed with.
 */
import { createCipheriv, createDecipheriv, timingSafeEqual, type Cipher } from 'node:crypto'
import { assert } from '../model/assert.ts'

export const nonceBytes = 12
export const tagBytes = 16
const block = 16
/** Bytes left of a block beside nonce and flags: lengths and counters. */
const lengthBytes = block - 1 - nonceBytes
/** Longest piece that the length can say. */
const pieceBytesMax = 2 ** (8 * lengthBytes) - 1

/** First byte of the first block of the proof: with more to prove than the piece, the proof's length, the length's length. */
const proofFlags = 0x40 | (((tagBytes - 2) / 2) << 3) | (lengthBytes - 1)
const streamFlags = lengthBytes - 1

const paddedTo = (bytes: number): number => Math.ceil(bytes / block) * block

/** Grows to the longest piece seen; used within one call only. */
let scratch = Buffer.alloc(4_096)
function scratchOf(bytes: number): Buffer {
  if (scratch.length < bytes) scratch = Buffer.alloc(bytes * 2)
  return scratch
}

export class Ccm {
  readonly #blocks: Cipher
  readonly #chain: Cipher
  /** What the chain goes on from: the block that came out of it last. */
  readonly #last = new Uint8Array(block)

  /** `key`: 32 bytes. */
  constructor(key: Uint8Array) {
    this.#blocks = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false)
    this.#chain = createCipheriv('aes-256-cbc', key, this.#last).setAutoPadding(false)
  }

  /** Writes the enciphered piece and its proof to `into` at `at`. `place` is proven with it: fewer than 65,280 bytes. */
  seal(nonce: Uint8Array, place: Uint8Array, plain: Uint8Array, into: Uint8Array, at: number): void {
    assert(plain.length <= pieceBytesMax, 'a piece is no longer than its length can say')
    const stream = this.#stream(nonce, plain.length)
    const proof = this.#proof(nonce, place, plain)
    for (let n = 0; n < plain.length; n++) into[at + n] = plain[n]! ^ stream[block + n]!
    for (let n = 0; n < tagBytes; n++) into[at + plain.length + n] = proof[n]! ^ stream[n]!
  }

  /** The piece, or null when piece, proof, place and nonce do not belong together. */
  open(nonce: Uint8Array, place: Uint8Array, sealed: Uint8Array, tag: Uint8Array): Uint8Array | null {
    const stream = this.#stream(nonce, sealed.length)
    const plain = Buffer.allocUnsafe(sealed.length)
    for (let n = 0; n < plain.length; n++) plain[n] = sealed[n]! ^ stream[block + n]!
    const proof = Buffer.from(this.#proof(nonce, place, plain))
    for (let n = 0; n < tagBytes; n++) proof[n]! ^= stream[n]!
    return timingSafeEqual(proof, tag) ? plain : null
  }

  /** A block that hides the proof, then as many as the piece needs. */
  #stream(nonce: Uint8Array, bytes: number): Uint8Array {
    const length = block + paddedTo(bytes)
    const counters = scratchOf(length)
    for (let from = 0, count = 0; from < length; from += block, count++) {
      counters[from] = streamFlags
      counters.set(nonce, from + 1)
      counters.writeUIntBE(count, from + 1 + nonceBytes, lengthBytes)
    }
    return this.#blocks.update(counters.subarray(0, length))
  }

  /** The last block of the chain over lengths, place and piece. */
  #proof(nonce: Uint8Array, place: Uint8Array, plain: Uint8Array): Uint8Array {
    const placeEnd = block + paddedTo(2 + place.length)
    const length = placeEnd + paddedTo(plain.length)
    const input = scratchOf(length)
    input.fill(0, block, length)
    input[0] = proofFlags
    input.set(nonce, 1)
    input.writeUIntBE(plain.length, 1 + nonceBytes, lengthBytes)
    input.writeUInt16BE(place.length, block)
    input.set(place, block + 2)
    input.set(plain, placeEnd)
    // A proof begins with an empty chain; ours has the last one in it, which this takes out.
    for (let n = 0; n < block; n++) input[n]! ^= this.#last[n]!
    const chained = this.#chain.update(input.subarray(0, length))
    this.#last.set(chained.subarray(length - block))
    return this.#last
  }
}

/** The piece, or null when it is not what was sealed with this key, nonce and place. */
export function openGcm(
  key: Uint8Array,
  nonce: Uint8Array,
  place: Uint8Array,
  sealed: Uint8Array,
  tag: Uint8Array,
): Uint8Array | null {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
  decipher.setAAD(place)
  decipher.setAuthTag(tag)
  const plain = decipher.update(sealed)
  try {
    decipher.final()
  } catch {
    return null
  }
  return plain
}
