/**
 * PURE. Finds web addresses in a message. Only `http` and `https` become links: no other scheme can be reached through
 * what a stranger wrote. Punctuation that ends a sentence, in Latin or Japanese, is left outside.
 */
export type Piece = { readonly text: string; readonly href?: string }

const address = /https?:\/\/[^\s<>"'「」『』（）()、。，．！？　]+/giu
const trailing = /[.,;:!?]+$/u

export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = []
  let from = 0
  for (const match of text.matchAll(address)) {
    const href = match[0].replace(trailing, '')
    if (!URL.canParse(href)) continue
    if (match.index > from) found.push({ text: text.slice(from, match.index) })
    found.push({ text: href, href })
    from = match.index + href.length
  }
  if (from < text.length) found.push({ text: text.slice(from) })
  return found
}
