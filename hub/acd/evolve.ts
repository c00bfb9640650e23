/**
 * The bookkeeping: what each event does to the floor. It never asks whether the event should have happened (that is
 * `decide`) and is the only thing that changes a floor which is in use.
 */
import { assert, unreachable } from '../model/assert.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import { later, type Instant } from '../model/time.ts'
import type { FloorEvent } from './events.ts'
import { isWaiting, type Floor, type FloorAgent, type FloorContact } from './floor.ts'
import {
  addContact,
  arm,
  keepHours,
  moveContact,
  refreshAgent,
  removeContact,
  setCapped,
  setEngaged,
} from './indexing.ts'
import { agentOn, contactOn, queueNamed } from './lookup.ts'
import { makeContact } from './making.ts'
import { weigh } from './overflow.ts'
import { nextHold, passesAfter } from './passes.ts'
import { setRules } from './restore.ts'
import { ringsAt, ringsOn } from './rings.ts'
import { shiftFrom } from './shift.ts'
import { scoresFor } from './scoring.ts'
import type { AgentScore, ContactPhase, ContactRecord } from './state.ts'
import * as steps from './steps.ts'
import { beginTalk, changeChannel, changeTalk, endTalk, learn, leaveAgent, stirTalk } from './talks.ts'
import { isCapped } from './weight.ts'

type Happened<Type extends FloorEvent['type']> = Extract<FloorEvent, { type: Type }>

/** Applies one event, in place. Events must be applied in the order `decide` gave them, all of a decision before the next. */
export function evolve(floor: Floor, event: FloorEvent): void {
  if (event.at > floor.at) floor.at = event.at
  switch (event.type) {
    case 'configured':
      return setRules(floor, event.queues, event.agents)
    case 'epochStarted':
      return epochStarted(floor, event)
    case 'agentConnected':
      return link(floor, event.agent, { state: 'connected', since: event.at })
    case 'agentLost':
      return link(floor, event.agent, { state: 'lost', since: event.at, graceUntil: event.graceUntil })
    case 'agentGraceEnded':
      Object.assign(agentOn(floor, event.agent).record, { status: 'offline', reason: 'lost', statusSince: event.at })
      return link(floor, event.agent, { state: 'none' })
    case 'presenceChanged':
      return presenceChanged(floor, event)
    case 'contactQueued':
      return contactQueued(floor, event)
    case 'offerMade':
      return offerMade(floor, event)
    case 'offerAccepted':
      return offerAccepted(floor, event)
    case 'contactAssigned':
      return contactAssigned(floor, event)
    case 'agentEngaged':
    case 'agentReleased':
      return engagementChanged(floor, event)
    case 'offerEnded':
      return offerEnded(floor, event)
    case 'agentRested':
      return agentRested(floor, event.agent)
    case 'contactRequeued':
      return contactRequeued(floor, event)
    case 'stepEnded':
      return stepEnded(floor, event)
    case 'contactReplanned':
      return contactReplanned(floor, event)
    case 'waitCapped':
      return setCapped(floor, contactOn(floor, event.contact), event.capped)
    case 'holdEnded':
      return holdEnded(floor, event)
    case 'contactParked':
      return changeTalk(floor, event.contact, { parked: { since: event.at, units: event.units, stirredAt: null } })
    case 'contactStirred':
      return stirTalk(floor, event.contact, event.at)
    case 'contactWoken':
      return changeTalk(floor, event.contact, { spokenAt: event.at, parked: null })
    case 'messageNoted':
      return changeTalk(floor, event.contact, { spokenAt: event.at })
    case 'channelChanged':
      return changeChannel(floor, event)
    case 'wrapUpStarted':
      return wrapUpStarted(floor, event)
    case 'wrapUpExtended':
      return wrapUpExtended(floor, event)
    case 'wrapUpFinished':
      // The contact leaves with the event that follows; the disposition is for the log.
      return
    case 'contactClosed':
      return contactClosed(floor, event)
    case 'contactHeld':
      return contactHeld(floor, event)
    case 'contactResumed':
      return waitsInPerson(floor, contactOn(floor, event.contact), event.at)
    case 'callStarted':
      return callStarted(floor, event)
    case 'callFailed':
      return callFailed(floor, event)
    case 'restEnded':
      return waitsAgain(floor, contactOn(floor, event.contact), event.at)
    case 'customerJoined':
      return customerJoined(floor, event)
    case 'overflowChanged':
      return overflowChanged(floor, event)
    case 'contactOverflowed':
      return contactOverflowed(floor, event)
    case 'hoursChanged':
      return hoursChanged(floor, event)
    case 'wallClockSet': {
      const { offsetMs, turnsAt, thenOffsetMs } = event
      queueNamed(floor, event.queue).record.wall = { offsetMs, turnsAt, thenOffsetMs }
      return
    }
    case 'contactScored':
      return scored(floor, contactOn(floor, event.contact), event.scores)
    case 'scoresMissed':
      return scored(floor, contactOn(floor, event.contact), [])
    case 'customerLost':
      return customerSeen(floor, event.contact, event.at)
    case 'customerConnected':
      return customerSeen(floor, event.contact, null)
    default:
      return unreachable(event)
  }
}

