/**
 * What a bot of the company's own is told of a contact, and what it may answer. Its answer is a stranger's: it is read by the
 * same shapes as a flow, and taken whole or not at all.
 */
import { Faults } from './faults.ts'
import {
  fieldPattern,
  formed,
  list,
  maybe,
  namesTo,
  number,
  oneOf,
  record,
  text,
  whole,
  yesNo,
  type Shape,
  type Shaped,
} from './shape.ts'
import type { Trust } from './fields.ts'
import type { Locale } from './translations.ts'
import type { Value } from './values/index.ts'

/** What happened, as it may be kept: `began` is the contact's coming to the bot. `effect` is its number, which its key has in it. */
export type BotEvent =
  | { readonly effect: number; readonly type: 'began' }
  | { readonly effect: number; readonly type: 'said'; readonly text: string }
  | { readonly effect: number; readonly type: 'chose'; readonly choice: string; readonly text: string }
  | {
      readonly effect: number
      readonly type: 'sent'
      /** What it is; the hub alone keeps it. */
      readonly file: { readonly name: string; readonly type: string; readonly bytes: number }
    }

/** Tells a bot something. The answer is awaited as that of a call is, and tried again alike. */
export interface TellBot {
  readonly type: 'tellBot'
  readonly effect: number
  /** The same for every attempt. */
  readonly key: string
  /** Key of the bot in the configuration. */
  readonly bot: string
  readonly event: BotEvent
  readonly locale: Locale
  /** Those that the step names; what is sensitive is masked. */
  readonly fields: Readonly<Record<string, { readonly value: Value; readonly trust: Trust }>>
  readonly timeoutMs: number
}

const value: Shape<string | number | boolean> = {
  what: 'a text, a number, or true or false',
  read: (given, place, reading) =>
    typeof given === 'boolean' || (typeof given === 'number' && Number.isFinite(given))
      ? given
      : text(1_000).read(given, place, reading),
}
const skill = /^[A-Za-z0-9_.-]{1,40}$/
const queueKey = formed(/^[a-z0-9][A-Za-z0-9_-]{0,39}$/, 'the key of a queue')

const say = record({ say: text(2_000) })
const ask = record({
  ask: text(2_000),
  choices: maybe(list(record({ key: formed(/^[A-Za-z0-9_.-]{1,60}$/, 'a key'), label: text(200) }), 1, 20)),
})
const setFields = record({
  setFields: namesTo(fieldPattern, value, 'values by field', 100),
  /** 0 to 1. */
  confidence: maybe(number()),
})
const handOver = record({
  handOver: record({
    queue: maybe(queueKey),
    skills: maybe(namesTo(skill, whole(1, 5, 'a level'), 'levels by skill', 20)),
    fields: maybe(list(formed(fieldPattern, 'the name of a field'), 0, 100)),
  }),
})
const end = record({ end: record({ solved: maybe(yesNo) }) })
/** `ask`, `handOver` and `end` are the last: nothing can follow them. */
const kinds = { say, ask, setFields, handOver, end }
const isLast = (action: object): boolean => 'ask' in action || 'handOver' in action || 'end' in action

export type BotAction = Shaped<(typeof kinds)[keyof typeof kinds]>

const actionsMax = 20
const envelope = record({ actions: list<unknown>({ what: 'an action', read: (given) => given }, 0, actionsMax) })

/** Reads what a bot answered; nothing (null) is that it has nothing to say. Null when it is not what a bot may say. */
export function readBotAnswer(body: unknown): readonly BotAction[] | null {
  if (body === null) return []
  const reading = { faults: new Faults(new Map()), mentions: [] }
  const actions = (envelope.read(body, '', reading)?.actions ?? []).map((given) => {
    const name = typeof given === 'object' && given !== null ? Object.keys(given)[0] : undefined
    const kind = oneOf(...(Object.keys(kinds) as (keyof typeof kinds)[])).read(name, '', reading)
    return kind === undefined ? undefined : (kinds[kind] as Shape<BotAction>).read(given, '', reading)
  })
  if (!reading.faults.none || actions.slice(0, -1).some((action) => isLast(action!))) return null
  return actions as BotAction[]
}
