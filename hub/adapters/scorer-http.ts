/**
 * Asks a scorer over HTTP: one POST of JSON, signed, on connections that are kept open. Nothing is followed: a redirect is a
 * refusal, so that a signed question goes nowhere but where the configuration says. The clock that ends it covers everything
 * from the look-up of the name to the last byte of the answer.
 */
import type { QueueId } from '../model/ids.ts'
import type { DurationMs } from '../model/time.ts'
import { answerBytesMax, readScores, type Scorer, type ScorerAnswer, type ScorerQuestion } from '../ports/scorer.ts'
import { Outgoing } from './outgoing.ts'
import { signatureOf } from './signature.ts'

/** Where a queue's scorer is, and what the two of them share. */
export interface ScorerAddress {
  readonly url: string
  /** Signs what is sent; the scorer can tell by it who asks. Null for no signature. */
  readonly secret: string | null
}

export class HttpScorer implements Scorer {
  /** A scorer is a company's own, and mostly on its own network. */
  readonly #outgoing = new Outgoing({ privateAddresses: true })

  constructor(
    /** Null for a queue that has none. */
    private readonly addressOf: (queue: QueueId) => ScorerAddress | null,
    private readonly nowSeconds: () => number,
  ) {}

  knows(queue: QueueId): boolean {
    return this.addressOf(queue) !== null
  }

  async ask(question: ScorerQuestion, withinMs: DurationMs): Promise<ScorerAnswer> {
    const address = this.addressOf(question.queue)
    if (address === null) return { kind: 'failed', why: 'unreachable' }
    const signal = AbortSignal.timeout(Math.max(1, Math.ceil(withinMs)))
    try {
      const { status, text } = await this.#post(address, JSON.stringify(question), signal)
      if (status !== 200) return { kind: 'failed', why: 'refused' }
      const scores = text === null ? null : readScores(text, question)
      return scores === null ? { kind: 'failed', why: 'malformed' } : { kind: 'scores', scores }
    } catch {
      return { kind: 'failed', why: signal.aborted ? 'slow' : 'unreachable' }
    }
  }

  /** Closes the connections that are kept. */
  close(): void {
    this.#outgoing.close()
  }

  #post({ url, secret }: ScorerAddress, body: string, signal: AbortSignal) {
    const headers = {
      'content-type': 'application/json',
      ...(secret !== null && { 'madoguchi-signature': signatureOf(secret, this.nowSeconds(), body) }),
    }
    return this.#outgoing.send({ method: 'POST', url, headers, body, signal }, answerBytesMax)
  }
}