function epochStarted(floor: Floor, event: Happened<'epochStarted'>): void {
  floor.epoch = event.epoch
  floor.offersMade = 0
  for (const contact of floor.contacts.values()) customerSeen(floor, contact.record.id, event.at)
}

function link(floor: Floor, id: AgentId, state: FloorAgent['record']['link']): void {
  const agent = agentOn(floor, id)
  agent.record.link = state
  refreshAgent(floor, agent)
  // How long they keep what they have hangs on it.
  for (const contact of agent.held) arm(floor, contact.queue, contact)
}

function presenceChanged(floor: Floor, event: Happened<'presenceChanged'>): void {
  const agent = agentOn(floor, event.agent)
  const { record } = agent
  if (event.status === 'available' && record.status !== 'available') record.idleSince = event.at
  if (record.status === 'offline' && event.status !== 'offline') record.shift = shiftFrom(record, event.at)
  if (event.status !== record.status) record.statusSince = event.at
  if (event.status === 'available') record.missed = 0
  record.status = event.status
  record.reason = event.reason
  refreshAgent(floor, agent)
}

function contactQueued(floor: Floor, event: Happened<'contactQueued'>): void {
  const { contact: id, channel, queue, priorityMs, at: enqueuedAt, lastAgent } = event
  const known = queueNamed(floor, queue)
  const { rules } = known
  const request = floor.requests.of(event.requirements)
  const record: ContactRecord = {
    id,
    channel,
    queue,
    requirements: request.requirements,
    priorityMs,
    enqueuedAt,
    waitCapped: isCapped(rules, enqueuedAt, enqueuedAt),
    joinedAt: enqueuedAt,
    overflowedFrom: none,
    hold: null,
    plan: null,
    step: null,
    scores: scoresFor(rules, enqueuedAt),
    attempts: 0,
    passedBy: none,
    customerLostAt: null,
    state: waitsForAnybody,
  }
  const contact = makeContact(floor, record, known, request.signature)
  steps.begin(record, steps.planOf(rules, lastAgent ?? null, enqueuedAt), enqueuedAt)
  addContact(floor, contact)
}

function offerMade(floor: Floor, event: Happened<'offerMade'>): void {
  const contact = contactOn(floor, event.contact)
  const { offer, agent, epoch, deadline } = event
  floor.offersMade++
  if (event.turn !== undefined) {
    const queue = contact.queue
    const { record } = agentOn(floor, agent)
    record.turns = { ...record.turns, [queue.rules.id]: event.turn }
    Object.assign(queue, { turn: event.turn, askedLast: agent })
  }
  contact.record.attempts = event.attempt
  steps.pause(contact.record, event.at)
  const ring = { offer, agent, epoch, deadline }
  moveContact(floor, contact, ringsAt(contact.record, ring, event.ring !== undefined))
}

function offerAccepted(floor: Floor, event: Happened<'offerAccepted'>): void {
  const contact = contactOn(floor, event.contact)
  beginTalk(floor, contact, event.agent, event.at)
}

/** The last offer of a contact: what becomes of it is told by the event that follows, and until then it waits. */
function offerEnded(floor: Floor, event: Happened<'offerEnded'>): void {
  const contact = contactOn(floor, event.contact)
  const { record } = agentOn(floor, event.agent)
  const { offerGapMs } = contact.queue.rules
  if (event.ending === 'missed') record.missed += 1
  if (event.ending === 'declined') record.missed = 0
  if (offerGapMs > 0 && event.cause !== 'answered') record.restsUntil = later(event.at, offerGapMs)
  const { state } = contact.record
  const isLast = state.phase !== 'offered' || state.rings.length === 1
  moveContact(floor, contact, isLast ? waitsFor(null, null, null) : ringsOn(floor, contact.record, state, event))
}

