/** Runs the cases of a flow test, each on its own, in a time that passes only when a case says so. */
import { durationMs, instant, later, type Instant } from '../model/time.ts'
import { advance, begin, give, resume } from './advance.ts'
import { channelsOfCases, sourceOf } from './case-channels.ts'
import type { Expectations, FlowCase, GivenField, Turn } from './cases.ts'
import type { BotEvent } from './bot-talk.ts'
import type { Effect, Found, Input, Surroundings } from './effects.ts'
import { fieldLimits, giveFields, type Given } from './fields.ts'
import type { Flow } from './flow.ts'
import { nextDeadline, type FlowState } from './state.ts'
import type { Locale } from './translations.ts'

/** Looks up what is asked of the knowledge; without it a case says itself what is found. */
export type Search = (text: string, locale: Locale, count: number) => readonly Found[]

export interface CaseResult {
  readonly name: string
  readonly line: number
  /** What was not as expected, as sentences; none when all was. */
  readonly faults: readonly string[]
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }
/** Any moment: only what passes counts. */
const beginning = instant(1_000_000)

export function runCase(flow: Flow, one: FlowCase, search?: Search): CaseResult {
  const talk = new Talk(flow, one, search)
  one.talk.forEach((turn, at) => talk.take(turn, at))
  return { name: one.name, line: one.line, faults: talk.faults }
}

/** One customer with one flow. */
class Talk {
  readonly faults: string[] = []
  #state: FlowState
  #now: Instant = beginning
  #effects: Effect[] = []
  #heard: string | null = null

  constructor(
    private readonly flow: Flow,
    private readonly given: FlowCase,
    private readonly search: Search | undefined,
  ) {
    const reading = { today: given.today, locale: given.locale }
    const { store, refused } = giveFields({}, asGiven(given.fields), flow.fields, reading)
    for (const [name, code] of Object.entries(refused)) this.faults.push(`the field ${name} is refused: ${code}`)
    const { locale, intent } = given
    const begun = begin(flow, { id: 'case', locale, fields: store, intent }, this.#around)
    this.#state = begun.state
    this.#effects = [...begun.effects]
    this.#answerSearches()
  }

  take(turn: Turn, at: number): void {
    const before = this.faults.length
    if (hasAct(turn)) {
      this.#effects = []
      this.#heard = null
      this.#act(turn)
    }
    this.#compare(turn.expects ?? {})
    for (let fault = before; fault < this.faults.length; fault++)
      this.faults[fault] = `turn ${at + 1}: ${this.faults[fault]}`
  }

  get #around(): Surroundings {
    const { today, channel, open, queues } = this.given
    return {
      now: this.#now,
      today,
      channel: channelsOfCases[channel],
      isOpen: (key) => (Object.hasOwn(open, key) ? open[key]! : null),
      queue: (key) =>
        Object.hasOwn(queues, key)
          ? { ...queues[key]!, expectedWaitSeconds: queues[key]!.expectedWaitSeconds ?? null }
          : null,
    }
  }

