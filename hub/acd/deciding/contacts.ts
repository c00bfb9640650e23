/** Contacts: joining a queue, transfer, the end of the talk, wrap-up, and the customer's line to the hub. */
import type { AgentId, ContactId, QueueId } from '../../model/ids.ts'
import { later, type Instant } from '../../model/time.ts'
import type { ClosedBy } from '../commands.ts'
import { isStaffed, mayInterrupt } from '../capacity.ts'
import type { Decision } from '../decide.ts'
import type { FloorEvent, Refusal } from '../events.ts'
import type { Floor, FloorContact, FloorQueue } from '../floor.ts'
import type { ContactPhase } from '../state.ts'
import { entryTo } from './overflow.ts'
import { planOf } from '../steps.ts'
import { endOffers, endWrapUp, hasRoomFor, isOthers, nothing, refuse, requeue, type Asked } from './parts.ts'

/** CQ1, OV1, OV5, ML1. */
export function queueContact(floor: Floor, command: Asked<'queueContact'>, at: Instant): Decision {
  const { contact, channel, queue, requirements, priorityMs, lastAgent } = command
  if (floor.contacts.has(contact)) return refuse('contact.exists')
  const known = floor.queues.get(queue)
  if (known === undefined || known.retired) return refuse('queue.unknown')
  const { hops, refusal, holdBy } = entryTo(floor, known, command.message)
  if (refusal !== null) return refuse(refusal)
  const last = lastAgent === undefined ? {} : { lastAgent }
  const plan = planOf(known.rules, lastAgent ?? null, at)
  const kept = plan === null ? {} : { version: plan.version }
  const queued: FloorEvent = {
    type: 'contactQueued',
    at,
    contact,
    channel,
    queue,
    requirements,
    priorityMs,
    ...last,
    ...kept,
  }
  if (hops.length === 0 && holdBy === null && !command.message) return [queued]
  const moves = hops.flatMap(({ from, to, why }) => hop(contact, from.rules.id, to.rules.id, why, at))
  if (command.message) return [queued, ...moves, { type: 'contactHeld', at, contact, mode: 'message' }]
  return [queued, ...moves, ...(holdBy === null ? [] : heldAtOnce(contact, hops.at(-1)?.to ?? known, holdBy, at))]
}

/** OV1, CB1: the queue takes the newcomer, who need not wait in person. */
function heldAtOnce(contact: ContactId, { rules }: FloorQueue, why: string, at: Instant): readonly FloorEvent[] {
  return [
    { type: 'contactOverflowed', at, contact, from: rules.id, to: { way: 'callBack' }, why },
    { type: 'contactHeld', at, contact, mode: rules.callBack.mode },
  ]
}

/** OV1. The newcomer is not on the floor yet, so nobody has passed it. */
function hop(contact: ContactId, from: QueueId, to: QueueId, why: string, at: Instant): readonly FloorEvent[] {
  const overflowed: FloorEvent = { type: 'contactOverflowed', at, contact, from, to: { queue: to }, why }
  const moved = { cause: 'overflow', from: null, prefer: null, only: null, heldUntil: null } as const
  return [overflowed, { type: 'contactRequeued', at, contact, queue: to, left: from, ...moved }]
}

/** TR1 to TR4. */
export function transferContact(floor: Floor, command: Asked<'transferContact'>, at: Instant): Decision {
  const contact = floor.contacts.get(command.contact)
  if (contact === undefined) return refuse('contact.gone')
  const refusal = notHeldBy(contact.record.state, command.agent)
  if (refusal !== null) return refusal
  const { to } = command
  const from = command.agent
  if ('queue' in to) {
    const queue = floor.queues.get(to.queue)
    if (queue === undefined || queue.retired) return refuse('queue.unknown')
    return [requeue(floor, contact, { cause: 'transfer', from, queue: to.queue }, at)]
  }
  return (
    cannotTake(floor, contact, from, to.agent) ?? [
      requeue(floor, contact, { cause: 'transfer', from, only: to.agent }, at),
    ]
  )
}

export function notHeldBy(state: ContactPhase, agent: AgentId): Refusal | null {
  if (isOthers(state, agent)) return refuse('contact.notYours')
  return state.phase === 'active' ? null : refuse('contact.notActive')
}

/** TR3. Capacity already promised to contacts on their way to the agent is not promised twice. */
function cannotTake(floor: Floor, contact: FloorContact, from: AgentId, to: AgentId): Refusal | null {
  if (from === to) return refuse('agent.same')
  const target = floor.agents.get(to)
  if (target === undefined || target.rules === null) return refuse('agent.unknown')
  if (!isStaffed(target)) return refuse('agent.unavailable')
  const fits = hasRoomFor(floor, target, contact, false) && mayInterrupt(target, contact.channel, null)
  return fits ? null : refuse('agent.unavailable')
}

