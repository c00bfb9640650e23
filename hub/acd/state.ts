/**
 * The floor: who waits, who is free, who is offered what. `evolve` alone changes it. A record holds only what exists in
 * its phase. `ContactRecord` and `AgentRecord` are plain data and are what the store keeps as rows; everything
 * else (waiting lines, benches, deadlines) is an index that `restoreFloor` rebuilds from them.
 */
import type { AgentId, ContactId, OfferId, QueueId } from '../model/ids.ts'
import type { DurationMs, Instant, WallClock } from '../model/time.ts'
import type { ChannelName } from '../channels/index.ts'
import type { StrategyName } from './routing/index.ts'

/** `level` 1 to 5; an agent qualifies with at least this level. */
export interface SkillRequirement {
  readonly skill: string
  readonly level: number
}

/** A skill at a level, or a choice: all skills of any one of the sets. See requirements.ts. */
export type Requirement = SkillRequirement | { readonly anyOf: readonly (readonly SkillRequirement[])[] }

/**
 * What follows the end of a talk. `timed`: the agent is busy with it until they finish it or its time is over; `untimed`:
 * until they finish it; `optional`: they may write a disposition until its time is over, and are free meanwhile; `none`.
 */
export const wrapUpModes = ['timed', 'untimed', 'optional', 'none'] as const
export type WrapUpMode = (typeof wrapUpModes)[number]

/** Who is asked first when it is the turn of a customer who does not wait in person: the agent, or the customer. */
export const callBackModes = ['agent-first', 'customer-first'] as const
export type CallBackMode = (typeof callBackModes)[number]

export interface CallBackRules {
  /** Default `agent-first`. */
  readonly mode: CallBackMode
  /** How long a customer who is called has to come. Default 45 s. */
  readonly joinMs: DurationMs
  /** So many calls without an answer, and the contact is closed. Default 3. */
  readonly attemptsMax: number
  /** From one call to the next. Default 2 min. */
  readonly gapMs: DurationMs
}

/** How a customer is away: to be called when it is their turn, or not at all, for a message that they have left. */
export type HoldMode = CallBackMode | 'message'

/** A contact whose customer does not wait in person. */
export interface Hold {
  readonly since: Instant
  /** As it was when the customer asked for it. */
  readonly mode: HoldMode
  /** Calls begun so far. */
  readonly calls: number
}

/** Another queue, or another way than waiting, which the shell knows how to go on with. */
export type OverflowTarget = { readonly queue: QueueId } | { readonly way: 'callBack' | 'form' | 'bot' }

/**
 * What is measured, and where the rule begins and ends to hold. The two are apart so that a queue at the edge does not
 * send every other contact away. `staffed` holds while fewer are there; `closed` by the queue's hours.
 */
export type OverflowCondition =
  | { readonly measure: 'waiting'; readonly above: number; readonly until: number }
  | { readonly measure: 'expectedWait'; readonly aboveMs: DurationMs; readonly untilMs: DurationMs }
  | { readonly measure: 'staffed'; readonly below: number; readonly until: number }
  | { readonly measure: 'closed' }

export interface OverflowRule {
  /** Differs from the other rules of the queue; stands in the log. */
  readonly name: string
  readonly when: OverflowCondition
  readonly to: OverflowTarget
  /** Also for those who wait already, the longest first, and not for newcomers alone. Each goes once. */
  readonly waiting: boolean
}

/** What of a queue is kept besides its rules. */
export interface QueueRecord {
  readonly id: QueueId
  /** By its hours, which the shell tells. Open until it has. */
  open: boolean
  /** When that changes by itself, or null. */
  changesAt: Instant | null
  /** Names of the overflow rules that hold. */
  overflowing: readonly string[]
  /** Mean time an agent spends on a contact, wrap-up included, of the last that were served. */
  handleMs: DurationMs
  /** Contacts that the mean stands for. */
  handled: number
  /** How many gave up, and the time that all have waited, of the last that waited. */
  readonly patience: { left: number; waitedMs: number }
  /** The queue's own time of day, which the shell tells. */
  wall: WallClock
  /** The same by half hour of the day; null, or not there, where nothing was seen. See learning.ts. */
  readonly halfHours: (HalfHour | null)[]
}

