/**
 * Everything the floor can be asked to do. Imperative, plain data, already validated by the shell: ids are well formed,
 * texts are bounded. Who may ask is settled before (auth); whether it can be done now is settled by `decide`.
 */
import type { AgentId, ContactId, OfferId, QueueId } from '../model/ids.ts'
import type { Instant, WallClock } from '../model/time.ts'
import type { ChannelName } from '../channels/index.ts'
import type { AgentRules, AgentScore, PresenceStatus, QueueRules, Requirement, LastAgent } from './state.ts'

/** Where a transferred contact goes. */
export type TransferTarget = { readonly queue: QueueId } | { readonly agent: AgentId }

/** Who ended the talk. `system` is the hub itself: a time-out or an administrator. */
export type ClosedBy = 'customer' | 'agent' | 'system'

/** A contact to be given new steps; `lastAgent` is who had its customer last, for a step that prefers them. */
export interface ReplannedContact {
  readonly contact: ContactId
  readonly lastAgent?: LastAgent
}

/** The rules of all queues and agents. */
export interface RuleSet {
  readonly queues: readonly QueueRules[]
  readonly agents: readonly AgentRules[]
}

export type Command =
  /** Replaces the rules of all queues and agents. Waiting contacts keep their place. Idempotent: an equal rule set decides no event. */
  | { readonly type: 'configure'; readonly queues: readonly QueueRules[]; readonly agents: readonly AgentRules[] }
  /** These waiting contacts begin the steps that their queue has now; one that would get the steps it has already goes on in them. */
  | { readonly type: 'replanContacts'; readonly contacts: readonly ReplannedContact[] }
  /**
   * First command after every start of the hub: voids offers of older epochs, gives every agent with contacts a fresh grace
   * (P9). `rules`: what the floor was loaded with, where no event tells of it yet; they stand in the event and change nothing.
   */
  | { readonly type: 'startEpoch'; readonly epoch: number; readonly rules?: RuleSet }
  /** The agent has at least one authenticated connection. Ends a running grace. */
  | { readonly type: 'connectAgent'; readonly agent: AgentId }
  /** The agent's last connection is gone (lease ran out, or bye). Starts the grace (P11). */
  | { readonly type: 'loseAgent'; readonly agent: AgentId }
  /** Available, or away/offline with a reason such as `lunch`; offline hands back nothing by itself. */
  | {
      readonly type: 'setPresence'
      readonly agent: AgentId
      readonly status: PresenceStatus
      readonly reason: string
    }
  /** A new contact joins a queue. `contact` must be new. */
  | {
      readonly type: 'queueContact'
      readonly contact: ContactId
      readonly channel: ChannelName
      readonly queue: QueueId
      readonly requirements: readonly Requirement[]
      /** Head start in milliseconds of waiting: the contact is treated as if it had waited this much longer. 0 is normal. */
      readonly priorityMs: number
      /** Who had this customer last, for a step that prefers them. */
      readonly lastAgent?: LastAgent
      /** The customer leaves a message instead of waiting. */
      readonly message?: true
    }
  | { readonly type: 'acceptOffer'; readonly agent: AgentId; readonly offer: OfferId; readonly epoch: number }
  | { readonly type: 'declineOffer'; readonly agent: AgentId; readonly offer: OfferId; readonly epoch: number }
  /** `agent` is who holds the contact now. */
  | {
      readonly type: 'transferContact'
      readonly agent: AgentId
      readonly contact: ContactId
      readonly to: TransferTarget
    }
  /** The agent takes this waiting contact, without an offer. */
  | { readonly type: 'pullContact'; readonly agent: AgentId; readonly contact: ContactId }
  /** A supervisor gives a waiting contact or a talk to an agent: as an offer to them alone, or by force at once. */
  | {
      readonly type: 'assignContact'
      readonly contact: ContactId
      readonly agent: AgentId
      readonly force: boolean
      readonly by: AgentId
    }
  /** A supervisor takes a talk from the agent who has it. */
  | { readonly type: 'takeOverContact'; readonly contact: ContactId; readonly by: AgentId }
  /** The colleague who is busy with the contact already has it from now on. `from` is who has it until now. */
  | {
      readonly type: 'handOverContact'
      readonly contact: ContactId
      readonly from: AgentId
      readonly to: AgentId
    }
  /** The agent is busy with a contact that somebody else has: asked into it, or listening. `units`: what that takes of them. */
  | {
      readonly type: 'engageAgent'
      readonly agent: AgentId
      readonly contact: ContactId
      readonly units: number
    }
  /** The agent is no longer busy with it. Idempotent. */
  | { readonly type: 'releaseAgent'; readonly agent: AgentId; readonly contact: ContactId }
  /** A supervisor states an agent's presence in their place. */
  | {
      readonly type: 'forcePresence'
      readonly agent: AgentId
      readonly status: PresenceStatus
      readonly reason: string
      readonly by: AgentId
    }
  /** A supervisor does not wait for the end of a lost agent's grace: their talks wait again now. */
  | { readonly type: 'rescueContacts'; readonly agent: AgentId; readonly by: AgentId }
  /** Ends the talk: a waiting or offered contact is closed, an active one goes to wrap-up. */
  | { readonly type: 'closeContact'; readonly contact: ContactId; readonly by: ClosedBy }
  /** The contact leaves the floor at once, whatever its phase and without wrap-up: it is being erased. */
  | { readonly type: 'removeContact'; readonly contact: ContactId }
  | {
      readonly type: 'finishWrapUp'
      readonly agent: AgentId
      readonly contact: ContactId
      /** A disposition's key, or '' for none where the queue does not ask for one. */
      readonly disposition: string
    }
  /** The agent lets an idle talk rest. */
  | { readonly type: 'parkContact'; readonly agent: AgentId; readonly contact: ContactId }
  /** A message has just been written in a talk: it wakes a parked one, and keeps another from being parked. */
  | { readonly type: 'noteMessage'; readonly contact: ContactId }
  /** The agent asks for more time, once. */
  | { readonly type: 'extendWrapUp'; readonly agent: AgentId; readonly contact: ContactId }
  /** The contact goes on by another channel: a chat becomes a call, or a call a chat again. It keeps its agent, or its place. */
  | { readonly type: 'changeChannel'; readonly contact: ContactId; readonly channel: ChannelName }
  /** The customer's last connection is gone. A waiting one keeps the place for the queue's grace; an active one is kept (P12). */
  | { readonly type: 'loseCustomer'; readonly contact: ContactId }
  | { readonly type: 'connectCustomer'; readonly contact: ContactId }
  /** The customer asks to keep the place and to be called when it is their turn. */
  | { readonly type: 'holdContact'; readonly contact: ContactId }
  /** The customer comes: called, or of their own accord before that. */
  | { readonly type: 'resumeContact'; readonly contact: ContactId }
  /** Whether the queue is open by its hours, and when that changes next; the shell works it out and tells again after that. */
  | { readonly type: 'setHours'; readonly queue: QueueId; readonly open: boolean; readonly changesAt: Instant | null }
  /** What a clock on the queue's wall shows, for what is learned by the half hour; told again when it has turned. */
  | ({ readonly type: 'setWallClock'; readonly queue: QueueId } & WallClock)
  /** Somebody outside has said how well agents suit a contact that is held back `until`; or will not, and then there are none. */
  | {
      readonly type: 'scoreContact'
      readonly contact: ContactId
      readonly until: Instant
      readonly scores: readonly AgentScore[]
    }
  /** Applies one overflow rule, or wakes one parked talk whose units are free, or makes at most one offer: the best waiting contact that has an eligible agent. The shell repeats it until nothing is decided. */
  | { readonly type: 'distribute' }
  /** Applies at most one deadline that is due at `now`. The shell repeats it until nothing is decided. */
  | { readonly type: 'passTime' }

export type CommandType = Command['type']
