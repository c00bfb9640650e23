/**
 * What a file is, told from its content alone: neither the name nor the sender's word counts. Only what is recognised
 * can be allowed. Pictures, PDF and archives have a beginning of their own; text is what is UTF-8 from end to end,
 * without control characters, and does not begin like a page: markup is never let in as text.
 */
import type { RecognisedType } from '../config-schema.ts'
import { Pixels } from './pixels.ts'

const ascii = (text: string): readonly number[] => [...text].map((letter) => letter.charCodeAt(0))

const beginnings: readonly { readonly type: RecognisedType; readonly at: number; readonly bytes: readonly number[] }[] =
  [
    { type: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
    { type: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
    { type: 'image/gif', at: 0, bytes: ascii('GIF87a') },
    { type: 'image/gif', at: 0, bytes: ascii('GIF89a') },
    { type: 'application/pdf', at: 0, bytes: ascii('%PDF-') },
    { type: 'application/zip', at: 0, bytes: [0x50, 0x4b, 0x03, 0x04] },
  ]

/** Text that a browser or a mail program would take for a page, a picture with script, or a script to run. */
const likeMarkup = /^\s*(<[!?a-z/]|#!|%!ps)/i
/** Control characters that no text has; tab, line feed, form feed and carriage return are none of them. */
// oxlint-disable-next-line no-control-regex
const noText = /[\u0000-\u0008\u000b\u000e-\u001f\u007f]/

/** The longest beginning that is looked at, bytes. */
const headBytes = 512

/** Looks at a file as it passes, without holding it. */
export class Sniffer {
  #head = new Uint8Array(0)
  #sizeBytes = 0
  #text = true
  readonly #pixels = new Pixels()
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })

  get sizeBytes(): number {
    return this.#sizeBytes
  }

  /** Pixels of a picture, as it says; null for anything else. After the last bytes. */
  get pixels(): number | null {
    return this.#pixels.count()
  }

  /** The next bytes. They are not kept. */
  take(chunk: Uint8Array): void {
    this.#sizeBytes += chunk.length
    this.#pixels.take(chunk)
    if (this.#head.length < headBytes) this.#head = joined(this.#head, chunk.subarray(0, headBytes - this.#head.length))
    if (this.#text) this.#text = this.#isText(chunk, false)
  }

  /** What the file is, or null when it is nothing we know. Call it once, after the last bytes. An archive may still be a document, see sniff-zip.ts. */
  type(): RecognisedType | null {
    const known = beginnings.find(({ at, bytes }) => startsWith(this.#head, at, bytes))
    if (known !== undefined) return known.type
    if (startsWith(this.#head, 0, ascii('RIFF')) && startsWith(this.#head, 8, ascii('WEBP'))) return 'image/webp'
    const text = this.#text && this.#isText(new Uint8Array(0), true)
    // The beginning may end in half a character; here that is no fault.
    return text && !likeMarkup.test(new TextDecoder().decode(this.#head)) ? 'text/plain' : null
  }

  #isText(chunk: Uint8Array, last: boolean): boolean {
    try {
      return !noText.test(this.#decoder.decode(chunk, { stream: !last }))
    } catch {
      return false
    }
  }
}

function startsWith(bytes: Uint8Array, at: number, beginning: readonly number[]): boolean {
  return beginning.every((byte, offset) => bytes[at + offset] === byte)
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
