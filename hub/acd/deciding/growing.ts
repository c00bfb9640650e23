/** Growing: a contact goes from chat to voice to video and back, with the agent who has it and at the place where it waits. */
import type { Instant } from '../../model/time.ts'
import type { Decision } from '../decide.ts'
import type { Floor } from '../floor.ts'
import { nothing, refuse, type Asked } from './parts.ts'

/** GR1. Nobody is asked whether it fits: the customer has somebody, or goes on waiting. */
export function changeChannel(floor: Floor, command: Asked<'changeChannel'>, at: Instant): Decision {
  const contact = floor.contacts.get(command.contact)
  if (contact === undefined) return refuse('contact.gone')
  const { id, state, channel: from } = contact.record
  if (state.phase === 'wrapUp') return refuse('contact.notActive')
  const { channel } = command
  return channel === from ? nothing : [{ type: 'channelChanged', at, contact: id, channel, from }]
}
