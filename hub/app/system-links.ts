/** Links into the company's own systems, with what is known of a customer in their addresses. */
import type { BothLanguages } from '../protocol/index.ts'
import type { SystemLink } from './organisation.ts'

/** A longer address is left out: no server takes it. */
const urlMax = 2_000

/** Links of which everything is known, `{name}` replaced by its value as an address wants it. */
export function filledLinks(
  links: readonly SystemLink[],
  wordsFor: (name: string) => string,
): { readonly label: BothLanguages; readonly url: string }[] {
  return links.flatMap(({ label, url }) => {
    let isKnown = true
    const filled = url.replace(/\{([^{}]*)\}/g, (_, name: string) => {
      const value = wordsFor(name)
      if (value === '') isKnown = false
      // Half a character has no form in an address.
      return encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\uFFFD'))
    })
    return isKnown && filled.length <= urlMax ? [{ label, url: filled }] : []
  })
}
