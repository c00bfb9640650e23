/** Looking for words in what was said, whatever their width, case and kana. */
import { folded } from '../model/folded.ts'

/** The words that are asked for, folded. */
export const wordsOf = (asked: string): readonly string[] => [
  ...new Set(
    folded(asked)
      .split(/\s+/)
      .filter((word) => word !== ''),
  ),
]

/** Whether all of these words stand in the text. */
export const hasAll = (text: string, words: readonly string[]): boolean => {
  const within = folded(text)
  return words.every((word) => within.includes(word))
}

const before = 60

/** A piece of the text around the first of these words, at most `max` long, and said to be cut. */
export function excerptOf(text: string, words: readonly string[], max: number): string {
  const plain = text.replace(/\s+/g, ' ').trim()
  const at = Math.max(0, placeOf(plain, words) - before)
  if (at === 0 && plain.length <= max) return plain
  const from = at === 0 ? '' : '…'
  const rest = plain.slice(at).replace(/^[\uDC00-\uDFFF]/, '')
  if (from.length + rest.length <= max) return from + rest
  return `${from}${rest.slice(0, max - from.length - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}

/** Where the first word stands in the text as it was written, which folding makes longer and shorter. */
function placeOf(text: string, words: readonly string[]): number {
  const found = Math.min(...words.map((word) => folded(text).indexOf(word)).filter((at) => at >= 0), Infinity)
  if (found === Infinity) return 0
  let length = 0
  let at = 0
  for (const letter of text) {
    if (length >= found) return at
    length += folded(letter).length
    at += letter.length
  }
  return at
}
