/**
 * The interpreter: (flow, state, input, surroundings) -> state and effects. It reads no clock and draws nothing: the same
 * input gives the same, always. The shell keeps the state before any effect leaves, and hands each effect's end back in.
 */
import { assert } from '../model/assert.ts'
import type { Effect, Input, Surroundings } from './effects.ts'
import { declarationOf, giveFields, type FieldRefusal, type FieldStore, type Given } from './fields.ts'
import type { Flow } from './flow.ts'
import { maskCards } from './masking.ts'
import { normal, squeezed } from './normal.ts'
import { wantsPerson } from './person.ts'
import { Run, type Heard, type Move } from './run.ts'
import type { At, FlowState } from './state.ts'
import { kindOf } from './steps/index.ts'
import { sentences, type Locale } from './translations.ts'

export interface Advanced {
  readonly state: FlowState
  readonly effects: readonly Effect[]
  /** What the customer said as it may be kept and shown; null for what says nothing. */
  readonly heard: string | null
}

export interface Beginning {
  readonly id: string
  readonly locale: Locale
  readonly fields?: FieldStore
  readonly intent?: string | undefined
}

/** More steps without an answer than a checked flow can take. */
const stepsMax = 5_000
const maskedText = '••••'

/** Begins. `id`: what names this run in keys of calls; `fields`: what is known beforehand; `intent`: what the customer came for, where that is known. */
export function begin(flow: Flow, { id, locale, fields = {}, intent }: Beginning, around: Surroundings): Advanced {
  const nowhere: At = { phase: 'ended', step: flow.start, outcome: 'unsolved', endedAt: around.now }
  const blank: FlowState = {
    format: 1,
    id,
    flow: flow.id,
    version: flow.version,
    locale,
    at: nowhere,
    fields,
    asks: 0,
    effects: 0,
    met: [],
    person: false,
  }
  const run = new Run(flow, blank, around)
  const first = intent !== undefined && Object.hasOwn(flow.intents, intent) ? flow.intents[intent]! : flow.start
  return arrive({ go: first }, run, null)
}

/** Takes in what happened. What concerns nothing that is awaited any more changes nothing. */
export function advance(flow: Flow, state: FlowState, input: Input, around: Surroundings): Advanced {
  assert(flow.id === state.flow && flow.version === state.version, 'a contact goes on with the version it began with')
  const heard = keptOf(flow, state, input)
  if (!concerns(state, input, around)) return { state, effects: [], heard }
  const run = new Run(flow, state, around)
  return arrive(moveOf(flow, state.at, input, run), run, heard)
}

/** Values that come while the flow runs: a page that knows more by now, an identity that was signed. */
export function give(
  flow: Flow,
  state: FlowState,
  given: Readonly<Record<string, Given>>,
  around: Surroundings,
): { readonly state: FlowState; readonly refused: Readonly<Record<string, FieldRefusal>> } {
  const reading = { today: around.today, locale: state.locale }
  const { store, refused } = giveFields(state.fields, given, flow.fields, reading)
  return { state: { ...state, fields: store }, refused }
}

/** After a restart: effects that were on their way, to be done again under their keys. What was asked was kept, and is not asked again. */
export function resume(flow: Flow, state: FlowState, around: Surroundings): readonly Effect[] {
  if (state.at.phase === 'ended') return []
  const step = flow.steps[state.at.step]!
  const run = new Run(flow, state, around)
  kindOf(step).again?.(step, state.at, run)
  return run.effects
}

/** Goes from step to step until one stays. */
function arrive(first: Move, run: Run, heard: string | null): Advanced {
  let move = first
  for (let count = 0; 'go' in move; count++) {
    assert(count < stepsMax, 'a flow that was read asks or ends before long')
    const step = run.flow.steps[move.go]!
    move = kindOf(step).enter(step, move.go, run)
  }
  return { state: run.stateAt(move.stay), effects: run.effects, heard }
}

/** Whether anything waits for this. */
function concerns({ at }: FlowState, input: Input, { now }: Surroundings): boolean {
  if (at.phase === 'ended') return false
  switch (input.type) {
    case 'timePassed':
      return at.until !== null && at.until <= now
    case 'called':
    case 'found':
      return at.phase === 'calling' && at.effect === input.effect
    case 'wantsPerson':
    case 'botSaid':
      return true
    default:
      // Said while nothing is asked: the wish for a person is heard, and whatever a bot listens to.
      if (at.phase !== 'asking') return (input.type === 'said' || input.type === 'sent') && input.ask === undefined
      return input.ask === undefined || input.ask === at.ask
  }
}

