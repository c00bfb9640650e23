/**
 * The order of one connection's requests when some are refused with "not now". Such a request comes again a second later;
 * whatever its sender asked after it must not be done before it, or two messages would change places (P3). So everything
 * behind it is put off as well, until it has come again and had its turn.
 */
import type { Instant } from '../model/time.ts'
import type { RefusalCode } from '../protocol/index.ts'

/** Refusals after which a client asks again by itself. */
const notNow: readonly RefusalCode[] = ['hub.draining', 'storage.unavailable', 'request.tooMany']

/** Requests without a final answer on one connection; a client of ours has at most 200. */
export const turnsMax = 400

/**
 * A client asks again in the order in which it asked first. So an earlier request that has not come since a later one came
 * so often will not come again: its sender had repeated what was answered long ago. Not by time, for a refusal may be long
 * under way to a slow reader.
 */
const asksWithout = 3

/** No client asks again sooner than this after a refusal; what does is a copy, milliseconds. */
const copyMs = 400

interface Open {
  /** Why it was put off, or null while it is being done. */
  code: RefusalCode | null
  /** When it was put off last. */
  at: Instant
  /** When it came last, as a copy too, in comings of this connection. */
  cameLast: number
  /** When it was asked, the last `asksWithout` times. */
  readonly asked: number[]
}

export class Turns {
  /** By request id, in the order they first came. */
  readonly #open = new Map<string, Open>()
  /** How many of them are put off: mostly none, and then nobody needs to be looked at. */
  #putOff = 0
  /** Comings so far, of whatever request. */
  #comings = 0

  get size(): number {
    return this.#open.size
  }

  /** The request may be done now (null), or is put off behind an earlier one, for that one's reason. */
  take(requestId: string, now: Instant): RefusalCode | null {
    const own = this.#entry(requestId, now)
    own.cameLast = this.#comings += 1
    if (own.asked.length === 0 || (own.code !== null && now - own.at >= copyMs)) own.asked.push(own.cameLast)
    if (own.asked.length > asksWithout) own.asked.shift()
    if (this.#putOff > 0)
      for (const [earlierId, earlier] of this.#open) {
        if (earlier === own) break
        if (earlier.code === null) continue
        if (own.asked.length === asksWithout && own.asked[0]! > earlier.cameLast) this.done(earlierId)
        else return earlier.code
      }
    this.#become(own, null)
    return null
  }

  /** It was refused: for good, or put off. */
  refused(requestId: string, code: RefusalCode, now: Instant): void {
    if (!notNow.includes(code)) return this.done(requestId)
    const entry = this.#entry(requestId, now)
    entry.at = now
    this.#become(entry, code)
  }

  done(requestId: string): void {
    const entry = this.#open.get(requestId)
    if (entry === undefined) return
    this.#become(entry, null)
    this.#open.delete(requestId)
  }

  #become(entry: Open, code: RefusalCode | null): void {
    this.#putOff += Number(code !== null) - Number(entry.code !== null)
    entry.code = code
  }

  #entry(requestId: string, at: Instant): Open {
    let entry = this.#open.get(requestId)
    if (entry === undefined) this.#open.set(requestId, (entry = { code: null, at, cameLast: 0, asked: [] }))
    return entry
  }
}
