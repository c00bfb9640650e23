/** Talks that rest (CA5 to CA7): at a share of their units, until a message wakes them or waits for the rest of these. */
import { channels } from '../../channels/index.ts'
import { durationMs, later, type DurationMs, type Instant } from '../../model/time.ts'
import {
  deskOf,
  heldBy,
  isOthers,
  lacks,
  stirredSince,
  talkUnits,
  usedUnits,
  weightOf,
  type Act,
  type Guest,
  type Hand,
  type World,
} from './world.ts'

/** CA5. */
export function park(world: World, guest: Guest, now: Instant): void {
  if (guest.state.phase !== 'active') return
  const whole = talkUnits(world.agents.get(guest.state.agent)!, guest)
  const share = Math.ceil((whole * deskOf(world, guest).parkedPercent) / 100)
  const units = channels[guest.channel].parkable ? Math.min(whole, share) : whole
  guest.state = { ...guest.state, parked: { since: now, units, stirredAt: null } }
}

const eighth = (ms: DurationMs): DurationMs => durationMs(Math.floor(ms / 8))

/** CA6. */
export function parksAt(world: World, { state, channel, ...guest }: Guest): Instant | null {
  const { parkAfterMs } = deskOf(world, { state, channel, ...guest })
  if (state.phase !== 'active' || state.parked !== null || parkAfterMs === null) return null
  return channels[channel].parkable ? later(later(state.spokenAt, parkAfterMs), eighth(parkAfterMs)) : null
}

const parkContact: Act<'parkContact'> = (world, { agent, contact }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  if (isOthers(guest, agent)) return 'contact.notYours'
  if (guest.state.phase !== 'active') return 'contact.notActive'
  if (guest.state.parked === null) park(world, guest, now)
}

/** CA6, CA7. */
const noteMessage: Act<'noteMessage'> = (world, { contact }, now) => {
  const guest = world.contacts.get(contact)
  if (guest === undefined) return 'contact.gone'
  if (guest.state.phase !== 'active') return
  const { parkAfterMs } = deskOf(world, guest)
  const { parked, spokenAt, agent } = guest.state
  if (parked === null && parkAfterMs !== null && now - spokenAt >= eighth(parkAfterMs))
    guest.state = { ...guest.state, spokenAt: now }
  if (parked === null || parked.stirredAt !== null) return
  const hand = world.agents.get(agent)!
  if (stirredOf(world, hand, now).length === 0 && hasRest(world, hand, guest)) wake(guest, now)
  else guest.state = { ...guest.state, parked: { ...parked, stirredAt: now } }
}

function wake(guest: Guest, now: Instant): void {
  if (guest.state.phase === 'active') guest.state = { ...guest.state, spokenAt: now, parked: null }
}

/** Whether the units that it lacks are free. */
const hasRest = (world: World, hand: Hand, guest: Guest): boolean =>
  (hand.rules?.capacityUnits ?? 0) - usedUnits(world, hand) >= lacks(hand, guest)

/** The earliest first, and of equals who weighs most. */
const stirredOf = (world: World, hand: Hand, now: Instant): Guest[] =>
  heldBy(world, hand.id)
    .filter((guest) => stirredSince(guest) !== null)
    .sort(
      (a, b) =>
        stirredSince(a)! - stirredSince(b)! ||
        weightOf(world, b, now) - weightOf(world, a, now) ||
        a.enqueuedAt - b.enqueuedAt ||
        (a.id < b.id ? -1 : 1),
    )

/** Wakes one talk that has its units free again; false where there is none (CA7). */
export function wakeOne(world: World, now: Instant): boolean {
  for (const hand of world.agents.values()) {
    const [first] = stirredOf(world, hand, now)
    if (first === undefined || !hasRest(world, hand, first)) continue
    wake(first, now)
    return true
  }
  return false
}

export const parkingActs = { parkContact, noteMessage }
