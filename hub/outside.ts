/**
 * What flows ask of the world, put together for main.ts: calls of servers, and the answers of the knowledge that is served at
 * the moment. Another knowledge is taken in bit by bit, while the hub does other things; who asks meanwhile waits for it.
 */
import { Counter, Histogram, type Registry } from 'prom-client'
import { OpenAiAnswerer } from './adapters/answerer-openai.ts'
import { HttpBots, type BotPlace } from './adapters/bots-http.ts'
import { SocketBots } from './adapters/bots-sockets.ts'
import { HttpCalls } from './adapters/calls-http.ts'
import { Answering, type Spent } from './answering/index.ts'
import type { Organisation } from './app/organisation.ts'
import type { Config } from './config.ts'
import { Knowledge, type Entry } from './knowledge/index.ts'
import { readBotAnswer } from './flow/index.ts'
import type { HubDoor } from './http/door.ts'
import { isId } from './model/ids.ts'
import type { Clock } from './ports/clock.ts'
import type { Outside } from './ports/outside.ts'
import type { Socket, SocketHandler } from './ports/transport.ts'

export interface OutsideParts {
  readonly config: Pick<Config, 'outsideSecret' | 'outsideAddresses' | 'answererKey' | 'botSecrets'>
  readonly clock: Clock
  readonly metrics: Registry
  /** As it is served at the moment. */
  readonly organisation: () => Organisation
  /** What the language model had cost when that was kept last. */
  readonly spent: Spent | null
  readonly keep: (spent: Spent) => void
  /** A bot says something by itself. False when it does not have the contact. Rejects with `StorageUnavailable`. */
  readonly botSays: HubDoor['botSays']
}

/** `learn`: takes in what is served by now, so that the first who asks need not wait for it. */
export interface OutsideInUse extends Outside {
  learn(): void
  /** The knowledge that is served by now. */
  knowledge(): Promise<Knowledge>
  /** A bot of the company's own connects; `passed` runs once it has said who it is, or is gone. */
  acceptBot(socket: Socket, passed: () => void): SocketHandler
  close(): void
}

export function putOutside({ config, clock, metrics, organisation, spent, keep, botSays }: OutsideParts): OutsideInUse {
  const { called, answered, written, told } = outsideMeasures(metrics)
  const privateAddresses = config.outsideAddresses === 'any'
  const calls = new HttpCalls({
    clock,
    privateAddresses,
    secret: config.outsideSecret,
    seen: called,
  })
  const learnt = learning(() => organisation().knowledge)
  const place = () => organisation().answerer ?? null
  const answerer = new OpenAiAnswerer({ place, key: config.answererKey, privateAddresses })
  const answering = new Answering({
    search: async (text, locale, count) => (await learnt()).search(text, locale, count),
    answerer,
    settings: place,
    clock,
    spent,
    keep,
    seen: written,
  })
  const placeOf = (bot: string): BotPlace | null => {
    const { url, keys: [key = ''] = [] } = organisation().bots?.find(({ id }) => id === bot) ?? {}
    const isReached = url !== undefined && Object.hasOwn(config.botSecrets, key)
    return isReached ? { url, key, secret: config.botSecrets[key]! } : null
  }
  const bots = new HttpBots({ clock, placeOf, privateAddresses, seen: told })
  const sockets = new SocketBots({
    clock,
    keyOf: (key) => {
      const bot = organisation().bots?.find(({ keys }) => keys.includes(key))
      return bot !== undefined && Object.hasOwn(config.botSecrets, key)
        ? { bot: bot.id, secret: config.botSecrets[key]! }
        : null
    },
    says: async (bot, { contact, request, actions: written }) => {
      const actions = written === undefined ? null : readBotAnswer({ actions: written })
      if (actions === null) return 'request.malformed'
      return isId('contact', contact) && (await botSays(contact, { bot, request, actions })) ? '' : 'contact.gone'
    },
    seen: told,
  })
  return {
    tellBot: (event, asked) => sockets.tell(event, asked) ?? bots.tell(event, asked),
    acceptBot: (socket, passed) => sockets.accept(socket, passed),
    call: (call) => calls.call(call),
    search: (question, telling) => answering.search(question, telling),
    over: (contact) => answering.over(contact),
    answered: ({ entry, outcome }) => answered(entry, outcome),
    learn: () => void learnt(),
    knowledge: learnt,
    close() {
      calls.close()
      answerer.close()
      bots.close()
    },
  }
}

const nothing: readonly Entry[] = []

/** The knowledge that is served by now. The configuration is frozen: the same list says the same. */
function learning(entries: () => readonly Entry[] | undefined): () => Promise<Knowledge> {
  let known: { readonly of: readonly Entry[]; readonly knowledge: Promise<Knowledge> } | null = null
  return () => {
    const of = entries() ?? nothing
    if (known?.of !== of) known = { of, knowledge: grown(of) }
    return known.knowledge
  }
}

async function grown(entries: readonly Entry[]): Promise<Knowledge> {
  const growing = Knowledge.growing(entries)
  for (;;) {
    const { done, value } = growing.next()
    if (done === true) return value
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function outsideMeasures(registry: Registry) {
  const registers = [registry]
  const calls = new Counter({
    name: 'madoguchi_flow_calls_total',
    help: 'Calls of flows by outcome: answered, refused (a status but 2xx), timeout, unreachable, malformed, busy (not made)',
    labelNames: ['outcome'],
    registers,
  })
  const calling = new Histogram({
    name: 'madoguchi_flow_call_seconds',
    help: 'Time until a call of a flow had its answer or was given up',
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30],
    registers,
  })
  const answers = new Counter({
    name: 'madoguchi_answers_total',
    help: 'Answers of the knowledge by entry: said, helped, notHelped; and none, where a question had no answer',
    labelNames: ['entry', 'outcome'],
    registers,
  })
  const writing = new Counter({
    name: 'madoguchi_answerer_total',
    help: 'What became of questions to the language model: answered; unknown, unsourced, unfounded (dropped); slow, unreachable, refused, malformed; skipped (not asked)',
    labelNames: ['outcome'],
    registers,
  })
  const tokens = new Counter({
    name: 'madoguchi_answerer_tokens_total',
    help: 'Tokens that the language model has cost',
    registers,
  })
  const writes = new Histogram({
    name: 'madoguchi_answerer_seconds',
    help: 'Time until the language model had written its answer or was given up',
    buckets: [0.25, 0.5, 1, 2, 4, 8, 16, 25],
    registers,
  })
  const events = new Counter({
    name: 'madoguchi_bot_events_total',
    help: 'What bots of your own were told, by outcome as for calls of flows',
    labelNames: ['bot', 'outcome'],
    registers,
  })
  const telling = new Histogram({
    name: 'madoguchi_bot_seconds',
    help: 'Time until a bot of your own had answered or was given up',
    labelNames: ['bot'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30],
    registers,
  })
  return {
    told(bot: string, outcome: string, tookMs: number) {
      events.inc({ bot, outcome })
      telling.observe({ bot }, tookMs / 1_000)
    },
    written(outcome: string, spent: number, tookMs: number | null) {
      writing.inc({ outcome })
      tokens.inc(spent)
      if (tookMs !== null) writes.observe(tookMs / 1_000)
    },
    called(outcome: string, tookMs: number) {
      calls.inc({ outcome })
      calling.observe(tookMs / 1_000)
    },
    answered: (entry: string, outcome: string) => answers.inc({ entry, outcome }),
  }
}
