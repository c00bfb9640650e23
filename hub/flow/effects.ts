/**
 * What goes into the interpreter and what comes out. Nothing of it names a channel: a page shows a question with buttons,
 * a telephone reads it out and takes keys.
 */
import type { Instant } from '../model/time.ts'
import type { BotAction, TellBot } from './bot-talk.ts'
import type { Field } from './fields.ts'
import type { FileValue, ValueType } from './values/index.ts'
import type { Locale } from './translations.ts'

/** What the customer's channel can do. */
export interface Channel {
  /** Shows several questions at once. */
  readonly forms: boolean
  /** Takes files. */
  readonly files: boolean
  /** Has the keys 0 to 9 and no letters: 0 asks for a person. */
  readonly keypad: boolean
}

export interface QueueFacts {
  readonly waiting: number
  /** Agents who work it. */
  readonly staffed: number
  /** Seconds until a new contact would be answered, for half of them; null when nothing is known. */
  readonly expectedWaitSeconds: number | null
}

/** What the interpreter may know of the world at this moment. */
export interface Surroundings {
  readonly now: Instant
  /** `2026-01-05`, where the site's customers are. */
  readonly today: string
  readonly channel: Channel
  /** Null for no such calendar or queue. */
  readonly isOpen: (key: string) => boolean | null
  readonly queue: (key: string) => QueueFacts | null
}

/** An answer of the knowledge, best first. */
export interface Found {
  readonly entry: string
  readonly title: string
  readonly text: string
  /** 0 to 1: how much of what was asked it speaks of. */
  readonly score: number
}

/** How a call ended: with a status and a body (parsed JSON, or null), or not at all. */
export type CallResult =
  { readonly status: number; readonly body: unknown } | { readonly failed: 'timeout' | 'unreachable' | 'malformed' }

/** What happened. `ask` is the number of the question that it answers; one that is not asked any more changes nothing. */
export type Input =
  | { readonly type: 'said'; readonly text: string; readonly ask?: number }
  | { readonly type: 'chosen'; readonly key: string; readonly ask?: number }
  | { readonly type: 'sent'; readonly file: FileValue; readonly ask?: number }
  | { readonly type: 'filled'; readonly values: Readonly<Record<string, unknown>>; readonly ask?: number }
  | { readonly type: 'found'; readonly effect: number; readonly answers: readonly Found[] }
  | { readonly type: 'called'; readonly effect: number; readonly result: CallResult }
  /** A bot says something by itself; the same `request` again changes nothing. */
  | { readonly type: 'botSaid'; readonly bot: string; readonly request: string; readonly actions: readonly BotAction[] }
  | { readonly type: 'timePassed' }
  | { readonly type: 'wantsPerson' }

/** One entry of a form. */
export interface InputOfForm {
  readonly field: string
  readonly label: string
  readonly kind: ValueType
  readonly choices: readonly ShownChoice[]
  readonly optional: boolean
  /** As it stands, for people; '' for none. */
  readonly known: string
  /** The customer may not change it. */
  readonly locked: boolean
  readonly sensitive: boolean
  /** What is wrong with what was filled in; '' for nothing. */
  readonly problem: string
}

export interface ShownChoice {
  readonly key: string
  readonly label: string
}

export interface Question {
  readonly step: string
  readonly kind: ValueType | 'form' | 'score' | 'comment' | 'help'
  readonly text: string
  /** To be read out, where that differs from what is shown. */
  readonly spoken: string
  /** Why it is asked once more; '' for the first time, or after silence. */
  readonly problem: string
  readonly choices: readonly ShownChoice[]
  /** Of a form. */
  readonly inputs: readonly InputOfForm[]
  /** What is typed must not be shown again or kept. */
  readonly sensitive: boolean
}

/** A field that goes with the contact to the agent. */
export interface HandedField {
  readonly name: string
  readonly label: string
  readonly shown: string
  readonly field: Field
}

export interface CallOut {
  readonly type: 'callHttp'
  readonly effect: number
  /** The same for every attempt: who is called does it once. */
  readonly key: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  /** To be sent as JSON; null for none. */
  readonly body: unknown
  readonly timeoutMs: number
  /** Holds what may not be kept: it must not be written anywhere, and cannot be repeated. */
  readonly volatile: boolean
}

/** What became of an answer of the knowledge, for whoever keeps it up: changes nothing, and need not be kept. */
export interface Answered {
  readonly type: 'answered'
  /** '' for none. */
  readonly entry: string
  readonly outcome: 'said' | 'helped' | 'notHelped' | 'none'
}

export type Effect =
  | { readonly type: 'say'; readonly text: string; readonly spoken: string }
  | { readonly type: 'ask'; readonly ask: number; readonly question: Question }
  | CallOut
  | TellBot
  | Answered
  | {
      readonly type: 'search'
      readonly effect: number
      readonly text: string
      readonly locale: Locale
      readonly count: number
    }
  | {
      readonly type: 'queue'
      readonly queue: string
      readonly skills: readonly { readonly skill: string; readonly level: number }[]
      readonly priorityMs: number
      readonly fields: readonly HandedField[]
    }
  | {
      readonly type: 'callBack'
      readonly queue: string
      readonly telephone: string | null
      readonly date: string | null
      readonly fields: readonly HandedField[]
    }
  | { readonly type: 'survey'; readonly score: number; readonly comment: string }
  | { readonly type: 'close'; readonly solved: boolean }
