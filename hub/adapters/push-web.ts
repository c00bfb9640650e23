/**
 * Web Push by web-push, which enciphers and signs; the sending is ours. An endpoint is a stranger's word: so only https,
 * and no address of this machine or of a private network, whatever its name resolves to at that moment; nothing is
 * followed elsewhere, and no answer is read but its status.
 */
import { request as requestPlain } from 'node:http'
import { Agent, request as requestTls } from 'node:https'
import { isIP } from 'node:net'
import webPush from 'web-push'
import { seconds, since, type DurationMs } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Push, PushMessage, PushOutcome, PushTarget } from '../ports/push.ts'
import { isPrivateAddress, publicOnly } from './private-address.ts'

export interface WebPushOptions {
  readonly keys: { readonly publicKey: string; readonly privateKey: string }
  /** Whom a push service may write to about this hub: a `mailto:` or `https:` address. */
  readonly subject: string
  readonly clock: Clock
  /** Also http, and addresses of private networks: for tests, and for a push service of one's own. Default false. */
  readonly privateAddresses?: boolean
  /** Longest wait for an answer. Default 10 s. */
  readonly answerMs?: DurationMs
}

type Details = ReturnType<typeof webPush.generateRequestDetails>

/** Requests to one push service at once; what is more waits. */
const socketsMax = 16
const publicKeyBytes = 65
const secretBytes = 16

export class WebPush implements Push {
  readonly publicKey: string
  readonly #options: WebPushOptions
  readonly #agent = new Agent({ keepAlive: true, maxSockets: socketsMax })

  constructor(options: WebPushOptions) {
    this.#options = options
    this.publicKey = options.keys.publicKey
  }

  accepts({ endpoint, p256dh, auth }: PushTarget): boolean {
    if (!URL.canParse(endpoint)) return false
    const url = new URL(endpoint)
    if (url.username !== '' || url.password !== '') return false
    if (bytesOf(p256dh)?.length !== publicKeyBytes || bytesOf(auth)?.length !== secretBytes) return false
    if (this.#options.privateAddresses === true) return ['http:', 'https:'].includes(url.protocol)
    const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
    return url.protocol === 'https:' && !(isIP(host) > 0 && isPrivateAddress(host))
  }

  async send(target: PushTarget, message: PushMessage): Promise<PushOutcome> {
    let details: Details
    try {
      details = this.#details(target, message)
    } catch (error) {
      // The browser's key is no point on the curve.
      return { kind: 'refused', why: String(error) }
    }
    try {
      return await this.#post(details)
    } catch (error) {
      const { code, message: text } = error as NodeJS.ErrnoException
      return { kind: 'notNow', why: code ?? text, retryAfterMs: null }
    }
  }

  #details({ endpoint, p256dh, auth }: PushTarget, { text, topic, until }: PushMessage): Details {
    const { keys, subject, clock } = this.#options
    const leftMs = since(clock.now(), until)
    return webPush.generateRequestDetails({ endpoint, keys: { p256dh, auth } }, text, {
      vapidDetails: { subject, ...keys },
      TTL: Math.max(0, Math.floor(leftMs / 1_000)),
      topic,
      urgency: 'high',
      contentEncoding: 'aes128gcm',
    })
  }

  #post({ endpoint, headers, body }: Details): Promise<PushOutcome> {
    const { answerMs = seconds(10), privateAddresses = false, clock } = this.#options
    const url = new URL(endpoint)
    const options = {
      method: 'POST',
      headers,
      signal: AbortSignal.timeout(answerMs),
      ...(privateAddresses ? {} : { lookup: publicOnly }),
    }
    return new Promise((resolve, reject) => {
      const request =
        url.protocol === 'https:' ? requestTls(url, { ...options, agent: this.#agent }) : requestPlain(url, options)
      request.once('response', (response) => {
        response.resume()
        const retryAfterMs = waitOf(response.headers['retry-after'], clock.now())
        resolve(outcomeOf(response.statusCode ?? 0, retryAfterMs))
      })
      request.on('error', reject)
      request.end(body)
    })
  }
}

function outcomeOf(status: number, retryAfterMs: number | null): PushOutcome {
  if (status >= 200 && status < 300) return { kind: 'taken' }
  if (status === 404 || status === 410) return { kind: 'gone' }
  const isForNow = status === 408 || status === 429 || status >= 500
  return isForNow ? { kind: 'notNow', why: `${status}`, retryAfterMs } : { kind: 'refused', why: `${status}` }
}

/** Seconds, or a date. */
function waitOf(header: string | undefined, now: number): number | null {
  if (header === undefined) return null
  const waitMs = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : null
}

function bytesOf(text: string): Buffer | null {
  return /^[A-Za-z0-9_-]+={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : null
}
