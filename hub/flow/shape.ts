/**
 * How the parts of a written flow are read: each shape takes a value at a place and gives it typed, or tells the fault.
 * What a part says of others (a step it leads to, a field it reads) is noted, and looked up once all is read.
 */
import { oneOfThese, quoted, type Faults } from './faults.ts'
import { compilePattern, isPatternFault } from './pattern.ts'

/** Text in both languages, with fields in braces: `Order {order.id}`. */
export interface Words {
  readonly en: string
  readonly ja: string
}

/** A name that something else must bear. */
export interface Mention {
  readonly of: 'step' | 'field' | 'queue' | 'calendar' | 'bot'
  readonly name: string
  readonly place: string
  /** For a field: types that it may have; any, when left out. */
  readonly types?: readonly string[]
  /** For a field: a value that must fit it. */
  readonly value?: unknown
  /** For a field: a choice that it must have, `yes` or `no` of one that is yes or no. */
  readonly key?: string
}

export interface Reading {
  readonly faults: Faults
  readonly mentions: Mention[]
}

export interface Shape<T> {
  /** Completes "… must be …". */
  readonly what: string
  /** Undefined when a fault was told. */
  read(value: unknown, place: string, reading: Reading): T | undefined
}

export interface Optional<T> extends Shape<T> {
  readonly optional: true
}

export type Shaped<S> = S extends Shape<infer T> ? T : never

type Properties = Readonly<Record<string, Shape<unknown>>>
type OptionalKeys<P> = { [K in keyof P]: P[K] extends { readonly optional: true } ? K : never }[keyof P]
export type RecordOf<P extends Properties> = {
  readonly [K in Exclude<keyof P, OptionalKeys<P>>]: Shaped<P[K]>
} & { readonly [K in OptionalKeys<P>]?: Shaped<P[K]> }

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** Tells that the value cannot stay as it is. */
export const wrong = (value: unknown, place: string, { faults }: Reading, what: string): undefined =>
  faults.add(place, `${quoted(place)} is ${shown(value)}`, `it must be ${what}`)

/** A value for which `is` holds. */
const plain = <T>(what: string, is: (value: unknown) => value is T): Shape<T> => ({
  what,
  read: (value, place, reading) => (is(value) ? value : wrong(value, place, reading, what)),
})

export const maybe = <T>(shape: Shape<T>): Optional<T> => ({ ...shape, optional: true })

export const text = (max: number, what = `a text of 1 to ${max} characters`): Shape<string> =>
  plain(what, (value): value is string => typeof value === 'string' && value.trim() !== '' && value.length <= max)

export const whole = (min: number, max: number, what: string): Shape<number> =>
  plain(
    `${what}, a whole number from ${min} to ${max}`,
    (value): value is number => Number.isInteger(value) && (value as number) >= min && (value as number) <= max,
  )

export const number = (what = 'a number'): Shape<number> =>
  plain(what, (value): value is number => typeof value === 'number')

export const yesNo: Shape<boolean> = plain('true or false', (value) => typeof value === 'boolean')

export const oneOf = <const T extends readonly (string | number | boolean)[]>(...values: T): Shape<T[number]> => ({
  what: `one of ${values.join(', ')}`,
  read(value, place, { faults }) {
    if ((values as readonly unknown[]).includes(value)) return value as T[number]
    const remedy = oneOfThese(String(value), values.map(String))
    return faults.add(place, `${quoted(place)} is ${shown(value)}`, remedy)
  },
})

/** A text of a form of our own; `form` never comes from outside. */
export const formed = (form: RegExp, what: string): Shape<string> =>
  plain(what, (value): value is string => typeof value === 'string' && form.test(value))

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object of exactly these properties. */
export function record<P extends Properties>(properties: P, what = 'an object'): Shape<RecordOf<P>> {
  return {
    what,
    read(value, place, reading) {
      if (!isObject(value) || reading.faults.isFull) return wrong(value, place, reading, what)
      const before = reading.faults.count
      for (const name of Object.keys(value))
        if (!Object.hasOwn(properties, name) && !reading.faults.isFull)
          reading.faults.add(
            below(place, name),
            `${quoted(below(place, name))} is not known here`,
            oneOfThese(name, Object.keys(properties)),
          )
      const found: Record<string, unknown> = {}
      for (const [name, shape] of Object.entries(properties)) {
        const given = Object.hasOwn(value, name) ? value[name] : undefined
        if (given === undefined) {
          if (!('optional' in shape))
            reading.faults.add(below(place, name), `${quoted(below(place, name))} is missing`, `add ${shape.what}`)
        } else found[name] = shape.read(given, below(place, name), reading)
      }
      return reading.faults.count === before ? (found as RecordOf<P>) : undefined
    },
  }
}

