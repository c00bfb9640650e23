/**
 * Asks a server of the company, with a time-out, further attempts under the same key, and a way on when it does not answer.
 * Customers' words go only where words go: into path and query, encoded, and into the body as JSON; never into the name of the server.
 */
import { assert } from '../../model/assert.ts'
import type { CallResult } from '../effects.ts'
import { declarationOf } from '../fields.ts'
import type { Move, Run } from '../run.ts'
import {
  fieldPattern,
  formed,
  maybe,
  namesTo,
  oneOf,
  record,
  stepName,
  template,
  whole,
  type Reading,
  type Shape,
  type Shaped,
} from '../shape.ts'
import type { At } from '../state.ts'
import { fitValue, type Value } from '../values/index.ts'
import type { Exit, StepKind } from './kind.ts'
import { fieldValues } from './set.ts'

const url: Shape<string> = {
  what: 'an address such as https://shop.example.jp/orders/{order.id}',
  read(value, place, reading) {
    const read = template(1_000).read(value, place, reading)
    if (read === undefined || /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?([/?][^\s#]*)?$/.test(read)) return read
    const problem =
      read.includes('@') || /\/\/[^/]*\{/.test(read) ? 'may send data to a server that nobody named' : 'is no address'
    return reading.faults.add(
      place,
      `"${place}" ${problem}`,
      'write https://, a fixed name, then path and query; fields only after the name',
    )
  },
}

const pointer = formed(/^(\/[^/]{1,100}){0,10}$/, 'a place in the answer such as /order/status')
const status = namesTo(/^[45]\d{2}$/, stepName, 'steps by status such as { "404": "not-found" }', 20)

const saved: Shape<Readonly<Record<string, string>>> = {
  what: 'places of the answer by field, { "order.status": "/status" }',
  read(value, place, reading) {
    const read = namesTo(fieldPattern, pointer, this.what, 50).read(value, place, reading)
    for (const name of Object.keys(read ?? {})) reading.mentions.push({ of: 'field', name, place: `${place}/${name}` })
    return read
  },
}

const shape = record({
  method: maybe(oneOf('GET', 'POST', 'PUT', 'DELETE')),
  url,
  /** Fields by their name in the JSON that is sent. */
  body: maybe(namesTo(/^[A-Za-z][A-Za-z0-9_]{0,59}$/, template(1_000), 'texts by name', 50)),
  save: maybe(saved),
  /** Of one attempt, seconds. Default 5. */
  timeoutSeconds: maybe(whole(1, 30, 'seconds')),
  /** Attempts in all. Default 2. */
  attempts: maybe(whole(1, 5, 'attempts')),
  /** Steps for single statuses, which are no failures. */
  statuses: maybe(status),
  /** Values in the place of an answer that never came. */
  default: maybe(fieldValues),
  /** Where to go when there is no answer and no default. */
  failed: maybe(stepName),
  next: stepName,
})
type Call = Shaped<typeof shape>

const timeoutDefault = 5
const attemptsDefault = 2
/** What the hub gets more than the server: afterwards it has died, and the answer with it. */
const graceMs = 2_000
/** Before the second attempt; doubled with each. */
const restMs = 1_000

export const callHttp: StepKind<Call> = {
  shape,
  check(step, place, { faults }: Reading) {
    if ((step.default === undefined) === (step.failed === undefined))
      faults.add(
        place,
        `"${place}" says ${step.failed === undefined ? 'not what happens' : 'twice what happens'} when no answer comes`,
        'add either "default" or "failed"',
      )
    if (step.body !== undefined && (step.method ?? 'GET') === 'GET')
      faults.add(`${place}/body`, `"${place}/body" is never sent with GET`, 'add "method": "POST", or remove it')
  },
  exits: ({ next, failed, statuses = {} }): readonly Exit[] => [
    { to: next, when: '', asked: false },
    ...Object.entries(statuses).map(([code, to]) => ({ to, when: code, asked: false })),
    ...(failed === undefined ? [] : [{ to: failed, when: 'failed', asked: false }]),
  ],
  enter: (step, name, run) => call(step, name, run.nextEffect(), 1, run),
  hear(step, at, input, run) {
    assert(at.phase === 'calling' || at.phase === 'resting', 'a call is made or rests')
    if (at.phase === 'resting')
      return input.type === 'timePassed' ? call(step, at.step, at.effect, at.attempt + 1, run) : { stay: at }
    if (input.type === 'timePassed') return noAnswer(step, at, run)
    return input.type === 'called' ? answered(step, at, input.result, run) : { stay: at }
  },
  again(step, at, run) {
    // What may not be kept is gone with the hub: its time-out ends the attempt.
    if (at.phase === 'calling' && at.volatile !== true) tellCall(step, at.effect, run)
  },
}

function call(step: Call, name: string, effect: number, attempt: number, run: Run): Move {
  const isVolatile = tellCall(step, effect, run)
  const until = run.in((step.timeoutSeconds ?? timeoutDefault) * 1_000 + graceMs)
  return { stay: { phase: 'calling', step: name, effect, attempt, until, ...(isVolatile && { volatile: true }) } }
}

function tellCall(step: Call, effect: number, run: Run): boolean {
  const used = new Set<string>()
  const filled = (text: string, encode: (value: string) => string): string =>
    text.replace(/\{([^{}]+)\}/g, (_, name: string) => {
      used.add(name)
      return encode(plain(run.inFull(name)))
    })
  const address = filled(step.url, encodeURIComponent)
  const body =
    step.body === undefined
      ? null
      : Object.fromEntries(Object.entries(step.body).map(([name, text]) => [name, bodyValue(text, used, run, filled)]))
  const isVolatile = [...used].some((name) => run.isInHand(name))
  run.effects.push({
    type: 'callHttp',
    effect,
    key: run.keyOf(effect),
    method: step.method ?? 'GET',
    url: address,
    body,
    timeoutMs: (step.timeoutSeconds ?? timeoutDefault) * 1_000,
    volatile: isVolatile,
  })
  return isVolatile
}

/** A single field keeps its type: a number is sent as a number. */
function bodyValue(
  text: string,
  used: Set<string>,
  run: Run,
  filled: (text: string, encode: (value: string) => string) => string,
): unknown {
  const [, only] = /^\{([^{}]+)\}$/.exec(text) ?? []
  if (only === undefined) return filled(text, (value) => value)
  used.add(only)
  const value = run.inFull(only)
  return typeof value === 'object' ? value.file : (value ?? null)
}

const plain = (value: Value | undefined): string =>
  value === undefined ? '' : typeof value === 'object' ? value.file : String(value)

type Calling = At & { phase: 'calling' }

function answered(step: Call, at: Calling, result: CallResult, run: Run): Move {
  if ('failed' in result) return noAnswer(step, at, run)
  const led = step.statuses?.[String(result.status)]
  if (led !== undefined) return { go: led }
  if (result.status < 200 || result.status > 299) return noAnswer(step, at, run, isFinal(result.status))
  return save(step, at.step, result.body, run) ? { go: step.next } : noAnswer(step, at, run, true)
}

/** The server has understood, and will say the same again. */
const isFinal = (status: number): boolean => status >= 400 && status < 500 && status !== 408 && status !== 429

/** False when one of the places has nothing that fits its field: then none is taken. */
function save({ save: places = {} }: Call, name: string, body: unknown, run: Run): boolean {
  const found = Object.entries(places).map(
    ([field, place]) =>
      [field, fitValue(at(body, place), declarationOf(run.flow.fields, field)!, run.reading)] as const,
  )
  if (found.some(([, value]) => value === null)) return false
  for (const [field, value] of found)
    run.give(field, { value, trust: 'inferred', mode: 'overwrite', source: `http:${name}` })
  return true
}

/** What stands at a JSON pointer. */
function at(body: unknown, place: string): unknown {
  let found = body
  for (const part of place.split('/').slice(1)) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined
    found = (found as Record<string, unknown>)[part]
  }
  return found
}

function noAnswer(step: Call, { step: name, effect, attempt, volatile: once }: Calling, run: Run, final = false): Move {
  if (!final && once !== true && attempt < (step.attempts ?? attemptsDefault))
    return { stay: { phase: 'resting', step: name, effect, attempt, until: run.in(restMs * 2 ** (attempt - 1)) } }
  if (step.failed !== undefined) return { go: step.failed }
  for (const [field, value] of Object.entries(step.default ?? {}))
    if (value === null) run.forget(field)
    else
      run.give(field, {
        value: typeof value === 'string' ? run.fill({ en: value, ja: value }) : value,
        trust: 'inferred',
        mode: 'overwrite',
        source: `step:${name}`,
      })
  return { go: step.next }
}