/** What was seen in one half hour of the day, on `day` and, for less the longer ago, on days before. */
export interface HalfHour {
  readonly day: number
  handled: number
  handledMs: number
  left: number
  waitedMs: number
}

/** When a step is left at once: fewer than `below` of those it allows are `available`, or are `free` for an offer now. */
export interface SkipRule {
  readonly count: 'available' | 'free'
  readonly below: number
}

/** For a while, whom a contact of the queue may be offered to. See steps.ts. */
export interface StepRules {
  /** Asked for beside what the queue and the contact ask for. */
  readonly requirements: readonly Requirement[]
  /** Null for that of the queue. */
  readonly strategy: StrategyName | null
  /** Only these agents, or only whoever had the customer last if not longer ago; null for everybody eligible. */
  readonly prefer: readonly AgentId[] | { readonly lastWithinMs: DurationMs } | null
  readonly forMs: DurationMs
  readonly skipIf: SkipRule | null
}

/** A step as a contact keeps it. */
export type PlannedStep = Omit<StepRules, 'prefer'> & { readonly prefer: readonly AgentId[] | null }

/** The steps under which a contact joined its queue. */
export interface Plan {
  /** Of the configuration then in force. */
  readonly version: string
  readonly steps: readonly PlannedStep[]
}

/** The step a contact is in, and when it ends or what is left of it. */
export type StepClock =
  { readonly index: number; readonly until: Instant } | { readonly index: number; readonly leftMs: DurationMs }

/** Who had the customer last, and until when. */
export interface LastAgent {
  readonly agent: AgentId
  readonly endedAt: Instant
}

/** That somebody outside is asked in which order agents are asked for a contact. Whom and how is for the shell to know. */
export interface ScoringRules {
  /** So long a contact is held back at most. */
  readonly timeoutMs: DurationMs
  /** About so many agents it is asked. */
  readonly candidatesMax: number
}

/** An agent's score for one contact; higher is asked first. */
export type AgentScore = readonly [agent: AgentId, score: number]

/** Scores that a contact is held back for, at most `until`; or that it goes by, the highest first, none where nobody told any. */
export type Scores = { readonly until: Instant } | { readonly by: readonly AgentScore[] }

