/**
 * Manual acts (MA1 to MA7): somebody chooses contact and agent. What they choose is held to eligibility where it is the
 * agent's own choice, and to units and the most talks of a channel in any case (CA4).
 */
import { give } from './call-back.ts'
import { endRings, endStay, take, waitAgain } from './changes.ts'
import {
  deskOf,
  fits,
  hasRoom,
  heldBy,
  isAvailable,
  meetsAll,
  named,
  promisedTo,
  type Act,
  type Guest,
  type Hand,
  type World,
} from './world.ts'
import type { RefusalCode } from '../events.ts'
import type { Instant } from '../../model/time.ts'

/** Somebody with a line who has not signed off. */
export function here(world: World, id: Hand['id']): Hand | RefusalCode {
  const hand = named(world, id)
  if (hand === null) return 'agent.unknown'
  return hand.link.state === 'connected' && hand.status !== 'offline' ? hand : 'agent.unavailable'
}

/** Beside all that they hold and all that is on its way to them alone; `isAtOnce`: not beside their part in this contact (EN5). */
const suits = (world: World, hand: Hand, guest: Guest, isAtOnce: boolean): boolean => {
  const engaged = hand.engaged.filter(({ contact }) => !isAtOnce || contact !== guest.id)
  return hasRoom(world, { ...hand, engaged }, guest, promisedTo(world, hand, guest))
}

const pullContact: Act<'pullContact'> = (world, { agent, contact }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  if (guest.state.phase !== 'queued') return 'contact.notWaiting'
  const hand = here(world, agent)
  if (typeof hand === 'string') return hand
  const { only } = guest.state
  if (only !== null && only !== agent) return 'contact.notYours'
  const asked = [...deskOf(world, guest).requirements, ...guest.requirements]
  const isEligible = hand.rules!.queues.includes(guest.queue) && meetsAll(hand.rules!, asked)
  if (only !== agent && !isEligible) return 'agent.notEligible'
  if (!suits(world, hand, guest, true)) return 'agent.full'
  give(world, guest, hand, now)
}

const assignContact: Act<'assignContact'> = (world, { contact, agent, force }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  const { state } = guest
  if (state.phase === 'wrapUp') return 'contact.notActive'
  if (state.phase === 'called' || state.phase === 'resting') return 'contact.notWaiting'
  const hand = here(world, agent)
  if (typeof hand === 'string') return hand
  if (state.phase === 'active' && state.agent === agent) return 'agent.same'
  if (!suits(world, hand, guest, force)) return 'agent.full'
  if (!force && isTheirsAlone(guest, agent)) return
  if (!force && !(isAvailable(hand) && fits(world, hand, guest))) return 'agent.unavailable'
  letGo(world, guest, now)
  if (force) give(world, guest, hand, now)
  else waitAgain(world, guest, now, { only: agent })
}

/** It rings at this agent and will at nobody else, or waits for them alone. */
function isTheirsAlone({ state }: Guest, agent: Hand['id']): boolean {
  if (state.phase === 'offered') return state.group === null && state.rings.some((ring) => ring.agent === agent)
  return state.phase === 'queued' && state.only === agent
}

/** Nobody has it or is rung for it any more; nobody has turned it down. */
function letGo(world: World, guest: Guest, now: Instant): void {
  if (guest.state.phase === 'active') endStay(world, guest, world.agents.get(guest.state.agent)!, now)
  endRings(world, guest, now)
}

const takeOverContact: Act<'takeOverContact'> = (world, { contact, by }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  if (guest.state.phase !== 'active') return 'contact.notActive'
  const hand = here(world, by)
  if (typeof hand === 'string') return hand
  if (guest.state.agent === by) return 'agent.same'
  if (!suits(world, hand, guest, true)) return 'agent.full'
  letGo(world, guest, now)
  take(guest, hand, now)
}

const rescueContacts: Act<'rescueContacts'> = (world, { agent }, now) => {
  const hand = world.agents.get(agent)
  if (hand === undefined) return 'agent.unknown'
  if (hand.link.state === 'connected') return 'agent.here'
  for (const guest of heldBy(world, agent)) {
    if (guest.state.phase !== 'active') continue
    letGo(world, guest, now)
    waitAgain(world, guest, now, { prefer: agent })
  }
}

export const manualActs = { pullContact, assignContact, takeOverContact, rescueContacts }
