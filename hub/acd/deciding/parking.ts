/** Parked talks: an idle one rests with its agent at a part of its units, and a message wakes it. */
import type { Instant } from '../../model/time.ts'
import { noteStepMs, parkedUnits, unitsFor, wakeable } from '../capacity.ts'
import type { Decision } from '../decide.ts'
import type { FloorEvent } from '../events.ts'
import type { Floor, FloorContact } from '../floor.ts'
import { isOthers, nothing, refuse, type Asked } from './parts.ts'

/** CA5. */
export function parkContact(floor: Floor, { agent, contact: id }: Asked<'parkContact'>, at: Instant): Decision {
  const contact = floor.contacts.get(id)
  if (contact === undefined) return refuse('contact.gone')
  const { state } = contact.record
  if (isOthers(state, agent)) return refuse('contact.notYours')
  if (state.phase !== 'active') return refuse('contact.notActive')
  return state.parked === null ? park(contact, 'agent', at) : nothing
}

/** CA5. The contact must be in talk. */
export function park(contact: FloorContact, by: 'agent' | 'time', at: Instant): readonly FloorEvent[] {
  const { id, state } = contact.record
  if (state.phase !== 'active') return nothing
  const units = parkedUnits(contact, contact.queue.rules)
  return [{ type: 'contactParked', at, contact: id, agent: state.agent, by, units }]
}

/** CA6, CA7. A message of somebody who only waits, or wraps up, is no business of the floor's. */
export function noteMessage(floor: Floor, { contact: id }: Asked<'noteMessage'>, at: Instant): Decision {
  const contact = floor.contacts.get(id)
  if (contact === undefined) return refuse('contact.gone')
  const { state } = contact.record
  if (state.phase !== 'active') return nothing
  const { agent: name, parked, spokenAt } = state
  if (parked === null) {
    const { parkAfterMs } = contact.queue.rules
    const isNews = parkAfterMs !== null && at - spokenAt >= noteStepMs(parkAfterMs)
    return isNews ? [{ type: 'messageNoted', at, contact: id }] : nothing
  }
  if (parked.stirredAt !== null) return nothing
  const agent = floor.agents.get(name)!
  const lacking = unitsFor(agent, contact.channel) - contact.charged
  const fits = agent.stirred.size === 0 && (agent.rules?.capacityUnits ?? 0) - agent.usedUnits >= lacking
  return [{ type: fits ? 'contactWoken' : 'contactStirred', at, contact: id, agent: name }]
}

/** CA7. At most one: the shell comes again. */
export function wakeNext(floor: Floor, at: Instant): readonly FloorEvent[] {
  let first = null
  for (const agent of floor.wakeable) if (first === null || agent.record.id < first.record.id) first = agent
  const contact = first === null ? null : wakeable(first)
  return contact === null
    ? nothing
    : [{ type: 'contactWoken', at, contact: contact.record.id, agent: first!.record.id }]
}
