/**
 * The order of one connection's requests when some are refused with "not now". Such a request comes again a second later;
 * whatever its sender asked after it must not be done before it, or two messages would change places (P3). So everything
 * behind it is put off as well, until it has come again and had its turn.
 */
import { seconds, type Instant } from '../model/time.ts'
import type { RefusalCode } from '../protocol/index.ts'

/** Refusals after which a client asks again by itself. */
const notNow: readonly RefusalCode[] = ['hub.draining', 'storage.unavailable', 'request.tooMany']

/** Requests without a final answer on one connection; a client of ours has at most 200. */
export const turnsMax = 400

/**
 * Whoever has not asked again by then does not mean to: a sender that had repeated what was answered long ago. A client of
 * ours that heard nothing for so long has given up the line.
 */
const patienceMs = seconds(25)

interface PutOff {
  readonly code: RefusalCode
  readonly at: Instant
}

export class Turns {
  /** By request id, in the order they first came: why and when it was put off, or null while it is being done. */
  readonly #open = new Map<string, PutOff | null>()

  get size(): number {
    return this.#open.size
  }

  /** The request may be done now (null), or is put off behind an earlier one, for that one's reason. */
  take(requestId: string, now: Instant): RefusalCode | null {
    this.#open.set(requestId, null)
    for (const [earlier, putOff] of this.#open) {
      if (earlier === requestId) return null
      if (putOff === null) continue
      if (now - putOff.at > patienceMs) this.#open.delete(earlier)
      else return putOff.code
    }
    return null
  }

  /** It was refused: for good, or put off. */
  refused(requestId: string, code: RefusalCode, now: Instant): void {
    if (notNow.includes(code)) this.#open.set(requestId, { code, at: now })
    else this.#open.delete(requestId)
  }

  done(requestId: string): void {
    this.#open.delete(requestId)
  }
}
