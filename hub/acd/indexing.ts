/**
 * Keeps the indexes in step with the records. `moveContact` is the one way a contact changes phase, `refreshAgent` the one
 * way an agent's readiness is seen; `reindex` builds everything from the records, at start-up and after new configuration.
 */
import { channelNames } from '../channels/index.ts'
import { assert } from '../model/assert.ts'
import type { AgentId, QueueId } from '../model/ids.ts'
import { later, type Instant } from '../model/time.ts'
import { chargedTo, chargeOf, isFree, isStaffed, parksAt, slotsOf, stirredAt, wakeable } from './capacity.ts'
import { enterMovable, leaveMovable, waitEndsAt, weigh } from './overflow.ts'
import {
  holdersOf,
  isWaiting,
  type Due,
  type Floor,
  type FloorAgent,
  type FloorContact,
  type FloorQueue,
} from './floor.ts'
import { nowhere } from './heap.ts'
import { makeAgent, makeQueue, newAgentRecord, noSlots, queueDefaults } from './making.ts'
import { firstToEnd } from './rings.ts'
import { heldForScores } from './scoring.ts'
import type { ContactPhase } from './state.ts'
import { enterLine, leaveLine, refreshSeats } from './waiting-line.ts'
import { setWeight } from './weight.ts'

/** Which deadline goes first at the same instant. */
const dueOrder = { phase: 0, customer: 1, grace: 2, cap: 3, wait: 4, hours: 5, step: 6, rest: 7, score: 8 } as const

/** Puts a contact that is new to the floor where its phase says. */
export function addContact(floor: Floor, contact: FloorContact): void {
  const queue = queueOf(floor, contact)
  floor.contacts.set(contact.record.id, contact)
  queue.contacts++
  join(floor, queue, contact)
  for (const holder of holdersOf(contact.record.state)) hold(floor, agentNamed(floor, holder), contact)
  enterLine(floor, queue, contact)
  enterMovable(queue, contact)
  arm(floor, queue, contact)
  weigh(floor, queue)
}

/** Changes a contact's phase, and its queue when it moves. */
export function moveContact(floor: Floor, contact: FloorContact, next: ContactPhase, to?: QueueId): void {
  const { record } = contact
  const from = queueOf(floor, contact)
  const queue = to === undefined ? from : known(floor.queues.get(to), to)
  const keepsPlace = queue === from && isWaiting(record.state) === isWaiting(next)
  const before = holdersOf(record.state)
  const after = holdersOf(next)
  leaveLine(floor, contact)
  leaveMovable(from, contact)
  for (const holder of before) discharge(agentNamed(floor, holder), contact)
  for (const holder of before) if (!after.includes(holder)) release(floor, agentNamed(floor, holder), contact)
  if (!keepsPlace) quit(from, contact)
  if (queue !== from) {
    from.contacts--
    queue.contacts++
    record.queue = queue.rules.id
    retireIfEmpty(floor, from)
  }
  record.state = next
  if (!keepsPlace) join(floor, queue, contact)
  for (const holder of after) hold(floor, agentNamed(floor, holder), contact)
  enterLine(floor, queue, contact)
  enterMovable(queue, contact)
  arm(floor, queue, contact)
  weigh(floor, queue)
  if (queue !== from) weigh(floor, from)
}

/** Takes a contact off the floor. */
export function removeContact(floor: Floor, contact: FloorContact): void {
  const queue = queueOf(floor, contact)
  leaveLine(floor, contact)
  leaveMovable(queue, contact)
  for (const holder of holdersOf(contact.record.state)) {
    const agent = agentNamed(floor, holder)
    discharge(agent, contact)
    release(floor, agent, contact)
  }
  quit(queue, contact)
  disarm(floor, contact.phaseDue)
  disarm(floor, contact.customerDue)
  disarm(floor, contact.capDue)
  disarm(floor, contact.waitDue)
  disarm(floor, contact.stepDue)
  disarm(floor, contact.scoreDue)
  floor.contacts.delete(contact.record.id)
  queue.contacts--
  weigh(floor, queue)
  retireIfEmpty(floor, queue)
}

