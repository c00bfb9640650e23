/**
 * The bot of simulated days: a flow that asks, calls the shop's server, searches and hands over; servers that answer late, badly
 * or never; what customers say to it; and the promise that nothing is asked twice and the state is what the log shows.
 */
import type { Organisation } from '../app/organisation.ts'
import { knownOf } from '../app/known.ts'
import { readEntries, rows } from '../app/records.ts'
import type { Sealing } from '../app/sealing.ts'
import { readFlow } from '../flow/index.ts'
import { assert } from '../model/assert.ts'
import type { ContactId } from '../model/ids.ts'
import { durationMs, minutes } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { CallOut, CallResult, Found, Outside } from '../ports/outside.ts'
import type { Store } from '../ports/store.ts'
import type { VisitQuestion } from '../protocol/index.ts'
import type { Chance } from './chance.ts'
import { shopFlow } from './bot-flow.ts'
import { Violation } from './violation.ts'

/** Nothing secret is asked, and nothing is asked again for silence: so what was said is what is kept, and the same words twice in a row are a fault. */
function flowOfDays(): object {
  const { waitSeconds: _none, ...askOrder } = shopFlow.steps['ask-order']
  const { 'ask-code': _secret, ...steps } = shopFlow.steps
  const { code: _code, ...to } = { ...shopFlow.steps.topic.to }
  const topic = { ...steps.topic, to }
  return {
    ...shopFlow,
    steps: { ...steps, 'ask-order': askOrder, topic, 'to-person': { ...steps['to-person'], skills: {} } },
  }
}

/** The same, with the bot at its first site. */
export function withBotOfDays(organisation: Organisation): Organisation {
  const read = readFlow(JSON.stringify(flowOfDays()))
  assert('flow' in read, 'the flow of simulated days has no fault')
  const bot = { flow: 'shop', when: 'always', idleMs: minutes(2) } as const
  return { ...organisation, flows: [read.flow], sites: organisation.sites.map((site) => ({ ...site, bot })) }
}

/** Servers outlive the hub that asks them; what they answer to one that is gone nobody hears. */
export class SimOutside {
  /** What was asked under each key. */
  readonly #asked = new Map<string, string>()

  constructor(
    private readonly chance: Chance,
    private readonly count: (kind: string) => void,
  ) {}

  at(clock: Pick<Clock, 'after'>): Outside {
    const soon = <Answer>(answer: Answer, mostMs: number): Promise<Answer> =>
      new Promise((resolve) => clock.after(durationMs(this.chance.between(1, mostMs)), () => resolve(answer)))
    return {
      call: (call) => soon(this.#answerTo(call), 4_000),
      search: ({ text }) => soon(this.#found(text), 500),
    }
  }

  #answerTo({ key, method, url, body }: CallOut): CallResult {
    const what = `${method} ${url} ${JSON.stringify(body)}`
    const before = this.#asked.get(key)
    if (before !== undefined && before !== what) throw new Violation(`P2: two calls were made under the key ${key}`)
    this.count(before === undefined ? 'bot: calls' : 'bot: calls made again')
    this.#asked.set(key, what)
    if (this.chance.hits(0.2)) return { failed: this.chance.pick(['timeout', 'unreachable', 'malformed'] as const) }
    return this.chance.hits(0.1) ? { status: 500, body: null } : { status: 200, body: { status: 'on its way' } }
  }

  #found(text: string): readonly Found[] {
    return this.chance.hits(0.3) ? [] : [{ entry: 'one', title: text, text: `About ${text}`, score: 0.9 }]
  }
}

export type Reply =
  | { readonly way: 'choice'; readonly choice: string }
  | { readonly way: 'words'; readonly words: string }
  | { readonly way: 'person' }

/** What somebody says to a question: mostly what is asked for. */
export function replyTo({ kind, choices }: VisitQuestion, chance: Chance): Reply {
  if (chance.hits(0.08)) return { way: 'person' }
  if (choices.length > 0 && chance.hits(0.9)) return { way: 'choice', choice: chance.pick(choices).key }
  const words = ['AB123456', '03-1234-5678', 'no idea', 'when does it come']
  return { way: 'words', words: kind === 'text' ? chance.pick(words) : chance.pick(words.slice(1)) }
}

/** P1 and P3 of contacts that the bot has: what is asked is the last thing it said, and nothing was asked twice in a row. */
export function checkBots(store: Store, sealing: Sealing, count: (kind: string) => void): void {
  for (const { value } of store.range('contact', {})) {
    const { record, file } = rows.contact.read(value)
    const known = knownOf(sealing, file)
    if (record !== null || known.flow === null) continue
    const broken = brokenIn(store, sealing, file.contact, known)
    if (broken !== null) throw new Violation(`P3: ${file.contact} ${broken}`)
    count('bot: contacts found as their log shows')
  }
}

function brokenIn(
  store: Store,
  sealing: Sealing,
  contact: ContactId,
  { flow, question }: ReturnType<typeof knownOf>,
): string | null {
  const asking = flow!.at.phase === 'asking' ? flow!.at.ask : null
  if (asking !== (question?.ask ?? null)) return `is asked ${question?.ask}, and its flow waits for ${asking}`
  const said = readEntries(store, sealing, contact, 0, 10_000).flatMap((entry) =>
    entry?.kind === 'message' ? [entry] : [],
  )
  const twice = said.some(
    ({ from, text }, at) => from === 'bot' && said[at + 1]?.from === 'bot' && said[at + 1]!.text === text,
  )
  if (twice) return 'was asked twice'
  const last = said.findLast(({ from }) => from === 'bot')
  return question === null || last?.text.endsWith(question.text) === true
    ? null
    : 'was last told something else than it is asked'
}
