/** Gives fields values: texts with fields in braces, numbers, yes or no; null forgets one. */
import {
  fieldPattern,
  namesTo,
  record,
  stepName,
  template,
  wrong,
  type Reading,
  type Shape,
  type Shaped,
} from '../shape.ts'
import { fitValue } from '../values/index.ts'
import { declarationOf } from '../fields.ts'
import type { StepKind } from './kind.ts'

type Literal = string | number | boolean | null

const literal: Shape<Literal> = {
  what: 'a text, a number, true, false or null',
  read(value, place, reading) {
    if (typeof value === 'string') return template(1_000).read(value, place, reading)
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
    return wrong(value, place, reading, this.what)
  },
}

/** The names are fields, and what has no field in it must fit already. */
export const fieldValues: Shape<Readonly<Record<string, Literal>>> = {
  what: 'values by field',
  read(value, place, reading) {
    const read = namesTo(fieldPattern, literal, 'values by field', 50).read(value, place, reading)
    if (read !== undefined) noteFields(read, place, reading)
    return read
  },
}

function noteFields(values: Readonly<Record<string, Literal>>, place: string, { mentions }: Reading): void {
  for (const [name, value] of Object.entries(values)) {
    const known = value !== null && !(typeof value === 'string' && value.includes('{'))
    mentions.push({ of: 'field', name, place: `${place}/${name}`, ...(known && { value }) })
  }
}

const shape = record({ values: fieldValues, next: stepName })

export const set: StepKind<Shaped<typeof shape>> = {
  shape,
  exits: ({ next }) => [{ to: next, when: '', asked: false }],
  enter({ values, next }, name, run) {
    for (const [field, written] of Object.entries(values)) {
      const value = typeof written === 'string' ? run.fill({ en: written, ja: written }) : written
      if (value === null) run.forget(field)
      else if (fitValue(value, declarationOf(run.flow.fields, field)!, run.reading) !== null)
        run.give(field, { value, trust: 'inferred', mode: 'overwrite', source: `step:${name}` })
    }
    return { go: next }
  },
}