export interface QueueRules {
  readonly id: QueueId
  /** Name of the configuration these rules are of, as its author gives it. Default empty. */
  readonly version: string
  /** What a contact goes through before it waits for anybody of the queue. Default none. */
  readonly steps: readonly StepRules[]
  readonly strategy: StrategyName
  /** Absent where the strategy alone decides. */
  readonly scoring?: ScoringRules
  /** What every contact of this queue asks for, besides its own requirements. */
  readonly requirements: readonly Requirement[]
  /** Head start of every contact of this queue, in milliseconds of waiting at the usual pace. Default 0. */
  readonly priorityMs: number
  /** How fast waiting counts here, in thousandths: 1,000 is the usual pace and the default, 0 counts head starts alone. */
  readonly acceleration: number
  /** Waiting counts up to here, or without end where it is null, the default. */
  readonly waitCapMs: DurationMs | null
  /** At how many agents a contact rings at once where the strategy asks several, 2 to 20. Default 5. */
  readonly ringAtOnce: number
  /** How long an offer rings. Default 20 s. */
  readonly offerTimeoutMs: DurationMs
  /** How long a declined contact is kept from the agent who declined it. Default 10 s. */
  readonly declineCoolDownMs: DurationMs
  /** How long a missed one is, where the agent stays available. Default 0: only while another is free. */
  readonly missCoolDownMs: DurationMs
  /** How long one is that was taken back because the agent turned away. Default 10 s. */
  readonly turnAwayCoolDownMs: DurationMs
  /** After so many offers missed in a row an agent is taken off the floor. Default 1. */
  readonly missesBeforeAway: number
  /** How long an agent is left alone after an offer of this queue that came to nothing. Default 0. */
  readonly offerGapMs: DurationMs
  /** What follows the end of a talk. Default `timed`. */
  readonly wrapUp: WrapUpMode
  /** Longest wrap-up where it is timed or optional; 0 is none. Default 60 s. */
  readonly wrapUpMs: DurationMs
  /** Units a wrap-up keeps, never more than the talk took; null for those of the talk, the default. */
  readonly wrapUpUnits: number | null
  /** By how much an agent may make a timed or optional wrap-up longer at a time. Default 60 s. */
  readonly wrapUpExtensionMs: DurationMs
  /** How often. Default 3. */
  readonly wrapUpExtensionsMax: number
  readonly dispositionRequired: boolean
  /** Keys an agent may choose from. */
  readonly dispositions: readonly string[]
  /** How long a talk must be without a message to be parked by itself; null for never, the default. */
  readonly parkAfterMs: DurationMs | null
  /** Share of its units that a parked talk keeps. Default 25. */
  readonly parkedPercent: number
  /** How customers who do not wait in person get their turn. */
  readonly callBack: CallBackRules
  /** Where contacts go instead, and when; the first rule that holds counts. Default none. */
  readonly overflow: readonly OverflowRule[]
  /** How long a contact waits in this queue before it goes to `waitMaxTo`; null for as long as it takes, the default. */
  readonly waitMaxMs: DurationMs | null
  readonly waitMaxTo: OverflowTarget | null
  /** More than so many waiting, and newcomers are refused; null for no limit, the default. */
  readonly lengthMax: number | null
  /** How long a vanished customer keeps the place in line. Default 120 s. */
  readonly customerGraceMs: DurationMs
  /** How long a vanished agent keeps contacts. Default 60 s. */
  readonly agentGraceMs: DurationMs
}

export interface AgentRules {
  readonly id: AgentId
  readonly queues: readonly QueueId[]
  /** Level by skill, 1 to 5. */
  readonly skills: Readonly<Record<string, number>>
  /** What the agent is beside that, without levels, such as `vip`. Default none. */
  readonly attributes?: readonly string[]
  /** Where `linear` has the agent: smaller is asked first. Default 0. */
  readonly position?: number
  /** Lots that `weighted-random` gives the agent, a whole number above 0. Default 1. */
  readonly weight?: number
  /** Units over all channels, 100 by default (see hub/channels). */
  readonly capacityUnits: number
  /** Where this agent differs from what hub/channels says. */
  readonly channels?: { readonly [Name in ChannelName]?: ChannelRules }
}

/** What is different for one agent; what is left out is as the channel says. */
export interface ChannelRules {
  readonly units?: number
  /** Most talks of the channel at once, parked ones included. Default as many as fit. */
  readonly max?: number
  /** Channels that may ring beside a talk of this one. */
  readonly interruptedBy?: readonly ChannelName[]
}

export type PresenceStatus = 'available' | 'away' | 'offline'

/** The agent's line to the hub, apart from what the agent says of their presence. */
export type AgentLink =
  | { readonly state: 'connected'; readonly since: Instant }
  | { readonly state: 'lost'; readonly since: Instant; readonly graceUntil: Instant }
  | { readonly state: 'none' }

/** What an agent has done since they came to work. */
export interface Shift {
  readonly since: Instant
  /** Contacts taken. */
  contacts: number
  /** Time in talks that have ended. */
  talkMs: DurationMs
}

/** Being busy with a contact that somebody else has. */
export interface Engagement {
  readonly contact: ContactId
  readonly units: number
  readonly since: Instant
}

export interface AgentRecord {
  readonly id: AgentId
  status: PresenceStatus
  reason: string
  statusSince: Instant
  link: AgentLink
  /**
   * When the agent last became idle: later of the end of work and of becoming available. Taking work moves it as well, so
   * that an agent with capacity for several contacts does not get them all. A missed or declined offer does not move it.
   */
  idleSince: Instant
  shift: Shift
  /** By queue that takes turns, the number of the turn in which the agent was asked last. */
  turns: Readonly<Record<QueueId, number>>
  /** Offers missed in a row. */
  missed: number
  /** What the agent is busy with beside contacts of their own, in the order in which it began. */
  engaged: readonly Engagement[]
  /** Until then the agent is offered nothing, after an offer that came to nothing; null when they may be. */
  restsUntil: Instant | null
}

