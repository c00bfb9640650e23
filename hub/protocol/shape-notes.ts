/**
 * For tests: what a shape was made of, so that they can write it down (PROTOCOL.md) and make up values of it (round trips).
 * A test hands the real module of shapes through `noted`; the shapes it then makes are the real ones.
 */
import fc, { type Arbitrary } from 'fast-check'
import { idPrefixes, type IdKind } from '../model/ids.ts'
import type * as Shapes from './shape.ts'

interface Note {
  /** As PROTOCOL.md writes it. */
  readonly words: string
  /** Any value the shape may hold. */
  readonly values: Arbitrary<unknown>
}

const notes = new WeakMap<object, Note>()

/** A shape that was made by hand carries any wire value. */
const byHand: Note = {
  words: 'entry',
  values: fc.array(fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)), { maxLength: 5 }),
}

export const noteOf = (shape: object): Note => notes.get(shape) ?? byHand

function note<S extends object>(shape: S, words: string, values: Arbitrary<unknown>): S {
  notes.set(shape, { words, values })
  return shape
}

const range = (min: number, max: number): string => (max === Number.MAX_SAFE_INTEGER ? `${min}..` : `${min}..${max}`)

/** The same module, whose shapes are remembered with what they were made of. */
export function noted(real: typeof Shapes): typeof Shapes {
  return {
    ...real,
    text: (max, min = 0) =>
      note(
        real.text(max, min),
        `text ${range(min, max)}`,
        fc
          .string({ unit: 'binary', minLength: min, maxLength: max })
          .filter((text) => text.length >= min && text.length <= max),
      ),
    whole: (min, max = Number.MAX_SAFE_INTEGER) =>
      note(real.whole(min, max), `whole ${range(min, max)}`, fc.integer({ min, max })),
    figure: note(
      { ...real.figure },
      'figure',
      fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: 0.001 })),
    ),
    flag: note({ ...real.flag }, 'flag', fc.boolean()),
    scalar: (max) =>
      note(
        real.scalar(max),
        `text 0..${max} | figure | flag`,
        fc.oneof(fc.string({ maxLength: Math.min(max, 40) }), fc.boolean(), fc.integer()),
      ),
    id: (kind) => note(real.id(kind), `${kind} id`, idValues(kind)),
    oneOf: (...values) =>
      note(real.oneOf(...values), values.map((value) => `'${value}'`).join(' | '), fc.constantFrom(...values)),
    maybe: (shape) => {
      const inner = noteOf(shape)
      return note(real.maybe(shape), `${inner.words} or null`, fc.option(inner.values))
    },
    list: (shape, max) => {
      const inner = noteOf(shape)
      return note(
        real.list(shape, max),
        `list 0..${max} of ${inner.words}`,
        fc.array(inner.values, { maxLength: Math.min(max, 8) }),
      )
    },
    record: (fields) => {
      const inner = Object.entries(fields).map(([name, shape]) => [name, noteOf(shape)] as const)
      const words = inner.map(([name, field]) => `${name}: ${field.words}`).join(', ')
      return note(
        real.record(fields),
        words === '' ? '{}' : `{ ${words} }`,
        fc.record(Object.fromEntries(inner.map(([name, field]) => [name, field.values])), { noNullPrototype: true }),
      )
    },
  }
}

const idValues = (kind: IdKind): Arbitrary<string> =>
  fc.stringMatching(/^[A-Za-z0-9_.-]{1,64}$/).map((tail) => idPrefixes[kind] + tail)
