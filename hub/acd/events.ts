/**
 * Everything that happens on the floor, in the past tense and as plain data. Events are stored for ever, so a field is
 * added but never changed in meaning. Each carries `at`, the hub time of the decision.
 */
import type { AgentId, ContactId, OfferId, QueueId } from '../model/ids.ts'
import type { Instant, WallClock } from '../model/time.ts'
import type { ChannelName } from '../channels/index.ts'
import type { ClosedBy, RuleSet } from './commands.ts'
import type { Why } from './explain.ts'
import type {
  AgentRules,
  AgentScore,
  HoldMode,
  LastAgent,
  OverflowTarget,
  PresenceStatus,
  QueueRules,
  Requirement,
} from './state.ts'

/** Why a contact that had been offered or served waits again. */
export type RequeueCause =
  'transfer' | 'assigned' | 'overflow' | 'callBack' | 'declined' | 'missed' | 'agentLost' | 'agentAway' | 'restart'

/** How an offer ended without being accepted. `rescinded`: taken back (agent lost or away, epoch over); `canceled`: the contact went away. */
export type OfferEnding = 'declined' | 'missed' | 'rescinded' | 'canceled'

/** Why an offer of several was taken back. `answered`: another agent was faster, which is held against nobody. */
export type RescindCause = 'answered' | 'assigned' | 'agentLost' | 'agentAway' | 'restart'

/** How a contact left the floor: answered, given up by its customer, ended by somebody else, sent another way than waiting, or never reached by calls. */
export type Outcome = 'served' | 'abandoned' | 'closed' | 'overflowed' | 'unreached'

interface At {
  readonly at: Instant
}

