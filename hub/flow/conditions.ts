/** What a branch may depend on: fields, opening hours, the state of a queue, and any combination of these. */
import { dateByRule } from './dates.ts'
import type { Surroundings } from './effects.ts'
import { trusts, type FieldStore, type Trust } from './fields.ts'
import {
  calendarName,
  fieldName,
  list,
  maybe,
  number,
  oneOf,
  queueName,
  record,
  wrong,
  yesNo,
  type Reading,
  type Shape,
} from './shape.ts'
import { dateRule } from './values/date.ts'
import type { Value } from './values/index.ts'

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly either: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly hours: string; readonly open: boolean }
  | { readonly queue: string; readonly measure: Measure; readonly above?: number; readonly below?: number }
  | FieldCondition

export interface FieldCondition {
  readonly field: string
  readonly is?: Value
  readonly in?: readonly Value[]
  readonly known?: boolean
  readonly above?: number
  readonly below?: number
  readonly before?: string
  readonly after?: string
  /** A value that is less trusted counts as none. */
  readonly trust?: Trust
}

const measures = ['waiting', 'staffed', 'expectedWaitSeconds'] as const
type Measure = (typeof measures)[number]

const scalar: Shape<Value> = {
  what: 'a text, a number, true or false',
  read: (value, place, reading) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
      ? value
      : wrong(value, place, reading, 'a text, a number, true or false'),
}

const ofHours = record({ hours: calendarName, open: yesNo })
const ofQueue = record({
  queue: queueName,
  measure: oneOf(...measures),
  above: maybe(number()),
  below: maybe(number()),
})
const fieldTests = {
  is: maybe(scalar),
  in: maybe(list(scalar, 1, 50)),
  known: maybe(yesNo),
  above: maybe(number()),
  below: maybe(number()),
  before: maybe(dateRule),
  after: maybe(dateRule),
}
const ofField = record({ field: fieldName(), ...fieldTests, trust: maybe(oneOf(...trusts)) })

const forms =
  '{ "field", "is" … }, { "hours", "open" }, { "queue", "measure", "above" }, { "all": […] }, { "either": […] } or { "not": … }'

const depthMax = 6

export const condition: Shape<Condition> = {
  what: forms,
  read: (value, place, reading) => readAt(value, place, reading, 0),
}

function readAt(value: unknown, place: string, reading: Reading, depth: number): Condition | undefined {
  if (typeof value !== 'object' || value === null || depth > depthMax) return wrong(value, place, reading, forms)
  const nested: Shape<Condition> = { what: forms, read: (one, at, more) => readAt(one, at, more, depth + 1) }
  if ('all' in value) return record({ all: list(nested, 1, 20) }).read(value, place, reading)
  if ('either' in value) return record({ either: list(nested, 1, 20) }).read(value, place, reading)
  if ('not' in value) return record({ not: nested }).read(value, place, reading)
  if ('hours' in value) return ofHours.read(value, place, reading)
  if ('queue' in value) return readQueue(value, place, reading)
  if ('field' in value) return readField(value, place, reading)
  return wrong(value, place, reading, forms)
}

function readQueue(value: unknown, place: string, reading: Reading): Condition | undefined {
  const read = ofQueue.read(value, place, reading)
  if (read === undefined || (read.above === undefined) !== (read.below === undefined)) return read
  return reading.faults.add(place, `"${place}" compares with nothing, or with two`, 'add either "above" or "below"')
}

/** Says of the field also which types can be compared so, and which values it is compared with. */
function readField(value: unknown, place: string, reading: Reading): Condition | undefined {
  const read = ofField.read(value, place, reading)
  if (read === undefined) return undefined
  const tests = (Object.keys(fieldTests) as (keyof typeof fieldTests)[]).filter((name) => read[name] !== undefined)
  if (tests.length !== 1)
    return reading.faults.add(
      place,
      `"${place}" tests ${tests.length === 0 ? 'nothing' : tests.join(' and ')}`,
      `add exactly one of ${Object.keys(fieldTests).join(', ')}`,
    )
  const named = { of: 'field', name: read.field } as const
  if (read.above !== undefined || read.below !== undefined)
    reading.mentions.push({ ...named, place: `${place}/field`, types: ['number'] })
  if (read.before !== undefined || read.after !== undefined)
    reading.mentions.push({ ...named, place: `${place}/field`, types: ['date'] })
  if (read.is !== undefined) reading.mentions.push({ ...named, place: `${place}/is`, value: read.is })
  for (const [at, one] of (read.in ?? []).entries())
    reading.mentions.push({ ...named, place: `${place}/in/${at}`, value: one })
  return read as FieldCondition
}

/** Whether it holds. What is not known holds for nothing. */
export function holds(wanted: Condition, fields: FieldStore, around: Surroundings): boolean {
  if ('all' in wanted) return wanted.all.every((one) => holds(one, fields, around))
  if ('either' in wanted) return wanted.either.some((one) => holds(one, fields, around))
  if ('not' in wanted) return !holds(wanted.not, fields, around)
  if ('hours' in wanted) return around.isOpen(wanted.hours) === wanted.open
  if ('field' in wanted) return holdsOfField(wanted, fields, around)
  const found = around.queue(wanted.queue)?.[wanted.measure] ?? null
  return found !== null && isWithin(found, wanted)
}

const isWithin = (value: number, { above, below }: { above?: number; below?: number }): boolean =>
  (above === undefined || value > above) && (below === undefined || value < below)

function holdsOfField(wanted: FieldCondition, fields: FieldStore, { today }: Surroundings): boolean {
  const kept = Object.hasOwn(fields, wanted.field) ? fields[wanted.field]! : null
  const trusted = kept !== null && trusts.indexOf(kept.trust) <= trusts.indexOf(wanted.trust ?? 'inferred')
  if (wanted.known !== undefined) return trusted === wanted.known
  if (!trusted) return false
  const { value } = kept
  if (wanted.is !== undefined) return value === wanted.is
  if (wanted.in !== undefined) return wanted.in.includes(value)
  if (wanted.before !== undefined) return (value as string) < dateByRule(wanted.before, today)
  if (wanted.after !== undefined) return (value as string) > dateByRule(wanted.after, today)
  return typeof value === 'number' && isWithin(value, wanted)
}
