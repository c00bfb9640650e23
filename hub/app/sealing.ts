/**
 * What a customer said, and what is said of them, is sealed before it goes to the store: AES-256-CCM with the key of its
 * contact, so that destroying that one key makes every copy unreadable (P25). What is sealed is bound to its place, so
 * that a row cannot be moved to another. Ids, times and counts stay plain. Earlier versions sealed with AES-256-GCM: that
 * is read still.
 */
import { assert, AssertionFailed } from '../model/assert.ts'
import type { KeySlot, KeyVault } from '../ports/keys.ts'
import { decode, encode } from '../protocol/index.ts'
import { Ccm, nonceBytes, openGcm, tagBytes } from './ciphers.ts'
import type { About, ClosedContact, ContactFile } from './contact-file.ts'
import type { Known } from './known.ts'

/** What it is and whose: a word of ours, then the parts of the row's key. */
export type Place = readonly (string | number)[]

/** First byte of what is sealed; no row of msgpack begins with it, so that what was kept before there were keys is told apart. */
const mark = 0xc1
/** The mark, the form, and five bytes of the key's number. */
const headBytes = 7
/** How it was sealed. Where a form stands now was the number's first byte, which was 0. */
const forms = { gcm: 0, ccm: 1 } as const
const overheadBytes = headBytes + nonceBytes + tagBytes
/** Contacts whose ciphers are kept at hand, each of about 2 kB. */
const ciphersMax = 4_096
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
  /** Of contacts that were written or read; longest unused first. */
  readonly #ciphers = new Map<KeySlot, Ccm>()
  /** What was opened of contacts that somebody looks at, by its sealed bytes, which stay the same while a contact lives. */
  readonly #opened = new WeakMap<Uint8Array, About>()
  readonly #openedKnown = new WeakMap<Uint8Array, Known>()

  constructor(options: SealingOptions) {
    this.#options = options
    this.vault = options.vault
  }

  seal(slot: KeySlot, place: Place, plain: Uint8Array): Uint8Array {
    const key = this.vault.key(slot)
    assert(key !== null, 'nothing is sealed with a key that was destroyed')
    // Of the common pool, which is only ever filled onwards: a buffer of its own costs as much as the cipher.
    const sealed = Buffer.allocUnsafe(plain.length + overheadBytes)
    sealed[0] = mark
    sealed[1] = forms.ccm
    sealed.writeUIntBE(slot, 2, headBytes - 2)
    const nonce = this.#nonce()
    sealed.set(nonce, headBytes)
    this.#cipherOf(slot, key).seal(nonce, bytesOf(place), plain, sealed, headBytes + nonceBytes)
    return sealed
  }

  /** Null when the key was destroyed, or the bytes are not what was sealed for this place. */
  open(place: Place, sealed: Uint8Array): Uint8Array | null {
    const key = this.#keyOf(sealed)
    if (key === null) return null
    const plain = key === undefined ? null : this.#openedPiece(key, place, sealed)
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

  /** These keys are destroyed: nothing of them stays at hand. */
  forget(slots: readonly KeySlot[]): void {
    for (const slot of slots) this.#ciphers.delete(slot)
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
    return this.sealToHold(slot, places.about(contact), [customerName, pageUrl, pageTitle, preview, reach])
  }

  /** What is known of a contact, or null when nothing was kept or it is erased. */
  known({ contact, slot, known }: Pick<ContactFile, 'contact' | 'slot' | 'known'>): Known | null {
    if (known === undefined || this.isErased(slot)) return null
    const opened = this.#openedKnown.get(known) ?? this.openValue<Known>(places.known(contact), known)
    if (opened !== null) this.#openedKnown.set(known, opened)
    return opened
  }

  sealKnown({ contact, slot }: Pick<ContactFile, 'contact' | 'slot'>, known: Known): Uint8Array {
    const sealed = this.sealToHold(slot, places.known(contact), known)
    this.#openedKnown.set(sealed, known)
    return sealed
  }

  /** For what stays in memory as it is sealed: bytes of its own, which hold nothing else there. */
  sealToHold(slot: KeySlot, place: Place, value: unknown): Uint8Array {
    return new Uint8Array(this.sealValue(slot, place, value))
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

  #openedPiece(key: Uint8Array, place: Place, sealed: Uint8Array): Uint8Array | null {
    const from = headBytes + nonceBytes
    const to = sealed.length - tagBytes
    const nonce = sealed.subarray(headBytes, from)
    const [piece, tag] = [sealed.subarray(from, to), sealed.subarray(to)]
    return sealed[1] === forms.gcm
      ? openGcm(key, nonce, bytesOf(place), piece, tag)
      : this.#cipherOf(slotOf(sealed)!, key).open(nonce, bytesOf(place), piece, tag)
  }

  /** A key never changes but to be destroyed, so its number stands for it. */
  #cipherOf(slot: KeySlot, key: Uint8Array): Ccm {
    let cipher = this.#ciphers.get(slot)
    if (cipher === undefined) cipher = new Ccm(key)
    else this.#ciphers.delete(slot)
    this.#ciphers.set(slot, cipher)
    if (this.#ciphers.size > ciphersMax) this.#ciphers.delete(this.#ciphers.keys().next().value!)
    return cipher
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
  known: (contact: string): Place => ['known', contact],
  note: (contact: string): Place => ['note', contact],
  /** Of a customer, or of a visitor's session. */
  name: (whose: string): Place => ['name', whose],
  fileName: (attachment: string): Place => ['file', attachment],
  /** What staff know of a customer. */
  details: (customer: string): Place => ['details', customer],
  identity: (site: string, subject: string): Place => ['identity', site, subject],
  /** A word to an agent. */
  word: (agent: string, n: number): Place => ['word', agent, n],
  push: (contact: string, endpoint: number): Place => ['push', contact, endpoint],
} as const

/** Whether these bytes were sealed here. */
export const isSealed = (bytes: Uint8Array): boolean => bytes.length >= overheadBytes && bytes[0] === mark

function slotOf(sealed: Uint8Array): KeySlot | null {
  if (!isSealed(sealed) || sealed[1]! > forms.ccm) return null
  return Buffer.from(sealed.buffer, sealed.byteOffset, headBytes).readUIntBE(2, headBytes - 2)
}

/** No part holds a line feed: parts of keys are printable. */
const bytesOf = (place: Place): Uint8Array => Buffer.from(place.join('\n'))
