/**
 * A visitor's identity: a token that the hub issues, the widget keeps and sends back. It is random and signed, so the
 * hub need not keep one for everybody who ever opened a page; it is bound to one site. The session's id follows from
 * the random part by a one-way function: whoever sees an id cannot make the token.
 *
 * Form: base64url("<version>.<site key>.<24 random bytes>") "." base64url(HMAC-SHA256 of the part before the dot).
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Actor } from '../http/door.ts'
import { makeId, type SessionId } from '../model/ids.ts'
import { keyFor } from './secret.ts'

export type VisitorActor = Extract<Actor, { kind: 'visitor' }>

const version = '1'
const randomBytesCount = 24
const tokenForm = /^([A-Za-z0-9_-]{1,200})\.([A-Za-z0-9_-]{43})$/

export class VisitorTokens {
  readonly #key: Buffer
  readonly #nextKey: Buffer

  /** `secret` is the hub's own, see secret.ts. Another one makes all tokens strangers. */
  constructor(secret: string) {
    this.#key = keyFor(secret, 'visitor token 1')
    this.#nextKey = keyFor(secret, 'visitor who follows 1')
  }

  /** A new identity on this site. */
  issue(siteKey: string): { readonly token: string; readonly actor: VisitorActor } {
    return this.#issued(siteKey, randomBytes(randomBytesCount).toString('base64url'))
  }

  /**
   * The identity that follows on another at the same browser, when `reason` comes: the same for the same reason. Whoever
   * holds neither of the two cannot make it, for it is drawn with a key of the hub's.
   */
  issueAfter(
    { session, site }: VisitorActor,
    reason: string,
  ): { readonly token: string; readonly actor: VisitorActor } {
    const drawn = createHmac('sha256', this.#nextKey)
      .update(JSON.stringify([session, reason]))
      .digest()
    return this.#issued(site, drawn.subarray(0, randomBytesCount).toString('base64url'))
  }

  #issued(siteKey: string, random: string): { readonly token: string; readonly actor: VisitorActor } {
    const payload = Buffer.from(`${version}.${siteKey}.${random}`).toString('base64url')
    const token = `${payload}.${this.#sign(payload).toString('base64url')}`
    return { token, actor: { kind: 'visitor', session: sessionOf(random), site: siteKey } }
  }

  /** Whose token it is, or null for anything that this hub has not issued. The actor's site is the token's, never a claim. */
  verify(token: string): VisitorActor | null {
    const [, payload, signature] = tokenForm.exec(token) ?? []
    if (payload === undefined || signature === undefined) return null
    const given = Buffer.from(signature, 'base64url')
    const right = this.#sign(payload)
    if (given.length !== right.length || !timingSafeEqual(given, right)) return null
    // Two bits of the last character stand for nothing: one token has one way to be written.
    if (given.toString('base64url') !== signature) return null
    const [written, site, random] = Buffer.from(payload, 'base64url').toString('utf8').split('.')
    if (written !== version || site === undefined || random === undefined) return null
    return { kind: 'visitor', session: sessionOf(random), site }
  }

  #sign(payload: string): Buffer {
    return createHmac('sha256', this.#key).update(payload).digest()
  }
}

const sessionOf = (random: string): SessionId =>
  makeId('session', createHash('sha256').update(`visitor:${random}`).digest('base64url').slice(0, 32))
