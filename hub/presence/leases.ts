/**
 * Who is here: everyone whose lease has not run out. A beat renews the lease for the whole term, so the order of renewal is
 * the order of expiry and a renewal costs the same however many hold one. Kept in memory only: a beat is never stored.
 */
import { later, seconds, type DurationMs, type Instant } from '../model/time.ts'

/** A client beats every 10 s; one that was silent for this long is gone. */
export const leaseTermMs = seconds(25)

export class Leases<Key> {
  private readonly termMs: DurationMs
  /** Oldest renewal first: a renewed key goes to the end. */
  private readonly expiries = new Map<Key, Instant>()

  /** `termMs`: how long one beat is good for. Default 25 s. */
  constructor(termMs: DurationMs = leaseTermMs) {
    this.termMs = termMs
  }

  /** Takes or renews the lease. `now` must never be earlier than in an earlier call. True when the key held none before. */
  renew(key: Key, now: Instant): boolean {
    const isNew = !this.expiries.delete(key)
    this.expiries.set(key, later(now, this.termMs))
    return isNew
  }

  /** Gives the lease back at once, as a client that says goodbye does. False when the key held none. */
  release(key: Key): boolean {
    return this.expiries.delete(key)
  }

  /** True while the key holds a lease that `expired` has not returned. */
  has(key: Key): boolean {
    return this.expiries.has(key)
  }

  get size(): number {
    return this.expiries.size
  }

  /** Those whose lease has run out at `now`, longest silent first. Each is returned once and then forgotten. */
  expired(now: Instant): Key[] {
    const gone: Key[] = []
    for (const [key, until] of this.expiries) {
      if (until > now) break
      gone.push(key)
    }
    for (const key of gone) this.expiries.delete(key)
    return gone
  }

  /** When the next lease runs out unless renewed, or null when nobody holds one. */
  nextExpiry(): Instant | null {
    const first = this.expiries.values().next()
    return first.done === true ? null : first.value
  }
}
