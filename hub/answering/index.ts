/**
 * Answers customers' questions from the knowledge: by the plain search, or, where a language model is set up, by what the model
 * writes from the entries that the search found. Whatever goes wrong with the model, the plain search is what is said. A model
 * is asked only when something was found, never more than may be spent, and never with what is masked.
 */
import type { Found, Locale } from '../flow/index.ts'
import { maskCards } from '../flow/masking.ts'
import { sentences } from '../flow/translations.ts'
import type { ContactId } from '../model/ids.ts'
import { later, seconds, since, type DurationMs, type Instant } from '../model/time.ts'
import { reckonedTokens, type Answerer, type AnswererFailure, type AnswererReply } from '../ports/answerer.ts'
import type { Clock } from '../ports/clock.ts'
import type { KnowledgeQuestion } from '../ports/outside.ts'
import { checkAnswer, type Checked } from './checking.ts'
import { instructionsFor } from './prompt.ts'
import { Spending, type Spent, type SpendingLimits } from './spending.ts'

export type { Spent } from './spending.ts'

export interface AnswererSettings extends SpendingLimits {
  readonly timeoutMs: DurationMs
  /** Of one answer, at most. */
  readonly tokensPerAnswer: number
}

/** `skipped`: not asked, since it rests after failures, too many are under way, or too much was spent. */
export type AnswererOutcome =
  'answered' | Extract<Checked, { dropped: string }>['dropped'] | AnswererFailure | 'skipped'

export interface AnsweringParts {
  readonly search: (text: string, locale: Locale, count: number) => Promise<readonly Found[]>
  readonly answerer: Answerer
  /** By the configuration in force; null for no language model. */
  readonly settings: () => AnswererSettings | null
  readonly clock: Pick<Clock, 'now'>
  /** What was spent before, and where it is kept. */
  readonly spent: Spent | null
  readonly keep: (spent: Spent) => void
  readonly seen?: (outcome: AnswererOutcome, tokens: number, tookMs: number | null) => void
}

/** Entries that the model is given, and what each must speak of at least. */
const entriesMax = 6
const scoreMin = 0.15
/** An answer of the model says itself that it answers: it counts for at least so much. */
const modelScore = 0.8
const underWayMax = 8
/** So many failures in a row, and the model is left alone for so long. */
const failuresMax = 5
const restMs = seconds(30)
const writingEveryMs = seconds(1)

export class Answering {
  readonly #spending: Spending
  readonly #underWay = new Map<ContactId, AbortController>()
  #failures = 0
  #restsUntil: Instant | null = null

  constructor(private readonly parts: AnsweringParts) {
    this.#spending = new Spending(parts.spent, parts.keep)
  }

  async search(question: KnowledgeQuestion, telling?: () => void): Promise<readonly Found[]> {
    const settings = this.parts.settings()
    const { text, locale, count } = question
    if (settings === null) return this.parts.search(text, locale, count)
    const found = await this.parts.search(text, locale, Math.max(count, entriesMax))
    const given = found.filter(({ score }) => score >= scoreMin)
    const written = given.length === 0 ? null : await this.#written(question, given, settings, telling)
    return (written === null ? found : [written, ...found.filter(({ entry }) => entry !== written.entry)]).slice(
      0,
      count,
    )
  }

  /** The contact is over: nobody waits for an answer. */
  over(contact: ContactId): void {
    this.#underWay.get(contact)?.abort()
    this.#spending.forget(contact)
  }

  /** What the model has written from these; null for nothing that may be said. */
  async #written(
    { contact, text, locale }: KnowledgeQuestion,
    given: readonly Found[],
    settings: AnswererSettings,
    telling: (() => void) | undefined,
  ): Promise<Found | null> {
    const { clock, seen } = this.parts
    const instructions = instructionsFor(given, locale)
    const asked = maskCards(text)
    const began = clock.now()
    const taken = reckonedTokens(instructions + asked) + settings.tokensPerAnswer
    if (!this.#mayAsk(contact, began) || !this.#spending.take(contact, taken, settings, began)) {
      seen?.('skipped', 0, null)
      return null
    }
    const stop = new AbortController()
    this.#underWay.set(contact, stop)
    telling?.()
    const reply = await this.parts.answerer.ask(
      { instructions, asked, tokensMax: settings.tokensPerAnswer },
      { withinMs: settings.timeoutMs, signal: stop.signal, writing: seldom(clock, telling) },
    )
    this.#underWay.delete(contact)
    const now = clock.now()
    this.#spending.settle(contact, taken, reply.tokens, now)
    if (stop.signal.aborted) return null
    this.#noteHealth(reply, now)
    const checked = reply.kind === 'said' ? checkAnswer(reply.text, given) : { dropped: reply.why }
    seen?.('dropped' in checked ? checked.dropped : 'answered', reply.tokens, since(began, now))
    return 'dropped' in checked ? null : withSources(checked.text, checked.used, locale)
  }

  /** After a rest one question tries whether the model is well again. */
  #mayAsk(contact: ContactId, now: Instant): boolean {
    if (this.#underWay.size >= underWayMax || this.#underWay.has(contact)) return false
    if (this.#restsUntil === null) return true
    if (now < this.#restsUntil) return false
    this.#restsUntil = later(now, restMs)
    return true
  }

  #noteHealth({ kind }: AnswererReply, now: Instant): void {
    this.#failures = kind === 'said' ? 0 : this.#failures + 1
    this.#restsUntil = this.#failures >= failuresMax ? later(now, restMs) : null
  }
}

/** A customer sees what an answer rests on, by the questions of the entries. */
function withSources(text: string, used: readonly Found[], locale: Locale): Found {
  const [first] = used as [Found]
  const titles = used.map(({ title }) => title).join(locale === 'ja' ? '／' : '; ')
  const score = Math.max(modelScore, ...used.map((found) => found.score))
  return { entry: first.entry, title: first.title, text: `${text}\n\n${sentences[locale].source(titles)}`, score }
}

/** Told at most once a second. */
function seldom(clock: Pick<Clock, 'now'>, tell: (() => void) | undefined): () => void {
  let last = clock.now()
  return () => {
    if (since(last, clock.now()) < writingEveryMs) return
    last = clock.now()
    tell?.()
  }
}
