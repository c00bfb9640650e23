/**
 * The order of one connection's requests when some are refused with "not now". Such a request comes again a second later;
 * whatever its sender asked after it must not be done before it, or two messages would change places (P3). So everything
 * behind it is put off as well, until it has come again and had its turn.
 */
import type { RefusalCode } from '../protocol/index.ts'

/** Refusals after which a client asks again by itself. */
const notNow: readonly RefusalCode[] = ['hub.draining', 'storage.unavailable', 'request.tooMany']

/** Requests without a final answer on one connection; a client of ours has at most 200. */
export const turnsMax = 400

export class Turns {
  /** By request id, in the order they first came: why it was put off, or null while it is being done. */
  readonly #open = new Map<string, RefusalCode | null>()

  get size(): number {
    return this.#open.size
  }

  /** The request may be done now (null), or is put off behind an earlier one, for that one's reason. */
  take(requestId: string): RefusalCode | null {
    this.#open.set(requestId, null)
    for (const [earlier, code] of this.#open) {
      if (earlier === requestId) return null
      if (code === null) continue
      this.#open.set(requestId, code)
      return code
    }
    return null
  }

  /** It was refused: for good, or put off. */
  refused(requestId: string, code: RefusalCode): void {
    if (notNow.includes(code)) this.#open.set(requestId, code)
    else this.#open.delete(requestId)
  }

  done(requestId: string): void {
    this.#open.delete(requestId)
  }
}
