/**
 * Keeps the indexes in step with the records. `moveContact` is the one way a contact changes phase, `refreshAgent` the one
 * way an agent's readiness is seen; `reindex` builds everything from the records, at start-up and after new configuration.
 */
import { channelNames, channels, type ChannelName } from '../channels/index.ts'
import { assert } from '../model/assert.ts'
import type { AgentId, QueueId } from '../model/ids.ts'
import { later, type Instant } from '../model/time.ts'
import { chargedTo, chargeOf, isStaffed, parksAt, readyChannels, slotsOf, stirredAt, wakeable } from './capacity.ts'
import { enterMovable, leaveMovable, waitEndsAt, weigh } from './overflow.ts'
import { engagedChannel } from './engaging.ts'
import {
  compareIds,
  holdersOf,
  isWaiting,
  type Floor,
  type FloorAgent,
  type FloorContact,
  type FloorQueue,
} from './floor.ts'
import { dueRank, never } from './deadlines.ts'
import { nowhere } from './heap.ts'
import { makeAgent, newAgentRecord, noSlots } from './making.ts'
import { channelNumber, limitsOf } from './limits.ts'
import { firstToEnd } from './rings.ts'
import { heldForScores } from './scoring.ts'
import type { ContactPhase, Engagement } from './state.ts'
import { strandedAt } from './stranded.ts'
import { enterLine, leaveLine, refreshSeats } from './waiting-line.ts'
import { setWeight } from './weight.ts'

/** Puts a contact that is new to the floor where its phase says. */
export function addContact(floor: Floor, contact: FloorContact): void {
  const { queue } = contact
  floor.contacts.set(contact.record.id, contact)
  queue.contacts++
  join(floor, queue, contact)
  contact.holders = holdersFor(floor, contact, contact.record.state)
  for (const holder of contact.holders) hold(floor, holder, contact)
  enterLine(floor, queue, contact)
  enterMovable(queue, contact)
  arm(floor, queue, contact)
  weigh(floor, queue)
}

/** Changes a contact's phase, and its queue when it moves. */
export function moveContact(floor: Floor, contact: FloorContact, next: ContactPhase, to?: QueueId): void {
  const { record } = contact
  const from = contact.queue
  const queue = to === undefined ? from : known(floor.queues.get(to), to)
  const keepsPlace = queue === from && isWaiting(record.state) === isWaiting(next)
  const before = contact.holders
  const after = holdersFor(floor, contact, next)
  leaveLine(floor, contact)
  leaveMovable(floor, from, contact)
  for (const holder of before) discharge(holder, contact)
  if (after !== before) for (const holder of before) if (!after.includes(holder)) release(floor, holder, contact)
  if (!keepsPlace) quit(floor, from, contact)
  if (queue !== from) {
    from.contacts--
    queue.contacts++
    record.queue = queue.rules.id
    contact.queue = queue
    retireIfEmpty(floor, from)
  }
  record.state = next
  contact.holders = after
  if (!keepsPlace) join(floor, queue, contact)
  for (const holder of after) hold(floor, holder, contact)
  enterLine(floor, queue, contact)
  enterMovable(queue, contact)
  arm(floor, queue, contact)
  weigh(floor, queue)
  if (queue !== from) weigh(floor, from)
}

/** The contact goes on by another channel, and in a phase that holds nothing of the one before. */
export function setChannel(floor: Floor, contact: FloorContact, channel: ChannelName, next: ContactPhase): void {
  const { queue, record, holders } = contact
  leaveLine(floor, contact)
  for (const holder of holders) discharge(holder, contact)
  quit(floor, queue, contact)
  Object.assign(contact, { channel: channelNumber[channel], units: channels[channel].units })
  record.channel = channel
  record.state = next
  join(floor, queue, contact)
  for (const holder of holders) {
    hold(floor, holder, contact)
    settleCeiling(holder)
  }
  enterLine(floor, queue, contact)
  arm(floor, queue, contact)
  weigh(floor, queue)
}

