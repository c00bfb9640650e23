/**
 * What is known of a contact by field, and where it is in its flow: one value of its file, sealed with its key, since it is
 * what customers say. Opened and sealed by `Sealing`, which keeps at hand what was opened.
 */
import {
  declarationOf,
  giveFields,
  nextDeadline,
  showField,
  type Declarations,
  type FieldStore,
  type FlowState,
  type Given,
} from '../flow/index.ts'
import type { AgentId } from '../model/ids.ts'
import { later, type DurationMs, type Instant } from '../model/time.ts'
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
  /** When the customer last did something, and how long the bot waits for them to do more. */
  readonly idle: { readonly since: Instant; readonly forMs: DurationMs } | null
}

export const nothingKnown: Known = { fields: {}, flow: null, question: null, handed: null, idle: null }

/** What is known of this contact; nothing of one that is erased. */
export const knownOf = (sealing: Sealing, file: ContactFile): Known => sealing.known(file) ?? nothingKnown

export const fieldsOf = ({ flow, fields }: Known): FieldStore => flow?.fields ?? fields

export const withFields = (known: Known, fields: FieldStore): Known =>
  known.flow === null ? { ...known, fields } : { ...known, flow: { ...known.flow, fields } }

/** What the customer filled into the page's form, whose word it then is. A page that says so without being asked only loses trust. */
const ofForm = 'form'

/** What the page gave, as the store of fields takes it. A name that comes twice counts as it came last. */
export const givenByPage = (fields: readonly Prefilled[]): Readonly<Record<string, Given>> =>
  Object.fromEntries(
    fields.map(({ name, value, mode, source }) => [
      name,
      source === ofForm
        ? { value, mode, trust: 'visitor', source }
        : { value, mode, trust: 'page', source: `page:${source}` },
    ]),
  )

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

/** Of a value that an agent has written. Rows of before say `agent` alone: nobody has noted who. */
const byAgent = 'agent:'
export const sourceOfAgent = (agent: AgentId): string => `${byAgent}${agent}`

/** The fields as agents see them, in the order they came to be known. `nameOf`: what an agent is called. */
export function shownFields(
  known: Known,
  declarations: Declarations,
  locale: Locale,
  nameOf: (agent: AgentId) => string,
): KnownField[] {
  return Object.entries(fieldsOf(known)).flatMap(([name, field]) => {
    if (known.handed !== null && !known.handed.includes(name)) return []
    const declared = declarationOf(declarations, name)
    const { trust, mode, confidence = null, masked = false } = field
    const source = field.source.startsWith(byAgent)
      ? `${byAgent}${nameOf(field.source.slice(byAgent.length) as AgentId)}`
      : field.source
    const label = declared?.label[locale] ?? name
    const about = declared === undefined ? null : (declared.about ?? 'topic')
    return [{ name, label, shown: showField(field, declared, locale), trust, mode, source, confidence, masked, about }]
  })
}

/** At most so many fields stand in an offer. */
const tellingMax = 3

/** Of these the few that tell an agent most before they take it: what it is about, numbers to look it up by, what the customer said, the rest. */
export function tellingFields(shown: readonly KnownField[]): NonNullable<DeskOffer['fields']> {
  const rank = ({ name, trust }: KnownField): number =>
    name === 'topic' ? 0 : /(^|\.)(id|number|no|code)$/i.test(name) ? 1 : trust === 'visitor' ? 2 : 3
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
/** When the bot's customer is given up: nobody has heard of them for too long. */
export const idleUntil = ({ idle }: Known): Instant | null => (idle === null ? null : later(idle.since, idle.forMs))

/** When something must happen to a contact that the bot has, if nothing else does before. */
export function dueOf(known: Known): Instant | null {
  const [idle, flow] = [idleUntil(known), known.flow === null ? null : nextDeadline(known.flow)]
  return idle === null || flow === null ? (idle ?? flow) : (Math.min(idle, flow) as Instant)
}
