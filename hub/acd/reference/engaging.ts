/**
 * Who is busy with somebody else's contact (EN1 to EN5), and is handed it (TR6). That it ends with the contact's talk, or when
 * the contact becomes their own, is looked for after everything that happens.
 */
import type { ContactId } from '../../model/ids.ts'
import type { Instant } from '../../model/time.ts'
import { endStay, take } from './changes.ts'
import { here } from './manual.ts'
import { isOthers, named, type Act, type Guest, type Hand, type World } from './world.ts'

const isTheirs = ({ state }: Guest, hand: Hand): boolean => 'agent' in state && state.agent === hand.id

const engageAgent: Act<'engageAgent'> = (world, { agent, contact, units }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  if (guest.state.phase === 'wrapUp') return 'contact.notActive'
  const hand = named(world, agent)
  if (hand === null) return 'agent.unknown'
  if (hand.link.state !== 'connected') return 'agent.unavailable'
  if (isTheirs(guest, hand)) return 'agent.same'
  if (hand.engaged.some((one) => one.contact === contact && one.units === units)) return
  release(hand, contact, now)
  hand.engaged = [...hand.engaged, { contact, units, since: now }]
  hand.idleSince = now
}

const releaseAgent: Act<'releaseAgent'> = (world, { agent, contact }, now) => {
  const hand = world.agents.get(agent)
  if (hand !== undefined) release(hand, contact, now)
}

function release(hand: Hand, contact: ContactId, now: Instant): void {
  if (hand.engaged.every((one) => one.contact !== contact)) return
  hand.engaged = hand.engaged.filter((one) => one.contact !== contact)
  hand.idleSince = now
}

const handOverContact: Act<'handOverContact'> = (world, { contact, from, to }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  if (isOthers(guest, from)) return 'contact.notYours'
  if (guest.state.phase !== 'active') return 'contact.notActive'
  if (from === to) return 'agent.same'
  const hand = here(world, to)
  if (typeof hand === 'string') return hand
  if (hand.engaged.every((one) => one.contact !== contact)) return 'agent.notEngaged'
  endStay(world, guest, world.agents.get(from)!, now)
  guest.overflowedFrom = []
  take(guest, hand, now)
}

/** EN4, EN5: parts in what is over, or is the agent's own by now. */
export function endParts(world: World, now: Instant): void {
  for (const hand of world.agents.values())
    for (const { contact } of hand.engaged) {
      const guest = world.contacts.get(contact)
      const isOver = guest === undefined || guest.state.phase === 'wrapUp' || isTheirs(guest, hand)
      if (isOver || hand.link.state === 'none') release(hand, contact, now)
    }
}

export const engagingActs = { engageAgent, releaseAgent, handOverContact }
