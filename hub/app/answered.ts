/**
 * Which requests of a session may have a row in `dedup`. Somebody in talk makes one or two such requests and then writes
 * messages, which have none: without this a place where nothing is would be looked up on the disk for each of them.
 */
import type { SessionId } from '../model/ids.ts'
import type { Tick } from './tick.ts'

/** Sessions known at a time, longest known first. */
const sessionsMax = 20_000
/** Of a session with more rows than this, an agent's of a long day, each request is looked up: reading all its rows after a start would cost more. */
const rowsMax = 500

export class Answered {
  /** What each session has; null for one that has more than is worth reading. */
  readonly #known = new Map<SessionId, Set<string> | null>()
  /** What the tick under way has put, which the store does not show yet. */
  #put: { readonly tick: Tick | null; readonly rows: [SessionId, string][] } = { tick: null, rows: [] }

  /** False only when this request of this session has no row. */
  mayHave(tick: Tick, session: SessionId, requestId: string): boolean {
    const known = this.#known.get(session)
    const has = known === undefined ? this.#load(tick, session) : known
    return has === null || has.has(requestId)
  }

  /** A row is put with this tick. */
  note(tick: Tick, session: SessionId, requestId: string): void {
    if (this.#put.tick !== tick) this.#put = { tick, rows: [] }
    this.#put.rows.push([session, requestId])
    this.#known.get(session)?.add(requestId)
  }

  #load(tick: Tick, session: SessionId): Set<string> | null {
    const known = this.#read(tick, session)
    this.#known.set(session, known)
    if (this.#known.size > sessionsMax) this.#known.delete(this.#known.keys().next().value!)
    return known
  }

  #read(tick: Tick, session: SessionId): Set<string> | null {
    const known = new Set<string>()
    for (const { key } of tick.store.range('dedup', { prefix: [session], limit: rowsMax + 1 }))
      known.add(key[1] as string)
    if (known.size > rowsMax) return null
    if (this.#put.tick === tick) for (const [whose, id] of this.#put.rows) if (whose === session) known.add(id)
    return known
  }
}