function agentRested(floor: Floor, id: AgentId): void {
  const agent = agentOn(floor, id)
  agent.record.restsUntil = null
  refreshAgent(floor, agent)
}

function contactAssigned(floor: Floor, event: Happened<'contactAssigned'>): void {
  const contact = contactOn(floor, event.contact)
  if (event.how === 'handedOver') contact.record.overflowedFrom = []
  if (event.from !== null) {
    if (event.left !== undefined) learn(contact, event.at)
    leaveAgent(floor, contact, event.from, event.at)
    contact.record.joinedAt = event.at
  }
  beginTalk(floor, contact, event.agent, event.at)
}

function engagementChanged(floor: Floor, event: Happened<'agentEngaged'> | Happened<'agentReleased'>): void {
  const agent = agentOn(floor, event.agent)
  const { contact, at: since } = event
  const others = agent.record.engaged.filter((one) => one.contact !== contact)
  agent.record.idleSince = since
  setEngaged(
    floor,
    agent,
    event.type === 'agentReleased' ? others : [...others, { contact, units: event.units, since }],
  )
}

function contactRequeued(floor: Floor, event: Happened<'contactRequeued'>): void {
  const contact = contactOn(floor, event.contact)
  const { record } = contact
  const beginsAnew = record.state.phase === 'active' || record.queue !== event.queue
  if (event.left !== undefined) learn(contact, event.at)
  if (record.state.phase === 'active') leaveAgent(floor, contact, record.state.agent, event.at)
  // Who has been answered, or comes to another queue, begins to wait there anew; the place is as it was.
  if (beginsAnew) record.joinedAt = event.at
  if (event.cause === 'transfer') record.overflowedFrom = []
  if (event.only !== null) record.scores = null
  else if (beginsAnew || record.scores === null)
    record.scores = scoresFor(floor.queues.get(event.queue)!.rules, event.at)
  record.passedBy = passesAfter(floor, record, event)
  if (event.queue === record.queue) steps.resume(record, event.at)
  else steps.begin(record, steps.planOf(floor.queues.get(event.queue)!.rules, null, event.at), event.at)
  moveContact(floor, contact, waitsFor(event.only, event.prefer, event.heldUntil), event.queue)
  const capped = isCapped(contact.queue.rules, record.enqueuedAt, event.at)
  if (capped !== record.waitCapped) setCapped(floor, contact, capped)
}

function stepEnded(floor: Floor, event: Happened<'stepEnded'>): void {
  const contact = contactOn(floor, event.contact)
  steps.proceed(contact.record, event.at)
  moveContact(floor, contact, contact.record.state)
}

/** Its place is as it was; the clock of its first step stands still while it is offered or called. */
function contactReplanned(floor: Floor, event: Happened<'contactReplanned'>): void {
  const contact = contactOn(floor, event.contact)
  const { record } = contact
  steps.begin(record, steps.planOf(contact.queue.rules, event.lastAgent ?? null, event.at), event.at)
  if (record.state.phase !== 'queued') steps.pause(record, event.at)
  moveContact(floor, contact, record.state)
}

function holdEnded(floor: Floor, event: Happened<'holdEnded'>): void {
  const contact = contactOn(floor, event.contact)
  const { state } = contact.record
  assert(state.phase === 'queued', 'only a queued contact is held')
  moveContact(floor, contact, { ...state, heldUntil: event.heldUntil })
}

function wrapUpStarted(floor: Floor, event: Happened<'wrapUpStarted'>): void {
  const contact = contactOn(floor, event.contact)
  const { agent, until, by, units = contact.units } = event
  endTalk(floor, contact, event.at)
  moveContact(floor, contact, { phase: 'wrapUp', agent, until, by, units, talkSince: contact.servedAt, extensions: 0 })
}

function wrapUpExtended(floor: Floor, { contact: id, until, extensions }: Happened<'wrapUpExtended'>): void {
  const contact = contactOn(floor, id)
  const { state } = contact.record
  assert(state.phase === 'wrapUp', 'only a wrap-up is made longer')
  moveContact(floor, contact, { ...state, until, extensions })
}

