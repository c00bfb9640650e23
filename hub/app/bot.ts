/**
 * Contacts that the bot has. Whatever comes for one is handed to its flow, and what the flow answers is carried out in the same
 * tick: what is said and asked becomes entries of the log, the state is kept with the contact, a hand-over brings it to the
 * floor. What must be asked outside is noted, and asked once the tick is on the disk (flow-outside.ts).
 */
import { entryRefusal } from '../acd/index.ts'
import {
  advance,
  begin,
  giveFields,
  wantsPerson,
  type Advanced,
  type Effect,
  type Flow,
  type FlowState,
  type Input,
  type Surroundings,
} from '../flow/index.ts'
import { assert } from '../model/assert.ts'
import type { ContactId, QueueId, SessionId } from '../model/ids.ts'
import type { DurationMs } from '../model/time.ts'
import { limits, type Prefilled } from '../protocol/index.ts'
import { queueOf, surroundingsOf, type SurroundingsParts } from './bot-surroundings.ts'
import { botWords } from './bot-words.ts'
import type { ContactFile, Said } from './contact-file.ts'
import { dueOf, fieldsOf, givenByPage, idleUntil, knownOf, withFields, type Known } from './known.ts'
import { lastAgentBefore } from './last-agent.ts'
import { noteSurvey } from './surveys.ts'
import type { Work } from './work.ts'

export interface BotParts extends SurroundingsParts {
  /** Whether this customer has a page open, or may be back from a reload at any moment. */
  isHere(session: SessionId): boolean
}

/** How a contact begins with the bot. */
export interface BotBeginning {
  readonly flow: Flow
  readonly idleMs: DurationMs
  readonly intent: string | null
  /** The customer's first words, kept already; '' for none. */
  readonly text: string
}

/** What a bot of the company's own says by itself; the same `request` again changes nothing. */
export type BotSaid = Omit<Extract<Input, { type: 'botSaid' }>, 'type'>

/** What the customer sent, for its entry. */
export interface Sent extends Pick<Said, 'requestId' | 'attachments'> {
  /** In place of what was heard: of a file, the words beside it. */
  readonly text?: string
}

/** More advances at one moment than any flow that was read can need. */
const turnsMax = 10_000
const previewLength = 140

export class Bot {
  constructor(private readonly parts: BotParts) {}

  /** The contact is there, with what is known of it, and is the bot's from now on. */
  begin(work: Work, file: ContactFile, { flow, idleMs, intent, text }: BotBeginning): void {
    const { live } = work
    const known = knownOf(live.sealing, file)
    const about = { id: file.contact, locale: file.locale, fields: fieldsOf(known), intent: intent ?? undefined }
    live.bots.set(file.contact, file.site, null)
    work.note({ type: 'botBegan', at: work.now, site: file.site, flow: flow.id })
    const idle = { since: work.now, forMs: idleMs }
    this.#take(work, file, { ...known, idle }, begin(flow, about, this.around(work, file)))
    const question = knownOf(live.sealing, file).question
    const answersIt = question?.kind === 'text' && !question.sensitive
    if (text !== '' && (answersIt || wantsPerson(text, flow.personWords))) this.hear(work, file, { type: 'said', text })
  }

  /** Something came of or for the customer. Answers the place of its entry, null where there is none. */
  hear(work: Work, file: ContactFile, input: Input, sent: Sent | null = null): number | null {
    const before = knownOf(work.live.sealing, file)
    const flow = this.#flowOf(work, before)
    if (flow === null) return this.#toPerson(work, file)
    const advanced = advance(flow, before.flow!, input, this.around(work, file))
    const seq = sent === null ? null : this.#enter(work, file, advanced.heard ?? '', sent)
    const isCustomer = !['timePassed', 'called', 'found', 'botSaid'].includes(input.type)
    const idle = isCustomer && before.idle !== null ? { ...before.idle, since: work.now } : before.idle
    if (advanced.state === before.flow && advanced.effects.length === 0 && idle === before.idle) return seq
    this.#take(work, file, { ...before, idle }, advanced)
    return seq
  }