/** A talk that rests with its agent. */
export interface Parked {
  readonly since: Instant
  /** What it takes meanwhile. */
  readonly units: number
  /** Since when a message waits for the talk to have its units back; null while it rests. */
  readonly stirredAt: Instant | null
}

/** One live offer of a contact. */
export interface Ring {
  readonly offer: OfferId
  readonly agent: AgentId
  readonly epoch: number
  readonly deadline: Instant
}

/** A contact that rings at several agents. */
export interface RingGroup {
  /** Agents who are not rung while any of its offers is live: they have passed it, and others are being asked. */
  readonly spared: readonly AgentId[]
}

/** Phases of a live contact (a closed one has left the floor). `bot` comes with the flow. */
export type ContactPhase =
  | {
      readonly phase: 'queued'
      readonly only: AgentId | null
      readonly prefer: AgentId | null
      readonly heldUntil: Instant | null
    }
  | {
      readonly phase: 'offered'
      /** In the order in which they were made; one where `group` is null, and never none. */
      readonly rings: readonly Ring[]
      readonly prefer: AgentId | null
      /** Null for a contact that rings at one agent alone. */
      readonly group: RingGroup | null
    }
  | {
      /** Its customer is called, and the agent's units are kept for them. The one live attempt of the contact. */
      readonly phase: 'called'
      readonly agent: AgentId
      readonly deadline: Instant
    }
  /** The customer did not come when called; the next call comes later. */
  | { readonly phase: 'resting'; readonly until: Instant }
  | {
      readonly phase: 'active'
      readonly agent: AgentId
      readonly since: Instant
      /** The last message that was noted, or the beginning of the talk. */
      readonly spokenAt: Instant
      readonly parked: Parked | null
    }
  | {
      readonly phase: 'wrapUp'
      readonly agent: AgentId
      /** Null where only the agent ends it. */
      readonly until: Instant | null
      readonly by: 'customer' | 'agent' | 'system'
      /** What it takes of the agent's capacity. */
      readonly units: number
      /** When the talk began; null for one that an earlier version kept. */
      readonly talkSince: Instant | null
      /** How often the agent made it longer. */
      readonly extensions: number
    }

export interface ContactRecord {
  readonly id: ContactId
  /** The one by which it goes on now. */
  channel: ChannelName
  /** The queue it waits in or was last taken from. */
  queue: QueueId
  readonly requirements: readonly Requirement[]
  readonly priorityMs: number
  /** First time in a queue; never changes, through missed offer, transfer and restart. */
  readonly enqueuedAt: Instant
  /** True once it has waited as long as counts in its queue (`waitCapMs`). */
  waitCapped: boolean
  /** Since when it waits in this queue: later than `enqueuedAt` for one that was handed on or has been answered. */
  joinedAt: Instant
  /** Queues that sent it on, because of their overflow rules. */
  overflowedFrom: readonly QueueId[]
  /** Null while the customer waits in person, or is served; a message that was left is one also while it is answered. */
  hold: Hold | null
  /** Null where the queue had no steps when the contact joined it. */
  plan: Plan | null
  /** Null after the last step. */
  step: StepClock | null
  /** Null where nobody outside is asked, and for one that an agent has or that is for one agent alone. */
  scores: Scores | null
  /** Offers made so far. */
  attempts: number
  /** Agents who declined, missed, left or handed on this contact; not asked again while another is free, nor before `until`. */
  passedBy: readonly { readonly agent: AgentId; readonly until: Instant }[]
  /**
   * When the customer's last connection went, or null while connected. Later than that for a contact which came back to a
   * queue without its customer: the grace runs from when it began to wait again.
   */
  customerLostAt: Instant | null
  state: ContactPhase
}
