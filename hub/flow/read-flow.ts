/**
 * From a written flow to one that can be run, or to everything that is wrong with it, each with its line and how to mend it.
 * A flow that was read holds what the interpreter relies on: every step and field exists, every way ends or asks.
 */
import { checkMentions, type KnownNames } from './check-mentions.ts'
import { checkWays } from './check-ways.ts'
import { Faults, oneOfThese, quoted, type Fault } from './faults.ts'
import { isSensitiveName } from './fields.ts'
import type { Flow, Step } from './flow.ts'
import { readJson } from './json.ts'
import {
  fieldPattern,
  formed,
  list,
  maybe,
  namePattern,
  namesTo,
  oneOf,
  record,
  stepName,
  text,
  words,
  wrong,
  yesNo,
  type Reading,
  type Shape,
} from './shape.ts'
import { kindOf, stepKindNames } from './steps/index.ts'
import { declaredFault, valueKinds, type Declared, type ValueType } from './values/index.ts'

export type FlowRead = { readonly flow: Flow } | { readonly faults: readonly Fault[] }

/** Reads a flow file. `known`: names of the configuration that it may speak of; any, where left out. */
export function readFlow(written: string, known: KnownNames = {}): FlowRead {
  const json = readJson(written)
  if ('fault' in json) return { faults: [json.fault] }
  const reading: Reading = { faults: new Faults(json.lines), mentions: [] }
  const flow = flowShape.read(json.value, '', reading)
  const read = flow === undefined ? undefined : withDefaults(flow)
  checkMentions(json.value, reading, known)
  if (read !== undefined && reading.faults.none) checkWays(read, reading.faults)
  return read !== undefined && reading.faults.none ? { flow: read } : { faults: reading.faults.list }
}

/** An object whose other properties depend on one of them: a field's on its type, a step's on its kind. */
function varied<T>(by: string, names: readonly string[], of: (name: string) => Shape<object>, what: string): Shape<T> {
  return {
    what,
    read(value, place, reading) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong(value, place, reading, what)
      const { [by]: name, ...rest } = value as Record<string, unknown>
      const where = `${place}/${by}`
      if (name === undefined)
        return reading.faults.add(place, `${quoted(where)} is missing`, `add one of ${names.join(', ')}`)
      if (typeof name !== 'string' || !names.includes(name))
        return reading.faults.add(where, `${quoted(where)} is ${JSON.stringify(name)}`, oneOfThese(String(name), names))
      const read = of(name).read(rest, place, reading)
      return read === undefined ? undefined : ({ [by]: name, ...read } as T)
    },
  }
}

const declaredBase = {
  label: words,
  about: maybe(oneOf('customer', 'topic')),
  sensitive: maybe(yesNo),
  allowPrefill: maybe(yesNo),
}

const declared: Shape<Declared> = {
  what: 'a field { "type", "label", … }',
  read(value, place, reading) {
    const shapeOf = (type: string) => record({ ...declaredBase, ...valueKinds[type as ValueType].properties })
    const read = varied<Declared>('type', Object.keys(valueKinds), shapeOf, this.what).read(value, place, reading)
    if (read === undefined) return undefined
    const full: Declared = { ...defaults, ...read }
    const fault = declaredFault(full)
    if (fault !== null)
      return reading.faults.add(`${place}/${fault.at}`, `in ${quoted(place)} ${fault.problem}`, fault.remedy)
    return checkSecret(full, place, reading)
  },
}
const defaults = { about: 'topic', sensitive: false, allowPrefill: false } as const

/** What is called like a secret is one. */
function checkSecret(field: Declared, place: string, { faults }: Reading): Declared | undefined {
  const name = place.slice(place.lastIndexOf('/') + 1)
  if (isSensitiveName(name) && !field.sensitive)
    return faults.add(
      place,
      `${quoted(place)} is called like a secret, and would be kept as it is`,
      'add "sensitive": true, or rename it',
    )
  if (field.sensitive && !['text', 'number', 'telephone', 'email', 'postcode'].includes(field.type))
    return faults.add(
      `${place}/sensitive`,
      `${quoted(place)} cannot be masked: it is a ${field.type}`,
      'let it be a text',
    )
  return field
}

const step: Shape<Step> = {
  what: 'a step { "kind", … }',
  read(value, place, reading) {
    const shapeOf = (kind: string) => kindOf({ kind }).shape as Shape<object>
    const read = varied<Step>('kind', stepKindNames, shapeOf, this.what).read(value, place, reading)
    if (read !== undefined) kindOf(read).check?.(read, place, reading)
    return read
  },
}

const flowShape = record(
  {
    flow: formed(/^[a-z][a-z0-9-]{0,39}$/, 'a short key of small letters, digits and -'),
    version: text(40, 'a text of 1 to 40 characters, another one for each change, such as "2026-01-05"'),
    title: words,
    start: stepName,
    person: stepName,
    intents: maybe(
      namesTo(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/, stepName, 'steps by intent, { "return": "ask-return" }', 100),
    ),
    personWords: maybe(list(text(40), 0, 50)),
    fields: maybe(namesTo(fieldPattern, declared, 'fields by name, such as order.id', 200)),
    steps: namesTo(namePattern, step, 'steps by name: a small letter, then letters, digits or -'),
  },
  'a flow { "flow", "version", "title", "start", "person", "fields", "steps" }',
)

type WrittenFlow = NonNullable<ReturnType<typeof flowShape.read>>

const withDefaults = ({ flow, intents = {}, personWords = [], fields = {}, ...rest }: WrittenFlow): Flow => ({
  id: flow,
  intents,
  personWords,
  fields,
  ...rest,
})
