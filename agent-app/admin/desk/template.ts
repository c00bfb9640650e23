/** PURE: texts with variables in braces, `{customer}`: which a text has, which of them nobody knows, and what it looks like filled in. */

const form = /\{([^{}]*)\}/g

/** Variables of a text that are none of these; `field.NAME` and the like are known by their beginning, `field.`. */
export function unknownVariables(text: string, known: readonly string[]): readonly string[] {
  const found = [...text.matchAll(form)].map(([, name]) => name!)
  const isKnown = (name: string): boolean =>
    known.some((one) => (one.endsWith('.') ? name.startsWith(one) && name.length > one.length : name === one))
  return [...new Set(found.filter((name) => !isKnown(name)))]
}

/** The text with its variables in; those without a value stay as they are. */
export const filledIn = (text: string, values: (name: string) => string | null): string =>
  text.replace(form, (whole, name: string) => values(name) ?? whole)
