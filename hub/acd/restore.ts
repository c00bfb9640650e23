/** Builds the floor from the store's rows at start-up. The command `startEpoch` must follow before anything is offered. */
import { channels } from '../channels/index.ts'
import type { AgentId, QueueId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { Floor, FloorQueue } from './floor.ts'
import { reindex } from './indexing.ts'
import { createFloor, makeAgent, makeContact, makeQueue, newAgentRecord, queueDefaults } from './making.ts'
import type {
  AgentRecord,
  AgentRules,
  ContactPhase,
  ContactRecord,
  QueueRecord,
  QueueRules,
  Requirement,
  Ring,
} from './state.ts'

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

/** A floor that decides as the one whose rows these are. Takes copies: the rows stay the caller's. */
export function restoreFloor(rows: FloorRows): Floor {
  const floor = createFloor()
  floor.epoch = rows.epoch
  floor.at = rows.at ?? floor.at
  floor.offersMade = rows.offersMade ?? 0
  for (const rules of rows.queues) floor.queues.set(rules.id, makeQueue(floor, rules, false))
  for (const record of rows.queueRecords ?? []) {
    const own = floor.queues.get(record.id)?.record
    if (own !== undefined) Object.assign(own, record, learnedBy(record, own))
  }
  for (const record of rows.agentRecords) floor.agents.set(record.id, makeAgent(ownRecord(record), null))
  setAgentRules(floor, rows.agents)
  for (const row of rows.contacts) {
    const { requirements, signature } = floor.requests.of(row.requirements)
    const record = ownContact(row, requirements)
    floor.contacts.set(record.id, makeContact(floor, record, queueNamed(floor, record.queue), signature))
  }
  reindex(floor)
  return floor
}

/** Copies of what the queue goes on adding to. What an earlier version did not learn begins as in a new queue. */
const learnedBy = ({ halfHours, patience }: Partial<QueueRecord>, own: QueueRecord): Partial<QueueRecord> => ({
  halfHours: (halfHours ?? []).map((account) => account && { ...account }),
  patience: { ...(patience ?? own.patience) },
})

/** A copy, with what earlier versions did not keep. */
function ownRecord(row: AgentRecord): AgentRecord {
  const record = { ...newAgentRecord(row.id), ...row }
  return { ...record, shift: { ...record.shift } }
}

/**
 * A copy, with what earlier versions did not keep. Field by field in the order in which a contact that is new to the floor has
 * them, for the engine takes records that differ in it for things of another kind.
 */
function ownContact(row: ContactRecord, requirements: readonly Requirement[]): ContactRecord {
  const older: Partial<ContactRecord> = row
  return {
    id: row.id,
    channel: row.channel,
    queue: row.queue,
    requirements,
    priorityMs: row.priorityMs,
    enqueuedAt: row.enqueuedAt,
    waitCapped: older.waitCapped ?? false,
    joinedAt: older.joinedAt ?? row.enqueuedAt,
    overflowedFrom: older.overflowedFrom ?? [],
    hold: older.hold ?? null,
    plan: older.plan ?? null,
    step: older.step ?? null,
    scores: older.scores ?? null,
    attempts: row.attempts,
    passedBy: row.passedBy,
    customerLostAt: row.customerLostAt,
    state: phaseOfToday(row),
  }
}

function phaseOfToday({ state, channel }: ContactRecord): ContactPhase {
  // An earlier version's contacts rang at one agent, whose offer was the phase itself.
  if (state.phase === 'offered' && (state.rings as unknown) === undefined) {
    const { offer, agent, epoch, deadline } = state as unknown as Ring
    return { phase: 'offered', rings: [{ offer, agent, epoch, deadline }], prefer: state.prefer, group: null }
  }
  // Its wrap-ups took what the talk had taken, and could not be made longer.
  if (state.phase === 'wrapUp' && (state.units as number | undefined) === undefined)
    return { ...state, units: channels[channel].units, talkSince: null, extensions: 0 }
  // Its talks were never parked, and nobody noted their messages.
  if (state.phase === 'active' && (state.parked as unknown) === undefined)
    return { ...state, spokenAt: state.since, parked: null }
  return state
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
