/**
 * What a contact takes of an agent, and what fits beside what they have. Units say how much, the interrupt matrix says
 * which channels go together; both are data of the channel (hub/channels), which an agent's rules may change.
 *
 * An idle talk may be parked: it then takes a share of its units, and the rest is free for others. A message wakes it. If
 * its units no longer fit, the talk has stirred: it takes them as soon as they are free, before anything new is offered,
 * so that many who wake at once never put more on an agent than the agent can hold.
 */
import { channelNames, channels, type ChannelName } from '../channels/index.ts'
import { later, type DurationMs, type Instant } from '../model/time.ts'
import { compareContacts, type FloorAgent, type FloorContact } from './floor.ts'
import type { AgentRules, ContactRecord, QueueRules } from './state.ts'

/** Units that a talk takes of an agent with these rules; null for an agent whom configuration no longer names. */
export function unitsFor(rules: AgentRules | null, channel: ChannelName): number {
  return rules?.channels?.[channel]?.units ?? channels[channel].units
}

/** Units that the contact takes of whoever holds it, in the phase it is in. */
export function chargeOf(rules: AgentRules | null, { state, channel }: ContactRecord): number {
  if (state.phase === 'wrapUp') return state.units
  const units = unitsFor(rules, channel)
  return state.phase === 'active' && state.parked !== null ? Math.min(state.parked.units, units) : units
}

/** Units that the contact takes of this agent, who is offered it or has it. */
export const chargedTo = (agent: FloorAgent, { record, charged }: FloorContact): number =>
  record.state.phase === 'offered' ? unitsFor(agent.rules, record.channel) : charged

/** Units of a parked talk: the queue's share, rounded up. What cannot rest takes all. */
export function parkedUnits(contact: FloorContact, { parkedPercent }: QueueRules): number {
  const { parkable } = channels[contact.record.channel]
  return parkable ? Math.min(contact.charged, Math.ceil((contact.charged * parkedPercent) / 100)) : contact.charged
}

/** Here to work: configured, connected and available. */
export function isStaffed({ rules, record }: FloorAgent): boolean {
  return rules !== null && record.link.state === 'connected' && record.status === 'available'
}

/** True when the agent could be offered a contact of this channel now, leaving queue and skills aside. */
export function isReadyFor(agent: FloorAgent, channel: ChannelName): boolean {
  const { rules } = agent
  if (rules === null || !isStaffed(agent) || agent.ringing !== null || agent.stirred.size > 0) return false
  if (agent.record.restsUntil !== null) return false
  if (rules.capacityUnits - agent.usedUnits < unitsFor(rules, channel)) return false
  return isBelowMost(agent, channel, null) && mayInterrupt(agent, channel, null)
}

/** True when the agent could be offered anything. */
export const isFree = (agent: FloorAgent): boolean => channelNames.some((channel) => isReadyFor(agent, channel))

/** Whether one more talk of this channel is allowed, whatever its units. `besides`: a contact they have that is counted already. */
export function isBelowMost({ rules, talks }: FloorAgent, channel: ChannelName, besides: FloorContact | null): boolean {
  const counted = besides === null ? 0 : 1
  return talks[channel] - counted < (rules?.channels?.[channel]?.max ?? Number.POSITIVE_INFINITY)
}

/** Whether a contact of this channel may ring beside the talks the agent has. `besides`: one of them that is left aside. */
export function mayInterrupt(
  { rules, talks }: FloorAgent,
  channel: ChannelName,
  besides: FloorContact | null,
): boolean {
  return channelNames.every((held) => {
    const interruptedBy: readonly string[] = rules?.channels?.[held]?.interruptedBy ?? channels[held].interruptedBy
    const counted = besides?.record.channel === held ? 1 : 0
    return talks[held] === counted || interruptedBy.includes(channel)
  })
}

/** How many contacts of a channel an agent can hold at once. */
export function slotsOf({ rules }: FloorAgent, channel: ChannelName): number {
  if (rules === null) return 0
  return Math.min(
    Math.floor(rules.capacityUnits / unitsFor(rules, channel)),
    rules.channels?.[channel]?.max ?? Number.POSITIVE_INFINITY,
  )
}

/** Units that talks which have stirred still lack. */
export function lackingUnits({ stirred, rules }: FloorAgent): number {
  let units = 0
  for (const { record, charged } of stirred) units += unitsFor(rules, record.channel) - charged
  return units
}

/** The talk that takes its units back next, if they are free; strictly in turn, so that a large one is not passed by for ever. */
export function wakeable({ stirred, rules, usedUnits }: FloorAgent): FloorContact | null {
  let next: FloorContact | null = null
  for (const contact of stirred) if (next === null || inTurn(contact, next) < 0) next = contact
  if (next === null) return null
  return (rules?.capacityUnits ?? 0) - usedUnits >= unitsFor(rules, next.record.channel) - next.charged ? next : null
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
