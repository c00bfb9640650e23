/**
 * Calls that flows make of a company's servers. Every attempt of a call carries its key as `Idempotency-Key`, and where the
 * two share a secret a signature over all that matters. What comes back is small JSON, or no answer. Nothing of what is sent
 * or answered is kept or logged; only what became of a call is told, for metrics.
 */
import type { CallOut, CallResult } from '../flow/index.ts'
import { since } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Outside } from '../ports/outside.ts'
import { foreignJson } from './foreign-json.ts'
import { Outgoing, type OutgoingAnswer } from './outgoing.ts'
import { signatureOf } from './signature.ts'
import { UnderWay } from './under-way.ts'

/** `busy`: too many of the same server were under way, and it was not called. */
export type CallOutcome = 'answered' | 'refused' | 'timeout' | 'unreachable' | 'malformed' | 'busy'

export interface HttpCallsOptions {
  readonly clock: Pick<Clock, 'now'>
  /** Also http, and servers on private networks. */
  readonly privateAddresses: boolean
  /** Signs what is sent; null for no signature. */
  readonly secret: string | null
  /** Told of every call; `tookMs` is until its answer. `refused` is any status but 2xx. */
  readonly seen?: (outcome: CallOutcome, tookMs: number) => void
  /** Calls of one server under way or waiting for a connection. Default 256. */
  readonly underWayMax?: number
}

export const answerBytesMax = 256 * 1_024

export class HttpCalls implements Pick<Outside, 'call'> {
  readonly #outgoing: Outgoing
  /** By server. */
  readonly #underWay: UnderWay

  constructor(private readonly options: HttpCallsOptions) {
    this.#outgoing = new Outgoing(options)
    this.#underWay = new UnderWay(options.underWayMax ?? 256)
  }

  async call(call: CallOut): Promise<CallResult> {
    const { clock, seen } = this.options
    const began = clock.now()
    const { result, outcome } = await this.#bounded(call)
    seen?.(outcome, since(began, clock.now()))
    return result
  }

  /** Closes the connections that are kept. */
  close(): void {
    this.#outgoing.close()
  }

  /** One server that hangs must not take the memory that calls of others need. */
  async #bounded(call: CallOut): Promise<Called> {
    if (!this.#outgoing.mayGo(call.url)) return failed('unreachable')
    const called = await this.#underWay.within(new URL(call.url).host, () => this.#asked(call))
    return called ?? { ...failed('unreachable'), outcome: 'busy' }
  }

  async #asked(call: CallOut): Promise<Called> {
    const signal = AbortSignal.timeout(call.timeoutMs)
    const body = call.body === null ? null : JSON.stringify(call.body)
    try {
      const { method, url } = call
      const headers = this.#headers(call, body)
      return readCalled(await this.#outgoing.send({ method, url, headers, body, signal }, answerBytesMax))
    } catch {
      return failed(signal.aborted ? 'timeout' : 'unreachable')
    }
  }

  #headers({ method, url, key }: CallOut, body: string | null): Record<string, string> {
    const { secret, clock } = this.options
    const { pathname, search } = new URL(url)
    const signed = `${key}.${method} ${pathname}${search}.${body ?? ''}`
    return {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'Madoguchi',
      'idempotency-key': key,
      ...(body !== null && { 'content-type': 'application/json' }),
      ...(secret !== null && { 'madoguchi-signature': signatureOf(secret, Math.floor(clock.now() / 1_000), signed) }),
    }
  }
}

/** What came of a call, for its flow and for metrics. */
export interface Called {
  readonly result: CallResult
  readonly outcome: CallOutcome
}

export const failed = (why: 'timeout' | 'unreachable' | 'malformed'): Called => ({
  result: { failed: why },
  outcome: why,
})

/** What is no JSON is no answer, but where the server refuses its status says enough. */
export function readCalled({ status, text }: OutgoingAnswer): Called {
  const isGood = status >= 200 && status <= 299
  const body = text === null ? null : text.trim() === '' ? { value: null } : foreignJson(text)
  if (body === null && isGood) return failed('malformed')
  return { result: { status, body: body?.value ?? null }, outcome: isGood ? 'answered' : 'refused' }
}