/** Takes a contact off the floor. */
export function removeContact(floor: Floor, contact: FloorContact): void {
  const { queue } = contact
  leaveLine(floor, contact)
  leaveMovable(floor, queue, contact)
  for (const holder of contact.holders) {
    discharge(holder, contact)
    release(floor, holder, contact)
  }
  contact.holders = nobody
  quit(floor, queue, contact)
  floor.deadlines.unset(contact)
  floor.contacts.delete(contact.record.id)
  floor.register.free(contact.number)
  queue.contacts--
  weigh(floor, queue)
  retireIfEmpty(floor, queue)
}

/** What the agent is busy with beside contacts of their own, beyond their capacity if need be. */
export function setEngaged(floor: Floor, agent: FloorAgent, engaged: readonly Engagement[]): void {
  for (const one of agent.record.engaged) countEngagement(floor, agent, one, -1)
  agent.record.engaged = engaged
  for (const one of engaged) countEngagement(floor, agent, one, 1)
  settleCeiling(agent)
  refreshAgent(floor, agent)
}

/** Brings seats, queue counts and the grace deadline in step after anything about an agent has changed. */
export function refreshAgent(floor: Floor, agent: FloorAgent): void {
  const staffed = isStaffed(agent)
  const readyFor = readyChannels(agent)
  refreshSeats(floor, agent, staffed, readyFor)
  if (staffed !== agent.staffed || readyFor !== agent.readyFor) recount(floor, agent, staffed, readyFor)
  if (wakeable(agent) !== null) floor.wakeable.add(agent)
  else if (floor.wakeable.size > 0) floor.wakeable.delete(agent)
  const { link, restsUntil } = agent.record
  const lostUntil = link.state === 'lost' ? link.graceUntil : never
  if (restsUntil !== null && restsUntil < lostUntil) floor.deadlines.set(agent, restsUntil, dueRank.rest)
  else floor.deadlines.set(agent, lostUntil, dueRank.grace)
}

/** Sets a contact's deadline by its record: the first of what may happen to it, and at the same instant the first by rank. */
export function arm(floor: Floor, queue: FloorQueue, contact: FloorContact): void {
  const { record } = contact
  const { state, customerLostAt, step, hold } = record
  let at: number = parksAt(record, queue.rules) ?? phaseEnd(state) ?? never
  let rank: number = dueRank.phase
  const stranded = strandedAt(contact) ?? never
  if (stranded < at) at = stranded
  const isAwaited = customerLostAt !== null && isWaiting(state) && hold === null
  const customerAt = isAwaited ? later(customerLostAt, queue.rules.customerGraceMs) : never
  if (customerAt < at) [at, rank] = [customerAt, dueRank.customer]
  const cappedAt = capAt(queue, contact) ?? never
  if (cappedAt < at) [at, rank] = [cappedAt, dueRank.cap]
  const waitAt = waitEndsAt(floor, queue, record) ?? never
  if (waitAt < at) [at, rank] = [waitAt, dueRank.wait]
  const stepAt = state.phase === 'queued' && step !== null && 'until' in step ? step.until : never
  if (stepAt < at) [at, rank] = [stepAt, dueRank.step]
  const scoresAt = heldForScores(queue.rules, record) ?? never
  if (scoresAt < at) [at, rank] = [scoresAt, dueRank.score]
  floor.deadlines.set(contact, at, rank)
}

/** When the contact's waiting will count no longer; null when that makes no difference, or is past. */
function capAt({ rules }: FloorQueue, { record }: FloorContact): Instant | null {
  if (rules.waitCapMs === null || record.waitCapped || !isWaiting(record.state)) return null
  return later(record.enqueuedAt, rules.waitCapMs)
}

/** The contact has waited as long as counts, or has come where it has not yet. */
export function setCapped(floor: Floor, contact: FloorContact, capped: boolean): void {
  const { queue } = contact
  leaveLine(floor, contact)
  quit(floor, queue, contact)
  contact.record.waitCapped = capped
  join(floor, queue, contact)
  enterLine(floor, queue, contact)
  arm(floor, queue, contact)
}

