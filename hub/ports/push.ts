/**
 * Tells a browser something while none of our pages is open in it, by the push service of whoever made the browser. The
 * service learns that there is a message, its size and how long it is good for, and nothing of what it says.
 */
import type { Instant } from '../model/time.ts'

/** What a browser has subscribed with. */
export interface PushTarget {
  /** Where its push service takes messages for it. */
  readonly endpoint: string
  /** The browser's public key on P-256, 65 bytes, and its secret, 16 bytes; base64url. */
  readonly p256dh: string
  readonly auth: string
}

export interface PushMessage {
  /** At most 3,000 bytes of UTF-8. */
  readonly text: string
  /** A later message of the same topic takes the place of one that has not been delivered. 1 to 32 characters of base64url. */
  readonly topic: string
  /** From then on it is of no use to anybody, and is not delivered. */
  readonly until: Instant
}

export type PushOutcome =
  /** The service has it. */
  | { readonly kind: 'taken' }
  /** The subscription is over: nothing will ever reach it. */
  | { readonly kind: 'gone' }
  /** The service will not take this message, however often it is sent. */
  | { readonly kind: 'refused'; readonly why: string }
  /** It may be sent again; not before `retryAfterMs`, where the service said so. */
  | { readonly kind: 'notNow'; readonly why: string; readonly retryAfterMs: number | null }

export interface Push {
  /** What browsers subscribe for: the hub's public key, base64url. */
  readonly publicKey: string
  /** False for what is no subscription, or has an address that this hub does not send to. */
  accepts(target: PushTarget): boolean
  /** Sends a message to a target that `accepts`. Never rejects. */
  send(target: PushTarget, message: PushMessage): Promise<PushOutcome>
}
