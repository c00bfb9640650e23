/**
 * Tells bots of the company's own what happens, each by one POST of JSON that is signed: a bot must know that the hub asks, and
 * what is told is of customers. A bot without a key is not asked. Nothing of what is told or answered is kept or logged.
 */
import type { CallResult, TellBot } from '../flow/index.ts'
import { since } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { AskedFor } from '../ports/outside.ts'
import { answerBytesMax, failed, readCalled, type Called, type CallOutcome } from './calls-http.ts'
import { Outgoing } from './outgoing.ts'
import { signatureOf } from './signature.ts'
import { UnderWay } from './under-way.ts'

export interface BotPlace {
  readonly url: string
  /** What its key is called, and the secret that the two share. */
  readonly key: string
  readonly secret: string
}

export interface HttpBotsOptions {
  readonly clock: Pick<Clock, 'now'>
  /** By the configuration in force; null for a bot that there is none of, or that has no key. */
  readonly placeOf: (bot: string) => BotPlace | null
  /** Also http, and servers on private networks. */
  readonly privateAddresses: boolean
  /** Told of every event that was sent; `tookMs` is until its answer. */
  readonly seen?: (bot: string, outcome: CallOutcome, tookMs: number) => void
  /** Events of one bot under way. Default 512. */
  readonly underWayMax?: number
}

export class HttpBots {
  readonly #outgoing: Outgoing
  readonly #underWay: UnderWay

  constructor(private readonly options: HttpBotsOptions) {
    this.#outgoing = new Outgoing({ ...options, socketsMax: 32 })
    this.#underWay = new UnderWay(options.underWayMax ?? 512)
  }

  /** Never rejects. */
  async tell(told: TellBot, asked: AskedFor): Promise<CallResult> {
    const { clock, seen, placeOf } = this.options
    const place = placeOf(told.bot)
    if (place === null) return { failed: 'unreachable' }
    const began = clock.now()
    const called = await this.#underWay.within(told.bot, () => this.#post(place, told, asked))
    seen?.(told.bot, called?.outcome ?? 'busy', since(began, clock.now()))
    return called?.result ?? { failed: 'unreachable' }
  }

  /** Closes the connections that are kept. */
  close(): void {
    this.#outgoing.close()
  }

  async #post({ url, key, secret }: BotPlace, told: TellBot, asked: AskedFor): Promise<Called> {
    const signal = AbortSignal.timeout(told.timeoutMs)
    const body = JSON.stringify(eventOf(told, asked))
    const seconds = Math.floor(this.options.clock.now() / 1_000)
    const headers = {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'content-type': 'application/json',
      'user-agent': 'Madoguchi',
      'idempotency-key': told.key,
      'madoguchi-key': key,
      'madoguchi-signature': signatureOf(secret, seconds, body),
    }
    try {
      return readCalled(await this.#outgoing.send({ method: 'POST', url, headers, body, signal }, answerBytesMax))
    } catch {
      return failed(signal.aborted ? 'timeout' : 'unreachable')
    }
  }
}

/** As it goes out; docs/BOTS.md says the same. */
export function eventOf({ key, bot, event, locale, fields }: TellBot, { contact, site }: AskedFor): object {
  const { effect: _, type, ...what } = event
  return { event: key, type, bot, contact, site, locale, ...what, fields }
}
