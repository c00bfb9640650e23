/** Where a contact is in its flow: plain data, kept with the contact. Nothing sensitive is ever in it. */
import type { Instant } from '../model/time.ts'
import type { BotEvent } from './bot-talk.ts'
import type { Found, ShownChoice } from './effects.ts'
import type { FieldStore } from './fields.ts'
import type { Locale } from './translations.ts'

export type Outcome = 'queued' | 'callBack' | 'solved' | 'unsolved'

/** Of a step that a bot of the company's own stands behind. */
interface WithBot {
  /** The first one is on its way, or was tried; the others wait for its answer. */
  readonly events?: readonly BotEvent[]
  /** What the bot sent by itself, by the keys of its requests, the newest last. */
  readonly taken?: readonly string[]
}

export type At =
  | (WithBot & {
      readonly phase: 'asking'
      readonly step: string
      /** Number of the question that is open. */
      readonly ask: number
      /** Which of several questions of the step; '' where it has one. */
      readonly part: string
      /** Answers so far that did not fit, silence included. */
      readonly failed: number
      /** When silence counts as such an answer. */
      readonly until: Instant | null
      /** Answers of the knowledge, of which the first one was shown. */
      readonly found?: readonly Found[]
      /** What a survey was given before. */
      readonly score?: number
      /** What a bot offers to choose from. */
      readonly offered?: readonly ShownChoice[]
    })
  | (WithBot & {
      readonly phase: 'calling'
      readonly step: string
      readonly effect: number
      /** From 1. */
      readonly attempt: number
      readonly until: Instant
      /** What is looked for. */
      readonly text?: string
      /** The call holds what may not be kept. */
      readonly volatile?: true
    })
  | (WithBot & {
      readonly phase: 'resting'
      readonly step: string
      readonly effect: number
      readonly attempt: number
      readonly until: Instant
    })
  /** Nothing is asked: either side of a bot and its customer may say something. `until`: how long the bot may be silent. */
  | (WithBot & { readonly phase: 'listening'; readonly step: string; readonly until: Instant | null })
  | { readonly phase: 'ended'; readonly step: string; readonly outcome: Outcome; readonly endedAt: Instant }

export interface FlowState {
  /** Of this form of state. */
  readonly format: 1
  /** What keys of calls begin with: one flow run of one contact. */
  readonly id: string
  /** Frozen: changes of the flow concern contacts that begin after them. */
  readonly flow: string
  readonly version: string
  readonly locale: Locale
  readonly at: At
  readonly fields: FieldStore
  /** Questions and effects so far, for their numbers. */
  readonly asks: number
  readonly effects: number
  /** Steps with a question that the customer has come to: what is known is skipped the first time only. */
  readonly met: readonly string[]
  /** The customer has asked for a person, and is on the way. */
  readonly person: boolean
}

/** When `timePassed` must come, if nothing else does before. */
export const nextDeadline = ({ at }: FlowState): Instant | null => (at.phase === 'ended' ? null : at.until)