/** Brings seats, queue counts and the grace deadline in step after anything about an agent has changed. */
export function refreshAgent(floor: Floor, agent: FloorAgent): void {
  refreshSeats(floor, agent)
  const staffed = isStaffed(agent)
  const free = isFree(agent)
  if (staffed !== agent.staffed || free !== agent.free) recount(floor, agent, staffed, free)
  if (wakeable(agent) === null) floor.wakeable.delete(agent)
  else floor.wakeable.add(agent)
  const { link } = agent.record
  setDue(floor, agent.graceDue, link.state === 'lost' ? link.graceUntil : null)
  setDue(floor, agent.restDue, agent.record.restsUntil)
}

/** Sets a contact's deadlines by its record. */
export function arm(floor: Floor, queue: FloorQueue, contact: FloorContact): void {
  const { state, customerLostAt } = contact.record
  setDue(floor, contact.phaseDue, parksAt(contact.record, queue.rules) ?? phaseEnd(state))
  const counts = customerLostAt !== null && isWaiting(state) && contact.record.hold === null
  setDue(floor, contact.customerDue, counts ? later(customerLostAt, queue.rules.customerGraceMs) : null)
  setDue(floor, contact.capDue, capAt(queue, contact))
  setDue(floor, contact.waitDue, waitEndsAt(floor, queue, contact.record))
  const { step } = contact.record
  setDue(floor, contact.stepDue, state.phase === 'queued' && step !== null && 'until' in step ? step.until : null)
  setDue(floor, contact.scoreDue, heldForScores(queue.rules, contact.record))
}

/** When the contact's waiting will count no longer; null when that makes no difference, or is past. */
function capAt({ rules }: FloorQueue, { record }: FloorContact): Instant | null {
  if (rules.waitCapMs === null || record.waitCapped || !isWaiting(record.state)) return null
  return later(record.enqueuedAt, rules.waitCapMs)
}

/** The contact has waited as long as counts, or has come where it has not yet. */
export function setCapped(floor: Floor, contact: FloorContact, capped: boolean): void {
  const queue = queueOf(floor, contact)
  leaveLine(floor, contact)
  quit(queue, contact)
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
  setDue(floor, queue.hoursDue, queue.retired ? null : queue.record.changesAt)
}

export const queueOf = (floor: Floor, contact: FloorContact): FloorQueue =>
  known(floor.queues.get(contact.record.queue), contact.record.queue)

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
  contact.ageHandle = queue.byAge.push(contact, record.enqueuedAt, contact.score)
}

function quit(queue: FloorQueue, contact: FloorContact): void {
  if (contact.ageHandle === nowhere) return
  queue.waiting.remove(contact)
  queue.waitingUnits -= contact.units
  queue.byAge.remove(contact.ageHandle)
  contact.ageHandle = nowhere
}

const agentNamed = (floor: Floor, id: AgentId): FloorAgent => known(floor.agents.get(id), id)

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
  const { state, channel } = contact.record
  const units = chargeOf(agent.rules, contact.record)
  agent.usedUnits += units
  if (state.phase === 'offered') agent.ringing = contact
  else contact.charged = units
  if (state.phase !== 'wrapUp') agent.talks[channel]++
  if (stirredAt(contact) !== null) agent.stirred.add(contact)
}

/** The reverse, while the contact still is in the phase it was charged in. */
function discharge(agent: FloorAgent, contact: FloorContact): void {
  const { state, channel } = contact.record
  agent.usedUnits -= chargedTo(agent, contact)
  if (state.phase === 'offered') agent.ringing = null
  else contact.charged = 0
  if (state.phase !== 'wrapUp') agent.talks[channel]--
  agent.stirred.delete(contact)
}

