/** JSON that others sent: read only when it is not nested deeper than anybody needs, so that nothing that walks it runs out of stack. */

const depthMax = 32

/** The value in a box, since it may be null; null for what is no JSON, or too deep. */
export function foreignJson(text: string): { readonly value: unknown } | null {
  if (depthOf(text) > depthMax) return null
  try {
    return { value: JSON.parse(text) as unknown }
  } catch {
    return null
  }
}

/** Brackets that are open at once, those in texts left out. One look at each character, whatever is sent. */
function depthOf(text: string): number {
  let deepest = 0
  let depth = 0
  let isText = false
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]
    if (isText) {
      if (sign === '\\') at += 1
      else if (sign === '"') isText = false
    } else if (sign === '"') isText = true
    else if (sign === '[' || sign === '{') deepest = Math.max(deepest, ++depth)
    else if (sign === ']' || sign === '}') depth -= 1
  }
  return deepest
}
