/**
 * PURE: what is known of a contact, in the order in which the panel beside its talk shows it: who the customer is, then what
 * this contact is about; and for each value how far it can be relied on. Words for it are in the translations.
 */
import type { KnownField } from '#protocol'

/**
 * Who stands behind a value. `lookedUp`: a server of the company, asked by the bot; `guessed`: found in what was said; `agent`:
 * somebody who served the customer.
 */
export type Standing = 'signed' | 'page' | 'visitor' | 'lookedUp' | 'guessed' | 'agent'

/** Values of one kind. */
export interface KnownGroup {
  readonly about: 'customer' | 'topic'
  readonly fields: readonly KnownField[]
}

/** Names of who somebody is, where nobody has declared the field. */
const ofCustomer = /^(customer|user|member|account)\b|^(name|e-?mail|phone|telephone|company|kana|furigana)$/i

/** The groups that hold anything, the customer's first; in each, what is signed stands first, and else the hub's order. */
export function knownGroups(fields: readonly KnownField[]): readonly KnownGroup[] {
  const aboutOf = ({ about, name }: KnownField): KnownGroup['about'] =>
    about ?? (ofCustomer.test(name) ? 'customer' : 'topic')
  const rank = ({ trust }: KnownField): number => (trust === 'signed' ? 0 : 1)
  return (['customer', 'topic'] as const)
    .map((about) => ({
      about,
      fields: fields.filter((field) => aboutOf(field) === about).toSorted((a, b) => rank(a) - rank(b)),
    }))
    .filter((group) => group.fields.length > 0)
}

export function standingOf({ trust, source }: Pick<KnownField, 'trust' | 'source'>): Standing {
  if (/^agent(:|$)/.test(source)) return 'agent'
  if (trust !== 'inferred') return trust
  return source.startsWith('http:') ? 'lookedUp' : 'guessed'
}

/** The place in the page that a value came from, such as `data` or `url`; '' for none. */
export const placeOf = ({ source }: Pick<KnownField, 'source'>): string => /^page:(.+)$/.exec(source)?.[1] ?? ''

/** The step of the flow that a value came from, '' for none. */
export const stepOf = ({ source }: Pick<KnownField, 'source'>): string => /^(?:step|http):(.+)$/.exec(source)?.[1] ?? ''

/** The colleague who has written a value, '' for none and where that was not noted. */
export const writerOf = ({ source }: Pick<KnownField, 'source'>): string => /^agent:(.+)$/s.exec(source)?.[1] ?? ''

/** What to call a field that brings no words of its own. */
export const nameOf = ({ label, name }: Pick<KnownField, 'label' | 'name'>): string => (label === '' ? name : label)
