/** Small flows for tests, and a customer who talks with one. */
import { instant, later, seconds } from '../model/time.ts'
import { advance, begin } from './advance.ts'
import type { Effect, Input, Surroundings } from './effects.ts'
import { faultLine } from './faults.ts'
import type { FieldStore } from './fields.ts'
import type { Flow } from './flow.ts'
import { readFlow } from './read-flow.ts'
import type { FlowState } from './state.ts'
import type { Locale } from './translations.ts'

export const words = (text: string) => ({ en: text, ja: `${text}。` })

/** A flow of these steps, with a hand-over as `person` if none of them is called so. */
export function written(steps: Readonly<Record<string, object>>, more: object = {}): Record<string, unknown> {
  const handOver = { kind: 'hand-over', queue: 'desk' }
  return {
    flow: 'sample',
    version: '1',
    title: words('Sample'),
    start: Object.keys(steps)[0]!,
    person: 'person',
    steps: { person: handOver, ...steps },
    ...more,
  }
}

export function flowOf(steps: Readonly<Record<string, object>>, fields: Readonly<Record<string, object>> = {}): Flow {
  const read = readFlow(JSON.stringify(written(steps, { fields })))
  if ('faults' in read) throw new Error(read.faults.map(faultLine).join('\n'))
  return read.flow
}

export const field = (type: string, more: object = {}) => ({ type, label: words(type), ...more })

export const around: Surroundings = {
  now: instant(1_000),
  today: '2026-11-24',
  channel: { forms: true, files: true, keypad: false },
  isOpen: () => null,
  queue: () => null,
}

/** Somebody in a flow; keeps what came last. */
export class Customer {
  state: FlowState
  effects: readonly Effect[]
  heard: string | null = null
  around = around

  constructor(
    readonly flow: Flow,
    { locale = 'en', fields = {} }: { readonly locale?: Locale; readonly fields?: FieldStore } = {},
  ) {
    const begun = begin(flow, { id: 'cnt_1', locale, fields }, around)
    this.state = begun.state
    this.effects = begun.effects
  }

  hand(input: Input): this {
    const { state, effects, heard } = advance(this.flow, this.state, input, this.around)
    this.state = state
    this.effects = effects
    this.heard = heard
    return this
  }

  says(text: string): this {
    return this.hand({ type: 'said', text })
  }

  waits(count: number): this {
    this.around = { ...this.around, now: later(this.around.now, seconds(count)) }
    return this.hand({ type: 'timePassed' })
  }

  /** The step whose question is open, or what else it is. */
  get place(): string {
    const { at } = this.state
    return at.phase === 'asking' ? at.step : `${at.phase} ${at.step}`
  }

  get call(): Extract<Effect, { type: 'callHttp' }> | undefined {
    return this.effects.find((effect) => effect.type === 'callHttp')
  }

  get question(): Extract<Effect, { type: 'ask' }>['question'] | undefined {
    return this.effects.find((effect) => effect.type === 'ask')?.question
  }
}