  #act({ says, chooses, fills, sends, waits, answers, finds, gives, wantsPerson, restarts }: Turn): void {
    if (says !== undefined) this.#hand({ type: 'said', text: says })
    if (chooses !== undefined) this.#hand({ type: 'chosen', key: chooses })
    if (fills !== undefined) this.#hand({ type: 'filled', values: fills })
    if (sends !== undefined) this.#hand({ type: 'sent', file: { file: `att_${sends.name.length}`, ...sends } })
    if (waits !== undefined) this.#wait(Number(waits.slice(0, -1)) * unitMs[waits.slice(-1)]!)
    if (answers !== undefined) this.#answer((effect) => ({ type: 'called', effect, result: answers }))
    if (finds !== undefined) this.#answer((effect) => ({ type: 'found', effect, answers: finds }))
    if (wantsPerson === true) this.#hand({ type: 'wantsPerson' })
    if (restarts === true) this.#restart()
    if (gives !== undefined) this.#state = give(this.flow, this.#state, asGiven(gives), this.#around).state
  }

  #hand(input: Input): void {
    const { state, effects, heard } = advance(this.flow, this.#state, input, this.#around)
    this.#state = state
    this.#effects.push(...effects)
    this.#heard = heard ?? this.#heard
    this.#answerSearches()
  }

  #answer(of: (effect: number) => Input): void {
    const { at } = this.#state
    if (at.phase === 'calling') this.#hand(of(at.effect))
    else this.faults.push('nothing was called that could answer')
  }

  #answerSearches(): void {
    const asked = this.#effects.findLast((effect) => effect.type === 'search')
    const { at } = this.#state
    if (this.search === undefined || asked === undefined || at.phase !== 'calling' || at.effect !== asked.effect) return
    this.#hand({ type: 'found', effect: asked.effect, answers: this.search(asked.text, asked.locale, asked.count) })
  }

  #wait(ms: number): void {
    const until = later(this.#now, durationMs(ms))
    for (let next = nextDeadline(this.#state); next !== null && next <= until; next = nextDeadline(this.#state)) {
      this.#now = next
      this.#hand({ type: 'timePassed' })
    }
    this.#now = until
  }

  /** What is kept is all that there is afterwards. */
  #restart(): void {
    this.#state = JSON.parse(JSON.stringify(this.#state)) as FlowState
    this.#effects = [...resume(this.flow, this.#state, this.#around)]
  }

  #compare(expects: Expectations): void {
    const said = this.#effects.flatMap(textsOf).join('\n')
    for (const words of expects.hears ?? [])
      if (!said.includes(words))
        this.#differs(`"${words}" to be said`, said === '' ? 'nothing was' : `this was: ${said}`)
    for (const words of expects.silentOn ?? [])
      if (said.includes(words)) this.#differs(`"${words}" not to be said`, `this was: ${said}`)
    if (expects.heard !== undefined && expects.heard !== this.#heard)
      this.#differs(`"${expects.heard}" to be kept of what was said`, `it was "${this.#heard}"`)
    this.#compareFields(expects)
    this.#compareCall(expects)
    this.#comparePlace(expects)
  }

  #compareFields({ keeps = {}, trusts = {} }: Expectations): void {
    const { fields } = this.#state
    for (const [name, wanted] of Object.entries(keeps)) {
      const value = fields[name]?.value ?? null
      const found = typeof value === 'object' && value !== null ? value.name : value
      if (found !== wanted) this.#differs(`${name} to be ${shown(wanted)}`, `it is ${shown(found)}`)
    }
    for (const [name, wanted] of Object.entries(trusts))
      if (fields[name]?.trust !== wanted)
        this.#differs(`${name} to be ${wanted}`, `it is ${fields[name]?.trust ?? 'not there'}`)
  }

  #compareCall({ calls, sends }: Expectations): void {
    const made = this.#effects.filter((effect) => effect.type === 'callHttp' || effect.type === 'tellBot')
    const shownCalls = made.map(callWords).join(', ')
    if (calls !== undefined && !(made.length === 1 && shownCalls.includes(calls)))
      this.#differs(`a call of ${calls}`, `there was ${shownCalls || 'none'}`)
    const sent = made[0]?.type === 'tellBot' ? withoutNumber(made[0].event) : made[0]?.body
    if (sends !== undefined && shown(sent) !== shown(sends))
      this.#differs(`${shown(sends)} to be sent`, `it was ${shown(sent)}`)
  }

  #comparePlace(expects: Expectations): void {
    const { at } = this.#state
    if (expects.asks !== undefined && !(at.phase === 'asking' && at.step === expects.asks))
      this.#differs(`the question ${expects.asks}`, `it is ${at.phase} at ${at.step}`)
    const wanted = { queue: expects.queued, callBack: expects.callsBack, survey: expects.surveyed }
    for (const [type, expected] of Object.entries(wanted)) {
      const found = this.#effects.find((effect) => effect.type === type)
      if (expected !== undefined && (found === undefined || !matches(found, expected)))
        this.#differs(
          `${type} ${shown(expected)}`,
          `it is ${found === undefined ? `${at.phase} at ${at.step}` : shown(found)}`,
        )
    }
    const { ended } = expects
    if (ended !== undefined && !(at.phase === 'ended' && at.outcome === ended))
      this.#differs(`the end, ${ended}`, `it is ${at.phase} at ${at.step}`)
    const isExpected = expects.queued ?? expects.callsBack ?? ended
    if (at.phase === 'ended' && this.#effects.length > 0 && isExpected === undefined)
      this.#differs('the flow to go on', `it ended at ${at.step}: ${at.outcome}`)
  }

  #differs(wanted: string, found: string): void {
    this.faults.push(`expected ${wanted}, but ${found}`)
  }
}

/** A call as a case expects it: `GET https://…`, or `bot NAME said`. */
const callWords = (effect: Extract<Effect, { type: 'callHttp' | 'tellBot' }>): string =>
  effect.type === 'tellBot' ? `bot ${effect.bot} ${effect.event.type}` : `${effect.method} ${effect.url}`

const withoutNumber = ({ effect: _, ...event }: BotEvent): object => event

const hasAct = (turn: Turn): boolean => Object.keys(turn).some((key) => key !== 'expects')

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing'

const asGiven = (fields: Readonly<Record<string, GivenField>>): Record<string, Given> =>
  Object.fromEntries(
    Object.entries(fields)
      .slice(0, fieldLimits.count)
      .map(([name, given]) => [name, { ...given, source: sourceOf(given.trust) }]),
  )

function textsOf(effect: Effect): string[] {
  if (effect.type === 'say') return [effect.text]
  if (effect.type !== 'ask') return []
  const { problem, text, choices, inputs } = effect.question
  const ofInputs = inputs.flatMap((input) => [
    input.label,
    input.known,
    input.problem,
    ...input.choices.map(({ label }) => label),
  ])
  return [problem, text, ...choices.map(({ label }) => label), ...ofInputs].filter((words) => words !== '')
}

/** Compares what is expected only. */
function matches(effect: Effect, expected: Readonly<Record<string, unknown>>): boolean {
  const simple: Record<string, unknown> = { ...effect }
  if (effect.type === 'queue') {
    simple.skills = Object.fromEntries(effect.skills.map(({ skill, level }) => [skill, level]))
    simple.prioritySeconds = effect.priorityMs / 1_000
    simple.fields = effect.fields.map(({ name }) => name)
  }
  return Object.entries(expected).every(([name, value]) => shown(simple[name]) === shown(value))
}
