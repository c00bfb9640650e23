/** A contact that goes on by another channel (GR1 to GR5). What that takes of whom is asked whenever it matters. */
import type { Act } from './world.ts'

const changeChannel: Act<'changeChannel'> = (world, { contact, channel }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  if (guest.state.phase === 'wrapUp') return 'contact.notActive'
  if (guest.channel === channel) return
  guest.channel = channel
  if (guest.state.phase === 'active') guest.state = { ...guest.state, spokenAt: now, parked: null }
}

export const growingActs = { changeChannel }
