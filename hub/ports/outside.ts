/**
 * What a flow asks of the world outside of the hub: calls of a company's servers, and answers of the knowledge. The hub asks
 * once the state that awaits the answer is on the disk, and takes the answer into a later tick. What is asked and answered
 * is of customers: an adapter logs times and outcomes, never addresses, texts or bodies.
 */
import type { Answered, CallOut, CallResult, Found, Locale, TellBot } from '../flow/index.ts'
import type { ContactId } from '../model/ids.ts'

export type { Answered, CallOut, CallResult, Found, Locale, TellBot }

/** Whom it is asked for. */
export interface AskedFor {
  readonly contact: ContactId
  /** Key of the contact's site. */
  readonly site: string
}

export interface KnowledgeQuestion extends AskedFor {
  /** As the customer wrote it, masked where it was sensitive; so are numbers of cards. */
  readonly text: string
  readonly locale: Locale
  /** Answers at most. */
  readonly count: number
}

export interface Outside {
  /** Never rejects: what goes wrong is a result with `failed`. Answers within `call.timeoutMs`. */
  call(call: CallOut, asked: AskedFor): Promise<CallResult>
  /** Best first; nothing found is []. Never rejects. `telling` is called while somebody is at work on it, for a hint of typing. */
  search(question: KnowledgeQuestion, telling?: () => void): Promise<readonly Found[]>
  /** Tells a bot of the company's own. Never rejects; answers within `told.timeoutMs`. Default: there is no bot. */
  tellBot?(told: TellBot, asked: AskedFor): Promise<CallResult>
  /** The answers that are served by now, for whoever searches them without a flow. Default: there are none. */
  knowledge?(): Promise<{ search(text: string, locale: Locale, count: number): readonly Found[] }>
  /** What became of an answer, for metrics. Default: nobody counts. */
  answered?(answered: Answered): void
  /** The contact is over: what is still asked for it may stop. */
  over?(contact: ContactId): void
}
