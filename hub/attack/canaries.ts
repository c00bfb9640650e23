/**
 * Words that stand nowhere else, one for each secret and each personal field, and a search for them in what was printed: as
 * they are, and as a program may write them without meaning to, in base64, hexadecimal, percent signs and JSON.
 */
import { randomBytes } from 'node:crypto'

export class Canaries {
  readonly #words = new Map<string, string>()

  /** A new word for this field; `japanese`: with letters that are written in other ways by nearly everybody. */
  make(field: string, japanese = false): string {
    const word = `${japanese ? '秘密の合言葉' : 'Canary'}${randomBytes(16).toString('hex')}`
    this.#words.set(field, word)
    return word
  }

  /** A word that the hub has made itself, such as a token. */
  add(field: string, word: string): void {
    if (word.length < 8) throw new Error(`the ${field} is too short to be searched for`)
    this.#words.set(field, word)
  }

  get fields(): readonly string[] {
    return [...this.#words.keys()]
  }

  /** Fields whose word stands in the text, with the way in which it is written there. */
  foundIn(text: string): string[] {
    const lower = text.toLowerCase()
    return [...this.#words].flatMap(([field, word]) =>
      Object.entries(writings(word)).flatMap(([way, written]) =>
        written.some((one) => (way === 'base64' ? text.includes(one) : lower.includes(one.toLowerCase())))
          ? [`${field} (${way})`]
          : [],
      ),
    )
  }
}

/** The word in all the ways it may be written. */
function writings(word: string): Readonly<Record<string, readonly string[]>> {
  const bytes = Buffer.from(word)
  const escaped = JSON.stringify(word)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
  return {
    plain: [word, escaped],
    // Read aloud by somebody who cuts a long text: its first and its last half are enough to know it.
    'in part':
      word.length >= 24 ? [word.slice(0, Math.ceil(word.length / 2)), word.slice(Math.floor(word.length / 2))] : [],
    hexadecimal: [bytes.toString('hex')],
    'percent signs': [encodeURIComponent(word), encodeURIComponent(encodeURIComponent(word))],
    base64: [0, 1, 2].flatMap((shift) => base64Within(bytes, shift)),
  }
}

/** What of a word is always the same in base64, when so many bytes stand before it. */
function base64Within(bytes: Buffer, shift: number): string[] {
  const from = shift === 0 ? 0 : shift === 1 ? 2 : 3
  const whole = Buffer.concat([Buffer.alloc(shift), bytes])
  const count = Math.floor(whole.length / 3) * 4
  return ['base64', 'base64url'].map((way) =>
    whole.toString(way as 'base64').slice(from + (shift === 0 ? 0 : 1), count),
  )
}
