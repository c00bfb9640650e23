/** What is kept of a contact's call: plain data, the whole of it in one row. SPEC.md has its rules. */
import type { AgentId, CallId, ContactId, LegId } from '../model/ids.ts'
import type { DurationMs, Instant } from '../model/time.ts'
import type { Call, CallLeg } from '../ports/media-call.ts'

export type Media = 'audio' | 'video'
export type Side = 'customer' | 'agent'

/** Somebody in the call. `agent` is null for the customer. */
export interface Part {
  readonly leg: LegId
  readonly agent: AgentId | null
  readonly role: 'customer' | 'agent' | 'supervisor'
  readonly mode: 'talk' | 'consult' | 'monitor' | 'whisper' | 'barge'
  /** Whom a consultation or a whisper is with. */
  readonly partner: LegId | null
  readonly muted: boolean
  readonly cameraOff: boolean
  readonly held: boolean
  readonly sharing: boolean
}

/** A colleague who is asked in and has not answered. */
export interface Invitation {
  readonly agent: AgentId
  readonly by: AgentId
  readonly mode: 'talk' | 'consult'
  readonly at: Instant
}

export interface CallRecord {
  readonly id: CallId
  readonly contact: ContactId
  readonly phase: 'proposed' | 'running'
  readonly media: Media
  /** Who proposed or began it. */
  readonly by: Side
  /** The contact began as this call, and ends with it. */
  readonly isContact: boolean
  /** Since when in this phase. */
  readonly since: Instant
  /** Counts up with each change, for the media process. */
  readonly revision: number
  /** When somebody first talked with the customer. */
  readonly answeredAt: Instant | null
  readonly owner: AgentId | null
  /** How many there have been, for the next one's id. */
  readonly legs: number
  readonly parts: readonly Part[]
  readonly invited: readonly Invitation[]
  /** The owner cannot be reached for the moment: neither their page nor their voice (CC18). Absent is no. */
  readonly ownerAway?: boolean
  readonly recording: 'off' | 'asked' | 'on' | 'refused'
}

/** What the contact's log says of a call. */
export type CallNote =
  | { readonly kind: 'callBegan'; readonly media: Media; readonly by: Side }
  | { readonly kind: 'callEnded'; readonly by: Side | 'system'; readonly talkMs: DurationMs }
  | { readonly kind: 'callDeclined'; readonly media: Media; readonly by: Side }
  | { readonly kind: 'callPart'; readonly agent: AgentId; readonly part: Part['mode'] | 'left' }
  | { readonly kind: 'callRecording'; readonly state: 'on' | 'off' | 'refused' }

export const partOf = (call: CallRecord, agent: AgentId | null): Part | undefined =>
  call.parts.find((part) => part.agent === agent)

/** A guest or listener, and no owner. */
export const isBeside = (call: CallRecord, part: Part): boolean => part.agent !== null && part.agent !== call.owner

/** Whether the customer may know of this one: whoever they can hear. */
export const isOpen = (part: Part): boolean => part.mode === 'talk' || part.mode === 'barge'

/** Agents whom the call concerns: in it, or asked into it. */
export function concerned(call: CallRecord): AgentId[] {
  const parts = call.parts.flatMap(({ agent }) => (agent === null ? [] : [agent]))
  return [...parts, ...call.invited.map(({ agent }) => agent)]
}

/** Held by the owner, or for want of one; a customer with whom somebody else talks is not. */
export function isHeld(call: CallRecord, part: Part): boolean {
  if (part.held || part.agent !== null || call.ownerAway !== true) return part.held
  return !call.parts.some((one) => isBeside(call, one) && isOpen(one) && !one.held)
}

/** The call as the media process is told of it; null while nothing is to be carried. */
export function wanted(call: CallRecord): Call | null {
  if (call.phase === 'proposed') return null
  const legs = call.parts.map((part): CallLeg => {
    const { leg: id, role, mode, partner, muted, cameraOff, sharing } = part
    const held = isHeld(call, part)
    return { id, role, mode, muted, cameraOff, held, sharing, ...(partner !== null && { partner }) } as CallLeg
  })
  return { id: call.id, revision: call.revision, legs, recorded: call.recording === 'on' }
}
