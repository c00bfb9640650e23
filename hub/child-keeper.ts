/**
 * Keeps one child process alive: starts it again when it ends, waiting longer each time it ends soon, and gives up only
 * when the child says that starting it again is of no use (exit code 78, the one for a wrong configuration).
 * The launcher has one keeper for the hub and one for the media process. Time and processes are handed in.
 */

import { defaultBackOff, nextDelayMs, type BackOffPolicy } from './model/back-off.ts'

/** A child says by this exit code that its configuration must be mended by a person. It has said so in words itself. */
export const configurationExitCode = 78

/** How a child ended: one of the two is set. */
export interface ChildEnd {
  readonly code: number | null
  readonly signal: string | null
}

/** A running child, as much as the keeper needs of it. */
export interface Child {
  readonly pid: number | undefined
  kill(signal: 'SIGTERM' | 'SIGKILL'): void
  /** Called once, when the process is gone or could not be started. */
  onEnd(ended: (end: ChildEnd) => void): void
}

/** The outside, handed in. */
export interface KeeperParts {
  spawn(): Child
  /** A monotonic reading in milliseconds. */
  now(): number
  /** Calls back after `ms`; the result calls it off. */
  after(ms: number, call: () => void): () => void
}

/** What a keeper tells, for the log and for the launcher. */
export type KeeperEvent =
  | { readonly type: 'started'; readonly pid: number | undefined }
  | { readonly type: 'ended'; readonly end: ChildEnd; readonly livedMs: number; readonly againInMs: number }
  | { readonly type: 'gaveUp'; readonly code: number }

type State =
  | { readonly status: 'idle' }
  | { readonly status: 'running'; readonly child: Child; readonly since: number }
  | { readonly status: 'waiting'; readonly callOff: () => void }
  | {
      readonly status: 'stopping'
      readonly child: Child
      readonly ended: Promise<void>
      readonly tellEnded: () => void
    }
  | { readonly status: 'stopped' }

/** See the head of this file. In by `start` and `stop`, out by the events handed to `tell`. */
export class ChildKeeper {
  #state: State = { status: 'idle' }
  #delayMs = 0
  readonly #parts: KeeperParts
  readonly #tell: (event: KeeperEvent) => void
  readonly #policy: BackOffPolicy

  constructor(parts: KeeperParts, tell: (event: KeeperEvent) => void, policy: BackOffPolicy = defaultBackOff) {
    this.#parts = parts
    this.#tell = tell
    this.#policy = policy
  }

  /** Starts the child for the first time. Does nothing when it was started before. */
  start(): void {
    if (this.#state.status === 'idle') this.#spawn()
  }

  /**
   * Ends the child for good: SIGTERM, and SIGKILL when it is still there after `graceMs`. Resolves when it is gone, to
   * false when it had to be killed.
   */
  async stop(graceMs: number): Promise<boolean> {
    const state = this.#state
    if (state.status === 'waiting') state.callOff()
    if (state.status !== 'running') {
      if (state.status === 'stopping') await state.ended
      else this.#state = { status: 'stopped' }
      return true
    }
    const { promise: ended, resolve: tellEnded } = promiseAndResolve()
    this.#state = { status: 'stopping', child: state.child, ended, tellEnded }
    let killed = false
    const callOff = this.#parts.after(graceMs, () => {
      killed = true
      state.child.kill('SIGKILL')
    })
    state.child.kill('SIGTERM')
    await ended
    callOff()
    return !killed
  }

  /** Kills the child without grace, for a person who asked twice. Does nothing when there is none. */
  kill(): void {
    if (this.#state.status === 'running' || this.#state.status === 'stopping') this.#state.child.kill('SIGKILL')
  }

  #spawn(): void {
    const child = this.#parts.spawn()
    this.#state = { status: 'running', child, since: this.#parts.now() }
    this.#tell({ type: 'started', pid: child.pid })
    child.onEnd((end) => this.#ended(end))
  }

  #ended(end: ChildEnd): void {
    const state = this.#state
    if (state.status === 'stopping') {
      this.#state = { status: 'stopped' }
      state.tellEnded()
    } else if (state.status === 'running') {
      this.#endedUnasked(end, this.#parts.now() - state.since)
    }
  }

  #endedUnasked(end: ChildEnd, livedMs: number): void {
    if (end.code === configurationExitCode) {
      this.#state = { status: 'stopped' }
      this.#tell({ type: 'gaveUp', code: end.code })
      return
    }
    this.#delayMs = nextDelayMs(this.#delayMs, livedMs, this.#policy)
    this.#state = { status: 'waiting', callOff: this.#parts.after(this.#delayMs, () => this.#spawn()) }
    this.#tell({ type: 'ended', end, livedMs, againInMs: this.#delayMs })
  }
}

function promiseAndResolve(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {}
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}
