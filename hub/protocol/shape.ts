/**
 * Shapes: what a value looks like in code and on the wire, said once. In code a record is an object with names; on the
 * wire it is a positional array, in the order of its fields. Reading is closed: exact types, bounded sizes, and always
 * a fresh literal, so that nothing a stranger sent is ever kept as it came. Browser-safe: no eval, no dependency.
 * A field added at the END of a record, by `maybe`, is null to a newer reader of an older peer, and is passed over by an
 * older client of a newer hub.
 */
import { isId, type IdByKind, type IdKind } from '../model/ids.ts'

/** Anything msgpack carries without extension types. */
export type Wire = null | boolean | number | string | Uint8Array | readonly Wire[]

/**
 * How a value of type `T` is written and read. `read` throws `Malformed` for anything else than a well-formed value.
 * `lenient` is for what our own hub sends: records that a newer hub has made longer are read as far as they are known.
 */
export interface Shape<T> {
  pack(value: T): Wire
  read(wire: unknown, lenient?: boolean): T
}

/** The type that a shape describes. */
export type Of<S> = S extends Shape<infer T> ? T : never

/** A value from the wire that does not have its shape. `what` names the place, never the value. */
export class Malformed extends Error {
  override name = 'Malformed'
  constructor(readonly what: string) {
    super(what)
  }
}

function fail(what: string): never {
  throw new Malformed(what)
}

/** Half a character (an emoji that was cut in two) has no UTF-8, and the hub closes the line of whoever sends one. */
const loneSurrogate = /\p{Surrogate}/gu

/** A text of `min` to `max` UTF-16 code units. */
export const text = (max: number, min = 0): Shape<string> => ({
  pack: (value) => value.replace(loneSurrogate, '\uFFFD'),
  read: (wire) => (typeof wire === 'string' && wire.length >= min && wire.length <= max ? wire : fail('text')),
})

/** A whole number from `min` to `max`. Instants and durations are whole milliseconds. */
export const whole = (min: number, max: number = Number.MAX_SAFE_INTEGER): Shape<number> => ({
  pack: (value) => value,
  read: (wire) =>
    Number.isSafeInteger(wire) && (wire as number) >= min && (wire as number) <= max
      ? (wire as number)
      : fail('number'),
})

/** Any finite number: a figure that people read, not one to count with. */
export const figure: Shape<number> = {
  pack: (value) => value,
  read: (wire) => (typeof wire === 'number' && Number.isFinite(wire) ? wire : fail('number')),
}

export const flag: Shape<boolean> = {
  pack: (value) => value,
  read: (wire) => (typeof wire === 'boolean' ? wire : fail('flag')),
}

/** A text of at most `max` UTF-16 code units, a finite number, or yes and no. */
export const scalar = (max: number): Shape<string | number | boolean> => {
  const words = text(max)
  return {
    pack: (value) => (typeof value === 'string' ? words.pack(value) : value),
    read: (wire) =>
      typeof wire === 'boolean' ? wire : typeof wire === 'number' ? figure.read(wire) : words.read(wire),
  }
}

/** A well-formed id of one kind; whether it exists is for the handler to say. */
export const id = <Kind extends IdKind>(kind: Kind): Shape<IdByKind[Kind]> => ({
  pack: (value) => value,
  read: (wire) => (isId(kind, wire) ? wire : fail('id')),
})

export const oneOf = <const Values extends readonly string[]>(...values: Values): Shape<Values[number]> => ({
  pack: (value) => value,
  read: (wire) => (values.includes(wire as string) ? (wire as Values[number]) : fail('choice')),
})

/** The value or null. Absent (an older peer sent a shorter record) reads as null. */
export const maybe = <T>(shape: Shape<T>): Shape<T | null> => ({
  pack: (value) => (value === null ? null : shape.pack(value)),
  read: (wire, lenient) => (wire === null || wire === undefined ? null : shape.read(wire, lenient)),
})

export const list = <T>(shape: Shape<T>, max: number): Shape<readonly T[]> => ({
  pack: (values) => values.map((value) => shape.pack(value)),
  read: (wire, lenient) =>
    Array.isArray(wire) && wire.length <= max ? wire.map((item) => shape.read(item, lenient)) : fail('list'),
})

type Fields = Readonly<Record<string, Shape<unknown>>>
type Simplify<T> = { readonly [K in keyof T]: T[K] }

/** A record: names in code, positions on the wire. */
export function record<const F extends Record<string, Shape<unknown>>>(
  fields: F,
): Shape<Simplify<{ [K in keyof F]: Of<F[K]> }>> {
  const names = Object.keys(fields as Fields)
  const shapes = Object.values(fields)
  return {
    pack: (value) =>
      names.map((name, at) => (shapes[at] as Shape<unknown>).pack((value as Record<string, unknown>)[name])),
    read: (wire, lenient) => {
      if (!Array.isArray(wire) || (wire.length > names.length && lenient !== true)) return fail('record')
      const fresh: Record<string, unknown> = {}
      // One `try` for all fields: a closure with its own for each took longer than reading most of them.
      let at = 0
      try {
        for (; at < names.length; at++) fresh[names[at]!] = (shapes[at] as Shape<unknown>).read(wire[at], lenient)
      } catch (error) {
        throw error instanceof Malformed ? new Malformed(`${names[at]}: ${error.what}`) : error
      }
      return fresh as never
    },
  }
}
