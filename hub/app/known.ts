/**
 * What is known of a contact by field, and where it is in its flow: one value of its file, sealed with its key, since it is
 * what customers say. Opened and sealed by `Sealing`, which keeps at hand what was opened.
 */
import {
  declarationOf,
  giveFields,
  showField,
  type Declarations,
  type FieldRefusal,
  type FieldStore,
  type FlowState,
  type Given,
} from '../flow/index.ts'
import type { DeskOffer, KnownField, Locale, Prefilled, VisitQuestion } from '../protocol/index.ts'
import type { ContactFile } from './contact-file.ts'
import type { Sealing } from './sealing.ts'

export interface Known {
  /** Of a contact that is in no flow; of one that is, or was, see `fieldsOf`. */
  readonly fields: FieldStore
  /** Where it is in its flow, or how that ended; null in none. */
  readonly flow: FlowState | null
  /** What the bot asks now, as it was shown; null when nothing is asked. */
  readonly question: Omit<VisitQuestion, 'contact'> | null
  /** Names of the fields that the flow handed to the agents; null for all. */
  readonly handed: readonly string[] | null
}

export const nothingKnown: Known = { fields: {}, flow: null, question: null, handed: null }

/** What is known of this contact; nothing of one that is erased. */
export const knownOf = (sealing: Sealing, file: ContactFile): Known => sealing.known(file) ?? nothingKnown

export const fieldsOf = ({ flow, fields }: Known): FieldStore => flow?.fields ?? fields

export const withFields = (known: Known, fields: FieldStore): Known =>
  known.flow === null ? { ...known, fields } : { ...known, flow: { ...known.flow, fields } }

/** What the page gave, as the store of fields takes it. A name that comes twice counts as it came last. */
export const givenByPage = (fields: readonly Prefilled[]): Readonly<Record<string, Given>> =>
  Object.fromEntries(
    fields.map(({ name, value, mode, source }) => [name, { value, mode, trust: 'page', source: `page:${source}` }]),
  )

/** Takes in what the page gave, and says what it did not, by name. `declarations`: of the contact's flow, none where it has none. */
export function takePrefill(
  known: Known,
  fields: readonly Prefilled[],
  declarations: Declarations,
  reading: Parameters<typeof giveFields>[3],
): { readonly known: Known; readonly refused: Readonly<Record<string, FieldRefusal>> } {
  const { store, refused } = giveFields(fieldsOf(known), givenByPage(fields), declarations, reading)
  return { known: withFields(known, store), refused }
}

/** Takes in what the company's own server has signed of the customer: nobody else may say it otherwise. */
export function takeSigned(
  known: Known,
  signed: readonly { readonly name: string; readonly value: unknown }[],
  declarations: Declarations,
  reading: Parameters<typeof giveFields>[3],
): Known {
  const given = Object.fromEntries(
    signed.map(({ name, value }) => [name, { value, mode: 'locked', trust: 'signed', source: 'token' } as const]),
  )
  return withFields(known, giveFields(fieldsOf(known), given, declarations, reading).store)
}

/** The fields as agents see them, in the order they came to be known. */
export function shownFields(known: Known, declarations: Declarations, locale: Locale): KnownField[] {
  return Object.entries(fieldsOf(known)).flatMap(([name, field]) => {
    if (known.handed !== null && !known.handed.includes(name)) return []
    const declared = declarationOf(declarations, name)
    const { trust, mode, source, confidence = null, masked = false } = field
    const label = declared?.label[locale] ?? name
    const about = declared === undefined ? null : (declared.about ?? 'topic')
    return [{ name, label, shown: showField(field, declared, locale), trust, mode, source, confidence, masked, about }]
  })
}

/** At most so many fields stand in an offer. */
const tellingMax = 3

/** Of these the few that tell an agent most before they take it: what it is about, then numbers to look it up by, then the rest of it. */
export function tellingFields(shown: readonly KnownField[]): NonNullable<DeskOffer['fields']> {
  const rank = ({ name }: KnownField): number =>
    name === 'topic' ? 0 : /(^|\.)(id|number|no|code)$/i.test(name) ? 1 : 2
  return shown
    .filter(
      ({ about, mode, masked, shown: words }) => about === 'topic' && mode !== 'hidden' && !masked && words !== '',
    )
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, tellingMax)
    .map(({ label, shown: words, trust }) => ({ label: cut(label, 60), shown: cut(words, 80), trust }))
}

/** Cut between characters, and said to be cut. */
const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
