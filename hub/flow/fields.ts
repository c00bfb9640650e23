/**
 * What is known of a contact, by field, each value with where it comes from. Bot and form read and write here, and so do
 * the page and the signed identity: who may replace whose value is settled in one place. SPEC.md has the rules (FD…).
 */
import { mask } from './masking.ts'
import { fieldPattern } from './shape.ts'
import type { Locale } from './translations.ts'
import { fitValue, showValue, type Declared, type FileValue, type ReadingValue, type Value } from './values/index.ts'

/** From the most trusted to the least. `inferred`: found by the hub, from what others said. */
export const trusts = ['signed', 'page', 'visitor', 'inferred'] as const
export type Trust = (typeof trusts)[number]

export const modes = ['default', 'overwrite', 'once', 'hidden', 'locked'] as const
export type Mode = (typeof modes)[number]

export interface Field {
  readonly value: Value
  readonly trust: Trust
  readonly mode: Mode
  /** Who gave it: `token`, `page`, `step:NAME`, `http:NAME`. */
  readonly source: string
  /** 0 to 1, of what was inferred. */
  readonly confidence?: number
  /** What is kept is a mask, not the value. */
  readonly masked?: true
}

export type FieldStore = Readonly<Record<string, Field>>
export type Declarations = Readonly<Record<string, Declared>>

/** A value that somebody gives. */
export interface Given {
  readonly value: unknown
  readonly trust: Trust
  readonly mode: Mode
  readonly source: string
  readonly confidence?: number
}

export const fieldLimits = {
  /** Fields of one contact. */
  count: 100,
  /** Characters of one value. */
  value: 1_000,
  /** Characters of all values. */
  total: 16_000,
} as const

/** Why a value was not taken. */
export type FieldRefusal =
  /** The name has no form of a field's. */
  | 'field.name'
  /** A name of what nobody should give beforehand. */
  | 'field.blocked'
  /** No value of the declared type, or of none that a field can have. */
  | 'field.type'
  | 'field.tooLong'
  | 'field.tooMany'
  /** What is there may not be replaced by this. */
  | 'field.held'

export type Giving = { readonly store: FieldStore } | { readonly refused: FieldRefusal }

/** Words in a name that make it one of a secret, without points and case. */
const secretWords =
  /pass(word|wd|code|phrase)|(credit|debit|payment)?card(no|num|number|code)|creditcard|cardholder|cvv|cvc|securitycode|^pin$|pin(code|number)|secret|token|apikey|privatekey|ssn|socialsecurity|mynumber|bankaccount|accountnumber|iban|one-?timecode|otp$/

/** Whether a field can have this name: `order.id`. */
export const isFieldName = (name: string): boolean => fieldPattern.test(name)

/** True for names such as `payment.cardNumber` or `password`. */
export const isSensitiveName = (name: string): boolean =>
  secretWords.test(name.replaceAll('.', '').toLowerCase()) ||
  name.split('.').some((part) => secretWords.test(part.toLowerCase()))

/**
 * The store with this value in it, or why it is not. `declared`: what flow or site says of the field; without it any text,
 * number or yes and no is taken.
 */
export function giveField(
  store: FieldStore,
  name: string,
  given: Given,
  declared: Declared | undefined,
  reading: ReadingValue,
): Giving {
  if (!fieldPattern.test(name) || name.length > 80) return { refused: 'field.name' }
  if (isBlocked(name, given, declared)) return { refused: 'field.blocked' }
  const value = fitting(given, declared, reading)
  if (value === null) return { refused: 'field.type' }
  if (lengthOf(value) > fieldLimits.value) return { refused: 'field.tooLong' }
  const before = Object.hasOwn(store, name) ? store[name] : undefined
  if (before !== undefined && !mayReplace(before, given)) return { refused: 'field.held' }
  const next = { ...store, [name]: fieldOf(value, given, declared) }
  const kept = Object.values(next)
  if (kept.length > fieldLimits.count) return { refused: 'field.tooMany' }
  if (kept.reduce((sum, field) => sum + lengthOf(field.value), 0) > fieldLimits.total)
    return { refused: 'field.tooLong' }
  return { store: next }
}

