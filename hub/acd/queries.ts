/** What the app, the boards and the simulator may ask of the floor. Nothing here changes it. */
import type { AgentId, ContactId, QueueId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import { guestsOf as engagedWith } from './engaging.ts'
import { estimateWait, type WaitEstimate } from './estimate.ts'
import { entryTo } from './deciding/overflow.ts'
import type { FloorEvent, RefusalCode, RequeueCause } from './events.ts'
import { compareContacts, isWaiting, type Floor } from './floor.ts'
import { handleMsAt, patienceMsAt } from './learning.ts'
import type { AgentRecord, AgentRules, ContactRecord, QueueRecord } from './state.ts'

/** The live record: read it, or copy it, but do not keep it across an `evolve`. Undefined for a contact not on the floor. */
export const contactOf = (floor: Floor, contact: ContactId): ContactRecord | undefined =>
  floor.contacts.get(contact)?.record

/** The live record of an agent, configured or still holding something; undefined otherwise. */
export const agentOf = (floor: Floor, agent: AgentId): AgentRecord | undefined => floor.agents.get(agent)?.record

/** An agent's rules, or undefined for an agent who is not configured. */
export const rulesOf = (floor: Floor, agent: AgentId): AgentRules | undefined =>
  floor.agents.get(agent)?.rules ?? undefined

/** Contacts offered to, active with or in wrap-up with the agent, in order of service. */
export const contactsOf = (floor: Floor, agent: AgentId): readonly ContactId[] =>
  [...(floor.agents.get(agent)?.held ?? [])].sort(compareContacts).map((contact) => contact.record.id)

/** Agents who take part in what somebody else has. */
export const guestsOf = (floor: Floor, contact: ContactId): readonly AgentId[] =>
  engagedWith(floor, contact).map(({ record }) => record.id)

/** How many contacts the agent is offered or holds. */
export const contactsHeld = (floor: Floor, agent: AgentId): number => floor.agents.get(agent)?.held.size ?? 0

/** Units of all contacts the agent holds, from offer to end of wrap-up, and of what they are engaged with. */
export const usedUnits = (floor: Floor, agent: AgentId): number => floor.agents.get(agent)?.usedUnits ?? 0

/**
 * 1 for the contact that is served next; null once it is answered or gone. Counts everyone of the same queue who is not
 * answered yet, also those being offered: an offer that comes to nothing must not push anybody back.
 */
export function placeInLine(floor: Floor, contact: ContactId): number | null {
  const known = floor.contacts.get(contact)
  if (known === undefined || !isWaiting(known.record.state)) return null
  return floor.queues.get(known.record.queue)?.waiting.placeOf(floor, known, floor.at) ?? null
}

/** The first `count` of a queue who are not answered yet, in the order of their places. Takes a few steps for each of them. */
export const firstInLine = (floor: Floor, queue: QueueId, count: number): readonly ContactId[] =>
  floor.queues
    .get(queue)
    ?.waiting.first(floor, count, floor.at)
    .map(({ record }) => record.id) ?? []

/** How long the contact is likely to wait still, or null when it does not wait or nobody is there to serve it. */
export function waitEstimate(floor: Floor, contact: ContactId): WaitEstimate | null {
  const place = placeInLine(floor, contact)
  const record = contactOf(floor, contact)
  const queue = record && floor.queues.get(record.queue)
  if (place === null || queue === undefined) return null
  const servers = queue.slots[record!.channel]
  if (servers === 0) return null
  const handleMs = Math.max(1, handleMsAt(queue.record, floor.at))
  return estimateWait({ place, servers, handleMs, patienceMs: patienceMsAt(queue.record, floor.at) })
}

/** What somebody would be told who joined this queue's line now, to chat; null when nobody is there. */
export function newcomerWait(floor: Floor, queue: QueueId): WaitEstimate | null {
  const known = floor.queues.get(queue)
  if (known === undefined || known.slots.chat === 0) return null
  const handleMs = Math.max(1, handleMsAt(known.record, floor.at))
  const patienceMs = patienceMsAt(known.record, floor.at)
  return estimateWait({ place: known.waiting.size + 1, servers: known.slots.chat, handleMs, patienceMs })
}

/** A queue at a glance. */
export interface QueueSummary {
  /** Contacts not answered yet, queued or offered. */
  readonly waiting: number
  /** First enqueue time of the oldest of them, or null. */
  readonly longestSince: Instant | null
  /** Agents of the queue who are connected and available. */
  readonly staffed: number
  /** Those of them who could be offered a contact now, leaving skills aside. */
  readonly free: number
}

/** Takes the same time however long the queue. All nought for a queue that is not on the floor. */
export function queueSummary(floor: Floor, queue: QueueId): QueueSummary {
  const known = floor.queues.get(queue)
  if (known === undefined) return { waiting: 0, longestSince: null, staffed: 0, free: 0 }
  const { waiting, byAge, staffed, free } = known
  const oldest = floor.register.contacts[byAge.top()]
  return { waiting: waiting.size, longestSince: oldest?.record.enqueuedAt ?? null, staffed, free }
}

/** The live record of a queue, or undefined for one that is not on the floor. */
export const queueRecordOf = (floor: Floor, queue: QueueId): QueueRecord | undefined => floor.queues.get(queue)?.record

/** Why a newcomer would be refused at this queue now, or null when the queue takes them, or sends them on to one that does. */
export function entryRefusal(floor: Floor, queue: QueueId): RefusalCode | null {
  const known = floor.queues.get(queue)
  return known === undefined || known.retired ? 'queue.unknown' : entryTo(floor, known).refusal
}

/** Every live contact, in no order. Takes time proportional to their number: for start-up and checks only. */
export function* liveContacts(floor: Floor): Generator<ContactRecord> {
  for (const contact of floor.contacts.values()) yield contact.record
}

/** Causes for which a contact may leave an agent in the middle of the talk. */
const endsTalk: ReadonlySet<RequeueCause> = new Set(['transfer', 'assigned', 'agentLost'])

/** Whose rows an event changes. */
export interface Touched {
  readonly agents: readonly AgentId[]
  readonly contacts: readonly ContactId[]
  readonly queues?: readonly QueueId[]
}

/**
 * Whose rows an event changes. Empty for `configured`, and for `epochStarted`, which marks every customer as away: the next
 * start does so again, so that those rows may stay as they are. A closed contact is named: its row goes.
 */
export function touched(event: FloorEvent): Touched {
  switch (event.type) {
    case 'configured':
    case 'epochStarted':
    case 'wrapUpFinished':
      return { agents: [], contacts: [] }
    case 'agentConnected':
    case 'agentLost':
    case 'agentGraceEnded':
    case 'presenceChanged':
    case 'agentRested':
    case 'agentEngaged':
    case 'agentReleased':
      return { agents: [event.agent], contacts: [] }
    case 'offerAccepted':
    case 'offerEnded':
    case 'wrapUpStarted':
      return { agents: [event.agent], contacts: [event.contact] }
    case 'contactAssigned':
      return {
        agents: event.from === null ? [event.agent] : [event.agent, event.from],
        contacts: [event.contact],
        queues: event.left === undefined ? [] : [event.left],
      }
    case 'contactRequeued':
      return {
        // Who declines or misses an offer has not worked on the contact.
        agents: event.from !== null && endsTalk.has(event.cause) ? [event.from] : [],
        contacts: [event.contact],
        queues: event.left === undefined ? [] : [event.left],
      }
    case 'contactClosed':
      return {
        agents: event.agent === null ? [] : [event.agent],
        contacts: [event.contact],
        // How long it waited, and what it took the agent, is learned.
        queues: event.queue === undefined ? [] : [event.queue],
      }
    case 'overflowChanged':
    case 'hoursChanged':
    case 'wallClockSet':
      return { agents: [], contacts: [], queues: [event.queue] }
    case 'offerMade':
      // Only a queue that takes turns remembers on the agent's record whose turn it was.
      return { agents: event.turn === undefined ? [] : [event.agent], contacts: [event.contact] }
    case 'customerJoined':
      return { agents: event.agent === null ? [] : [event.agent], contacts: [event.contact] }
    case 'callStarted':
      // By accepting, the agent's count of missed offers begins anew.
      return { agents: event.offer === null ? [] : [event.agent], contacts: [event.contact] }
    case 'contactHeld':
    case 'contactResumed':
    case 'callFailed':
    case 'restEnded':
    case 'contactOverflowed':
    case 'contactQueued':
    case 'holdEnded':
    case 'contactParked':
    case 'contactStirred':
    case 'contactWoken':
    case 'messageNoted':
    case 'channelChanged':
    case 'waitCapped':
    case 'stepEnded':
    case 'contactReplanned':
    case 'wrapUpExtended':
    case 'contactScored':
    case 'scoresMissed':
    case 'customerLost':
    case 'customerConnected':
      return { agents: [], contacts: [event.contact] }
  }
}
