/** What events do to a talk: it begins, rests and wakes, changes its channel, and is over for its agent. Called by `evolve` alone. */
import { assert } from '../model/assert.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { FloorEvent } from './events.ts'
import type { Floor, FloorContact } from './floor.ts'
import { moveContact, setChannel } from './indexing.ts'
import { learnHandling, learnWaiting } from './learning.ts'
import { agentOn, contactOn } from './lookup.ts'
import { endedTalk, tookContact } from './shift.ts'
import type { ContactPhase } from './state.ts'
import * as steps from './steps.ts'

type Talk = Extract<ContactPhase, { phase: 'active' }>

/** The agent has the contact from now on. */
export function beginTalk(floor: Floor, contact: FloorContact, agent: AgentId, at: Instant): void {
  const { record } = agentOn(floor, agent)
  steps.pause(contact.record, at)
  contact.record.scores = null
  contact.servedAt = at
  record.idleSince = at
  record.missed = 0
  tookContact(record)
  moveContact(floor, contact, { phase: 'active', agent, since: at, spokenAt: at, parked: null })
}

/** Counts the talk that ends now, if the contact is in one. */
export function endTalk(floor: Floor, { record: { state } }: FloorContact, at: Instant): void {
  if (state.phase === 'active') endedTalk(agentOn(floor, state.agent).record, state.since, at)
}

/** The contact leaves its queue, or the agent who has it: what it was there is learned. */
export function learn(contact: FloorContact, at: Instant, gaveUp = false): void {
  const queue = contact.queue.record
  learnWaiting(queue, contact.record, contact.servedAt ?? at, gaveUp, at)
  if (contact.servedAt !== null) learnHandling(queue, contact.servedAt, at)
}

/** The talk with this agent is over; the contact itself goes on. */
export function leaveAgent(floor: Floor, contact: FloorContact, agent: AgentId, at: Instant): void {
  endTalk(floor, contact, at)
  contact.servedAt = null
  agentOn(floor, agent).record.idleSince = at
  if (contact.record.customerLostAt !== null) contact.record.customerLostAt = at
}

export function changeTalk(floor: Floor, id: ContactId, change: Partial<Pick<Talk, 'spokenAt' | 'parked'>>): void {
  const contact = contactOn(floor, id)
  const { state } = contact.record
  assert(state.phase === 'active', 'only a talk rests and wakes')
  moveContact(floor, contact, { ...state, ...change })
}

export function stirTalk(floor: Floor, id: ContactId, at: Instant): void {
  const { state } = contactOn(floor, id).record
  assert(state.phase === 'active' && state.parked !== null, 'only a parked talk stirs')
  changeTalk(floor, id, { parked: { ...state.parked, stirredAt: at } })
}

/** Nobody rests who has just begun to call, and who has just called has not been silent since the last message. */
export function changeChannel(
  floor: Floor,
  { contact: id, channel, at }: Extract<FloorEvent, { type: 'channelChanged' }>,
): void {
  const contact = contactOn(floor, id)
  const { state } = contact.record
  setChannel(floor, contact, channel, state.phase === 'active' ? { ...state, spokenAt: at, parked: null } : state)
}
