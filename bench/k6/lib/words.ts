/**
 * What people write: the number of the message among those of its writer, when it was sent, and words as long as people's,
 * half of them Japanese. Whoever hears it can tell from that alone what is missing, what came twice and how long it took.
 */
export interface Word {
  readonly number: number
  /** By the writer's clock, milliseconds since 1970. */
  readonly sentAt: number
}

const phrases = [
  'Could you tell me when my order will arrive? I ordered it last week and have not heard since.',
  '先週注文した商品がまだ届いていません。いつごろ届く予定か、確認していただけますでしょうか。',
] as const

export const wordText = (number: number, sentAt: number): string =>
  `${number} ${sentAt} ${phrases[number % phrases.length]}`

/** Null for what no run has written. */
export function readWord(text: string): Word | null {
  const [, number, sentAt] = /^(\d+) (\d+) /.exec(text) ?? []
  return number === undefined ? null : { number: Number(number), sentAt: Number(sentAt) }
}

/** Of a text, from 1 to 65,536; the sum over all that was said is that over all that was heard. */
export function sumOf(text: string): number {
  let sum = 0
  for (let at = 0; at < text.length; at++) sum = (sum * 31 + text.charCodeAt(at)) % 65_536
  return sum + 1
}

/** Follows the numbers of one writer: 1, 2, 3 … are all there, and each comes once. */
export class Numbers {
  #last = 0

  /** How many were passed over before this one, or that it came before. */
  next(number: number): { readonly missing: number; readonly again: boolean } {
    if (number <= this.#last) return { missing: 0, again: true }
    const missing = number - this.#last - 1
    this.#last = number
    return { missing, again: false }
  }
}
