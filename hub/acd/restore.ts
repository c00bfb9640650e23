/** Builds the floor from the store's rows at start-up. The command `startEpoch` must follow before anything is offered. */
import { channels } from '../channels/index.ts'
import type { AgentId, QueueId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { Floor, FloorContact, FloorQueue } from './floor.ts'
import { reindex } from './indexing.ts'
import { createFloor, makeAgent, makeContact, makeQueue, newAgentRecord, queueDefaults } from './making.ts'
import type { AgentRecord, AgentRules, ContactRecord, QueueRecord, QueueRules, Ring } from './state.ts'

/** What a floor is restored from. */
export interface FloorRows {
  /** The last epoch begun; `startEpoch` takes a greater one. */
  readonly epoch: number
  /** Hub time of the last thing that was kept. Default 0: until something happens, places are counted as of then. */
  readonly at?: Instant
  /** Only to go on within an epoch, as tests do. Default 0. */
  readonly offersMade?: number
  readonly queues: readonly QueueRules[]
  readonly agents: readonly AgentRules[]
  /** Rows of agents. One without a row starts offline; a row without rules is kept, but is offered nothing. */
  readonly agentRecords: Iterable<AgentRecord>
  /** Rows of queues; one without a row is open, with nothing learned. */
  readonly queueRecords?: Iterable<QueueRecord>
  /** Rows of live contacts. */
  readonly contacts: Iterable<ContactRecord>
}

/** What rows of earlier versions lack. */
const sinceThen = { waitCapped: false, overflowedFrom: [], hold: null, plan: null, step: null, scores: null }

/** A floor that decides as the one whose rows these are. Takes copies: the rows stay the caller's. */
export function restoreFloor(rows: FloorRows): Floor {
  const floor = createFloor()
  floor.epoch = rows.epoch
  floor.at = rows.at ?? floor.at
  floor.offersMade = rows.offersMade ?? 0
  for (const rules of rows.queues) floor.queues.set(rules.id, makeQueue(floor, rules, false))
  for (const record of rows.queueRecords ?? []) {
    const own = floor.queues.get(record.id)?.record
    // What an earlier version did not learn begins as in a new queue.
    if (own !== undefined) Object.assign(own, record, { halfHours: [...(record.halfHours ?? [])] })
  }
  for (const record of rows.agentRecords)
    floor.agents.set(record.id, makeAgent({ ...newAgentRecord(record.id), ...record }, null))
  setAgentRules(floor, rows.agents)
  for (const row of rows.contacts) {
    const record = ofToday({ ...sinceThen, ...row })
    floor.contacts.set(record.id, contactOf(floor, record))
  }
  reindex(floor)
  return floor
}

/** A record of an earlier version, with what that version did not keep. */
function ofToday(record: ContactRecord): ContactRecord {
  const { state } = record
  if ((record.joinedAt as Instant | undefined) === undefined) record.joinedAt = record.enqueuedAt
  // Its contacts rang at one agent, whose offer was the phase itself.
  if (state.phase === 'offered' && (state.rings as unknown) === undefined) {
    const { offer, agent, epoch, deadline } = state as unknown as Ring
    record.state = { phase: 'offered', rings: [{ offer, agent, epoch, deadline }], prefer: state.prefer, group: null }
  }
  // Its wrap-ups took what the talk had taken, and could not be made longer.
  if (state.phase === 'wrapUp' && (state.units as number | undefined) === undefined)
    record.state = { ...state, units: channels[record.channel].units, talkSince: null, extensions: 0 }
  // Its talks were never parked, and nobody noted their messages.
  if (state.phase === 'active' && (state.parked as unknown) === undefined)
    record.state = { ...state, spokenAt: state.since, parked: null }
  return record
}

/** Replaces the rules of all queues and agents; what is no longer named stays as long as it is in use. */
export function setRules(floor: Floor, queues: readonly QueueRules[], agents: readonly AgentRules[]): void {
  for (const queue of floor.queues.values()) queue.retired = true
  for (const rules of queues) {
    const known = floor.queues.get(rules.id)
    if (known === undefined) floor.queues.set(rules.id, makeQueue(floor, rules, false))
    else Object.assign(known, { rules, retired: false })
  }
  for (const agent of floor.agents.values()) agent.rules = null
  setAgentRules(floor, agents)
  reindex(floor)
}

function setAgentRules(floor: Floor, agents: readonly AgentRules[]): void {
  for (const rules of agents) agentNamed(floor, rules.id).rules = rules
}

function contactOf(floor: Floor, record: ContactRecord): FloorContact {
  const { signature } = floor.requests.of(record.requirements)
  return makeContact(floor, record, queueNamed(floor, record.queue), signature)
}

/** One that configuration does not know must not make a contact disappear. */
function queueNamed(floor: Floor, id: QueueId): FloorQueue {
  const known = floor.queues.get(id)
  if (known !== undefined) return known
  const queue = makeQueue(floor, { id, ...queueDefaults }, true)
  floor.queues.set(id, queue)
  return queue
}

function agentNamed(floor: Floor, id: AgentId) {
  const known = floor.agents.get(id)
  if (known !== undefined) return known
  const agent = makeAgent(newAgentRecord(id), null)
  floor.agents.set(id, agent)
  return agent
}
