/**
 * PURE. What a page says of its visitor: read from any form that a page may write it in, checked, and made one of from several
 * sources. The hub checks it all again (hub/flow/SPEC.md, FD…); what is refused here is only refused sooner.
 */
import type { Prefilled } from '#protocol'
import type { PrefillMode } from '../host.ts'

/** From the weakest to the strongest: anybody can make a link, and what a page does last it means. */
export const sources = ['url', 'attribute', 'script', 'data', 'property', 'command'] as const
export type Source = (typeof sources)[number]

/** Why a value was not taken, by the field's name. */
export interface FieldProblem {
  readonly code: 'field.name' | 'field.blocked' | 'field.type' | 'field.tooLong' | 'field.tooMany' | 'prefill.malformed'
  readonly name: string
}

/** What one source says. Null takes back what the same source has said before. */
export interface Reading {
  readonly fields: ReadonlyMap<string, Prefilled | null>
  readonly problems: readonly FieldProblem[]
}

export const prefillLimits = { count: 100, value: 1_000, total: 16_000, name: 80, depth: 4 } as const

const modes: readonly unknown[] = ['default', 'overwrite', 'once', 'hidden', 'locked'] satisfies PrefillMode[]
const pattern = /^[a-z][a-zA-Z0-9]{0,29}(\.[a-z][a-zA-Z0-9]{0,29}){0,3}$/
/** As the hub has it: prefill.test.ts holds them together. */
const secrets =
  /pass(word|wd|code|phrase)|(credit|debit|payment)?card(no|num|number|code)|creditcard|cardholder|cvv|cvc|securitycode|^pin$|pin(code|number)|secret|token|apikey|privatekey|ssn|socialsecurity|mynumber|bankaccount|accountnumber|iban|one-?timecode|otp$/

export const isSensitive = (name: string): boolean =>
  [name.replaceAll('.', ''), ...name.split('.')].some((part) => secrets.test(part.toLowerCase()))

/** Reads `{name: value}`, `{name: {value, mode}}`, and `{order: {id: value}}`, which is `order.id`. */
export function readFields(given: unknown, source: Source, mode: unknown = 'default'): Reading {
  const fields = new Map<string, Prefilled | null>()
  const problems: FieldProblem[] = []
  const refuse = (code: FieldProblem['code'], name: string): void => {
    problems.push({ code, name: name.slice(0, prefillLimits.name) })
  }
  const take = (name: string, value: unknown, how: unknown): void => {
    if (!pattern.test(name) || name.length > prefillLimits.name) refuse('field.name', name)
    else if (isSensitive(name)) refuse('field.blocked', name)
    else if (!modes.includes(how)) refuse('field.type', name)
    else if (value === null || value === undefined) fields.set(name, null)
    else {
      const plain = typeof value === 'string' ? value.trim() : value
      const problem = problemOf(plain)
      if (problem) refuse(problem, name)
      else if (plain !== '')
        fields.set(name, { name, value: plain as string | number | boolean, mode: how as PrefillMode, source })
    }
  }
  const look = (group: object, before: string, depth: number): void => {
    for (const [key, value] of Object.entries(group)) {
      const name = before + key
      if (!isGroup(value)) take(name, value, mode)
      else if ('value' in value && !isGroup(value.value)) take(name, value.value, 'mode' in value ? value.mode : mode)
      else if (depth === prefillLimits.depth) refuse('field.name', name)
      else look(value, `${name}.`, depth + 1)
    }
  }
  if (isGroup(given)) look(given, '', 1)
  else if (given !== null && given !== undefined) refuse('prefill.malformed', source)
  return { fields, problems }
}

/** The same of JSON. */
export function readJson(text: string, source: Source): Reading {
  try {
    return readFields(JSON.parse(text), source)
  } catch {
    return { fields: new Map(), problems: [{ code: 'prefill.malformed', name: source }] }
  }
}

/** The strongest source that says something of a field has it; what counts once takes nobody's place. */
export function merge(readings: Partial<Record<Source, Reading>>): { fields: Prefilled[]; problems: FieldProblem[] } {
  const merged = new Map<string, Prefilled>()
  const problems: FieldProblem[] = []
  for (const source of sources) {
    for (const [name, field] of readings[source]?.fields ?? [])
      if (field && !(field.mode === 'once' && merged.has(name))) merged.set(name, field)
    problems.push(...(readings[source]?.problems ?? []))
  }
  const fields: Prefilled[] = []
  let total = 0
  for (const field of merged.values()) {
    const length = `${field.value}`.length
    if (fields.length === prefillLimits.count) problems.push({ code: 'field.tooMany', name: field.name })
    else if (total + length > prefillLimits.total) problems.push({ code: 'field.tooLong', name: field.name })
    else {
      total += length
      fields.push(field)
    }
  }
  return { fields, problems }
}

const isGroup = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function problemOf(value: unknown): 'field.type' | 'field.tooLong' | null {
  if (typeof value === 'string') return value.length > prefillLimits.value ? 'field.tooLong' : null
  return typeof value === 'boolean' || Number.isFinite(value) ? null : 'field.type'
}
