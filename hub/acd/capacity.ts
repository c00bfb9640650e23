/**
 * What a contact takes of an agent, and what fits beside what they have. Units say how much, the interrupt matrix says
 * which channels go together; both are data of the channel (hub/channels), which an agent's rules may change.
 *
 * An idle talk may be parked: it then takes a share of its units, and the rest is free for others. A message wakes it. If
 * its units no longer fit, the talk has stirred: it takes them as soon as they are free, before anything new is offered,
 * so that many who wake at once never put more on an agent than the agent can hold.
 */
import { channels } from '../channels/index.ts'
import { later, type DurationMs, type Instant } from '../model/time.ts'
import { compareContacts, type FloorAgent, type FloorContact } from './floor.ts'
import { allChannels } from './limits.ts'
import type { ContactRecord, QueueRules } from './state.ts'

/** Units that a talk takes of this agent. */
export const unitsFor = ({ limits }: FloorAgent, channel: number): number => limits.units[channel]!

/** Units that the contact takes of whoever holds it, in the phase it is in. */
export function chargeOf(agent: FloorAgent, { record: { state }, channel }: FloorContact): number {
  if (state.phase === 'wrapUp') return state.units
  const units = unitsFor(agent, channel)
  return state.phase === 'active' && state.parked !== null ? Math.min(state.parked.units, units) : units
}

/** Units that the contact takes of this agent, who is offered it or has it. */
export const chargedTo = (agent: FloorAgent, { record, charged, channel }: FloorContact): number =>
  record.state.phase === 'offered' ? unitsFor(agent, channel) : charged

/** Units of a parked talk: the queue's share, rounded up. What cannot rest takes all. */
export function parkedUnits(contact: FloorContact, { parkedPercent }: QueueRules): number {
  const { parkable } = channels[contact.record.channel]
  return parkable ? Math.min(contact.charged, Math.ceil((contact.charged * parkedPercent) / 100)) : contact.charged
}

/** Here to work: configured, connected and available. */
export function isStaffed({ rules, record }: FloorAgent): boolean {
  return rules !== null && record.link.state === 'connected' && record.status === 'available'
}

/** For which channels the agent could be offered a contact now, a bit for each; queue and skills are left aside. */
export function readyChannels(agent: FloorAgent): number {
  const { rules, limits, usedUnits, talks, record } = agent
  if (rules === null || agent.ringing !== null || agent.stirred.size > 0) return 0
  if (record.restsUntil !== null || !isStaffed(agent)) return 0
  const free = rules.capacityUnits - usedUnits
  let fitting = 0
  let allowed = allChannels
  for (let number = 0; number < talks.length; number++) {
    if (free >= limits.units[number]! && talks[number]! < limits.most[number]!) fitting |= 1 << number
    if (talks[number]! > 0) allowed &= limits.interruptedBy[number]!
  }
  return fitting & allowed
}

/** Whether one more talk of this channel is allowed, whatever its units. `counted`: talks of it that are left aside. */
export function isBelowMost({ limits, talks }: FloorAgent, channel: number, counted: number): boolean {
  return talks[channel]! - counted < limits.most[channel]!
}

/** Whether a contact of this channel may ring beside the talks the agent has. `besides`: one of them that is left aside. */
export function mayInterrupt({ limits, talks }: FloorAgent, channel: number, besides: FloorContact | null): boolean {
  return talks.every((count, held) => {
    const counted = besides?.channel === held ? 1 : 0
    return count === counted || (limits.interruptedBy[held]! & (1 << channel)) !== 0
  })
}

/** How many contacts of a channel an agent can hold at once. */
export function slotsOf({ rules, limits }: FloorAgent, channel: number): number {
  return rules === null ? 0 : Math.min(Math.floor(rules.capacityUnits / limits.units[channel]!), limits.most[channel]!)
}

/** Units that talks which have stirred still lack. */
export function lackingUnits(agent: FloorAgent): number {
  let units = 0
  for (const { channel, charged } of agent.stirred) units += unitsFor(agent, channel) - charged
  return units
}

/** The talk that takes its units back next, if they are free; strictly in turn, so that a large one is not passed by for ever. */
export function wakeable(agent: FloorAgent): FloorContact | null {
  if (agent.stirred.size === 0) return null
  let next: FloorContact | null = null
  for (const contact of agent.stirred) if (next === null || inTurn(contact, next) < 0) next = contact
  if (next === null) return null
  const free = (agent.rules?.capacityUnits ?? 0) - agent.usedUnits
  return free >= unitsFor(agent, next.channel) - next.charged ? next : null
}

const inTurn = (a: FloorContact, b: FloorContact): number =>
  (stirredAt(a) ?? 0) - (stirredAt(b) ?? 0) || compareContacts(a, b)

/** When a message came for a parked talk whose units were not free; null for any other contact. */
export function stirredAt({ record: { state } }: FloorContact): Instant | null {
  return state.phase === 'active' && state.parked !== null ? state.parked.stirredAt : null
}

/** A message so soon after the one before need not be noted: an event for each would be a flood. */
export const noteStepMs = (parkAfterMs: DurationMs): DurationMs => Math.floor(parkAfterMs / 8) as DurationMs

/** When a talk is parked by itself, or null: never earlier than the queue says after its last message, and at most an eighth later. */
export function parksAt({ state, channel }: ContactRecord, { parkAfterMs }: QueueRules): Instant | null {
  if (state.phase !== 'active' || state.parked !== null || parkAfterMs === null) return null
  return channels[channel].parkable ? later(later(state.spokenAt, parkAfterMs), noteStepMs(parkAfterMs)) : null
}
