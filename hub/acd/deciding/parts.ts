/** Pieces that several rules share: how a contact goes back to its queue, and what an agent leaves behind by going. */
import { chargedTo, isBelowMost, lackingUnits, unitsFor } from '../capacity.ts'
import type { Command, CommandType } from '../commands.ts'
import { engagedChannel, engagementWith } from '../engaging.ts'
import type { FloorEvent, OfferEnding, Refusal, RefusalCode, RequeueCause, RescindCause } from '../events.ts'
import { compareContacts, holdersOf, type Floor, type FloorAgent, type FloorContact } from '../floor.ts'
import { queueDefaults } from '../making.ts'
import { nextHold, passesAfter } from '../passes.ts'
import type { AgentId, QueueId } from '../../model/ids.ts'
import { later, type Instant } from '../../model/time.ts'
import type { ContactPhase, Ring } from '../state.ts'
import { waitingFor } from '../waiting-line.ts'

export type Asked<Type extends CommandType> = Extract<Command, { type: Type }>

export const refuse = (refused: RefusalCode): Refusal => ({ refused })

/** Nothing to do, which is no refusal. */
export const nothing: readonly FloorEvent[] = []

/** How a contact waits again; what is left out is null, and the queue is the one it came from. */
interface Requeue {
  readonly cause: RequeueCause
  readonly from: AgentId | null
  readonly prefer?: AgentId | null
  readonly only?: AgentId | null
  readonly queue?: QueueId
  /** The supervisor whose choice it is. */
  readonly by?: AgentId
}

export function requeue(floor: Floor, { record }: FloorContact, how: Requeue, at: Instant): FloorEvent {
  const { cause, from, prefer = null, only = null, queue = record.queue, by } = how
  const heldUntil = nextHold(passesAfter(floor, record, { at, queue, cause, from }), at)
  const left = record.state.phase === 'active' || record.queue !== queue ? { left: record.queue } : {}
  const more = { ...left, ...(by === undefined ? {} : { by }) }
  return { type: 'contactRequeued', at, contact: record.id, queue, cause, from, prefer, only, heldUntil, ...more }
}

/** AL4, AL5: the contact's agent is gone, to whom it would like to return. */
export const handBack = (floor: Floor, contact: FloorContact, agent: AgentId, at: Instant): FloorEvent =>
  requeue(floor, contact, { cause: 'agentLost', from: agent, prefer: agent }, at)

/** Whether the contact is offered to others, or another has it. */
export function isOthers(state: ContactPhase, agent: AgentId): boolean {
  const holders = holdersOf(state)
  return holders.length > 0 && !holders.includes(agent)
}

/** The end of all live offers of a contact, or of those that `isMeant`. `cause`: why they are taken back, if they are. */
export function endOffers(
  { record }: FloorContact,
  ending: OfferEnding,
  at: Instant,
  cause: RescindCause | null = null,
  isMeant: (ring: Ring) => boolean = () => true,
): readonly FloorEvent[] {
  const { state, id: contact } = record
  if (state.phase !== 'offered') return nothing
  const why = state.group === null || cause === null ? {} : { cause }
  return state.rings
    .filter(isMeant)
    .map(({ offer, agent }) => ({ type: 'offerEnded', at, offer, contact, agent, ending, ...why }))
}

/**
 * OF6, OF7, RG4, RG5: the offer to this agent ends. With the last one its contact waits again, for anybody but at first not for
 * the agent who passed it. `gone`: agents whose offers have been ended by the same decision.
 */
export function takeBack(
  floor: Floor,
  contact: FloorContact,
  agent: AgentId,
  ending: OfferEnding,
  cause: RequeueCause,
  at: Instant,
  gone: ReadonlySet<AgentId> = nobody,
): readonly FloorEvent[] {
  const { state } = contact.record
  if (state.phase !== 'offered') return nothing
  const why = cause === 'agentAway' || cause === 'agentLost' ? cause : null
  const ended = endOffers(contact, ending, at, why, (ring) => ring.agent === agent)
  if (state.rings.some((ring) => ring.agent !== agent && !gone.has(ring.agent))) return ended
  const prefer = state.prefer === agent && cause !== 'agentLost' ? null : state.prefer
  return [...ended, requeue(floor, contact, { cause, from: agent, prefer }, at)]
}

