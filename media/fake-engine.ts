/** An engine without processes, for tests of everything above it: its workers start, die, hang and answer when told. */
import type { EngineWorker, MediaEngine } from './worker-pool.ts'

/** A worker in the hand of a test. */
export interface FakeWorker {
  readonly pid: number
  /** What was done to it, in order. */
  readonly done: ('killed' | 'closed')[]
  /** From now on it answers nothing. Killing it still makes it die. */
  hang(): void
  die(error: string): void
}

export class FakeEngine implements MediaEngine {
  /** Every worker that was started, in order. */
  readonly workers: FakeWorker[] = []
  /** When set, the next starts fail with it. */
  failure: string | null = null

  startWorker(): Promise<EngineWorker> {
    if (this.failure !== null) return Promise.reject(new Error(this.failure))
    let hung = false
    let died: (error: string) => void = () => {}
    const done: FakeWorker['done'] = []
    const pid = 1_000 + this.workers.length
    const fake: FakeWorker = { pid, done, hang: () => void (hung = true), die: (error) => died(error) }
    this.workers.push(fake)
    return Promise.resolve({
      pid,
      onDied: (call) => void (died = call),
      ping: () => (hung ? new Promise<void>(() => {}) : Promise.resolve()),
      kill: () => {
        done.push('killed')
        died('killed')
      },
      close: () => void done.push('closed'),
    })
  }
}