const below = (place: string, name: string): string => (place === '' ? name : `${place}/${name}`)

export const list = <T>(item: Shape<T>, min: number, max: number): Shape<readonly T[]> => ({
  what: `a list of ${min} to ${max}, each ${item.what}`,
  read(value, place, reading) {
    if (!Array.isArray(value) || value.length < min || value.length > max)
      return wrong(value, place, reading, this.what)
    const items = value.map((one, at) => item.read(one, below(place, String(at)), reading))
    return items.includes(undefined) ? undefined : (items as T[])
  },
})

/** An object of any names of this form, all with the same shape. */
export const namesTo = <T>(
  form: RegExp,
  item: Shape<T>,
  what: string,
  max = 500,
): Shape<Readonly<Record<string, T>>> => ({
  what,
  read(value, place, reading) {
    if (!isObject(value) || Object.keys(value).length > max) return wrong(value, place, reading, what)
    const found: Record<string, T> = {}
    let good = true
    for (const [name, one] of Object.entries(value)) {
      if (!form.test(name)) good = wrong(name, below(place, name), reading, `a name: ${what}`) ?? false
      const read = item.read(one, below(place, name), reading)
      if (read === undefined) good = false
      else found[name] = read
    }
    return good ? found : undefined
  },
})

export const namePattern = /^[a-z][a-zA-Z0-9-]{0,39}$/
/** Parts of a field's name are divided by points: `order.id`. */
export const fieldPattern = /^[a-z][a-zA-Z0-9]{0,29}(\.[a-z][a-zA-Z0-9]{0,29}){0,3}$/

const mentioning = (of: Mention['of'], form: RegExp, what: string, types?: readonly string[]): Shape<string> => ({
  what,
  read(value, place, reading) {
    if (typeof value !== 'string' || !form.test(value)) return wrong(value, place, reading, what)
    reading.mentions.push({ of, name: value, place, ...(types && { types }) })
    return value
  },
})

export const stepName = mentioning('step', namePattern, 'the name of a step')
export const queueName = mentioning('queue', /^[a-z0-9][A-Za-z0-9_-]{0,39}$/, 'the key of a queue')
export const calendarName = mentioning('calendar', /^[a-z0-9][A-Za-z0-9_-]{0,39}$/, 'the key of a calendar or queue')
export const botName = mentioning('bot', /^[a-z0-9][A-Za-z0-9_-]{0,39}$/, 'the key of a bot')
/** The name of a declared field; of one of these types, where some are named. */
export const fieldName = (...types: readonly string[]): Shape<string> =>
  mentioning('field', fieldPattern, 'the name of a field', types.length === 0 ? undefined : types)

const wordsMax = 2_000

/** A text that may hold fields in braces. */
export const template = (max: number): Shape<string> => {
  const shape = text(max)
  return {
    what: shape.what,
    read(value, place, reading) {
      const read = shape.read(value, place, reading)
      if (read === undefined) return undefined
      for (const [, name = ''] of read.matchAll(/\{([^{}]*)\}/g))
        if (fieldPattern.test(name)) reading.mentions.push({ of: 'field', name, place })
        else reading.faults.add(place, `{${name}} in ${quoted(place)} is no field`, 'name a field, such as {order.id}')
      return read
    },
  }
}

/** Text for a person, in both languages. */
export const words = record(
  { en: template(wordsMax), ja: template(wordsMax) },
  'a text in both languages, { "en": "…", "ja": "…" }',
) satisfies Shape<Words>

/** A pattern that a whole text must fit, see pattern.ts. */
export const pattern: Shape<string> = {
  what: 'a pattern such as [A-Z]{2}\\d{6}',
  read(value, place, reading) {
    if (typeof value !== 'string') return wrong(value, place, reading, this.what)
    const compiled = compilePattern(value)
    if (!isPatternFault(compiled)) return value
    return reading.faults.add(
      place,
      `${quoted(place)} cannot be used: at character ${compiled.position + 1} ${compiled.problem}`,
      compiled.remedy,
    )
  },
}