/** A capacity cut below what is in use comes down as work ends. */
function lowerCeiling(agent: FloorAgent): void {
  agent.ceilingUnits = Math.min(agent.ceilingUnits, Math.max(agent.rules?.capacityUnits ?? 0, agent.usedUnits))
}

/** What new rules allow, or what is in use already. */
function settleCeiling(agent: FloorAgent): void {
  agent.ceilingUnits = Math.max(agent.rules?.capacityUnits ?? 0, agent.usedUnits)
}

function recount(floor: Floor, agent: FloorAgent, staffed: boolean, free: boolean): void {
  for (const queue of agent.queues) {
    queue.staffed += Number(staffed) - Number(agent.staffed)
    queue.free += Number(free) - Number(agent.free)
    if (staffed === agent.staffed) continue
    queue.staffedUnits += (staffed ? 1 : -1) * (agent.rules?.capacityUnits ?? 0)
    for (const name of channelNames) queue.slots[name] += (staffed ? 1 : -1) * slotsOf(agent, name)
    weigh(floor, queue)
  }
  agent.staffed = staffed
  agent.free = free
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

function setDue(floor: Floor, due: Due, at: Instant | null): void {
  if (at === null) return disarm(floor, due)
  if (due.handle !== nowhere && due.at === at) return
  disarm(floor, due)
  due.at = at
  due.handle = floor.deadlines.push(due, at, dueOrder[due.kind])
}

function disarm(floor: Floor, due: Due): void {
  if (due.handle !== nowhere) floor.deadlines.remove(due.handle)
  due.handle = nowhere
}

function retireIfEmpty(floor: Floor, queue: FloorQueue): void {
  if (!queue.retired || queue.contacts > 0) return
  disarm(floor, queue.hoursDue)
  floor.flipping.delete(queue)
  floor.overflowing.delete(queue)
  floor.queues.delete(queue.rules.id)
}

function clearQueue(queue: FloorQueue): void {
  queue.waiting.clear()
  queue.byAge.clear()
  queue.movable.clear()
  queue.waitingUnits = queue.staffedUnits = 0
  queue.hoursDue.handle = nowhere
  queue.agents.clear()
  queue.contacts = 0
  queue.staffed = 0
  queue.free = 0
  queue.turn = 0
  queue.askedLast = null
  Object.assign(queue.slots, noSlots())
}

function clearContact(floor: Floor, contact: FloorContact): void {
  const { record } = contact
  contact.line = null
  contact.charged = 0
  contact.moveHandle = contact.waitDue.handle = nowhere
  contact.lineHandle = contact.ageHandle = contact.phaseDue.handle = nowhere
  contact.customerDue.handle = contact.capDue.handle = contact.stepDue.handle = nowhere
  contact.scoreDue.handle = nowhere
  // A queue or an agent that configuration does not know must not make a contact disappear.
  if (!floor.queues.has(record.queue)) {
    floor.queues.set(record.queue, makeQueue(floor, { id: record.queue, ...queueDefaults }, true))
  }
  const only = record.state.phase === 'queued' && record.state.only !== null ? [record.state.only] : []
  for (const name of [...holdersOf(record.state), ...only]) {
    if (!floor.agents.has(name)) floor.agents.set(name, makeAgent(newAgentRecord(name), null))
  }
}

function clearAgent(floor: Floor, agent: FloorAgent): void {
  agent.held.clear()
  agent.ringing = null
  agent.usedUnits = 0
  Object.assign(agent.talks, noSlots())
  agent.stirred.clear()
  agent.seats = []
  agent.staffed = agent.free = false
  agent.graceDue.handle = agent.restDue.handle = nowhere
  agent.queues = (agent.rules?.queues ?? []).flatMap((id) => floor.queues.get(id) ?? [])
  for (const queue of agent.queues) queue.agents.add(agent)
  for (const [id, turn] of Object.entries(agent.record.turns)) {
    const queue = floor.queues.get(id as QueueId)
    if (queue !== undefined && turn > queue.turn) Object.assign(queue, { turn, askedLast: agent.record.id })
  }
}
