/**
 * Asks a scorer over HTTP: one POST of JSON, signed, on connections that are kept open. Nothing is followed: a redirect is a
 * refusal, so that a signed question goes nowhere but where the configuration says. The clock that ends it covers everything
 * from the look-up of the name to the last byte of the answer.
 */
import { createHmac } from 'node:crypto'
import * as http from 'node:http'
import * as https from 'node:https'
import type { QueueId } from '../model/ids.ts'
import type { DurationMs } from '../model/time.ts'
import { answerBytesMax, readScores, type Scorer, type ScorerAnswer, type ScorerQuestion } from '../ports/scorer.ts'

/** Where a queue's scorer is, and what the two of them share. */
export interface ScorerAddress {
  readonly url: string
  /** Signs what is sent; the scorer can tell by it who asks. Null for no signature. */
  readonly secret: string | null
}

const socketsMax = 16

/** `t=<seconds>,v1=<HMAC-SHA256 of "<seconds>.<body>", in hexadecimal>`. */
export const signatureOf = (secret: string, seconds: number, body: string): string =>
  `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`

export class HttpScorer implements Scorer {
  readonly #agents = {
    'http:': new http.Agent({ keepAlive: true, maxSockets: socketsMax }),
    'https:': new https.Agent({ keepAlive: true, maxSockets: socketsMax }),
  }

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
    for (const agent of Object.values(this.#agents)) agent.destroy()
  }

  #post(
    { url, secret }: ScorerAddress,
    body: string,
    signal: AbortSignal,
  ): Promise<{ readonly status: number; readonly text: string | null }> {
    const target = new URL(url)
    const isPlain = target.protocol === 'http:'
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...(secret !== null && { 'madoguchi-signature': signatureOf(secret, this.nowSeconds(), body) }),
    }
    const agent = this.#agents[isPlain ? 'http:' : 'https:']
    return new Promise((resolve, reject) => {
      const request = (isPlain ? http : https).request(target, { method: 'POST', headers, agent, signal }, (answer) => {
        readBody(answer).then((text) => resolve({ status: answer.statusCode ?? 0, text }), reject)
      })
      request.on('error', reject)
      request.end(body)
    })
  }
}

/** The whole answer; null for one that is too long, of which no more is read. */
async function readBody(answer: http.IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > answerBytesMax) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
