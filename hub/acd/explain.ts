/**
 * Why: what an offer was decided by, why a contact waits still, why it is not offered to somebody. An offer's reasons are
 * found while it is decided and kept with it; the two questions are answered from the floor as it is. Codes and numbers
 * only: the sentences are the screens'.
 */
import type { AgentId, ContactId, QueueId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { Bench, Seat } from './bench.ts'
import { isStaffed } from './capacity.ts'
import { isWaiting, type Floor, type FloorAgent, type FloorContact } from './floor.ts'
import { hasPassed } from './passes.ts'
import { placeInLine } from './queries.ts'
import { joined, qualifies } from './requirements.ts'
import type { StrategyName } from './routing/index.ts'
import { askingOrder, heldForScores, scoreOf } from './scoring.ts'
import type { ContactRecord } from './state.ts'
import { stepOf } from './steps.ts'
import type { Line } from './waiting-line.ts'

/** A criterion and its value for one agent, such as `longest-idle` 0 or `idleSince`. */
export type Criterion = readonly [name: string, value: number]

/** Why somebody near the top was not asked: spared it, passed it before, or came after the chosen one in the order. */
export type PassedOver = 'spared' | 'passed' | 'behind'

/** What an offer was decided by. At most 1,024 bytes as JSON for ids of up to 64 characters. */
export interface Why {
  readonly queue: QueueId
  /** From 0; null for a contact that waits for anybody of its queue. */
  readonly step: number | null
  readonly strategy: StrategyName
  /** How many could have been asked. */
  readonly candidates: number
  /** `order`: by the strategy; `prefer`: the contact would like to return to them; `only`: it was handed to them; `score`: somebody outside scored them. */
  readonly chosen: 'order' | 'prefer' | 'only' | 'score'
  readonly by: readonly Criterion[]
  readonly others: readonly {
    readonly agent: AgentId
    readonly because: PassedOver
    readonly by: readonly Criterion[]
  }[]
}

/** Agents near the top that an offer tells of. */
const othersMax = 5

/** What the offer of a line's first contact to the agent of this seat is decided by. Looks at the chosen and the next few. */
export function whyOffered(floor: Floor, { bench, except }: Line, { record }: FloorContact, to: Seat): Why {
  const others: Why['others'][number][] = []
  let isAfter = false
  for (const seat of askingOrder(floor, bench, record)) {
    const { id } = seat.agent.record
    if (seat === to) {
      isAfter = true
      continue
    }
    if (others.length === othersMax) break
    const isPassed = hasPassed(record.passedBy, id)
    const because = except.includes(id) ? 'spared' : isPassed && !isAfter ? 'passed' : 'behind'
    others.push({ agent: id, because, by: criteriaOf(bench, record, seat) })
  }
  const { state, step } = record
  const isPreferred = state.phase === 'queued' && state.prefer === to.agent.record.id
  return {
    queue: bench.queue.rules.id,
    step: step?.index ?? null,
    strategy: bench.strategyName,
    candidates: bench.ready.size,
    chosen:
      bench.only !== null
        ? 'only'
        : isPreferred
          ? 'prefer'
          : scoreOf(record, to.agent.record.id) !== null
            ? 'score'
            : 'order',
    by: criteriaOf(bench, record, to),
    others,
  }
}

/** A score goes before what the strategy goes by. */
function criteriaOf(bench: Bench, record: ContactRecord, seat: Seat): readonly Criterion[] {
  const score = scoreOf(record, seat.agent.record.id)
  const own = bench.ready.criteria(seat)
  return score === null ? own : [['score', score], ...own]
}

/** What a waiting contact waits for, the strongest reason first to hold. */
export type WaitingFor =
  | 'offered'
  /** Its customer is being called, or is to be called again later. */
  | 'called'
  | 'resting'
  /** Nobody configured may serve it, in its step. */
  | 'nobodyEligible'
  | 'nobodyAvailable'
  | 'allBusy'
  /** Those ready have just passed it. */
  | 'spared'
  /** Somebody outside is asked in which order to ask them. */
  | 'scoring'

export interface WhyWaiting {
  readonly reason: WaitingFor
  readonly queue: QueueId
  readonly place: number | null
  readonly since: Instant
  /** The step it is in, from 0, of how many, and when that ends; null for none, or after the last. */
  readonly step: { readonly index: number; readonly of: number; readonly until: Instant | null } | null
  /** Who may serve it, in its step; null while it stands in no line: offered, called or resting. */
  readonly agents: { readonly eligible: number; readonly available: number; readonly ready: number } | null
  /** When those who passed it may be asked again. */
  readonly heldUntil: Instant | null
}

/** What a waiting contact waits for; null for one that does not wait. Looks at it and its bench alone. */
export function reasonToWait(floor: Floor, id: ContactId): WaitingFor | null {
  const contact = floor.contacts.get(id)
  if (contact === undefined || !isWaiting(contact.record.state)) return null
  const { phase } = contact.record.state
  if (phase === 'called' || phase === 'resting') return phase
  if (contact.line === null) return 'offered'
  const reason = reasonOf(contact.line.bench)
  const isScored = heldForScores(contact.queue.rules, contact.record) !== null
  return reason === 'spared' && isScored ? 'scoring' : reason
}

/** Null for a contact that does not wait. Takes the same time however many wait. */
export function whyWaiting(floor: Floor, id: ContactId): WhyWaiting | null {
  const contact = floor.contacts.get(id)
  const reason = reasonToWait(floor, id)
  if (contact === undefined || reason === null) return null
  const { queue, enqueuedAt: since, step, plan, state } = contact.record
  // A contact that rings at some may still stand in line for more.
  const bench = state.phase === 'queued' ? (contact.line?.bench ?? null) : null
  return {
    reason,
    queue,
    place: placeInLine(floor, id),
    since,
    step: step && { index: step.index, of: plan?.steps.length ?? 0, until: 'until' in step ? step.until : null },
    agents: bench && { eligible: bench.seats.size, available: bench.available, ready: bench.ready.size },
    heldUntil: state.phase === 'queued' ? state.heldUntil : null,
  }
}

function reasonOf({ seats, available, ready }: Bench): WaitingFor {
  if (seats.size === 0) return 'nobodyEligible'
  if (available === 0) return 'nobodyAvailable'
  return ready.size === 0 ? 'allBusy' : 'spared'
}

/** Why an agent does not get a contact: the first of these that holds, in this order. */
export type WhyNot =
  | 'notWaiting'
  | 'unknown'
  | 'notConnected'
  | 'notAvailable'
  /** It waits for one other agent alone. */
  | 'meantForAnother'
  | 'notOfQueue'
  | 'lacksSkills'
  /** Of the queue and able, but its step allows others only, for now. */
  | 'notInStep'
  | 'rung'
  | 'resting'
  | 'noCapacity'
  /** Has just passed it. */
  | 'spared'
  /** Could be asked: another contact or agent comes first. */
  | 'othersFirst'

/** The first reason that holds. */
export function whyNot(floor: Floor, contact: ContactId, agent: AgentId): WhyNot {
  const waiting = floor.contacts.get(contact)
  const known = floor.agents.get(agent)
  // One that rings at several waits for more agents as long as it stands in line.
  if (waiting === undefined || waiting.line === null) return 'notWaiting'
  if (known === undefined || known.rules === null) return 'unknown'
  if (known.record.link.state !== 'connected') return 'notConnected'
  if (!isStaffed(known)) return 'notAvailable'
  return notAllowed(floor, waiting, known) ?? notNow(waiting, known) ?? 'othersFirst'
}

function notAllowed(floor: Floor, { record }: FloorContact, { rules }: FloorAgent): WhyNot | null {
  const { state, queue } = record
  const only = state.phase === 'queued' ? state.only : null
  if (only !== null) return only === rules!.id ? null : 'meantForAnother'
  if (!rules!.queues.includes(queue)) return 'notOfQueue'
  const asked = [floor.queues.get(queue)!.rules.requirements, record.requirements] as const
  if (!qualifies(rules!, joined(...asked))) return 'lacksSkills'
  const step = stepOf(record)
  const isAllowed = step === null || step.prefer === null || step.prefer.includes(rules!.id)
  return isAllowed && qualifies(rules!, joined(...asked, step?.requirements ?? [])) ? null : 'notInStep'
}

function notNow({ channel, line }: FloorContact, agent: FloorAgent): WhyNot | null {
  if (agent.ringing !== null) return 'rung'
  if (agent.record.restsUntil !== null) return 'resting'
  if ((agent.readyFor & (1 << channel)) === 0) return 'noCapacity'
  return line!.except.includes(agent.record.id) ? 'spared' : null
}
