/** Call-back: keeping a place, being called when it is one's turn, and coming or not. */
import type { AgentId, OfferId } from '../../model/ids.ts'
import type { Instant } from '../../model/time.ts'
import { callOf, isCalledFirst, nextCallAt } from '../call-back.ts'
import type { Decision } from '../decide.ts'
import type { FloorEvent } from '../events.ts'
import type { Floor, FloorContact } from '../floor.ts'
import { holdsNow } from '../overflow.ts'
import { nothing, refuse, requeue, type Asked } from './parts.ts'

/** CB1. While it rings somebody is about to answer. */
export function holdContact(floor: Floor, { contact: id }: Asked<'holdContact'>, at: Instant): Decision {
  const contact = floor.contacts.get(id)
  if (contact === undefined) return refuse('contact.gone')
  if (contact.record.hold !== null) return nothing
  if (contact.record.state.phase !== 'queued') return refuse('contact.notWaiting')
  return [held(contact, at)]
}

export const held = (contact: FloorContact, at: Instant): FloorEvent => ({
  type: 'contactHeld',
  at,
  contact: contact.record.id,
  mode: contact.queue.rules.callBack.mode,
})

/** CB2, CB4, CB5, ML3. */
export function resumeContact(floor: Floor, { contact: id }: Asked<'resumeContact'>, at: Instant): Decision {
  const contact = floor.contacts.get(id)
  if (contact === undefined) return refuse('contact.gone')
  const { state, hold } = contact.record
  if (hold === null) return refuse('callBack.gone')
  if (hold.mode === 'message') return resumeMessage(contact, at)
  if (state.phase !== 'called') return [{ type: 'contactResumed', at, contact: id }]
  if (at >= state.deadline) return refuse('callBack.gone')
  if (!isCalledFirst(contact.record)) return [{ type: 'customerJoined', at, contact: id, agent: state.agent }]
  return [
    { type: 'customerJoined', at, contact: id, agent: null },
    requeue(floor, contact, { cause: 'callBack', from: null, prefer: state.agent }, at),
  ]
}

/** ML3. Or it would be a way round the rule that sent them away. */
function resumeMessage({ record, queue }: FloorContact, at: Instant): Decision {
  if (record.state.phase !== 'queued' && record.state.phase !== 'offered') return refuse('contact.notWaiting')
  for (const rule of queue.rules.overflow)
    if ('way' in rule.to && rule.to.way !== 'callBack' && holdsNow(queue, rule)) return refuse(`queue.${rule.to.way}`)
  return [{ type: 'contactResumed', at, contact: record.id }]
}

/** CB3, CB4: an agent has accepted the contact, or is kept for it. */
export function startCall(
  contact: FloorContact,
  agent: AgentId,
  offer: OfferId | null,
  at: Instant,
): readonly FloorEvent[] {
  const { call, deadline } = callOf(contact, contact.queue.rules, at)
  return [{ type: 'callStarted', at, contact: contact.record.id, agent, offer, call, deadline }]
}

/** CB6. */
export function failCall(contact: FloorContact, at: Instant): readonly FloorEvent[] {
  const { id, state, queue } = contact.record
  if (state.phase !== 'called') return nothing
  const until = nextCallAt(contact.record, contact.queue.rules, at)
  const failed: FloorEvent = { type: 'callFailed', at, contact: id, agent: state.agent, until }
  if (until !== null) return [failed]
  return [failed, { type: 'contactClosed', at, contact: id, by: 'system', outcome: 'unreached', agent: null, queue }]
}
