/**
 * One advance of one contact, while it lasts: what the steps read and change. A step gives back a move: on to another step, or
 * to stay until something comes. What is sensitive lives here alone, and ends with it.
 */
import { assert } from '../model/assert.ts'
import type { DurationMs, Instant } from '../model/time.ts'
import { later } from '../model/time.ts'
import type { Effect, HandedField, Input, Question, Surroundings } from './effects.ts'
import {
  declarationOf,
  giveField,
  isFixed,
  showField,
  type Field,
  type FieldRefusal,
  type FieldStore,
  type Given,
} from './fields.ts'
import type { Flow } from './flow.ts'
import { maskCards } from './masking.ts'
import type { Words } from './shape.ts'
import type { At, FlowState } from './state.ts'
import { sentences, type Locale, type Sentences } from './translations.ts'
import type { ReadingValue, Value } from './values/index.ts'

export type Move = { readonly go: string } | { readonly stay: At }

/** A question that a step asks, before it has a number. */
export interface Asked {
  readonly text: string
  readonly kind: Question['kind']
  readonly spoken?: string
  readonly problem?: string
  readonly choices?: Question['choices']
  readonly inputs?: Question['inputs']
  readonly sensitive?: boolean
  readonly part?: string
  readonly failed?: number
  readonly waitSeconds?: number | undefined
  readonly found?: (At & { phase: 'asking' })['found']
  readonly score?: number
}

export class Run {
  readonly effects: Effect[] = []
  readonly locale: Locale
  /** Values that are masked in `fields`, in full. */
  readonly #inHand = new Map<string, Value>()
  #fields: FieldStore
  #asks: number
  #effectCount: number
  #met: readonly string[]
  #person: boolean

  constructor(
    readonly flow: Flow,
    private readonly before: FlowState,
    readonly around: Surroundings,
  ) {
    this.locale = before.locale
    this.#fields = before.fields
    this.#asks = before.asks
    this.#effectCount = before.effects
    this.#met = before.met
    this.#person = before.person
  }

  get fields(): FieldStore {
    return this.#fields
  }

  /** The customer has asked for a person. */
  get person(): boolean {
    return this.#person
  }

  get told(): Sentences {
    return sentences[this.locale]
  }

  get reading(): ReadingValue {
    return { today: this.around.today, locale: this.locale }
  }

  field(name: string): Field | undefined {
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined
  }

  /** The value itself, also of one that is masked, as long as it is in hand. */
  inFull(name: string): Value | undefined {
    return this.#inHand.get(name) ?? this.field(name)?.value
  }

  isInHand(name: string): boolean {
    return this.#inHand.has(name)
  }

  /** Null when it was taken. */
  give(name: string, given: Given): FieldRefusal | null {
    const declared = declarationOf(this.flow.fields, name)
    const before = this.field(name)
    const clean = typeof given.value === 'string' && declared?.sensitive !== true ? maskCards(given.value) : given.value
    const giving = giveField(this.#fields, name, { ...given, value: clean }, declared, this.reading)
    if ('refused' in giving) return giving.refused
    this.#fields = giving.store
    if (declared?.sensitive === true && this.field(name) !== before) this.#inHand.set(name, given.value as Value)
    return null
  }

  forget(name: string): void {
    const before = this.field(name)
    if (before === undefined || isFixed(before)) return
    const { [name]: _gone, ...rest } = this.#fields
    this.#fields = rest
    this.#inHand.delete(name)
  }

  /** The words in the customer's language, with what is known in the place of the fields. */
  fill(words: Words): string {
    return words[this.locale].replace(/\{([^{}]+)\}/g, (_, name: string) => this.shown(name))
  }

  /** A field's value for people, masked where it is; '' for none. */
  shown(name: string): string {
    const field = this.field(name)
    if (field === undefined) return ''
    return showField(field, declarationOf(this.flow.fields, name), this.locale)
  }

  say(words: Words, spoken?: Words): void {
    const text = this.fill(words)
    this.effects.push({ type: 'say', text, spoken: spoken === undefined ? text : this.fill(spoken) })
  }

  /** Asks, and stays until there is an answer. */
  ask(step: string, asked: Asked): Move {
    const { text, kind, spoken = text, problem = '', choices = [], inputs = [], sensitive = false } = asked
    const ask = ++this.#asks
    this.effects.push({
      type: 'ask',
      ask,
      question: { step, kind, text, spoken, problem, choices, inputs, sensitive },
    })
    const { part = '', failed = 0, waitSeconds, found, score } = asked
    const until = waitSeconds === undefined ? null : this.in(waitSeconds * 1_000)
    return {
      stay: {
        phase: 'asking',
        step,
        ask,
        part,
        failed,
        until,
        ...(found && { found }),
        ...(score !== undefined && { score }),
      },
    }
  }

  in(ms: number): Instant {
    return later(this.around.now, ms as DurationMs)
  }

  nextEffect(): number {
    return ++this.#effectCount
  }

  /** The same for every attempt of this effect. */
  keyOf(effect: number): string {
    return `${this.before.id}.${effect}`
  }

  hasMet(step: string): boolean {
    return this.#met.includes(step)
  }

  meet(step: string): void {
    if (!this.hasMet(step)) this.#met = [...this.#met, step]
  }

  toPerson(): Move {
    this.#person = true
    return { go: this.flow.person }
  }

  /** Where somebody is taken who cannot answer: to what the step says, or to a person. */
  giveUp(otherwise: string | undefined): Move {
    return otherwise === undefined ? this.toPerson() : { go: otherwise }
  }

  /** Fields that go with the contact: those named, or all; hidden ones too, since agents may know what customers need not. */
  handed(names: readonly string[] = Object.keys(this.#fields)): HandedField[] {
    return names.flatMap((name) => {
      const field = this.field(name)
      const label = declarationOf(this.flow.fields, name)?.label[this.locale] ?? name
      return field === undefined ? [] : [{ name, label, shown: this.shown(name), field }]
    })
  }

  end(step: string, outcome: (At & { phase: 'ended' })['outcome']): Move {
    return { stay: { phase: 'ended', step, outcome, endedAt: this.around.now } }
  }

  /** What is kept of all this. */
  stateAt(at: At): FlowState {
    return {
      ...this.before,
      at,
      fields: this.#fields,
      asks: this.#asks,
      effects: this.#effectCount,
      met: this.#met,
      person: this.#person,
    }
  }
}

/** What a step hears while it waits. */
export type Heard = Exclude<Input, { readonly type: 'wantsPerson' }>

/** The place of a step that asks; it is only asked for while it does. */
export function asking(at: At): At & { phase: 'asking' } {
  assert(at.phase === 'asking', 'an answer reaches a step that asks')
  return at
}
