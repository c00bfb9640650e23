/**
 * Who may open a socket at all, before anybody is known: from listed origins only, not too often from one address, and
 * not too many from one address that have yet to say who they are. Bounded memory: an address is forgotten when quiet.
 */
import type { Clock } from '../ports/clock.ts'
import type { Peer } from '../ports/transport.ts'
import { neighbour } from '../model/rate-limit.ts'

export interface GateLimits {
  readonly socketsBeforeHelloPerAddress: number
  readonly upgradesPerMinutePerAddress: number
}

interface Visits {
  permits: number
  at: number
  waiting: number
}

/** Addresses remembered at once; beyond it the oldest quiet ones go. */
const addressesMax = 100_000

export class Gate {
  readonly #visits = new Map<string, Visits>()

  constructor(
    private readonly clock: Clock,
    private readonly limits: GateLimits,
    private readonly mayEmbed: (origin: string) => boolean,
    /** Told which limit has refused somebody. Default: nobody. */
    private readonly refusedBy: (limit: keyof GateLimits) => void = () => {},
  ) {}

  /** The HTTP status that refuses this peer, or null; then the socket counts as waiting until `passed`. */
  refusal(peer: Peer): number | null {
    if (!this.mayEmbed(peer.origin)) return 403
    const visits = this.#of(neighbour(peer.address))
    if (visits.permits < 1) return this.#tooMany('upgradesPerMinutePerAddress')
    if (visits.waiting >= this.limits.socketsBeforeHelloPerAddress) return this.#tooMany('socketsBeforeHelloPerAddress')
    visits.permits -= 1
    visits.waiting += 1
    return null
  }

  /** A socket that was let in has said who it is, or is gone. */
  passed(peer: Peer): void {
    const visits = this.#visits.get(neighbour(peer.address))
    if (visits !== undefined && visits.waiting > 0) visits.waiting -= 1
  }

  #tooMany(limit: keyof GateLimits): number {
    this.refusedBy(limit)
    return 429
  }

  #of(address: string): Visits {
    const now = this.clock.now()
    const perMinute = this.limits.upgradesPerMinutePerAddress
    const known = this.#visits.get(address)
    if (known === undefined) {
      if (this.#visits.size >= addressesMax) this.#forgetQuiet()
      const fresh = { permits: perMinute, at: now, waiting: 0 }
      this.#visits.set(address, fresh)
      return fresh
    }
    known.permits = Math.min(perMinute, known.permits + ((now - known.at) * perMinute) / 60_000)
    known.at = now
    return known
  }

  #forgetQuiet(): void {
    for (const [address, visits] of this.#visits) {
      if (visits.waiting === 0) this.#visits.delete(address)
      if (this.#visits.size < addressesMax / 2) return
    }
  }
}