export type FloorEvent =
  | (At & {
      readonly type: 'configured'
      readonly queues: readonly QueueRules[]
      readonly agents: readonly AgentRules[]
    })
  /** Every connection of the epoch before is gone: what follows tells it of agents, this event alone tells it of all customers. */
  | (At & {
      readonly type: 'epochStarted'
      readonly epoch: number
      /** What the floor was loaded with; absent where it is as the events before say, and in those of earlier versions. */
      readonly rules?: RuleSet
    })
  | (At & { readonly type: 'agentConnected'; readonly agent: AgentId })
  /** `graceUntil`: when the agent's contacts go back to their queues, unless the agent returns before. */
  | (At & { readonly type: 'agentLost'; readonly agent: AgentId; readonly graceUntil: Instant })
  /** The grace ended without a return: the agent is signed off, and every contact held is requeued by events of its own. */
  | (At & { readonly type: 'agentGraceEnded'; readonly agent: AgentId })
  | (At & {
      readonly type: 'presenceChanged'
      readonly agent: AgentId
      readonly status: PresenceStatus
      readonly reason: string
      /** The supervisor who stated it in the agent's place; absent where nobody did. */
      readonly by?: AgentId
    })
  | (At & {
      readonly type: 'contactQueued'
      readonly contact: ContactId
      readonly channel: ChannelName
      readonly queue: QueueId
      readonly requirements: readonly Requirement[]
      readonly priorityMs: number
      readonly lastAgent?: LastAgent
      /** Of the configuration whose steps the contact keeps; absent where the queue has none. */
      readonly version?: string
    })
  /** Somebody wanted the contact to begin the steps that its queue has now, in place of those it joined under. */
  | (At & {
      readonly type: 'contactReplanned'
      readonly contact: ContactId
      readonly lastAgent?: LastAgent
      /** Of the configuration whose steps it has from now on. */
      readonly version: string
    })
  /** Its time was over, or too few agents were there for it (`skipped`); the contact goes on to the next, or waits for anybody. */
  | (At & {
      readonly type: 'stepEnded'
      readonly contact: ContactId
      /** Of the step that ended, from 0. */
      readonly step: number
      readonly cause: 'time' | 'skipped'
    })
  | (At & {
      readonly type: 'offerMade'
      readonly offer: OfferId
      readonly contact: ContactId
      readonly agent: AgentId
      readonly epoch: number
      /** 1 for the contact's first offer, counted over its whole life. */
      readonly attempt: number
      /** At how many agents the contact rings with this one; absent where it rings at one alone. */
      readonly ring?: number
      /** The turn that the queue takes with it, where it takes turns. */
      readonly turn?: number
      /** What it was decided by; absent in events of versions that did not keep it. */
      readonly why?: Why
      readonly deadline: Instant
    })
  | (At & {
      readonly type: 'offerAccepted'
      readonly offer: OfferId
      readonly contact: ContactId
      readonly agent: AgentId
    })
  /** An agent has the contact without having been asked for it. */
  | (At & {
      readonly type: 'contactAssigned'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly how: 'pulled' | 'forced' | 'takenOver' | 'handedOver'
      /** Where it was handed over, whoever had it. */
      readonly by: AgentId
      /** Who had it in talk until now, or null when it waited. */
      readonly from: AgentId | null
      /** The queue that learns from the talk of whoever had it; absent where nobody did, and in earlier events. */
      readonly left?: QueueId
    })
  /** The agent takes part in a contact that somebody else has, and that takes so many units of them. */
  | (At & {
      readonly type: 'agentEngaged'
      readonly agent: AgentId
      readonly contact: ContactId
      readonly units: number
    })
  /** They no longer do. */
  | (At & { readonly type: 'agentReleased'; readonly agent: AgentId; readonly contact: ContactId })
  | (At & {
      readonly type: 'offerEnded'
      readonly offer: OfferId
      readonly contact: ContactId
      readonly agent: AgentId
      readonly ending: OfferEnding
      /** Of one that was rescinded and was made with `ring`; elsewhere the event that follows says why. */
      readonly cause?: RescindCause
    })
  /** An agent who was left alone after an offer may be offered contacts again. */
  | (At & { readonly type: 'agentRested'; readonly agent: AgentId })
  /** The contact waits again, at its old place by its first enqueue time. `prefer` is the agent it should return to, or null. */
  | (At & {
      readonly type: 'contactRequeued'
      readonly contact: ContactId
      readonly queue: QueueId
      readonly cause: RequeueCause
      /** The queue that learns from it, where it was answered or moves; absent in events of before queues learned that. */
      readonly left?: QueueId
      /** Who had it, offered or active, until now; null when it was waiting for one agent alone and now waits for all. */
      readonly from: AgentId | null
      readonly prefer: AgentId | null
      /** Only this agent may be offered the contact (transfer to an agent), or null for all of the queue. */
      readonly only: AgentId | null
      /** Until then the contact is not offered again to agents who just declined it. */
      readonly heldUntil: Instant | null
      /** The supervisor who assigned or rescued it; absent where nobody did. */
      readonly by?: AgentId
    })
  /** Its waiting counts no longer (`capped`), or again after configuration has changed. */
  | (At & { readonly type: 'waitCapped'; readonly contact: ContactId; readonly capped: boolean })
  /** A cool-down ran out: those who passed the contact and are no longer named by a running one may be asked again. */
  | (At & {
      readonly type: 'holdEnded'
      readonly contact: ContactId
      /** When the next agent's cool-down ends, or null when none runs. */
      readonly heldUntil: Instant | null
    })
  /** A talk rests with its agent and takes `units` meanwhile. */
  | (At & {
      readonly type: 'contactParked'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly by: 'agent' | 'time'
      readonly units: number
    })
  /** A message came for a parked talk whose units are not free. */
  | (At & { readonly type: 'contactStirred'; readonly contact: ContactId; readonly agent: AgentId })
  /** A parked talk has its units back. */
  | (At & { readonly type: 'contactWoken'; readonly contact: ContactId; readonly agent: AgentId })
  /** There was a message in a talk; not every one is noted. */
  | (At & { readonly type: 'messageNoted'; readonly contact: ContactId })
  /** The contact goes on by another channel, with whoever has it. A talk that rested is awake again. */
  | (At & {
      readonly type: 'channelChanged'
      readonly contact: ContactId
      readonly channel: ChannelName
      readonly from: ChannelName
    })
  | (At & {
      readonly type: 'wrapUpStarted'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly by: ClosedBy
      /** Null where only the agent ends it. */
      readonly until: Instant | null
      /** Absent in events of before wrap-ups had units of their own: those of the talk. */
      readonly units?: number
    })
  | (At & {
      readonly type: 'wrapUpExtended'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly until: Instant
      /** 1 for the first time. */
      readonly extensions: number
    })
  | (At & {
      readonly type: 'wrapUpFinished'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly disposition: string
    })
  /** The contact leaves the floor. `outcome` tells an answered contact from one that left while waiting. */
  | (At & {
      readonly type: 'contactClosed'
      readonly contact: ContactId
      readonly by: ClosedBy
      readonly outcome: Outcome
      /** Who held it, active or in wrap-up; null when nobody did. */
      readonly agent: AgentId | null
      /** The queue it leaves; absent in events of before queues had rows. */
      readonly queue?: QueueId
    })
  /** The customer no longer waits in person: the place is kept. */
  | (At & { readonly type: 'contactHeld'; readonly contact: ContactId; readonly mode: HoldMode })
  /** The customer is back before being called, and waits in person again. */
  | (At & { readonly type: 'contactResumed'; readonly contact: ContactId })
  /** It is the customer's turn: they are to be called, and have until `deadline` to come. */
  | (At & {
      readonly type: 'callStarted'
      readonly contact: ContactId
      /** Who has accepted the contact, or whose units are kept for it. */
      readonly agent: AgentId
      /** What the agent has accepted by this; null where the customer is called first. */
      readonly offer: OfferId | null
      /** 1 for the first call. */
      readonly call: number
      readonly deadline: Instant
    })
  /** The customer did not come. `until`: when the contact waits for its next call; null when there is none. */
  | (At & {
      readonly type: 'callFailed'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly until: Instant | null
    })
  | (At & { readonly type: 'restEnded'; readonly contact: ContactId })
  /** The customer came when called: to the agent, or, where they were called first, to be offered now. */
  | (At & { readonly type: 'customerJoined'; readonly contact: ContactId; readonly agent: AgentId | null })
  /** An overflow rule begins or ends to hold. */
  | (At & {
      readonly type: 'overflowChanged'
      readonly queue: QueueId
      readonly rule: string
      readonly holds: boolean
    })
  /** Its queue sends a contact on; what becomes of it is told by the event that follows. `why`: the rule, or `waitMax`. */
  | (At & {
      readonly type: 'contactOverflowed'
      readonly contact: ContactId
      readonly from: QueueId
      readonly to: OverflowTarget
      readonly why: string
    })
  | (At & {
      readonly type: 'hoursChanged'
      readonly queue: QueueId
      readonly open: boolean
      readonly changesAt: Instant | null
    })
  /** What the clocks of a queue's customers show; see `WallClock`. */
  | (At & { readonly type: 'wallClockSet'; readonly queue: QueueId } & WallClock)
  /** Agents are asked for the contact in this order from now on: those with the highest scores first. None: by the strategy. */
  | (At & { readonly type: 'contactScored'; readonly contact: ContactId; readonly scores: readonly AgentScore[] })
  /** Nobody told scores in time. */
  | (At & { readonly type: 'scoresMissed'; readonly contact: ContactId })
  | (At & { readonly type: 'customerLost'; readonly contact: ContactId })
  | (At & { readonly type: 'customerConnected'; readonly contact: ContactId })

export type FloorEventType = FloorEvent['type']

/** Refusals of the core. The code is the contract; the wire shows it as it is. */
export type RefusalCode =
  | 'queue.unknown'
  | 'queue.full'
  | 'queue.form'
  | 'queue.bot'
  | 'agent.unknown'
  | 'agent.unavailable'
  | 'agent.same'
  | 'agent.full'
  | 'agent.notEligible'
  | 'agent.here'
  | 'agent.notEngaged'
  | 'contact.exists'
  | 'contact.gone'
  | 'contact.notYours'
  | 'contact.notActive'
  | 'contact.notWaiting'
  | 'offer.gone'
  | 'callBack.gone'
  | 'wrapUp.notOpen'
  | 'wrapUp.limit'
  | 'disposition.required'
  | 'disposition.unknown'

export interface Refusal {
  readonly refused: RefusalCode
}
