/** Makes the floor and what stands on it, empty of everything that the indexes hold. */
import { channelNames, channels, type ChannelName } from '../channels/index.ts'
import type { AgentId, QueueId } from '../model/ids.ts'
import { instant, seconds, type Instant } from '../model/time.ts'
import { ContactHeap } from './contact-heap.ts'
import { Deadlines } from './deadlines.ts'
import type { Floor, FloorAgent, FloorContact, FloorQueue } from './floor.ts'
import { KeyedHeap, nowhere } from './heap.ts'
import { defaultHandleMs, handledPrior, universalTime } from './learning.ts'
import { IdMap } from './id-map.ts'
import { channelNumber, limitsOf, type Limits } from './limits.ts'
import { Matchable } from './matchable.ts'
import { Places } from './places.ts'
import { Register } from './register.ts'
import { Requests } from './requests.ts'
import { newShift } from './shift.ts'
import type { AgentRecord, AgentRules, ContactPhase, ContactRecord, QueueRecord, QueueRules } from './state.ts'
import type { Bench, Seat } from './bench.ts'
import { compareSkips, type Line } from './waiting-line.ts'

const beginning = instant(0)

/** A floor with nobody on it and nothing configured, before its first epoch. */
export function createFloor(): Floor {
  const effort = { steps: 0 }
  const register = new Register()
  return {
    epoch: 0,
    at: beginning,
    origin: null,
    offersMade: 0,
    queues: new Map(),
    agents: new Map(),
    contacts: new IdMap(),
    register,
    benches: new Map(),
    matchable: new Matchable(register, effort),
    skippable: new KeyedHeap(compareSkips, effort),
    deadlines: new Deadlines(effort),
    guests: new Map(),
    wakeable: new Set(),
    flipping: new Set(),
    overflowing: new Set(),
    requests: new Requests(),
    effort,
  }
}

/** Rules for a queue of which only the name is known, and the defaults of configuration. */
export const queueDefaults: Omit<QueueRules, 'id'> = {
  version: '',
  steps: [],
  strategy: 'longest-idle',
  requirements: [],
  priorityMs: 0,
  acceleration: 1_000,
  waitCapMs: null,
  ringAtOnce: 5,
  offerTimeoutMs: seconds(20),
  declineCoolDownMs: seconds(10),
  missCoolDownMs: seconds(0),
  turnAwayCoolDownMs: seconds(10),
  missesBeforeAway: 1,
  offerGapMs: seconds(0),
  wrapUp: 'timed',
  wrapUpMs: seconds(60),
  wrapUpUnits: null,
  wrapUpExtensionMs: seconds(60),
  wrapUpExtensionsMax: 3,
  dispositionRequired: false,
  dispositions: [],
  parkAfterMs: null,
  parkedPercent: 25,
  callBack: { mode: 'agent-first', joinMs: seconds(45), attemptsMax: 3, gapMs: seconds(120) },
  overflow: [],
  waitMaxMs: null,
  waitMaxTo: null,
  lengthMax: null,
  customerGraceMs: seconds(120),
  agentGraceMs: seconds(60),
}

class QueueOnFloor implements FloorQueue {
  rules: QueueRules
  retired: boolean
  record: QueueRecord
  readonly waiting: Places
  readonly byAge: ContactHeap
  readonly movable: ContactHeap
  contacts = 0
  readonly agents = new Set<FloorAgent>()
  staffed = 0
  free = 0
  turn = 0
  askedLast: AgentId | null = null
  readonly slots = noSlots()
  waitingUnits = 0
  staffedUnits = 0
  readonly benches = channelNames.map(() => new Map<string, Bench>())
  dueHandle = nowhere

  constructor(rules: QueueRules, retired: boolean, { register, effort }: Floor) {
    this.rules = rules
    this.retired = retired
    this.record = newQueueRecord(rules.id)
    this.waiting = new Places(register, effort)
    this.byAge = new ContactHeap(register.compareAges, register.byAge, effort)
    this.movable = new ContactHeap(register.compareMovable, register.movable, effort)
  }
}

export const makeQueue = (floor: Floor, rules: QueueRules, retired: boolean): FloorQueue =>
  new QueueOnFloor(rules, retired, floor)

/** The record of a queue of which only the name is known. */
export const newQueueRecord = (id: QueueId): QueueRecord => ({
  id,
  open: true,
  changesAt: null,
  overflowing: [],
  handleMs: defaultHandleMs,
  handled: handledPrior,
  patience: { left: 0, waitedMs: 0 },
  wall: universalTime,
  halfHours: [],
})

export const noSlots = (): Record<ChannelName, number> => {
  const slots = {} as Record<ChannelName, number>
  for (const name of channelNames) slots[name] = 0
  return slots
}

/** Classes only so that all have one shape, which the engine's property access is fast for. */
class AgentOnFloor implements FloorAgent {
  readonly held = new Set<FloorContact>()
  ringing: FloorContact | null = null
  usedUnits = 0
  readonly talks: number[] = channelNames.map(() => 0)
  limits: Limits
  readonly stirred = new Set<FloorContact>()
  ceilingUnits: number
  queues: readonly FloorQueue[] = []
  seats: Seat[] = []
  staffed = false
  readyFor = 0
  dueHandle = nowhere
  readonly record: AgentRecord
  rules: AgentRules | null

  constructor(record: AgentRecord, rules: AgentRules | null) {
    this.record = record
    this.rules = rules
    this.limits = limitsOf(rules)
    this.ceilingUnits = rules?.capacityUnits ?? 0
  }
}

class ContactOnFloor implements FloorContact {
  readonly record: ContactRecord
  queue: FloorQueue
  holders: readonly FloorAgent[] = nobody
  channel: number
  units: number
  charged = 0
  readonly signature: string
  pace = 0
  readonly number: number
  line: Line | null = null
  servedAt: Instant | null
  dueHandle = nowhere

  private readonly register: Register

  constructor(record: ContactRecord, queue: FloorQueue, signature: string, register: Register) {
    this.record = record
    this.queue = queue
    this.channel = channelNumber[record.channel]
    this.units = channels[record.channel].units
    this.signature = signature
    this.servedAt = talkSince(record.state)
    this.register = register
    this.number = register.take(this)
  }

  get score(): number {
    return this.register.score[this.number]!
  }
}

function talkSince(state: ContactPhase): Instant | null {
  return state.phase === 'active' ? state.since : state.phase === 'wrapUp' ? state.talkSince : null
}

export const makeAgent = (record: AgentRecord, rules: AgentRules | null): FloorAgent => new AgentOnFloor(record, rules)
/** `queue` is that of the record, `signature` that of its requirements. */
export const makeContact = (
  { register }: Floor,
  record: ContactRecord,
  queue: FloorQueue,
  signature: string,
): FloorContact => new ContactOnFloor(record, queue, signature, register)

const nobody: readonly FloorAgent[] = []

/** The record of an agent of whom nothing but the name is known. The same at every start, so that it needs no row. */
export const newAgentRecord = (id: AgentId): AgentRecord => ({
  id,
  status: 'offline',
  reason: '',
  statusSince: beginning,
  link: { state: 'none' },
  idleSince: beginning,
  shift: newShift(beginning),
  turns: {},
  missed: 0,
  engaged: [],
  restsUntil: null,
})