const nobody: ReadonlySet<AgentId> = new Set()

/** OF8, TR5: what an agent who takes no more offers leaves behind: the ringing offer and the contacts meant for them alone. */
export function standDown(
  floor: Floor,
  agent: FloorAgent,
  cause: 'agentAway' | 'agentLost',
  at: Instant,
  gone?: ReadonlySet<AgentId>,
): readonly FloorEvent[] {
  const { ringing, record } = agent
  const offered = ringing === null ? nothing : takeBack(floor, ringing, record.id, 'rescinded', cause, at, gone)
  return [...offered, ...freeWaiting(floor, agent, cause, at)]
}

/** TR5: contacts that waited for this agent alone wait for the whole queue. */
export function freeWaiting(
  floor: Floor,
  agent: FloorAgent,
  cause: 'agentAway' | 'agentLost',
  at: Instant,
): readonly FloorEvent[] {
  return waitingFor(floor, agent).map((contact) => {
    const { state } = contact.record
    const prefer = state.phase === 'queued' ? state.prefer : null
    return requeue(floor, contact, { cause, from: null, prefer }, at)
  })
}

/** AL1: the agent is gone from the line; contacts are kept for the longest grace among their queues. */
export function lose(agent: FloorAgent, at: Instant): FloorEvent {
  const graces = [...agent.held]
    .filter((contact) => contact !== agent.ringing)
    .map((contact) => contact.queue.rules.agentGraceMs)
  const graceMs =
    graces.length === 0
      ? queueDefaults.agentGraceMs
      : graces.reduce((longest, next) => (next > longest ? next : longest))
  return { type: 'agentLost', at, agent: agent.record.id, graceUntil: later(at, graceMs) }
}

/** Contacts an agent holds, in one order whatever the order they came in. */
export const heldInOrder = (agent: FloorAgent): readonly FloorContact[] => [...agent.held].sort(compareContacts)

/** WU4: the end of a wrap-up and of the contact. The contact must be in wrap-up. */
export function endWrapUp({ record }: FloorContact, disposition: string, at: Instant): readonly FloorEvent[] {
  const { state, id: contact } = record
  if (state.phase !== 'wrapUp') return nothing
  const { agent, by } = state
  return [
    { type: 'wrapUpFinished', at, contact, agent, disposition },
    { type: 'contactClosed', at, contact, by, outcome: 'served', agent, queue: record.queue },
  ]
}

/**
 * True when the contact fits beside all the agent holds, and beside what is on its way to them alone. `isAtOnce`: they have it
 * as soon as it is decided, and are then no longer engaged with it.
 */
export function hasRoomFor(floor: Floor, agent: FloorAgent, contact: FloorContact, isAtOnce: boolean): boolean {
  if (agent.rules === null) return false
  const { channel, record } = contact
  const engaged = isAtOnce ? engagementWith(agent, record.id) : undefined
  const promised = waitingFor(floor, agent).reduce(
    (units, one) => (one === contact ? units : units + unitsFor(agent, one.channel)),
    0,
  )
  const isHeld = agent.held.has(contact)
  const counted = (isHeld ? 1 : 0) + (engaged !== undefined && channel === engagedChannel ? 1 : 0)
  if (!isBelowMost(agent, channel, counted)) return false
  const own = (isHeld ? chargedTo(agent, contact) : 0) + (engaged?.units ?? 0)
  const held = agent.usedUnits + lackingUnits(agent) - own
  return agent.rules.capacityUnits - held - promised >= unitsFor(agent, channel)
}