function contactClosed(floor: Floor, event: Happened<'contactClosed'>): void {
  const contact = contactOn(floor, event.contact)
  endTalk(floor, contact, event.at)
  if (event.agent !== null) agentOn(floor, event.agent).record.idleSince = event.at
  learn(contact, event.at, event.outcome === 'abandoned')
  removeContact(floor, contact)
}

function contactHeld(floor: Floor, { contact: id, mode, at }: Happened<'contactHeld'>): void {
  const contact = contactOn(floor, id)
  contact.record.hold = { since: at, mode, calls: 0 }
  // What may be done with it has changed, though its phase has not.
  moveContact(floor, contact, contact.record.state)
}

/** The customer is here: nothing that counted their absence goes on. */
function waitsInPerson(floor: Floor, contact: FloorContact, at: Instant): void {
  contact.record.hold = null
  contact.record.customerLostAt = null
  if (contact.record.state.phase === 'resting') waitsAgain(floor, contact, at)
  else moveContact(floor, contact, contact.record.state)
}

function callStarted(floor: Floor, event: Happened<'callStarted'>): void {
  const { contact: id, agent, offer, call, deadline, at } = event
  const contact = contactOn(floor, id)
  const { record } = contact
  assert(record.hold !== null, 'only who does not wait in person is called')
  // By accepting, not by whether the customer then comes.
  if (offer !== null) agentOn(floor, agent).record.missed = 0
  record.hold = { ...record.hold, calls: call }
  steps.pause(record, at)
  moveContact(floor, contact, { phase: 'called', agent, deadline })
}

function callFailed(floor: Floor, { contact: id, until, at }: Happened<'callFailed'>): void {
  const contact = contactOn(floor, id)
  moveContact(floor, contact, { phase: 'resting', until: until ?? at })
}

function waitsAgain(floor: Floor, contact: FloorContact, at: Instant): void {
  steps.resume(contact.record, at)
  // It may have been for one agent alone when its customer was called.
  contact.record.scores ??= scoresFor(contact.queue.rules, at)
  moveContact(floor, contact, waitsFor(null, null, nextHold(contact.record.passedBy, at)))
}

function customerJoined(floor: Floor, { contact: id, agent, at }: Happened<'customerJoined'>): void {
  const contact = contactOn(floor, id)
  contact.record.hold = null
  contact.record.customerLostAt = null
  // Without an agent the event that follows says how the contact waits.
  if (agent === null) return
  // So far nobody waited in person.
  contact.record.joinedAt = at
  beginTalk(floor, contact, agent, at)
}

/** It is held back no longer. */
function scored(floor: Floor, contact: FloorContact, by: readonly AgentScore[]): void {
  const { state } = contact.record

  contact.record.scores = { by }
  moveContact(floor, contact, state)
}

function overflowChanged(floor: Floor, { queue: id, rule, holds }: Happened<'overflowChanged'>): void {
  const queue = queueNamed(floor, id)
  const others = queue.record.overflowing.filter((name) => name !== rule)
  queue.record.overflowing = holds ? [...others, rule] : others
  weigh(floor, queue)
}

function contactOverflowed(floor: Floor, { contact, from }: Happened<'contactOverflowed'>): void {
  const { record } = contactOn(floor, contact)
  record.overflowedFrom = [...record.overflowedFrom, from]
}

function hoursChanged(floor: Floor, { queue: id, open, changesAt }: Happened<'hoursChanged'>): void {
  const queue = queueNamed(floor, id)
  Object.assign(queue.record, { open, changesAt })
  keepHours(floor, queue)
  weigh(floor, queue)
}

function customerSeen(floor: Floor, id: ContactId, lostAt: Instant | null): void {
  const contact = contactOn(floor, id)
  contact.record.customerLostAt = lostAt
  if (isWaiting(contact.record.state)) arm(floor, contact.queue, contact)
}

type Queued = Extract<ContactPhase, { phase: 'queued' }>

/** Most who wait wait for anybody: they share what says so, and lists with nothing in them. */
const waitsForAnybody: Queued = { phase: 'queued', only: null, prefer: null, heldUntil: null }
const none: readonly never[] = []

const waitsFor = (only: AgentId | null, prefer: AgentId | null, heldUntil: Instant | null): Queued =>
  only === null && prefer === null && heldUntil === null
    ? waitsForAnybody
    : { phase: 'queued', only, prefer, heldUntil }
