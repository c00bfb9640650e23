/** A call and its legs as the hub wants them: plain data, the whole state each time, so that saying it again changes nothing. */
import type { CallId, LegId } from '../model/ids.ts'

/** What a leg may send. `screenSound` is the sound of what is on the shared screen. */
export type Source = 'microphone' | 'camera' | 'screen' | 'screenSound'

/** Whose leg, and how it is in the call; CALLS.md says what each mode hears and who hears it. */
export type LegPart =
  | { readonly role: 'customer' | 'agent'; readonly mode: 'talk' }
  | { readonly role: 'supervisor'; readonly mode: 'talk' | 'barge' | 'monitor' }
  | { readonly role: 'supervisor'; readonly mode: 'whisper'; readonly partner: LegId }
  | { readonly role: 'agent' | 'supervisor'; readonly mode: 'consult'; readonly partner: LegId }

export type CallLeg = LegPart & {
  readonly id: LegId
  readonly muted: boolean
  readonly cameraOff: boolean
  /** Put aside: a customer on hold, or an agent who consults while others go on. */
  readonly held: boolean
  /** Whether a screen that this leg sends is shown. */
  readonly sharing: boolean
}

/** A call as it is wanted. */
export interface Call {
  readonly id: CallId
  /** Counts up with each change; of two states the one with the higher number holds. */
  readonly revision: number
  /** At most 32, each id once. */
  readonly legs: readonly CallLeg[]
  /** The customer has agreed that voices are taken along. */
  readonly recorded?: boolean
}
