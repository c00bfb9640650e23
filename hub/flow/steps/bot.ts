/**
 * A bot of the company's own has the contact: it is told what the customer does, one event at a time and in order, and says what
 * comes of it. Whatever the bot does, the contact stays the hub's: it is masked, kept and handed over here, and a bot that
 * fails or falls silent loses it to the step's `failed`, or to a person.
 */
import { assert } from '../../model/assert.ts'
import { readBotAnswer, type BotAction, type BotEvent, type TellBot } from '../bot-talk.ts'
import type { CallResult } from '../effects.ts'
import { declarationOf } from '../fields.ts'
import { maskCards } from '../masking.ts'
import { squeezed } from '../normal.ts'
import type { Heard, Move, Run } from '../run.ts'
import { botName, fieldName, list, maybe, record, stepName, whole, type Shaped } from '../shape.ts'
import type { At } from '../state.ts'
import type { Exit, StepKind } from './kind.ts'

const shape = record({
  bot: botName,
  /** What it is told of the contact. Default: nothing. */
  fields: maybe(list(fieldName(), 0, 100)),
  /** What it may set. Default: nothing. */
  save: maybe(list(fieldName(), 0, 100)),
  /** Of one attempt, seconds. Default 10. */
  timeoutSeconds: maybe(whole(1, 30, 'seconds')),
  /** Attempts for each event. Default 3. */
  attempts: maybe(whole(1, 5, 'attempts')),
  /** How long it may say nothing while the customer waits for it, seconds. Default 60. */
  waitSeconds: maybe(whole(5, 3_600, 'seconds')),
  /** Where to go when it fails. Default: to a person. */
  failed: maybe(stepName),
  /** Where its `end` leads. Default: the contact ends. */
  next: maybe(stepName),
})
type Bot = Shaped<typeof shape>

/** What the hub gets more than the bot: afterwards it has died, and the answer with it. */
const graceMs = 2_000
const restMs = 1_000
/** What is said beyond that, while the bot does not answer, is in the log and is not told to it. */
const eventsMax = 20
/** Requests of the bot that are known again. */
const takenMax = 20

export const bot: StepKind<Bot> = {
  shape,
  exits: ({ next, failed }): readonly Exit[] => [
    ...(next === undefined ? [] : [{ to: next, when: '', asked: false }]),
    ...(failed === undefined ? [] : [{ to: failed, when: 'failed', asked: false }]),
  ],
  enter: (step, name, run) => tell(step, name, [{ effect: run.nextEffect(), type: 'began' }], [], run),
  hear(step, at, input, run) {
    assert(at.phase !== 'ended', 'a bot is heard while it has the contact')
    if (input.type === 'botSaid') return saidByItself(step, at, input, run)
    if (input.type === 'called' && at.phase === 'calling') return answered(step, at, input.result, run)
    if (input.type === 'timePassed') return timePassed(step, at, run)
    const event = eventOf(at, input, run)
    if (event === null) return { stay: at }
    const { events = [], taken = [] } = at
    if (at.phase === 'asking' || at.phase === 'listening') return tell(step, at.step, [event], taken, run)
    return { stay: events.length >= eventsMax ? at : { ...at, events: [...events, event] } }
  },
  listens: true,
  again(step, at, run) {
    if (at.phase === 'calling') tellHead(step, at.events!, run)
  },
}

/** The event that this is, in the form that may be kept. */
function eventOf(at: At, input: Heard, run: Run): BotEvent | null {
  const offered = at.phase === 'asking' ? (at.offered ?? []) : []
  if (input.type === 'sent') {
    const { name, type, bytes } = input.file
    return { effect: run.nextEffect(), type: 'sent', file: { name: maskCards(name), type, bytes } }
  }
  if (input.type !== 'said' && input.type !== 'chosen') return null
  const typed = input.type === 'said' ? input.text : input.key
  const chosen = offered.find(({ key, label }) => [key, label].some((name) => squeezed(name) === squeezed(typed)))
  if (chosen !== undefined) return { effect: run.nextEffect(), type: 'chose', choice: chosen.key, text: chosen.label }
  return input.type === 'said' ? { effect: run.nextEffect(), type: 'said', text: maskCards(typed) } : null
}

/** Tells the first of them; the others wait for its answer. */
function tell(
  step: Bot,
  name: string,
  events: readonly BotEvent[],
  taken: readonly string[],
  run: Run,
  attempt = 1,
): Move {
  const { effect, timeoutMs } = tellHead(step, events, run)
  return { stay: { phase: 'calling', step: name, effect, attempt, until: run.in(timeoutMs + graceMs), events, taken } }
}

function tellHead(step: Bot, events: readonly BotEvent[], run: Run): TellBot {
  const [event] = events as [BotEvent]
  const fields = (step.fields ?? []).flatMap((name) => {
    const field = run.field(name)
    return field === undefined ? [] : [[name, { value: field.value, trust: field.trust }] as const]
  })
  const told: TellBot = {
    type: 'tellBot',
    effect: event.effect,
    key: run.keyOf(event.effect),
    bot: step.bot,
    event,
    locale: run.locale,
    fields: Object.fromEntries(fields),
    timeoutMs: (step.timeoutSeconds ?? 10) * 1_000,
  }
  run.effects.push(told)
  return told
}

