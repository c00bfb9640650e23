/**
 * The floor in memory: records (what the store keeps) and indexes over them (what makes a decision cheap). Only `evolve`
 * and `restoreFloor` change any of it. Everything but the records can be rebuilt from them, by `reindex`.
 */
import type { ChannelName } from '../channels/index.ts'
import type { AgentId, ContactId, QueueId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { ContactHeap } from './contact-heap.ts'
import type { Deadlines } from './deadlines.ts'
import type { Effort, KeyedHeap } from './heap.ts'
import type { IdMap } from './id-map.ts'
import type { Limits } from './limits.ts'
import type { Matchable } from './matchable.ts'
import type { Places } from './places.ts'
import type { Register } from './register.ts'
import type { Requests } from './requests.ts'
import type { AgentRecord, AgentRules, ContactPhase, ContactRecord, QueueRecord, QueueRules } from './state.ts'
import type { Bench, Seat } from './bench.ts'
import type { Line } from './waiting-line.ts'

export interface FloorQueue {
  rules: QueueRules
  /** True when configuration no longer names the queue; it lives on until its last contact has left. */
  retired: boolean
  /** Contacts not yet answered (queued or offered), in order of service. */
  readonly waiting: Places
  /** The same contacts, oldest first. */
  readonly byAge: ContactHeap
  /** Contacts on the floor whose queue this is, in any phase. */
  contacts: number
  readonly agents: Set<FloorAgent>
  /** Agents of the queue who are connected and available. */
  staffed: number
  /** Those of them who could be offered a contact now. */
  free: number
  /** How many contacts of a channel the staffed agents can hold together. */
  readonly slots: Record<ChannelName, number>
  /** Turns taken by `round-robin`, and whose was the last. */
  turn: number
  askedLast: AgentId | null
  /** What its waiting contacts would take of agents, and what the staffed agents have together. */
  waitingUnits: number
  staffedUnits: number
  /** Contacts that an overflow rule may send on, the longest waiting first; empty where no rule does that. */
  readonly movable: ContactHeap
  /** Benches of contacts that are in no step and for nobody alone, by channel's number and what they ask for. */
  readonly benches: readonly Map<string, Bench>[]
  readonly record: QueueRecord
  /** Its place among the deadlines, or `nowhere`. */
  dueHandle: number
}

export interface FloorAgent {
  readonly record: AgentRecord
  /** Null for an agent whom configuration no longer names. */
  rules: AgentRules | null
  /** Contacts offered to, active with or in wrap-up with this agent. One that is offered may be offered to others as well. */
  readonly held: Set<FloorContact>
  /** The one of them that is offered. An agent is rung for one contact at a time. */
  ringing: FloorContact | null
  /** Units of all held contacts, and of what the agent is engaged with. */
  usedUnits: number
  /** Contacts offered and talks, by number of the channel; what the agent is engaged with counts as calls. */
  readonly talks: number[]
  /** As its rules say. */
  limits: Limits
  /** Parked talks that a message waits for, and whose units were not free. */
  readonly stirred: Set<FloorContact>
  /** Capacity, or what was in use when configuration cut the capacity below that, or went beyond it otherwise. */
  ceilingUnits: number
  queues: readonly FloorQueue[]
  seats: Seat[]
  /** As counted in the queues' `staffed`. */
  staffed: boolean
  /** Channels of which they could be offered a contact, a bit for each; counted in the queues' `free` unless there is none. */
  readyFor: number
  /** Its place among the deadlines, or `nowhere`. */
  dueHandle: number
}

export interface FloorContact {
  readonly record: ContactRecord
  /** That of its record. */
  queue: FloorQueue
  /** Those whom its record names as offered or having it. */
  holders: readonly FloorAgent[]
  /** The number of its channel. */
  channel: number
  /** What a talk on its channel takes. */
  units: number
  /** What it takes of the one who has it; 0 while nobody does, and while it rings, when each it rings at is charged by their rules. */
  charged: number
  /** Own requirements as a key. */
  readonly signature: string
  /** Thousandths of a millisecond that its weight grows by each millisecond; 0 once it is settled. */
  pace: number
  /** Smaller is served first among contacts of one pace. See weight.ts. */
  readonly score: number
  /** Its number in the register. */
  readonly number: number
  line: Line | null
  /** When the agent who has it took it; null before. */
  servedAt: Instant | null
  /** Its place among the deadlines, or `nowhere`. */
  dueHandle: number
}

export interface Floor {
  epoch: number
  /** When the last event happened. */
  at: Instant
  /** What weights are counted from, so that they stay exact whole numbers; null until the first contact. */
  origin: Instant | null
  /** Offers made in this epoch: makes the next offer's id. */
  offersMade: number
  readonly queues: Map<QueueId, FloorQueue>
  readonly agents: Map<AgentId, FloorAgent>
  readonly contacts: IdMap<ContactId, FloorContact>
  readonly register: Register
  readonly benches: Map<string, Bench>
  /** Lines that have both a contact waiting and an agent ready for it. */
  readonly matchable: Matchable
  /** Lines with a contact waiting whose step is to be left at once. */
  readonly skippable: KeyedHeap<Line>
  readonly deadlines: Deadlines
  /** Who is engaged with a contact, by their ids; no entry where nobody is. */
  readonly guests: Map<ContactId, readonly FloorAgent[]>
  /** Agents with a parked talk that could have its units back. */
  readonly wakeable: Set<FloorAgent>
  /** Queues with an overflow rule that begins or ends to hold. */
  readonly flipping: Set<FloorQueue>
  /** Queues that send on who waits, and have somebody to send. */
  readonly overflowing: Set<FloorQueue>
  readonly requests: Requests
  readonly effort: Effort
}

/** Not yet answered by anybody. */
export const isWaiting = ({ phase }: ContactPhase): boolean => phase !== 'active' && phase !== 'wrapUp'

/** Who is offered or has the contact: nobody while it is queued, one agent, or all those it rings at. */
export function holdersOf(state: ContactPhase): readonly AgentId[] {
  if (state.phase === 'offered') return state.rings.map((ring) => ring.agent)
  return 'agent' in state ? [state.agent] : nobody
}

const nobody: readonly AgentId[] = []

/** Order of service among contacts of one pace: score, then first enqueue, then id. Total over all contacts. */
export function compareContacts(a: FloorContact, b: FloorContact): number {
  return (
    b.pace - a.pace ||
    a.score - b.score ||
    a.record.enqueuedAt - b.record.enqueuedAt ||
    compareIds(a.record.id, b.record.id)
  )
}

export const compareIds = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
