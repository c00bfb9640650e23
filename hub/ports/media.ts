/**
 * The media process, as the hub sees it: whether voice and video can be had, how its workers are, and the calls that it
 * carries. The hub is the authority on calls: it says each time the whole state that it wants, and says all of it again
 * whenever either side has restarted.
 */
import type { CallId, LegId } from '../model/ids.ts'
import type { Call } from './media-call.ts'
import type { MediaEvent } from './media-event.ts'
import type { LegAnswers, LegRequest, MediaAnswer } from './media-request.ts'

/** One worker of the media process. `since` is Unix time in milliseconds by that process's clock, for showing only. */
export type MediaWorkerHealth =
  | { readonly state: 'starting'; readonly since: number }
  | { readonly state: 'running'; readonly since: number; readonly pid: number }
  /** It ended, and is started again after a wait. `error` says how it ended. */
  | { readonly state: 'waiting'; readonly since: number; readonly error: string }

/** Whether calls can be carried, and if not why, in a sentence for an administrator. */
export interface MediaHealth {
  /** At least one worker runs. */
  readonly available: boolean
  /** '' when available. */
  readonly reason: string
  readonly workers: readonly MediaWorkerHealth[]
}

export interface MediaPort {
  /** What is known now. Until the media process has spoken, and while it cannot be reached: not available. */
  health(): MediaHealth
  /** Calls `changed` whenever `health()` has become another, never for the same again. The result ends that. */
  onChange(changed: (health: MediaHealth) => void): () => void
  /**
   * Takes charge: these calls and no others are wanted. `epoch` counts the hub's starts; commands of a lower one are
   * refused from now on. Called once, before `setCall` and `endCall`. What the media process has is then told by events.
   */
  begin(epoch: number, calls: readonly Call[]): void
  /** The call is wanted like this. Idempotent, and kept until the media process can be reached. */
  setCall(call: Call): void
  endCall(call: CallId): void
  /** Passes on what a leg's browser asks. Always answers, within 5 s; never rejects. */
  ask<Verb extends LegRequest['verb']>(
    call: CallId,
    leg: LegId,
    request: Extract<LegRequest, { verb: Verb }>,
  ): Promise<MediaAnswer<LegAnswers[Verb]>>
  /** Calls `heard` with what happens in calls. The result ends that. */
  onEvent(heard: (event: MediaEvent) => void): () => void
  /** Lets go of the media process, which goes on. Nothing is told afterwards. */
  close(): void
}