/** Gives all that can be given, and says what was not, by name. */
export function giveFields(
  store: FieldStore,
  all: Readonly<Record<string, Given>>,
  declarations: Declarations,
  reading: ReadingValue,
): { readonly store: FieldStore; readonly refused: Readonly<Record<string, FieldRefusal>> } {
  const refused: Record<string, FieldRefusal> = {}
  let next = store
  for (const [name, given] of Object.entries(all)) {
    const giving = giveField(next, name, given, declarationOf(declarations, name), reading)
    if ('refused' in giving) refused[name] = giving.refused
    else next = giving.store
  }
  return { store: next, refused }
}

export const declarationOf = (declarations: Declarations, name: string): Declared | undefined =>
  Object.hasOwn(declarations, name) ? declarations[name] : undefined

/** What a customer's next contact begins with: who they are, and nothing of what the last one was about. */
export function forNextContact(store: FieldStore, declarations: Declarations): FieldStore {
  const kept = Object.entries(store).filter(([name]) => declarationOf(declarations, name)?.about === 'customer')
  return Object.fromEntries(kept)
}

/** A field's value as people read it: a mask where that is all that was kept. */
export const showField = (field: Field, declared: Declared | undefined, locale: Locale): string =>
  field.masked === true ? String(field.value) : showValue(field.value, declared, locale)

/** Whether a customer may be asked for it, or change it in a form. */
export const isFixed = ({ trust, mode }: Field): boolean => trust === 'signed' || mode === 'locked' || mode === 'hidden'

/** Only what a customer typed when asked, or the flow itself, may be secret; the flow masks it. */
function isBlocked(name: string, { trust }: Given, declared: Declared | undefined): boolean {
  const beforehand = trust === 'page' || trust === 'signed'
  return beforehand && declared?.allowPrefill !== true && (declared?.sensitive === true || isSensitiveName(name))
}

function fitting(given: Given, declared: Declared | undefined, reading: ReadingValue): Value | null {
  const { trust } = given
  const value = trust === 'page' ? meantBy(given.value, declared) : given.value
  // What a customer sent was read by its kind already, and a file cannot come in another way.
  if (declared?.type === 'file') return trust === 'visitor' && isFile(value) ? value : null
  if (declared !== undefined) return fitValue(value, declared, reading)
  if (typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  return typeof value === 'string' && value.trim() !== '' ? value : null
}

/** As programs write numbers. */
const plainNumber = /^-?\d{1,15}(\.\d{1,10})?$/

/** What a page has in its text, or in its address, is a text always. */
function meantBy(value: unknown, declared: Declared | undefined): unknown {
  if (typeof value !== 'string') return value
  if (declared?.type === 'number') return plainNumber.test(value) ? Number(value) : value
  return declared?.type === 'yesNo' && /^(true|false)$/.test(value) ? value === 'true' : value
}

const isFile = (value: unknown): value is FileValue => typeof value === 'object' && value !== null && 'file' in value

const lengthOf = (value: Value): number => (typeof value === 'object' ? value.name.length : String(value).length)

function mayReplace(before: Field, given: Given): boolean {
  if (before.trust === 'signed' || given.trust === 'signed') return given.trust === 'signed'
  if (given.mode === 'once') return false
  if (isFixed(before)) return given.trust === 'page'
  if (given.trust === 'inferred' && given.mode !== 'overwrite')
    return before.trust === 'inferred' && (given.confidence ?? 1) >= (before.confidence ?? 1)
  return given.trust !== 'page' || before.trust !== 'visitor' || given.mode !== 'default'
}

function fieldOf(value: Value, { trust, mode, source, confidence }: Given, declared: Declared | undefined): Field {
  const about = { trust, mode, source, ...(confidence !== undefined && { confidence }) }
  return declared?.sensitive === true ? { value: mask(String(value)), ...about, masked: true } : { value, ...about }
}
