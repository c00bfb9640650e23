/**
 * Flow tests as files: what is given, what the customer does, what is expected to come of it. A case with `each` is tried
 * once for every row of it, with `<name>` replaced. case-runner.ts runs them.
 */
import { channelsOfCases, type CaseChannel } from './case-channels.ts'
import type { CallResult, Found, QueueFacts } from './effects.ts'
import { Faults, type Fault } from './faults.ts'
import { modes, trusts, type Mode, type Trust } from './fields.ts'
import { readJson } from './json.ts'
import {
  fieldPattern,
  formed,
  list,
  maybe,
  namesTo,
  number,
  oneOf,
  record,
  text,
  whole,
  wrong,
  yesNo,
  type Shape,
  type Shaped,
} from './shape.ts'
import { locales, type Locale } from './translations.ts'
import { trustOf } from './case-channels.ts'

const anything: Shape<unknown> = { what: 'anything', read: (value) => value }
const named = <T>(item: Shape<T>, what: string) => namesTo(/^[A-Za-z0-9<>_.-]{1,60}$/, item, what)
const someText = text(2_000)

export interface GivenField {
  readonly value: unknown
  readonly trust: Trust
  readonly mode: Mode
}

/** A value alone comes from the page, as a default. */
const givenField: Shape<GivenField> = {
  what: 'a value, or { "value", "trust", "mode" }',
  read(value, place, reading) {
    if (typeof value !== 'object' || value === null) return { value, trust: 'page', mode: 'default' }
    const read = record({ value: anything, trust: maybe(oneOf(...trusts)), mode: maybe(oneOf(...modes)) }).read(
      value,
      place,
      reading,
    )
    return read && { trust: trustOf(read), mode: 'default', ...read }
  },
}

const queueFacts = record({
  waiting: whole(0, 100_000, 'contacts'),
  staffed: whole(0, 100_000, 'agents'),
  expectedWaitSeconds: maybe(number()),
})