function moveOf(flow: Flow, at: At, input: Input, run: Run): Move {
  const step = flow.steps[at.step]!
  if (isWish(flow, at, input, run)) return wished(step, at, run)
  if (input.type === 'wantsPerson' || at.phase === 'ended') return { stay: at }
  if (input.type === 'botSaid')
    return kindOf(step).listens === true ? kindOf(step).hear!(step, at, input, run) : { stay: at }
  const isAnswer =
    at.phase === 'asking' ||
    kindOf(step).listens === true ||
    input.type === 'called' ||
    input.type === 'found' ||
    input.type === 'timePassed'
  return isAnswer ? kindOf(step).hear!(step, at, input, run) : { stay: at }
}

/** Whether a person is wanted: by a button, by the key 0 where a choice is asked, or by words that are no choice themselves. */
function isWish(flow: Flow, at: At, input: Input, run: Run): boolean {
  if (input.type === 'wantsPerson') return true
  if (input.type !== 'said') return false
  if (run.around.channel.keypad && normal(input.text) === '0') return at.phase !== 'asking' || isChoice(flow, at)
  return wantsPerson(input.text, flow.personWords) && !namesChoice(flow, at, input.text)
}

const awaited = (flow: Flow, at: At): readonly string[] => {
  const step = flow.steps[at.step]!
  return at.phase === 'asking' ? (kindOf(step).awaits?.(step, at) ?? []) : []
}

const isChoice = (flow: Flow, at: At): boolean => {
  // Whether an answer helped is yes or no.
  if (at.phase === 'asking' && at.found !== undefined) return true
  const fields = awaited(flow, at).map((name) => declarationOf(flow.fields, name)!)
  return fields.every(({ type }) => type === 'choice' || type === 'yesNo')
}

/** The words of a choice that is asked for are that choice, whatever else they mean. */
function namesChoice(flow: Flow, at: At, text: string): boolean {
  const choices = awaited(flow, at).flatMap((name) => declarationOf(flow.fields, name)?.choices ?? [])
  const said = squeezed(text)
  if (at.phase === 'asking' && at.offered?.some(({ label }) => squeezed(label) === said) === true) return true
  return choices.some(({ key, label, also = [] }) =>
    [key, label.en, label.ja, ...also].some((name) => squeezed(name) === said),
  )
}

/** On the way there already, it is an answer that does not fit. */
function wished(step: Flow['steps'][string], at: At, run: Run): Move {
  if (!run.person) return run.toPerson()
  if (at.phase !== 'asking') return { stay: at }
  const asNothing: Heard = { type: 'timePassed' }
  return kindOf(step).hear!(step, at, asNothing, run)
}

/** What may be kept of what came: nothing sensitive, asked for or not, and nothing that was not asked for in a form. */
function keptOf(flow: Flow, { at, locale }: FlowState, input: Input): string | null {
  const fields = awaited(flow, at)
  const secret = fields.some((name) => declarationOf(flow.fields, name)?.sensitive === true)
  switch (input.type) {
    case 'said':
      return secret ? maskedText : maskCards(input.text)
    case 'chosen':
      return secret ? maskedText : maskCards(labelOf(flow, at, input.key, locale))
    case 'sent':
      return secret ? maskedText : maskCards(input.file.name)
    case 'filled':
      return fields
        .filter((name) => Object.hasOwn(input.values, name))
        .map((name) => `${labelOfField(flow, name, locale)}: ${keptValue(flow, name, input.values[name], locale)}`)
        .join('\n')
    default:
      return null
  }
}

const labelOfField = (flow: Flow, name: string, locale: Locale): string =>
  declarationOf(flow.fields, name)?.label[locale] ?? name

function keptValue(flow: Flow, name: string, value: unknown, locale: Locale): string {
  const declared = declarationOf(flow.fields, name)
  if (declared?.sensitive === true) return maskedText
  const choice = declared?.choices?.find(({ key }) => key === value)
  if (choice !== undefined) return choice.label[locale]
  if (declared?.type === 'yesNo') return yesOrNo(value, locale) ?? maskCards(String(value ?? ''))
  if (typeof value === 'object' && value !== null)
    return maskCards(String((value as { readonly name?: unknown }).name ?? ''))
  return maskCards(String(value ?? ''))
}

function labelOf(flow: Flow, at: At, key: string, locale: Locale): string {
  const offered = at.phase === 'asking' ? at.offered?.find((choice) => choice.key === key) : undefined
  if (offered !== undefined) return offered.label
  const choices = awaited(flow, at).flatMap((name) => declarationOf(flow.fields, name)?.choices ?? [])
  return choices.find((choice) => choice.key === key)?.label[locale] ?? yesOrNo(key, locale) ?? key
}

/** Where no choices are declared, a key is yes or no; so is what somebody says of an answer. */
const yesOrNo = (key: unknown, locale: Locale): string | undefined =>
  key === 'yes' || key === 'no' ? sentences[locale][key] : undefined
