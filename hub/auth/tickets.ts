/**
 * One-time tickets for opening a socket. They stand in for cookies and for secrets in URLs: got by a POST that proves
 * who asks, good for one hello from the same origin, gone after 30 s. They live in memory only; a hub that restarts has
 * none, and clients fetch a new one.
 */
import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '../http/door.ts'
import type { SessionId } from '../model/ids.ts'
import { later, seconds, type DurationMs, type Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'

export interface TicketsOptions {
  readonly clock: Clock
  /** Default 30 s. */
  readonly lifeMs?: DurationMs
  /** Tickets open at once, over all. Default 50,000. */
  readonly countMax?: number
  /** Where tickets come from; at least 128 random bits. Default: 256 bits of the system's. */
  readonly secret?: () => string
}

interface Issued {
  readonly actor: Actor
  readonly origin: string
  readonly expiresAt: Instant
}

export class Tickets {
  /** By hash, so that looking one up tells nothing by its timing; in order of expiry, as all live equally long. */
  readonly #issued = new Map<string, Issued>()
  constructor(private readonly options: TicketsOptions) {}

  /** A ticket for this actor (a visitor's carries the site) from this origin, or null when too many are open. */
  issue(actor: Actor, origin: string): string | null {
    const { clock, lifeMs = seconds(30), countMax = 50_000, secret = randomSecret } = this.options
    this.#dropExpired()
    if (this.#issued.size >= countMax) return null
    const ticket = secret()
    this.#issued.set(hashOf(ticket), { actor, origin, expiresAt: later(clock.now(), lifeMs) })
    return ticket
  }

  /** Whom the ticket was issued to, once. Null when it is unknown, used or too old, or comes from another origin, which uses it up as well. */
  redeem(ticket: string, origin: string): Actor | null {
    const hash = hashOf(ticket)
    const issued = this.#issued.get(hash)
    this.#issued.delete(hash)
    if (issued === undefined || this.options.clock.now() >= issued.expiresAt || issued.origin !== origin) return null
    return issued.actor
  }

  /** Takes back what this session has not used yet. */
  revoke(session: SessionId): void {
    for (const [hash, { actor }] of this.#issued) if (actor.session === session) this.#issued.delete(hash)
  }

  #dropExpired(): void {
    const now = this.options.clock.now()
    for (const [hash, { expiresAt }] of this.#issued) {
      if (now < expiresAt) return
      this.#issued.delete(hash)
    }
  }
}

const hashOf = (ticket: string): string => createHash('sha256').update(ticket).digest('base64url')
const randomSecret = (): string => randomBytes(32).toString('base64url')