const given = record({
  today: maybe(formed(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-11-24')),
  locale: maybe(oneOf(...locales)),
  channel: maybe(oneOf(...(Object.keys(channelsOfCases) as CaseChannel[]))),
  /** What the customer came for. */
  intent: maybe(text(80)),
  fields: maybe(namesTo(fieldPattern, givenField, 'fields by name')),
  open: maybe(named(yesNo, 'true or false by calendar')),
  queues: maybe(named(queueFacts, 'queues by key')),
})

const answers: Shape<CallResult> = {
  what: '{ "status", "body" } or { "failed" }',
  read(value, place, reading) {
    if (typeof value === 'object' && value !== null && 'failed' in value)
      return record({ failed: oneOf('timeout', 'unreachable', 'malformed') }).read(value, place, reading)
    const read = record({ status: whole(100, 599, 'a status'), body: maybe(anything) }).read(value, place, reading)
    return read && { status: read.status, body: read.body ?? null }
  },
}

const found: Shape<Found> = record({
  entry: maybe(text(60)),
  title: maybe(text(200)),
  text: someText,
  score: number(),
}) as Shape<Found>

const file = record({ name: text(200), type: text(100), bytes: whole(0, 1_000_000_000, 'bytes') })

const oneOrMore: Shape<readonly string[]> = {
  what: 'a text, or a list of them',
  read: (value, place, reading) =>
    typeof value === 'string' ? [value] : list(someText, 1, 20).read(value, place, reading),
}

const expectations = record({
  hears: maybe(oneOrMore),
  /** None of these is said. */
  silentOn: maybe(oneOrMore),
  /** The step whose question is open. */
  asks: maybe(text(40)),
  /** The only calls made, by a part of their address. */
  calls: maybe(someText),
  sends: maybe(anything),
  keeps: maybe(namesTo(fieldPattern, anything, 'values by field')),
  trusts: maybe(namesTo(fieldPattern, oneOf(...trusts), 'trust by field')),
  /** What is kept of what the customer said. */
  heard: maybe(someText),
  queued: maybe(
    record({
      queue: text(60),
      skills: maybe(named(whole(1, 5, 'a level'), 'levels by skill')),
      prioritySeconds: maybe(number()),
      fields: maybe(list(text(80), 0, 100)),
    }),
  ),
  callsBack: maybe(record({ queue: text(60), telephone: maybe(text(40)), date: maybe(text(40)) })),
  surveyed: maybe(record({ score: number(), comment: maybe(formed(/^[^]{0,1000}$/, 'a text')) })),
  ended: maybe(oneOf('solved', 'unsolved')),
})
export type Expectations = Shaped<typeof expectations>

const acts = {
  says: maybe(formed(/^[^]{0,2000}$/, 'a text')),
  chooses: maybe(text(40)),
  fills: maybe(namesTo(fieldPattern, anything, 'values by field')),
  sends: maybe(file),
  waits: maybe(formed(/^\d{1,5}[smh]$/, 'a time such as 30s')),
  answers: maybe(answers),
  finds: maybe(list(found, 0, 20)),
  gives: maybe(namesTo(fieldPattern, givenField, 'fields by name')),
  wantsPerson: maybe(yesNo),
  /** The hub died and started again. */
  restarts: maybe(yesNo),
}

const turnShape = record({ ...acts, expects: maybe(expectations) })
export type Turn = Shaped<typeof turnShape>

const turn: Shape<Turn> = {
  what: 'a turn { one act, "expects" }',
  read(value, place, reading) {
    const read = turnShape.read(value, place, reading)
    if (read === undefined) return undefined
    const count = Object.keys(acts).filter((act) => act in read).length
    return count > 1 ? wrong(value, place, reading, 'one act at most, and what it leads to') : read
  },
}

const caseShape = record({
  name: text(200),
  given: maybe(given),
  talk: list(turn, 1, 100),
})

export interface FlowCase {
  readonly name: string
  readonly line: number
  readonly today: string
  readonly locale: Locale
  readonly channel: CaseChannel
  readonly intent?: string | undefined
  readonly fields: Readonly<Record<string, GivenField>>
  readonly open: Readonly<Record<string, boolean>>
  readonly queues: Readonly<Record<string, QueueFacts>>
  readonly talk: readonly Turn[]
}

interface Expanded {
  readonly value: unknown
  readonly place: string
}

/** Reads a file of cases: `{ "flow", "given", "cases" }`. */
export function readCases(
  written: string,
): { readonly flow: string; readonly cases: readonly FlowCase[] } | { readonly faults: readonly Fault[] } {
  const json = readJson(written)
  if ('fault' in json) return { faults: [json.fault] }
  const reading = { faults: new Faults(json.lines), mentions: [] }
  const head = record({ flow: text(40), given: maybe(given), cases: list(anything, 1, 2_000) }).read(
    json.value,
    '',
    reading,
  )
  const cases = (head?.cases ?? []).flatMap((one, at) =>
    expanded(one, `cases/${at}`).flatMap(({ value, place }) => {
      const read = caseShape.read(value, place, reading)
      return read === undefined ? [] : [caseOf(read, head?.given ?? {}, json.lines.get(place) ?? 1)]
    }),
  )
  return head === undefined || !reading.faults.none ? { faults: reading.faults.list } : { flow: head.flow, cases }
}

function caseOf(read: Shaped<typeof caseShape>, common: Shaped<typeof given>, line: number): FlowCase {
  const { today = '2026-11-24', locale = 'en', channel = 'page', ...rest } = { ...common, ...read.given }
  return {
    name: read.name,
    line,
    today,
    locale,
    channel,
    intent: rest.intent,
    fields: { ...common.fields, ...rest.fields },
    open: { ...common.open, ...rest.open },
    queues: { ...common.queues, ...rest.queues } as FlowCase['queues'],
    talk: read.talk,
  }
}

/** One case for each row of `each`; itself, when it has none. */
function expanded(value: unknown, place: string): readonly Expanded[] {
  if (typeof value !== 'object' || value === null || !('each' in value)) return [{ value, place }]
  const { each, ...rest } = value
  if (!Array.isArray(each)) return [{ value, place }]
  return each.map((row: Readonly<Record<string, unknown>>) => ({ value: replaced(rest, row), place }))
}

/** A text that is a name alone becomes the row's value, of whatever type; within a text it becomes part of it. */
function replaced(value: unknown, row: Readonly<Record<string, unknown>>): unknown {
  if (typeof value === 'string') {
    const [, whole] = /^<([A-Za-z]+)>$/.exec(value) ?? []
    if (whole !== undefined && Object.hasOwn(row, whole)) return row[whole]
    return value.replace(/<([A-Za-z]+)>/g, (all, name: string) => (Object.hasOwn(row, name) ? String(row[name]) : all))
  }
  if (Array.isArray(value)) return value.map((one) => replaced(one, row))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [String(replaced(name, row)), replaced(one, row)]),
  )
}