/** Rebuilds every index from records and rules. */
export function reindex(floor: Floor): void {
  floor.benches.clear()
  floor.matchable.clear()
  floor.skippable.clear()
  floor.deadlines.clear()
  floor.guests.clear()
  floor.wakeable.clear()
  floor.flipping.clear()
  floor.overflowing.clear()
  for (const queue of floor.queues.values()) clearQueue(queue)
  for (const contact of floor.contacts.values()) clearContact(floor, contact)
  for (const agent of floor.agents.values()) clearAgent(floor, agent)
  for (const agent of floor.agents.values()) refreshAgent(floor, agent)
  floor.origin = null
  for (const contact of floor.contacts.values()) addContact(floor, contact)
  for (const agent of floor.agents.values()) settleCeiling(agent)
  for (const queue of [...floor.queues.values()]) {
    const known = queue.rules.overflow.map((rule) => rule.name)
    queue.record.overflowing = queue.record.overflowing.filter((name) => known.includes(name))
    keepHours(floor, queue)
    weigh(floor, queue)
    retireIfEmpty(floor, queue)
  }
}

/** Sets the deadline of the queue's hours by its record. */
export function keepHours(floor: Floor, queue: FloorQueue): void {
  floor.deadlines.set(queue, queue.retired ? never : (queue.record.changesAt ?? never), dueRank.hours)
}

function known<Thing>(thing: Thing | undefined, name: string): Thing {
  assert(thing !== undefined, `not on the floor: ${name}`)
  return thing
}

/** Counts a contact among those its queue has not answered, with the score it has there. */
function join(floor: Floor, queue: FloorQueue, contact: FloorContact): void {
  const { record } = contact
  setWeight(floor, queue.rules, contact)
  if (!isWaiting(record.state)) return
  queue.waiting.add(contact)
  queue.waitingUnits += contact.units
  queue.byAge.push(contact.number)
}

function quit({ register }: Floor, queue: FloorQueue, contact: FloorContact): void {
  if (register.byAge.at[contact.number] === nowhere) return
  queue.waiting.remove(contact)
  queue.waitingUnits -= contact.units
  queue.byAge.remove(contact.number)
}

const agentNamed = (floor: Floor, id: AgentId): FloorAgent => known(floor.agents.get(id), id)

const nobody: readonly FloorAgent[] = []

/** Who is offered or has the contact in this phase; the very same list where it is who has it now. */
function holdersFor(floor: Floor, { holders }: FloorContact, state: ContactPhase): readonly FloorAgent[] {
  if (state.phase === 'offered') return state.rings.map((ring) => agentNamed(floor, ring.agent))
  if (!('agent' in state)) return nobody
  return holders.length === 1 && holders[0]!.record.id === state.agent ? holders : [agentNamed(floor, state.agent)]
}

/** Charges the contact to an agent who is offered it or has it. */
function hold(floor: Floor, agent: FloorAgent, contact: FloorContact): void {
  agent.held.add(contact)
  charge(agent, contact)
  lowerCeiling(agent)
  refreshAgent(floor, agent)
}

/** The agent has no more to do with a contact that is discharged. */
function release(floor: Floor, agent: FloorAgent, contact: FloorContact): void {
  agent.held.delete(contact)
  lowerCeiling(agent)
  refreshAgent(floor, agent)
}

/** Takes on the agent's account what the contact takes in its phase. */
function charge(agent: FloorAgent, contact: FloorContact): void {
  const { state } = contact.record
  const units = chargeOf(agent, contact)
  agent.usedUnits += units
  if (state.phase === 'offered') agent.ringing = contact
  else contact.charged = units
  if (state.phase !== 'wrapUp') agent.talks[contact.channel]!++
  if (stirredAt(contact) !== null) agent.stirred.add(contact)
}

/** The reverse, while the contact still is in the phase it was charged in. */
function discharge(agent: FloorAgent, contact: FloorContact): void {
  const { state } = contact.record
  agent.usedUnits -= chargedTo(agent, contact)
  if (state.phase === 'offered') agent.ringing = null
  else contact.charged = 0
  if (state.phase !== 'wrapUp') agent.talks[contact.channel]!--
  if (agent.stirred.size > 0) agent.stirred.delete(contact)
}

