/**
 * The sending half of SRTP with AEAD_AES_128_GCM (RFC 3711, RFC 7714), and as much of the other half as tells that what was
 * heard is what was said. For streams shorter than 65,536 packets, so that no roll-over needs counting.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'

const keyBytes = 16
const saltBytes = 12
const tagBytes = 16

/** Master key and salt, as one piece of base64. */
export const masterBytes = keyBytes + saltBytes

export class Srtp {
  readonly #key: Buffer
  readonly #salt: Buffer

  /** `master` in base64, of `masterBytes`. */
  constructor(master: string) {
    const bytes = Buffer.from(master, 'base64')
    this.#key = derived(bytes, 0, keyBytes)
    this.#salt = derived(bytes, 2, saltBytes)
  }

  /** `packet` begins with `headBytes` of RTP head, which stay readable. */
  protect(packet: Buffer, headBytes: number): Buffer {
    const head = packet.subarray(0, headBytes)
    const cipher = createCipheriv('aes-128-gcm', this.#key, this.#nonce(head)).setAAD(head)
    const body = cipher.update(packet.subarray(headBytes))
    cipher.final()
    return Buffer.concat([head, body, cipher.getAuthTag()])
  }

  /** What stands behind the head. Throws when it was not enciphered by this key, or changed on the way. */
  open(packet: Buffer): Buffer {
    const head = packet.subarray(0, headBytesOf(packet))
    const decipher = createDecipheriv('aes-128-gcm', this.#key, this.#nonce(head)).setAAD(head)
    decipher.setAuthTag(packet.subarray(-tagBytes))
    const body = decipher.update(packet.subarray(head.length, -tagBytes))
    decipher.final()
    return body
  }

  /** Two bytes of nothing, the source, the roll-overs (none) and the number in the stream, over the salt. */
  #nonce(head: Buffer): Buffer {
    const nonce = Buffer.alloc(saltBytes)
    head.copy(nonce, 2, 8, 12)
    head.copy(nonce, 10, 2, 4)
    for (let at = 0; at < saltBytes; at++) nonce[at]! ^= this.#salt[at]!
    return nonce
  }
}

/** Of an RTP packet: its fixed head, contributors, and extension. */
function headBytesOf(packet: Buffer): number {
  const fixed = 12 + 4 * (packet[0]! & 0x0f)
  return (packet[0]! & 0x10) === 0 ? fixed : fixed + 4 + 4 * packet.readUInt16BE(fixed + 2)
}

/** A session's key or salt: AES in counter mode from the master salt, in which the label says for what. */
function derived(master: Buffer, label: number, length: number): Buffer {
  const counter = Buffer.alloc(16)
  master.copy(counter, 0, keyBytes)
  counter[7]! ^= label
  return createCipheriv('aes-128-ctr', master.subarray(0, keyBytes), counter).update(Buffer.alloc(length))
}
