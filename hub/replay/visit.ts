/** What is known of one contact's way over the floor: what its customer and its agents did, apart from what the floor did. */
import type { ChannelName } from '../channels/index.ts'
import type { ClosedBy, LastAgent, Outcome, Requirement, TransferTarget } from '../acd/index.ts'
import type { AgentId, ContactId, OfferId, QueueId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'

export type HandedOn =
  | { readonly how: 'transferred'; readonly to: TransferTarget }
  | { readonly how: 'assigned' | 'forced' | 'takenOver' | 'handedOver'; readonly to: AgentId }

/** A stretch of talk with one agent; one that the agent's lost line broke in two is one. */
export interface Talk {
  ms: number
  /** Who ended it; null for one that was handed on, or goes on when the record ends. */
  endedBy: ClosedBy | null
  /** Where it was handed on to, and whether by the agent who had it or by a supervisor. */
  handedOn: HandedOn | null
  /** How long the wrap-up took; null where there was none. */
  wrapUpMs: number | null
  /** Whether an agent finished it, rather than its time. */
  isFinished: boolean
  /** When, in the talk, what was done; milliseconds from its beginning. */
  readonly acts: { readonly ms: number; readonly act: TalkAct }[]
}

/**
 * A message was noted, the agent let the talk rest, it went on by another channel, or a colleague or supervisor began or ended to
 * take part in it.
 */
export type TalkAct =
  | 'message'
  | 'park'
  | { readonly channel: ChannelName }
  | { readonly engage: AgentId; readonly units: number }
  | { readonly release: AgentId }

/** How an agent answered an offer, and after how long. */
export interface Answer {
  readonly how: 'accepted' | 'declined' | 'missed'
  readonly ms: number
}

/** How a wait ended that nobody answered; `gone` is a customer whose line was lost for good. */
export interface GivenUp {
  readonly how: 'left' | 'gone' | 'closed'
  readonly ms: number
}

export interface Visit {
  readonly contact: ContactId
  /** The one it came by. */
  readonly channel: ChannelName
  /** By which others it went on while nobody had it, and how long after it came. */
  readonly grown: { readonly ms: number; readonly channel: ChannelName }[]
  /** The queue that was asked for, wherever overflow led. */
  readonly queue: QueueId
  readonly requirements: readonly Requirement[]
  readonly priorityMs: number
  readonly lastAgent: LastAgent | null
  readonly cameAt: Instant
  /** Left a message instead of waiting. */
  isMessage: boolean
  answeredAt: Instant | null
  endedAt: Instant | null
  outcome: Outcome | null
  givenUp: GivenUp | null
  /** After how long the customer asked to keep the place, and came back of their own accord. */
  heldAfterMs: number | null
  resumedAfterMs: number | null
  /** At some time the customer did not wait in person. */
  wasHeld: boolean
  /** How long after each call the customer came; null for one who did not. */
  readonly calls: (number | null)[]
  readonly answers: { readonly agent: AgentId; readonly answer: Answer }[]
  readonly talks: Talk[]
  transfers: number
  overflows: number
  missed: number
}

/** What of it goes on while it is put together. */
export interface Open {
  readonly visit: Visit
  /** Live offers, and when each was made. */
  readonly offers: Map<OfferId, Instant>
  calledAt: Instant | null
  /** Since when somebody talks. */
  talkAt: Instant | null
  wrapUp: { readonly at: Instant; readonly until: Instant | null } | null
  lostAt: Instant | null
  /** Somebody's line broke the last talk off: the next goes on with it. */
  isBroken: boolean
  /** A rule of the queue keeps the place, and not the customer's wish. */
  isSentToHold: boolean
}
