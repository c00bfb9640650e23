/**
 * What people would do on a day that went otherwise, drawn from what they did. What is recorded of a contact stays its own: how
 * long it talks, how long it waits. What is not is drawn, from one seed and by what it is drawn for, so that the same contact
 * does the same however else the day goes.
 */
import { Patience, type Waited } from '../metrics/index.ts'
import type { AgentId, QueueId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import { Chance } from '../sim/chance.ts'
import type { Answer, GivenUp, Talk, Visit } from './visit.ts'
import type { Visits } from './visits.ts'

/** Fewer of a kind say too little of it: then those of all are asked. */
const fewest = { answers: 5, gaveUp: 20, talks: 5 }

/** Where nothing at all is recorded. */
const unknown = { talkMs: 180_000, awayMs: 60_000, joinMs: 10_000 }

export class Habits {
  readonly #patience = new Map<QueueId, Patience>()
  readonly #anybody: Patience
  readonly #served = new Map<QueueId, Visit[]>()
  readonly #allServed: readonly Visit[]
  readonly #allAnswers: readonly Answer[]
  readonly #allReturns: readonly number[]
  readonly #allCalls: readonly (number | null)[]
  readonly #wrapUps: readonly number[]

  constructor(
    private readonly record: Visits,
    private readonly seed: number,
  ) {
    const waits = new Map<QueueId, Waited[]>()
    for (const visit of record.all) {
      const waited = waitedInPerson(visit, record.lastAt!)
      if (waited !== null) waits.set(visit.queue, [...(waits.get(visit.queue) ?? []), waited])
    }
    this.#anybody = new Patience([...waits.values()].flat())
    for (const [queue, of] of waits)
      if (of.filter(({ gaveUp }) => gaveUp).length >= fewest.gaveUp) this.#patience.set(queue, new Patience(of))
    // A talk that still goes on when the record ends has no length yet.
    this.#allServed = record.all.filter(({ talks, endedAt }) => talks.length > 0 && endedAt !== null)
    for (const visit of this.#allServed) {
      const of = this.#served.get(visit.queue)
      if (of === undefined) this.#served.set(visit.queue, [visit])
      else of.push(visit)
    }
    this.#allAnswers = [...record.answers.values()].flat()
    this.#allReturns = [...record.returns.values()].flat()
    this.#allCalls = record.all.flatMap(({ calls }) => calls)
    this.#wrapUps = this.#allServed.flatMap(({ talks }) => talks.flatMap(({ wrapUpMs }) => wrapUpMs ?? []))
  }

  /** When and how this customer stops waiting; null for one who never does. */
  givesUp(visit: Visit): GivenUp | null {
    if (visit.givenUp !== null) return visit.givenUp
    const waited = waitedInPerson(visit, this.record.lastAt!)
    const patience = this.#patience.get(visit.queue) ?? this.#anybody
    const ms = patience.endsAt(waited?.ms ?? 0, this.#dice('patience', visit.contact).next())
    return Number.isFinite(ms) ? { how: 'left', ms: Math.round(ms) } : null
  }

  /** What there is to talk about, and with whom after whom: as it was, or as with somebody else who asked for that queue. */
  talks(visit: Visit): readonly Talk[] {
    if (visit.talks.length > 0) return visit.talks
    const same = this.#served.get(visit.queue) ?? []
    const like = same.length >= fewest.talks ? same : this.#allServed
    if (like.length > 0) return this.#dice('talk', visit.contact).pick(like).talks
    return [{ ms: unknown.talkMs, endedBy: 'agent', handedOn: null, wrapUpMs: 0, isFinished: true, acts: [] }]
  }

  /** How this agent answers the `nth` offer of this contact to them, from 0. */
  answer(agent: AgentId, { contact, answers }: Visit, nth: number): Answer {
    const known = answers.filter((one) => one.agent === agent)[nth]
    if (known !== undefined) return known.answer
    const own = this.record.answers.get(agent) ?? []
    const like = own.length >= fewest.answers ? own : this.#allAnswers
    return like.length === 0 ? { how: 'accepted', ms: 0 } : this.#dice('offer', contact, agent, nth).pick(like)
  }

  /** How long this agent stays away after an offer that was missed. */
  returnsAfter(agent: AgentId, at: Instant): number {
    const own = this.record.returns.get(agent) ?? this.#allReturns
    return own.length === 0 ? unknown.awayMs : this.#dice('return', agent, at).pick(own)
  }

  /** How long after the `nth` call, from 0, the customer comes; null for one who does not. */
  joinsAfter({ contact, calls }: Visit, nth: number): number | null {
    if (nth < calls.length) return calls[nth]!
    return this.#allCalls.length === 0 ? unknown.joinMs : this.#dice('call', contact, nth).pick(this.#allCalls)
  }

  /** How long an agent would have written where there was nothing to write. */
  writesFor(contact: string): number {
    return this.#wrapUps.length === 0 ? 0 : this.#dice('wrapUp', contact).pick(this.#wrapUps)
  }

  /** Dice for this one thing. */
  #dice(...what: readonly (string | number)[]): Chance {
    let hash = this.seed
    for (const letter of what.join(' ')) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
    return new Chance(hash)
  }
}

/** How long somebody waited in person for the first answer, and whether patience ended it. Null for who did not. */
function waitedInPerson(visit: Visit, lastAt: Instant): Waited | null {
  const { cameAt, givenUp, heldAfterMs, isMessage, wasHeld, answeredAt, endedAt } = visit
  if (isMessage) return null
  if (wasHeld) return heldAfterMs === null ? null : { ms: heldAfterMs, gaveUp: false }
  if (givenUp !== null) return { ms: givenUp.ms, gaveUp: givenUp.how !== 'closed' }
  return { ms: (answeredAt ?? endedAt ?? lastAt) - cameAt, gaveUp: false }
}
