/**
 * Customers who do not wait in person: they keep their place and are called when it is their turn (CB1 to CB8), or have
 * left a message and are not called at all (ML1 to ML3).
 */
import type { Instant } from '../../model/time.ts'
import { call, take, waitAgain } from './changes.ts'
import { waysElse } from './overflow.ts'
import { deskOf, type Act, type Guest, type Hand, type World } from './world.ts'

/** CB1. */
const holdContact: Act<'holdContact'> = (world, { contact }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  if (guest.hold !== null) return
  if (guest.state.phase !== 'queued') return 'contact.notWaiting'
  guest.hold = { since: now, mode: deskOf(world, guest).callBack.mode, calls: 0 }
}

/** CB2 to CB4, ML3. */
const resumeContact: Act<'resumeContact'> = (world, { contact }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  const { hold, state } = guest
  if (hold === null) return 'callBack.gone'
  if (hold.mode === 'message') {
    if (state.phase !== 'queued' && state.phase !== 'offered') return 'contact.notWaiting'
    const [instead] = waysElse(world, guest)
    if (instead !== undefined) return instead
  }
  if (state.phase === 'called' && now >= state.deadline) return 'callBack.gone'
  Object.assign(guest, { hold: null, customerLostAt: null })
  if (state.phase === 'resting') return waitAgain(world, guest, now)
  if (state.phase !== 'called') return
  if (hold.mode === 'agent-first') take(guest, world.agents.get(state.agent)!, now)
  else waitAgain(world, guest, now, { prefer: state.agent })
}

/** An agent has the contact as far as that goes: its customer is called first where they do not wait in person (CB3). */
export function give(world: World, guest: Guest, hand: Hand, now: Instant): void {
  if (guest.hold === null || guest.hold.mode === 'message') take(guest, hand, now)
  else call(world, guest, hand, now)
}

export const callBackActs = { holdContact, resumeContact }
