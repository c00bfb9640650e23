/**
 * Which requests of a session may have a row in `dedup`. Somebody in talk makes one or two such requests and then writes
 * messages, which have none: without this a place where nothing is would be looked up on the disk for each of them.
 */
import type { SessionId } from '../model/ids.ts'
import type { Tick } from './tick.ts'

/** Sessions known at a time, longest known first. */
const sessionsMax = 20_000

export class Answered {
  readonly #known = new Map<SessionId, Set<string>>()
  /** What the tick under way has put, which the store does not show yet. */
  #put: { readonly tick: Tick | null; readonly rows: [SessionId, string][] } = { tick: null, rows: [] }

  /** False only when this request of this session has no row. */
  mayHave(tick: Tick, session: SessionId, requestId: string): boolean {
    return (this.#known.get(session) ?? this.#load(tick, session)).has(requestId)
  }

  /** A row is put with this tick. */
  note(tick: Tick, session: SessionId, requestId: string): void {
    if (this.#put.tick !== tick) this.#put = { tick, rows: [] }
    this.#put.rows.push([session, requestId])
    this.#known.get(session)?.add(requestId)
  }

  #load(tick: Tick, session: SessionId): Set<string> {
    const known = new Set<string>()
    for (const { key } of tick.store.range('dedup', { prefix: [session] })) known.add(key[1] as string)
    if (this.#put.tick === tick) for (const [whose, id] of this.#put.rows) if (whose === session) known.add(id)
    this.#known.set(session, known)
    if (this.#known.size > sessionsMax) this.#known.delete(this.#known.keys().next().value!)
    return known
  }
}
