/** Web Push without the web, for tests and simulated days: remembers what it was given, and answers as it is told to. */
import type { Push, PushMessage, PushOutcome, PushTarget } from '../ports/push.ts'

export class MemoryPush implements Push {
  readonly publicKey = 'BMemory'
  /** What was taken, in order. */
  readonly taken: { readonly target: PushTarget; readonly message: PushMessage }[] = []
  /** Answers to the next messages in place of taking them. */
  readonly answers: PushOutcome[] = []
  /** Messages that were tried, taken or not. */
  tries = 0

  accepts({ endpoint }: PushTarget): boolean {
    return endpoint.startsWith('https://')
  }

  send(target: PushTarget, message: PushMessage): Promise<PushOutcome> {
    this.tries += 1
    const answer = this.answers.shift() ?? { kind: 'taken' }
    if (answer.kind === 'taken') this.taken.push({ target, message })
    return Promise.resolve(answer)
  }
}