type Calling = At & { phase: 'calling' | 'resting' }

function answered(step: Bot, at: Calling, result: CallResult, run: Run): Move {
  if ('failed' in result) return noAnswer(step, at, run, result.failed === 'malformed')
  const { status, body } = result
  if (status < 200 || status > 299) return noAnswer(step, at, run, status < 500 && status !== 408 && status !== 429)
  const actions = readBotAnswer(body)
  if (actions === null) return noAnswer(step, at, run, true)
  const move = carryOut(step, at.step, actions, at.taken ?? [], run)
  const [, ...waiting] = at.events ?? []
  // It has the contact still, and the customer has said more meanwhile.
  return waiting.length > 0 && 'stay' in move && move.stay.phase !== 'ended'
    ? tell(step, at.step, waiting, at.taken ?? [], run)
    : move
}

function timePassed(step: Bot, at: At, run: Run): Move {
  if (at.phase === 'calling') return noAnswer(step, at, run, false)
  if (at.phase === 'resting') return tell(step, at.step, at.events!, at.taken ?? [], run, at.attempt + 1)
  return run.giveUp(step.failed)
}

/** The next attempt after a rest that doubles, or the end of the bot's turn. */
function noAnswer(step: Bot, at: Calling, run: Run, isFinal: boolean): Move {
  const { step: name, effect, attempt, events = [], taken = [] } = at
  if (isFinal || attempt >= (step.attempts ?? 3)) return run.giveUp(step.failed)
  const until = run.in(restMs * 2 ** (attempt - 1))
  return { stay: { phase: 'resting', step: name, effect, attempt, until, events, taken } }
}

/** What the bot says without being asked: taken once, also while it is being told something. */
function saidByItself(step: Bot, at: At, input: Extract<Heard, { type: 'botSaid' }>, run: Run): Move {
  assert(at.phase !== 'ended', 'a bot is heard while it has the contact')
  const { taken = [] } = at
  if (input.bot !== step.bot || taken.includes(input.request)) return { stay: at }
  const known = [...taken, input.request].slice(-takenMax)
  const move = carryOut(step, at.step, input.actions, known, run)
  if ('go' in move || move.stay.phase === 'ended') return move
  // What is on its way is awaited all the same; an open question stands until there is another.
  if (at.phase === 'calling' || at.phase === 'resting') return { stay: { ...at, taken: known } }
  return move.stay.phase === 'asking' || at.phase !== 'asking' ? move : { stay: { ...at, taken: known } }
}

/** Afterwards it is the customer's turn when the bot has said something to them, else still the bot's. */
function carryOut(step: Bot, name: string, actions: readonly BotAction[], taken: readonly string[], run: Run): Move {
  const isSaid = actions.some((action) => 'say' in action)
  for (const action of actions) {
    if ('say' in action) run.effects.push({ type: 'say', text: action.say, spoken: action.say })
    else if ('setFields' in action) take(step, action, run)
    else if ('ask' in action) return ask(name, action, taken, run)
    else if ('handOver' in action) return handOver(name, action.handOver, run)
    else return ended(step, name, action.end.solved ?? true, run)
  }
  const until = isSaid ? null : run.in((step.waitSeconds ?? 60) * 1_000)
  return { stay: { phase: 'listening', step: name, until, taken } }
}

function ask(name: string, action: Extract<BotAction, { ask: string }>, taken: readonly string[], run: Run): Move {
  const { choices = [] } = action
  const move = run.ask(name, { text: action.ask, kind: choices.length > 0 ? 'choice' : 'text', choices })
  assert('stay' in move && move.stay.phase === 'asking', 'who asks stays')
  return { stay: { ...move.stay, taken, offered: choices } }
}

/** Only what the step lets it set, and what fits. */
function take(step: Bot, { setFields, confidence }: Extract<BotAction, { setFields: object }>, run: Run): void {
  for (const [name, value] of Object.entries(setFields)) {
    if (step.save?.includes(name) !== true || declarationOf(run.flow.fields, name) === undefined) continue
    const sure = confidence === undefined ? {} : { confidence: Math.min(1, Math.max(0, confidence)) }
    run.give(name, { value, trust: 'inferred', mode: 'default', source: `bot:${step.bot}`, ...sure })
  }
}

/** To the queue that it names, if there is one; else the way of whoever wants a person. */
function handOver(name: string, wish: Extract<BotAction, { handOver: object }>['handOver'], run: Run): Move {
  const { queue, skills = {}, fields } = wish
  if (queue === undefined || run.around.queue(queue) === null) return run.toPerson()
  run.effects.push({
    type: 'queue',
    queue,
    skills: Object.entries(skills).map(([skill, level]) => ({ skill, level })),
    priorityMs: 0,
    fields: run.handed(fields),
  })
  return run.end(name, 'queued')
}

function ended({ next }: Bot, name: string, solved: boolean, run: Run): Move {
  if (next !== undefined) return { go: next }
  run.effects.push({ type: 'close', solved })
  return run.end(name, solved ? 'solved' : 'unsolved')
}
