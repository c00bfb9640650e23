/**
 * A language model somewhere, asked to write one text. The port knows nothing of what the text is for: what the model is told,
 * and what of its text may be believed, is settled in hub/answering/.
 */
import type { DurationMs } from '../model/time.ts'

export interface AnswererQuestion {
  /** What the company wants of the model. */
  readonly instructions: string
  /** What a customer wrote, masked. */
  readonly asked: string
  /** Of the answer, at most. */
  readonly tokensMax: number
}

export interface AnswererHow {
  readonly withinMs: DurationMs
  /** Nobody wants the answer any more. */
  readonly signal: AbortSignal
  /** Called with each piece of an answer that comes in pieces. */
  readonly writing?: () => void
}

/** `slow`: no whole answer in time, or nobody wanted it any more; `refused`: another status than 200, or it broke off with an error. */
export type AnswererFailure = 'slow' | 'unreachable' | 'refused' | 'malformed'

/** `tokens`: what was spent, as the server says, or reckoned where it does not. */
export type AnswererReply =
  | { readonly kind: 'said'; readonly text: string; readonly tokens: number }
  | { readonly kind: 'failed'; readonly why: AnswererFailure; readonly tokens: number }

export interface Answerer {
  /** Never rejects. */
  ask(question: AnswererQuestion, how: AnswererHow): Promise<AnswererReply>
}

/** An answer is no longer than this, characters. */
export const answerTextMax = 8_000

/** About so many tokens a text has: models differ, and a sign of Japanese is about one. */
export const reckonedTokens = (text: string): number => Math.ceil(new TextEncoder().encode(text).length / 3)
