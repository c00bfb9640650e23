/**
 * Manual acts: somebody chooses contact and agent, where otherwise the floor does. None of them exceeds a capacity or
 * leaves an offer ringing; who may do what is settled before (auth).
 */
import type { AgentId } from '../../model/ids.ts'
import type { Instant } from '../../model/time.ts'
import { isToBeCalled } from '../call-back.ts'
import { isStaffed, mayInterrupt } from '../capacity.ts'
import type { Decision } from '../decide.ts'
import type { FloorEvent, Refusal } from '../events.ts'
import type { Floor, FloorAgent, FloorContact } from '../floor.ts'
import { joined, qualifies } from '../requirements.ts'
import { ringAt } from '../rings.ts'
import type { ContactPhase } from '../state.ts'
import { startCall } from './call-back.ts'
import { endOffers, hasRoomFor, heldInOrder, nothing, refuse, requeue, type Asked } from './parts.ts'

/** MA1, MA2. */
export function pullContact(floor: Floor, { agent: id, contact: name }: Asked<'pullContact'>, at: Instant): Decision {
  const contact = floor.contacts.get(name)
  if (contact === undefined) return refuse('contact.gone')
  const { state, queue } = contact.record
  if (state.phase !== 'queued') return refuse('contact.notWaiting')
  const agent = present(floor, id)
  if ('refused' in agent) return agent
  if (state.only !== null && state.only !== id) return refuse('contact.notYours')
  const needs = joined(contact.queue.rules.requirements, contact.record.requirements)
  const isEligible = state.only === id || (agent.rules!.queues.includes(queue) && qualifies(agent.rules!, needs))
  if (!isEligible) return refuse('agent.notEligible')
  if (!hasRoomFor(floor, agent, contact, true)) return refuse('agent.full')
  if (isToBeCalled(contact.record)) return startCall(contact, id, null, at)
  return [assigned(contact, id, 'pulled', id, null, at)]
}

/** MA3, MA4. */
export function assignContact(floor: Floor, command: Asked<'assignContact'>, at: Instant): Decision {
  const contact = floor.contacts.get(command.contact)
  if (contact === undefined) return refuse('contact.gone')
  const { state } = contact.record
  if (state.phase === 'wrapUp') return refuse('contact.notActive')
  if (state.phase === 'called' || state.phase === 'resting') return refuse('contact.notWaiting')
  const target = present(floor, command.agent)
  if ('refused' in target) return target
  const from = state.phase === 'active' ? state.agent : null
  if (from === command.agent) return refuse('agent.same')
  if (!hasRoomFor(floor, target, contact, command.force)) return refuse('agent.full')
  if (command.force) return forced(contact, command, from, at)
  if (isForAlone(state, command.agent)) return nothing
  // By force it is the agent's also beside what it would not ring beside.
  const rung = target.ringing === contact ? contact : null
  if (!isStaffed(target) || !mayInterrupt(target, contact.channel, rung)) return refuse('agent.unavailable')
  const how = { cause: 'assigned', from, only: command.agent, by: command.by } as const
  return [...endOffers(contact, 'rescinded', at, 'assigned'), requeue(floor, contact, how, at)]
}

/** Whether the contact is offered to this agent and to nobody else, or waits for them alone. */
function isForAlone(state: ContactPhase, agent: AgentId): boolean {
  if (state.phase === 'offered') return state.group === null && ringAt(state, agent) !== undefined
  return state.phase === 'queued' && state.only === agent
}

function forced(
  contact: FloorContact,
  { agent, by }: Asked<'assignContact'>,
  from: AgentId | null,
  at: Instant,
): Decision {
  const ended = endOffers(contact, 'rescinded', at, 'assigned')
  if (isToBeCalled(contact.record)) return [...ended, ...startCall(contact, agent, null, at)]
  return [...ended, assigned(contact, agent, 'forced', by, from, at)]
}

/** MA5. */
export function takeOverContact(floor: Floor, { contact: name, by }: Asked<'takeOverContact'>, at: Instant): Decision {
  const contact = floor.contacts.get(name)
  if (contact === undefined) return refuse('contact.gone')
  const { state } = contact.record
  if (state.phase !== 'active') return refuse('contact.notActive')
  const taker = present(floor, by)
  if ('refused' in taker) return taker
  if (state.agent === by) return refuse('agent.same')
  if (!hasRoomFor(floor, taker, contact, true)) return refuse('agent.full')
  return [assigned(contact, by, 'takenOver', by, state.agent, at)]
}

/** MA7. Wrap-ups are left: nobody waits for them. */
export function rescueContacts(floor: Floor, { agent: id, by }: Asked<'rescueContacts'>, at: Instant): Decision {
  const agent = floor.agents.get(id)
  if (agent === undefined) return refuse('agent.unknown')
  if (agent.record.link.state === 'connected') return refuse('agent.here')
  return heldInOrder(agent)
    .filter((contact) => contact.record.state.phase === 'active')
    .map((contact) => requeue(floor, contact, { cause: 'agentLost', from: id, prefer: id, by }, at))
}

/** An agent who can be given something by hand: configured, with a line, not signed off. */
export function present(floor: Floor, id: AgentId): FloorAgent | Refusal {
  const agent = floor.agents.get(id)
  if (agent === undefined || agent.rules === null) return refuse('agent.unknown')
  const isHere = agent.record.link.state === 'connected' && agent.record.status !== 'offline'
  return isHere ? agent : refuse('agent.unavailable')
}

function assigned(
  contact: FloorContact,
  agent: AgentId,
  how: 'pulled' | 'forced' | 'takenOver',
  by: AgentId,
  from: AgentId | null,
  at: Instant,
): FloorEvent {
  const { record } = contact
  const left = from === null ? {} : { left: record.queue }
  return { type: 'contactAssigned', at, contact: record.id, agent, how, by, from, ...left }
}