  /** Lets time pass for every contact whose time has come. */
  pass(work: Work): void {
    const { bots, sealing } = work.live
    for (let count = 0; ; count++) {
      const contact = bots.dueBy(work.now)
      if (contact === null) return
      assert(count < turnsMax * (bots.size + 1), 'a flow asks, or waits, or ends before long')
      const file = fileOf(work, contact)
      const idle = idleUntil(knownOf(sealing, file))
      if (idle !== null && idle <= work.now) this.end(work, file, 'system', 'unsolved')
      else this.hear(work, file, { type: 'timePassed' })
    }
  }

  /** What was asked outside is answered. Nothing of a contact that the bot has no longer. */
  answered(work: Work, contact: ContactId, input: Input): void {
    if (work.live.bots.has(contact)) this.hear(work, fileOf(work, contact), input)
  }

  /** A bot of the company's own says something by itself. False when it does not have this contact. */
  says(work: Work, contact: ContactId, said: BotSaid): boolean {
    const file = work.live.bots.has(contact) ? fileOf(work, contact) : null
    if (file === null) return false
    const known = knownOf(work.live.sealing, file)
    const step = this.#flowOf(work, known)?.steps[known.flow!.at.step] as { kind: string; bot?: string } | undefined
    if (step?.kind !== 'bot' || step.bot !== said.bot) return false
    this.hear(work, file, { type: 'botSaid', ...said })
    return true
  }

  /** Values that the page gives, of a contact that anybody may have. Answers what was not taken, by name. */
  prefill(work: Work, file: ContactFile, fields: readonly Prefilled[]): { name: string; code: string }[] {
    const { sealing, flows } = work.live
    const before = knownOf(sealing, file)
    const { today } = this.around(work, file)
    const reading = { today, locale: file.locale }
    const declared = flows.declarations(before.flow)
    const { store, refused } = giveFields(fieldsOf(before), givenByPage(fields), declared, reading)
    if (store !== fieldsOf(before)) this.#keep(work, file, withFields(before, store))
    return Object.entries(refused).map(([name, code]) => ({ name, code }))
  }

  /** The contact is over, and was never on the floor. */
  end(work: Work, file: ContactFile, by: 'customer' | 'system', outcome: 'solved' | 'unsolved'): void {
    work.endWithBot(file.contact, by, outcome, this.parts.directory.queueFor(file.site, file.topic))
  }

  /** What the flow of this contact may know of the world now. */
  around(work: Work, file: ContactFile): Surroundings {
    return surroundingsOf(work, this.parts, this.parts.directory.queueFor(file.site, file.topic))
  }

