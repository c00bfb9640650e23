/** A contact that goes on by another channel (GR1 to GR5), and calls whose agent is lost (AL5). What a channel takes of whom is asked whenever it matters. */
import { later, seconds, type Instant } from '../../model/time.ts'
import { endStay, waitAgain } from './changes.ts'
import { deskOf, type Act, type Guest, type Hand, type World } from './world.ts'

const changeChannel: Act<'changeChannel'> = (world, { contact, channel }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  if (guest.state.phase === 'wrapUp') return 'contact.notActive'
  if (guest.channel === channel) return
  guest.channel = channel
  if (guest.state.phase === 'active') guest.state = { ...guest.state, spokenAt: now, parked: null }
  const stranded = strandedAt(world, guest)
  if (stranded !== null && stranded <= now) handBack(world, guest, lostAgentOf(world, guest)!, now)
}

/** The agent who has the contact, or for whom its customer is called, if their line is lost. */
export function lostAgentOf(world: World, { state }: Guest): Hand | null {
  if (state.phase !== 'active' && state.phase !== 'called') return null
  const hand = world.agents.get(state.agent)!
  return hand.link.state === 'lost' ? hand : null
}

/** AL5: when the contact waits again, if that is sooner than its agent is given up. */
export function strandedAt(world: World, guest: Guest): Instant | null {
  const link = lostAgentOf(world, guest)?.link
  if (link?.state !== 'lost' || (guest.channel !== 'voice' && guest.channel !== 'video')) return null
  const { agentGraceMs } = deskOf(world, guest)
  const at = later(link.since, agentGraceMs < seconds(20) ? agentGraceMs : seconds(20))
  return at < link.graceUntil ? at : null
}

/** AL4, AL5. */
export function handBack(world: World, guest: Guest, hand: Hand, now: Instant): void {
  if (guest.state.phase === 'active') endStay(world, guest, hand, now)
  waitAgain(world, guest, now, { prefer: hand.id })
}

export const growingActs = { changeChannel }