/** Takes an engagement on the agent's account, or off it again. */
function countEngagement(floor: Floor, agent: FloorAgent, { contact, units }: Engagement, sign: 1 | -1): void {
  agent.usedUnits += sign * units
  agent.talks[engagedChannel]! += sign
  const guests = (floor.guests.get(contact) ?? nobody).filter((one) => one !== agent)
  if (sign === 1) guests.push(agent)
  guests.sort((a, b) => compareIds(a.record.id, b.record.id))
  if (guests.length === 0) floor.guests.delete(contact)
  else floor.guests.set(contact, guests)
}

/** A capacity cut below what is in use comes down as work ends. */
function lowerCeiling(agent: FloorAgent): void {
  agent.ceilingUnits = Math.min(agent.ceilingUnits, Math.max(agent.rules?.capacityUnits ?? 0, agent.usedUnits))
}

/** What the rules allow, or what is in use already. */
function settleCeiling(agent: FloorAgent): void {
  agent.ceilingUnits = Math.max(agent.rules?.capacityUnits ?? 0, agent.usedUnits)
}

function recount(floor: Floor, agent: FloorAgent, staffed: boolean, readyFor: number): void {
  const free = Number(readyFor !== 0) - Number(agent.readyFor !== 0)
  for (const queue of agent.queues) {
    queue.staffed += Number(staffed) - Number(agent.staffed)
    queue.free += free
    if (staffed === agent.staffed) continue
    queue.staffedUnits += (staffed ? 1 : -1) * (agent.rules?.capacityUnits ?? 0)
    for (const name of channelNames) queue.slots[name] += (staffed ? 1 : -1) * slotsOf(agent, channelNumber[name])
    weigh(floor, queue)
  }
  agent.staffed = staffed
  agent.readyFor = readyFor
}

function phaseEnd(state: ContactPhase): Instant | null {
  switch (state.phase) {
    case 'queued':
      return state.heldUntil
    case 'offered':
      return firstToEnd(state.rings).deadline
    case 'called':
      return state.deadline
    case 'resting':
      return state.until
    case 'active':
      return null
    case 'wrapUp':
      return state.until
  }
}

function retireIfEmpty(floor: Floor, queue: FloorQueue): void {
  if (!queue.retired || queue.contacts > 0) return
  floor.deadlines.unset(queue)
  floor.flipping.delete(queue)
  floor.overflowing.delete(queue)
  floor.queues.delete(queue.rules.id)
}

function clearQueue(queue: FloorQueue): void {
  queue.waiting.clear()
  queue.byAge.clear()
  queue.movable.clear()
  queue.waitingUnits = queue.staffedUnits = 0
  queue.dueHandle = nowhere
  queue.agents.clear()
  queue.contacts = 0
  queue.staffed = 0
  queue.free = 0
  queue.turn = 0
  queue.askedLast = null
  for (const benches of queue.benches) benches.clear()
  Object.assign(queue.slots, noSlots())
}

function clearContact(floor: Floor, contact: FloorContact): void {
  const { record } = contact
  contact.line = null
  contact.charged = 0
  contact.holders = nobody
  contact.dueHandle = nowhere
  floor.register.takeOut(contact.number)
  // An agent whom configuration does not know must not make a contact disappear.
  const only = record.state.phase === 'queued' && record.state.only !== null ? [record.state.only] : []
  for (const name of [...holdersOf(record.state), ...only]) {
    if (!floor.agents.has(name)) floor.agents.set(name, makeAgent(newAgentRecord(name), null))
  }
}

function clearAgent(floor: Floor, agent: FloorAgent): void {
  agent.held.clear()
  agent.ringing = null
  agent.usedUnits = 0
  agent.talks.fill(0)
  for (const one of agent.record.engaged) countEngagement(floor, agent, one, 1)
  agent.limits = limitsOf(agent.rules)
  agent.stirred.clear()
  agent.seats = []
  agent.staffed = false
  agent.readyFor = 0
  agent.dueHandle = nowhere
  agent.queues = (agent.rules?.queues ?? []).flatMap((id) => floor.queues.get(id) ?? [])
  for (const queue of agent.queues) queue.agents.add(agent)
  for (const [id, turn] of Object.entries(agent.record.turns)) {
    const queue = floor.queues.get(id as QueueId)
    if (queue !== undefined && turn > queue.turn) Object.assign(queue, { turn, askedLast: agent.record.id })
  }
}