  #flowOf({ live }: Work, { flow }: Known): Flow | null {
    return (flow === null ? undefined : live.flows.of(flow)) ?? null
  }

  /** Keeps where the flow is now, and carries out what it wants, in its order. */
  #take(work: Work, file: ContactFile, before: Known, { state, effects }: Advanced): void {
    this.#keep(work, file, { ...before, fields: {}, flow: state, question: questionOf(before, state, effects) })
    for (const effect of effects) this.#carryOut(work, file, effect)
  }

  #keep(work: Work, file: ContactFile, known: Known): void {
    const { sealing, bots } = work.live
    file.known = sealing.sealKnown(file, known)
    if (bots.has(file.contact)) bots.set(file.contact, file.site, dueOf(known))
    work.touchContact(file.contact)
  }

  #carryOut(work: Work, file: ContactFile, effect: Effect): void {
    switch (effect.type) {
      case 'say':
        return this.#say(work, file, effect.text)
      case 'ask':
        return this.#say(work, file, asked(effect.question))
      case 'queue': {
        const { queue, skills, priorityMs, fields } = effect
        this.#handed(work, file, fields)
        return this.#queue(work, file, queueOf(queue), { requirements: skills, priorityMs })
      }
      case 'callBack':
        this.#handed(work, file, effect.fields)
        return this.#queue(work, file, queueOf(effect.queue), { reach: effect.telephone ?? '' })
      case 'close':
        return this.end(work, file, 'system', effect.solved ? 'solved' : 'unsolved')
      case 'survey':
        return noteSurvey(work, file.contact, { scale: 'csat', score: effect.score, comment: effect.comment })
      default:
        work.outside.push({ contact: file.contact, site: file.site, effect })
    }
  }

  #say(work: Work, file: ContactFile, text: string): void {
    const words = { from: 'bot', agent: null, session: file.session, requestId: '', attachments: [] } as const
    work.say(file.contact, { kind: 'message', at: work.now, ...words, text: cut(text) })
  }

  #enter(work: Work, file: ContactFile, heard: string, { requestId, attachments, text = heard }: Sent): number {
    const { sealing } = work.live
    const about = sealing.about(file)
    if (about !== null && about.preview === '')
      file.about = sealing.sealAbout(file, { ...about, preview: Array.from(text).slice(0, previewLength).join('') })
    const words = { from: 'customer', agent: null, session: file.session, requestId, attachments } as const
    return work.say(file.contact, { kind: 'message', at: work.now, ...words, text: cut(text) })
  }

  /** From now on agents see these fields of it. */
  #handed(work: Work, file: ContactFile, fields: readonly { readonly name: string }[]): void {
    const known = knownOf(work.live.sealing, file)
    this.#keep(work, file, { ...known, idle: null, handed: fields.map(({ name }) => name) })
  }

  /** Whose flow is lost, with the row it was kept in. */
  #toPerson(work: Work, file: ContactFile): null {
    this.#queue(work, file, this.parts.directory.queueFor(file.site, file.topic))
    return null
  }

  /**
   * Brings the contact to the floor. A queue that takes nobody who waits takes it as a message, and so does one where somebody
   * is to call back; where it cannot go at all it ends.
   */
  #queue(
    work: Work,
    file: ContactFile,
    wanted: QueueId,
    how: Pick<QueueWish, 'requirements' | 'priorityMs'> & { readonly reach?: string } = {},
  ): void {
    const { live, now } = work
    const { directory } = this.parts
    const { reach, requirements = [], priorityMs = 0 } = how
    const queue = directory.queue(wanted) === undefined ? directory.queueFor(file.site, file.topic) : wanted
    const refusal = entryRefusal(live.floor, queue)
    const words = botWords[file.locale]
    if (refusal !== null && refusal !== 'queue.form' && refusal !== 'queue.bot') {
      this.#say(work, file, words.nobody)
      return this.end(work, file, 'system', 'unsolved')
    }
    const isMessage = refusal !== null || reach !== undefined
    if (refusal !== null && reach === undefined) this.#say(work, file, words.later)
    if (reach !== undefined && reach !== '') this.#reachable(work, file, reach)
    work.leaveBot(file, 'handedOver')
    file.waitingSince = now
    const last = lastAgentBefore(live, work.tick.store, file.contact, now)
    work.command({
      type: 'queueContact',
      contact: file.contact,
      channel: 'chat',
      queue,
      requirements,
      priorityMs,
      ...(last !== null && { lastAgent: last }),
      ...(isMessage && { message: true as const }),
    })
    if (!this.parts.isHere(file.session)) work.command({ type: 'loseCustomer', contact: file.contact })
  }

  #reachable({ live: { sealing } }: Work, file: ContactFile, reach: string): void {
    const about = sealing.about(file)
    if (about !== null) file.about = sealing.sealAbout(file, { ...about, reach: reach.slice(0, limits.reachMax) })
  }
}

type QueueWish = Partial<
  Pick<Extract<Parameters<Work['command']>[0], { type: 'queueContact' }>, 'requirements' | 'priorityMs'>
>

const fileOf = ({ live }: Work, contact: ContactId): ContactFile => {
  const file = live.file(contact)
  assert(file !== undefined, 'a contact that the bot has has a file')
  return file
}

/** A text as an entry can hold it. Cut between characters. */
const cut = (text: string): string =>
  text.length <= limits.messageTextMax
    ? text
    : Array.from(text)
        .slice(0, limits.messageTextMax / 2)
        .join('')

/** The words of a question: first why it is asked again. */
const asked = ({ problem, text }: { readonly problem: string; readonly text: string }): string =>
  problem === '' ? text : `${problem}\n${text}`

/** What is asked now: something new, or still what was asked before. */
function questionOf(before: Known, { at }: FlowState, effects: readonly Effect[]): Known['question'] {
  if (at.phase !== 'asking') return null
  const asks = effects.findLast((effect) => effect.type === 'ask')
  if (asks === undefined) return before.question
  const { kind, text, problem, choices, inputs, sensitive } = asks.question
  return { ask: asks.ask, kind, text: cut(text), problem, choices, inputs, sensitive }
}
