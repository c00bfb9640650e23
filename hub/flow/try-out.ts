/**
 * A talk with a flow that nobody is served by: what its author says turn by turn, and what the flow answers to all of it. The whole
 * talk is run anew each time, so nothing is kept between two turns. Calls and searches are answered by whoever tries, or by nobody.
 */
import { durationMs, instant, later, type Instant } from '../model/time.ts'
import { advance, begin } from './advance.ts'
import { channelsOfCases, type CaseChannel } from './case-channels.ts'
import type { Search } from './case-runner.ts'
import type { Effect, Input, Question, Surroundings } from './effects.ts'
import type { Flow } from './flow.ts'
import { nextDeadline, type FlowState, type Outcome } from './state.ts'
import type { Locale } from './translations.ts'

/** What an author does at one turn. */
type Tried =
  | { readonly does: 'says'; readonly text: string }
  | { readonly does: 'chooses'; readonly key: string }
  | { readonly does: 'fills'; readonly values: Readonly<Record<string, unknown>> }
  | { readonly does: 'wantsPerson' }
  /** Silence, until the flow has something to say or a minute is over. */
  | { readonly does: 'waits' }
  /** The server that was called answers, with a status and JSON; 0 is a server that does not. */
  | { readonly does: 'answers'; readonly status: number; readonly body: unknown }

interface TryOut {
  readonly locale: Locale
  readonly channel: CaseChannel
  /** `2026-11-24`. */
  readonly today: string
  /** Whether counters are open; all of them. */
  readonly open: boolean
  readonly talk: readonly Tried[]
}

/** A line of the talk: what the author did (with what is kept of it), what the flow said, and what else came of it. */
type TriedLine =
  | { readonly by: 'customer'; readonly text: string }
  | { readonly by: 'bot'; readonly text: string }
  | { readonly by: 'flow'; readonly did: Exclude<Effect['type'], 'say' | 'ask'>; readonly about: string }

interface TriedTalk {
  readonly lines: readonly TriedLine[]
  /** What is asked now; null while nothing is. */
  readonly question: Question | null
  /** What the flow waits for from outside, as its address or its words; null for nothing. */
  readonly calls: string | null
  /** The step that the talk has come to. */
  readonly step: string
  readonly outcome: Outcome | null
  /** Values by field, as they stand. Sensitive ones are not among them. */
  readonly fields: Readonly<Record<string, unknown>>
}

const minuteMs = durationMs(60_000)

export function tryFlow(flow: Flow, tried: TryOut, search?: Search): TriedTalk {
  const talk = new Talk(flow, tried, search)
  for (const turn of tried.talk) talk.take(turn)
  return talk.told()
}

class Talk {
  readonly #lines: TriedLine[] = []
  #state: FlowState
  /** Any moment: only what passes counts. */
  #now: Instant = instant(1_000_000)
  #question: { readonly ask: number; readonly question: Question } | null = null
  #calls: string | null = null

  constructor(
    private readonly flow: Flow,
    private readonly tried: TryOut,
    private readonly search: Search | undefined,
  ) {
    const begun = begin(flow, { id: 'try', locale: tried.locale, fields: {} }, this.#around)
    this.#state = begun.state
    this.#hear(begun.effects)
  }

  take(turn: Tried): void {
    if (this.#state.at.phase === 'ended') return
    if (turn.does === 'waits') return this.#wait()
    if (turn.does === 'answers') return this.#answer(turn)
    const said = turn.does === 'says' ? turn.text : turn.does === 'chooses' ? this.#labelOf(turn.key) : ''
    const input: Input =
      turn.does === 'says'
        ? { type: 'said', text: turn.text }
        : turn.does === 'chooses'
          ? { type: 'chosen', key: turn.key }
          : turn.does === 'fills'
            ? { type: 'filled', values: turn.values }
            : { type: 'wantsPerson' }
    this.#hand(input, said)
  }

  told(): TriedTalk {
    const { at, fields } = this.#state
    const open = at.phase === 'asking' ? this.#question : null
    return {
      lines: this.#lines,
      question: open?.question ?? null,
      calls: at.phase === 'calling' ? this.#calls : null,
      step: at.step,
      outcome: at.phase === 'ended' ? at.outcome : null,
      fields: Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])),
    }
  }

  get #around(): Surroundings {
    const { today, channel, open } = this.tried
    return { now: this.#now, today, channel: channelsOfCases[channel], isOpen: () => open, queue: () => null }
  }

  #hand(input: Input, said = ''): void {
    const { state, effects, heard } = advance(this.flow, this.#state, input, this.#around)
    // Masked where it was sensitive, right or wrong.
    const kept = heard ?? said
    if (kept !== '') this.#lines.push({ by: 'customer', text: kept })
    this.#state = state
    this.#hear(effects)
  }

  #hear(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'say') this.#lines.push({ by: 'bot', text: effect.text })
      else if (effect.type === 'ask') this.#ask(effect)
      else this.#lines.push({ by: 'flow', did: effect.type, about: aboutOf(effect) })
      if (effect.type === 'callHttp' || effect.type === 'search' || effect.type === 'tellBot')
        this.#calls = aboutOf(effect)
    }
    const asked = effects.findLast((effect) => effect.type === 'search')
    const { at } = this.#state
    if (asked === undefined || at.phase !== 'calling' || at.effect !== asked.effect) return
    const answers = this.search?.(asked.text, asked.locale, asked.count) ?? []
    this.#hand({ type: 'found', effect: asked.effect, answers })
  }

  #ask({ ask, question }: Extract<Effect, { type: 'ask' }>): void {
    this.#question = { ask, question }
    const words = [question.problem, question.text].filter((text) => text !== '').join(' ')
    if (words !== '') this.#lines.push({ by: 'bot', text: words })
  }

  #labelOf(key: string): string {
    return this.#question?.question.choices.find((choice) => choice.key === key)?.label ?? key
  }

  #answer({ status, body }: Extract<Tried, { does: 'answers' }>): void {
    const { at } = this.#state
    if (at.phase !== 'calling') return
    const result = status === 0 ? ({ failed: 'unreachable' } as const) : { status, body }
    this.#hand({ type: 'called', effect: at.effect, result })
  }

  #wait(): void {
    const next = nextDeadline(this.#state)
    this.#now = next !== null && next < later(this.#now, minuteMs) ? next : later(this.#now, minuteMs)
    this.#hand({ type: 'timePassed' })
  }
}

function aboutOf(effect: Exclude<Effect, { type: 'say' | 'ask' }>): string {
  switch (effect.type) {
    case 'callHttp':
      return `${effect.method} ${effect.url}`
    case 'search':
      return effect.text
    case 'tellBot':
      return effect.bot
    case 'answered':
      return [effect.entry, effect.outcome].filter((part) => part !== '').join(' ')
    case 'queue':
    case 'callBack':
      return effect.queue
    case 'survey':
      return String(effect.score)
    case 'close':
      return effect.solved ? 'solved' : 'unsolved'
  }
}