/** CQ5, WU1, WU2. Ending a talk that is already in wrap-up changes nothing. */
export function closeContact(floor: Floor, { contact: id, by }: Asked<'closeContact'>, at: Instant): Decision {
  const contact = floor.contacts.get(id)
  if (contact === undefined) return refuse('contact.gone')
  const { state } = contact.record
  switch (state.phase) {
    case 'queued':
    case 'offered':
    case 'called':
    case 'resting':
      return leaveUnanswered(contact, by, at)
    case 'active':
      return [endTalk(contact, state.agent, by, at)]
    case 'wrapUp':
      return nothing
  }
}

/** ER1. Whoever had it is free at once: nothing of it is left to wrap up. */
export function removeContact(floor: Floor, { contact: id }: Asked<'removeContact'>, at: Instant): Decision {
  const contact = floor.contacts.get(id)
  if (contact === undefined) return refuse('contact.gone')
  const { state } = contact.record
  if (state.phase !== 'active' && state.phase !== 'wrapUp') return leaveUnanswered(contact, 'system', at)
  return [
    {
      type: 'contactClosed',
      at,
      contact: id,
      by: 'system',
      outcome: 'closed',
      agent: state.agent,
      queue: contact.record.queue,
    },
  ]
}

/** CQ5, CL2: a contact leaves that nobody answered. Only a customer abandons; `gone` tells that the customer vanished. */
export function leaveUnanswered(contact: FloorContact, by: ClosedBy, at: Instant, gone = false): readonly FloorEvent[] {
  // Who gave up a call-back did not give up waiting.
  const isAbandoned = contact.record.hold === null && (by === 'customer' || gone)
  const outcome = isAbandoned ? 'abandoned' : 'closed'
  return [
    ...endOffers(contact, 'canceled', at),
    { type: 'contactClosed', at, contact: contact.record.id, by, outcome, agent: null, queue: contact.record.queue },
  ]
}

/** WU1, WU2, WU6 to WU8. */
function endTalk(contact: FloorContact, agent: AgentId, by: ClosedBy, at: Instant): FloorEvent {
  const { id, queue } = contact.record
  const { wrapUp, wrapUpMs, wrapUpUnits } = contact.queue.rules
  if (wrapUp === 'none' || (wrapUp !== 'untimed' && wrapUpMs === 0))
    return { type: 'contactClosed', at, contact: id, by, outcome: 'served', agent, queue }
  const until = wrapUp === 'untimed' ? null : later(at, wrapUpMs)
  const units = wrapUp === 'optional' ? 0 : Math.min(contact.charged, wrapUpUnits ?? contact.charged)
  return { type: 'wrapUpStarted', at, contact: id, agent, by, until, units }
}

/** WU3. */
export function finishWrapUp(floor: Floor, command: Asked<'finishWrapUp'>, at: Instant): Decision {
  const contact = floor.contacts.get(command.contact)
  if (contact === undefined) return refuse('contact.gone')
  const { state } = contact.record
  if (isOthers(state, command.agent)) return refuse('contact.notYours')
  if (state.phase !== 'wrapUp') return refuse('wrapUp.notOpen')
  const { dispositionRequired, dispositions } = contact.queue.rules
  if (command.disposition === '' && dispositionRequired) return refuse('disposition.required')
  if (command.disposition !== '' && !dispositions.includes(command.disposition)) return refuse('disposition.unknown')
  return endWrapUp(contact, command.disposition, at)
}

/** WU9. A wrap-up without an end needs no more time. */
export function extendWrapUp(floor: Floor, command: Asked<'extendWrapUp'>, at: Instant): Decision {
  const contact = floor.contacts.get(command.contact)
  if (contact === undefined) return refuse('contact.gone')
  const { state } = contact.record
  if (isOthers(state, command.agent)) return refuse('contact.notYours')
  if (state.phase !== 'wrapUp') return refuse('wrapUp.notOpen')
  if (state.until === null) return nothing
  const { wrapUpExtensionMs, wrapUpExtensionsMax } = contact.queue.rules
  if (at >= state.until) return refuse('wrapUp.notOpen')
  if (state.extensions >= wrapUpExtensionsMax || wrapUpExtensionMs === 0) return refuse('wrapUp.limit')
  const until = later(state.until, wrapUpExtensionMs)
  const extensions = state.extensions + 1
  return [{ type: 'wrapUpExtended', at, contact: command.contact, agent: command.agent, until, extensions }]
}

/** CL1. */
export function loseCustomer(floor: Floor, { contact: id }: Asked<'loseCustomer'>, at: Instant): Decision {
  const contact = floor.contacts.get(id)
  if (contact === undefined) return refuse('contact.gone')
  return contact.record.customerLostAt === null ? [{ type: 'customerLost', at, contact: id }] : nothing
}

/** CL3. */
export function connectCustomer(floor: Floor, { contact: id }: Asked<'connectCustomer'>, at: Instant): Decision {
  const contact = floor.contacts.get(id)
  if (contact === undefined) return refuse('contact.gone')
  return contact.record.customerLostAt === null ? nothing : [{ type: 'customerConnected', at, contact: id }]
}
