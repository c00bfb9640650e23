/**
 * The logs of the contacts this client follows: entry n has number n + 1, none missing, none twice. What comes again is
 * dropped; what would leave a hole is not taken, and the caller resumes from what it holds.
 */
import { limits, readEntry, type Entry, type LogCursor, type Wire } from '../protocol/index.ts'

export class Logs {
  readonly #logs = new Map<string, Entry[]>()
  /** Contacts told in this line's hello: the hub will not send again what lies before those cursors. */
  readonly #greeted = new Set<string>()
  readonly #forgotten = new Set<string>()

  of(contact: string): readonly Entry[] {
    return this.#forgotten.has(contact) ? [] : (this.#logs.get(contact) ?? [])
  }

  /** Takes what is new and returns it with its first number; null when all of it was known. 'gap' takes nothing. */
  append(
    contact: string,
    firstSeq: number,
    wires: readonly Wire[],
  ): 'gap' | { firstSeq: number; fresh: Entry[] } | null {
    const log = this.#logs.get(contact) ?? []
    const known = log.length + 1 - firstSeq
    if (known < 0) return 'gap'
    const fresh = wires.slice(known).map(lenientEntry)
    log.push(...fresh)
    // Moved to the end: the order of this map is the order of the latest use.
    this.#logs.delete(contact)
    this.#logs.set(contact, log)
    // A contact that was forgotten and comes again is shown from its beginning.
    if (this.#forgotten.delete(contact)) return { firstSeq: 1, fresh: [...log] }
    return fresh.length === 0 ? null : { firstSeq: log.length - fresh.length + 1, fresh }
  }

  reset(contact: string): void {
    this.#logs.delete(contact)
    this.#forgotten.delete(contact)
  }

  /** Lets go of a contact. Its entries stay until the next hello if the hub counts on our having them. */
  forget(contact: string): void {
    if (this.#greeted.has(contact)) this.#forgotten.add(contact)
    else this.#logs.delete(contact)
  }

  /** The cursors for a new hello: the contacts with the most recent entries, as many as one hello may carry. */
  greet(): LogCursor[] {
    for (const contact of this.#forgotten) this.#logs.delete(contact)
    this.#forgotten.clear()
    this.#greeted.clear()
    const cursors = [...this.#logs].slice(-limits.cursorsMax).map(([contact, log]): LogCursor => [contact, log.length])
    for (const [contact] of cursors) this.#greeted.add(contact)
    return cursors
  }
}

/** An entry of a newer hub that this build cannot read still has its place. */
function lenientEntry(wire: Wire): Entry {
  try {
    return readEntry(wire, true)
  } catch {
    return { kind: 'elided' }
  }
}
