/** Growing: a contact goes from chat to voice to video and back, with the agent who has it and at the place where it waits. */
import type { Instant } from '../../model/time.ts'
import type { Decision } from '../decide.ts'
import type { FloorEvent } from '../events.ts'
import type { Floor } from '../floor.ts'
import { strandedAt } from '../stranded.ts'
import { handBack, nothing, refuse, type Asked } from './parts.ts'

/** GR1. Nobody is asked whether it fits: the customer has somebody, or goes on waiting. */
export function changeChannel(floor: Floor, command: Asked<'changeChannel'>, at: Instant): Decision {
  const contact = floor.contacts.get(command.contact)
  if (contact === undefined) return refuse('contact.gone')
  const { id, state, channel: from } = contact.record
  if (state.phase === 'wrapUp') return refuse('contact.notActive')
  const { channel } = command
  if (channel === from) return nothing
  const changed: FloorEvent = { type: 'channelChanged', at, contact: id, channel, from }
  // AL5: by now a call would have been given back.
  const stranded = strandedAt(contact, channel)
  if (stranded === null || at < stranded || !('agent' in state)) return [changed]
  return [changed, handBack(floor, contact, state.agent, at)]
}
