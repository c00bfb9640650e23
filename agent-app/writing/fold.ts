/**
 * PURE: texts made alike, so that what is looked for is found however it was typed: full-width letters as half-width ones,
 * capitals as small ones, katakana as hiragana, runs of white space as one.
 */

import { folded } from '#protocol'

/** What both the text and what is looked for are turned into. */
export const fold = (text: string): string => folded(text).replace(/\s+/g, ' ').trim()

/** A part of a text that was looked for, or one between two such. */
export interface Part {
  readonly text: string
  readonly found: boolean
}

/**
 * The text cut where `wanted` stands in it. Compared letter by letter, since folding may change how many there are: what
 * folds into more or fewer letters is not marked, which costs a highlight and never a wrong one.
 */
export function partsOf(text: string, wanted: string): readonly Part[] {
  const looked = fold(wanted)
  const like = [...text].map((letter) => (/\s/.test(letter) ? ' ' : fold(letter)))
  const letters = [...text]
  if (looked === '' || like.some((letter) => [...letter].length !== 1)) return [{ text, found: false }]
  const parts: Part[] = []
  const alike = like.join('')
  const length = [...looked].length
  let at = 0
  // Positions are counted in letters; a letter beyond the first plane is two units of a string.
  const places = [...alike]
  for (let from = 0; from + length <= places.length;) {
    if (places.slice(from, from + length).join('') !== looked) {
      from += 1
      continue
    }
    if (from > at) parts.push({ text: letters.slice(at, from).join(''), found: false })
    parts.push({ text: letters.slice(from, from + length).join(''), found: true })
    at = from + length
    from = at
  }
  if (at < letters.length) parts.push({ text: letters.slice(at).join(''), found: false })
  return parts
}
