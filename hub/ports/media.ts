/**
 * The media process, as the hub sees it. For now: whether voice and video can be had, and how its workers are. The hub is
 * the authority on calls; this port tells it what there is to carry them.
 */

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
  /** Lets go of the media process, which goes on. Nothing is told afterwards. */
  close(): void
}
