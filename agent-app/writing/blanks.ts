/**
 * PURE: the variables of a quick reply. What is known is put in; what is not stays where it was, in its braces, so that it
 * is seen and filled in by hand before the text goes out.
 */

const variable = /\{(customer|agent|queue|date|time|field\.[^\s{}]{1,80})\}/g

/** What is known by name (`customer`, `field.order`); '' and null are not known. */
export type Known = (name: string) => string | null

/** The text with what is known in it. */
export const filled = (text: string, known: Known): string =>
  text.replace(variable, (whole: string, name: string) => known(name) || whole)

/** Something that is still to be filled in. */
export interface Blank {
  /** As it stands in the text: `{field.order}`. */
  readonly text: string
  readonly from: number
  readonly to: number
}

/** What is still to be filled in, in the order of the text. */
export const blanksOf = (text: string): readonly Blank[] =>
  [...text.matchAll(variable)].map((match) => ({
    text: match[0],
    from: match.index,
    to: match.index + match[0].length,
  }))
