/**
 * PURE: web addresses in a text. Only http and https become links, and trailing punctuation (also Japanese) stays outside.
 * The text itself is always shown as text, never as markup.
 */
export type TextPart = { readonly text: string; readonly href: string | null }

/** Japanese text runs on without a space, so only characters that may stand in an address count as part of it. */
const address = /https?:\/\/[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]+/g
const trailing = /[.,;:!?'")\]]+$/

/** Cuts a text into plain parts and links. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const match of text.matchAll(address)) {
    const link = match[0].replace(trailing, '')
    if (webAddress(link) === null) continue
    if (match.index > at) parts.push({ text: text.slice(at, match.index), href: null })
    parts.push({ text: link, href: link })
    at = match.index + link.length
  }
  if (at < text.length) parts.push({ text: text.slice(at), href: null })
  return parts
}

/** The address when it can be opened as a page, null for anything else (`javascript:` above all). */
export function webAddress(text: string): URL | null {
  try {
    const url = new URL(text)
    return (url.protocol === 'https:' || url.protocol === 'http:') && url.hostname !== '' ? url : null
  } catch {
    return null
  }
}
