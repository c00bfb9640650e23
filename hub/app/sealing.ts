/**
 * What a customer said, and what is said of them, is sealed before it goes to the store: AES-256-GCM with the key of its
 * contact, so that destroying that one key makes every copy unreadable (P25). What is sealed is bound to its place, so
 * that a row cannot be moved to another. Ids, times and counts stay plain: starting opens nothing.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { assert, AssertionFailed } from '../model/assert.ts'
import type { KeySlot, KeyVault } from '../ports/keys.ts'
import { decode, encode } from '../protocol/index.ts'
import type { About, ClosedContact, ContactFile } from './contact-file.ts'

/** What it is and whose: a word of ours, then the parts of the row's key. */
export type Place = readonly (string | number)[]

/** First byte of what is sealed; no row of msgpack begins with it, so that what was kept before there were keys is told apart. */
const mark = 0xc1
/** The mark, and six bytes of the key's number. */
const headBytes = 7
const nonceBytes = 12
const tagBytes = 16
const overheadBytes = headBytes + nonceBytes + tagBytes
/** Nonces are drawn so many at a time. */
const noncesAtOnce = 256

export interface SealingOptions {
  readonly vault: KeyVault
  /** Fills with random bytes; nothing else would keep two nonces apart. */
  readonly fill: (bytes: Uint8Array) => void
  /** Told of what cannot be opened although its key is there: it was damaged, or moved. Default: nobody. */
  readonly damaged?: (place: string) => void
}

/** Seals and opens. What is erased opens as null, everywhere; nobody is shown anything of it. */
export class Sealing {
  readonly vault: KeyVault
  readonly #options: SealingOptions
  readonly #nonces = new Uint8Array(noncesAtOnce * nonceBytes)
  #nonceAt = noncesAtOnce * nonceBytes
  /** What was opened of contacts that somebody looks at, by its sealed bytes, which stay the same while a contact lives. */
  readonly #opened = new WeakMap<Uint8Array, About>()

  constructor(options: SealingOptions) {
    this.#options = options
    this.vault = options.vault
  }

  seal(slot: KeySlot, place: Place, plain: Uint8Array): Uint8Array {
    const key = this.vault.key(slot)
    assert(key !== null, 'nothing is sealed with a key that was destroyed')
    const sealed = Buffer.from(new ArrayBuffer(plain.length + overheadBytes))
    sealed[0] = mark
    sealed.writeUIntBE(slot, 1, headBytes - 1)
    const nonce = this.#nonce()
    sealed.set(nonce, headBytes)
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    cipher.setAAD(bytesOf(place))
    sealed.set(cipher.update(plain), headBytes + nonceBytes)
    cipher.final()
    sealed.set(cipher.getAuthTag(), sealed.length - tagBytes)
    return sealed
  }

  /** Null when the key was destroyed, or the bytes are not what was sealed for this place. */
  open(place: Place, sealed: Uint8Array): Uint8Array | null {
    const key = this.#keyOf(sealed)
    if (key === null) return null
    const plain = key === undefined ? null : opened(key, place, sealed)
    if (plain === null) this.#options.damaged?.(place.join(' '))
    return plain
  }

  /** Whether what was sealed with this key is gone. */
  isErased(slot: KeySlot): boolean {
    return this.vault.key(slot) === null
  }

  /** Whether these bytes were sealed with a key that is destroyed. */
  isErasedValue(sealed: Uint8Array): boolean {
    return this.#keyOf(sealed) === null
  }

  sealValue(slot: KeySlot, place: Place, value: unknown): Uint8Array {
    return this.seal(slot, place, encode(value))
  }

  openValue<Value>(place: Place, sealed: Uint8Array): Value | null {
    const plain = this.open(place, sealed)
    return plain === null ? null : (decode(plain) as Value)
  }

  /** What a contact tells of its customer, or null when it is erased. */
  about(file: Pick<ContactFile, 'contact' | 'slot' | 'about'>): About | null {
    if (this.isErased(file.slot)) return null
    const known = this.#opened.get(file.about)
    if (known !== undefined) return known
    const fields = this.openValue<[string, string, string, string, string?]>(places.about(file.contact), file.about)
    if (fields === null) return null
    // Earlier versions knew nothing of a way to reach anybody.
    const [customerName, pageUrl, pageTitle, preview, reach = ''] = fields
    const about: About = { customerName, pageUrl, pageTitle, preview, reach }
    this.#opened.set(file.about, about)
    return about
  }

  sealAbout({ contact, slot }: Pick<ContactFile, 'contact' | 'slot'>, about: About): Uint8Array {
    const { customerName, pageUrl, pageTitle, preview, reach } = about
    return this.sealValue(slot, places.about(contact), [customerName, pageUrl, pageTitle, preview, reach])
  }

  /** What the agent noted at the end; '' when it is erased. */
  note({ file, note }: Pick<ClosedContact, 'file' | 'note'>): string {
    return this.openValue<string>(places.note(file.contact), note) ?? ''
  }

  /** The key that these bytes name; undefined when they name none, as damaged ones may. */
  #keyOf(sealed: Uint8Array): Uint8Array | null | undefined {
    const slot = slotOf(sealed)
    try {
      return slot === null ? undefined : this.vault.key(slot)
    } catch (error) {
      if (error instanceof AssertionFailed) return undefined
      throw error
    }
  }

  #nonce(): Uint8Array {
    if (this.#nonceAt === this.#nonces.length) {
      this.#options.fill(this.#nonces)
      this.#nonceAt = 0
    }
    this.#nonceAt += nonceBytes
    return this.#nonces.subarray(this.#nonceAt - nonceBytes, this.#nonceAt)
  }
}

/** Where sealed things stand. A contact's part moves with it when it ends, so its place does not name a table. */
export const places = {
  entry: (contact: string, seq: number): Place => ['entry', contact, seq],
  about: (contact: string): Place => ['about', contact],
  note: (contact: string): Place => ['note', contact],
  /** Of a customer, or of a visitor's session. */
  name: (whose: string): Place => ['name', whose],
  fileName: (attachment: string): Place => ['file', attachment],
  push: (contact: string, endpoint: number): Place => ['push', contact, endpoint],
} as const

/** Whether these bytes were sealed here. */
export const isSealed = (bytes: Uint8Array): boolean => bytes.length >= overheadBytes && bytes[0] === mark

function slotOf(sealed: Uint8Array): KeySlot | null {
  if (!isSealed(sealed)) return null
  return Buffer.from(sealed.buffer, sealed.byteOffset, headBytes).readUIntBE(1, headBytes - 1)
}

function opened(key: Uint8Array, place: Place, sealed: Uint8Array): Uint8Array | null {
  const from = headBytes + nonceBytes
  const to = sealed.length - tagBytes
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(headBytes, from))
  decipher.setAAD(bytesOf(place))
  decipher.setAuthTag(sealed.subarray(to))
  const plain = decipher.update(sealed.subarray(from, to))
  try {
    decipher.final()
  } catch {
    return null
  }
  return plain
}

/** No part holds a line feed: parts of keys are printable. */
const bytesOf = (place: Place): Uint8Array => Buffer.from(place.join('\n'))
