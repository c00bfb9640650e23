/**
 * Whether a message was kept before (P2). The log says so itself: a message has with it the session and the request that it
 * came from. So no row of its own is kept for that, which would be one more at a random place for each message. A log
 * is read for it once in the life of a hub, when the first message comes to it; from then on it is followed.
 */
import type { ContactId, SessionId } from '../model/ids.ts'
import type { Said } from './contact-file.ts'
import type { LogEntry } from './log-entry.ts'
import { keys, readEntry } from './records.ts'
import type { Sealing } from './sealing.ts'
import type { Tick } from './tick.ts'

/** Where a log is read: with what the tick under way has added to it. */
export interface LogReader {
  readonly tick: Pick<Tick, 'get'>
  readonly sealing: Sealing
}

/** Places in a log by the print of the request that asked for what stands there; more than one where prints are equal by chance. */
type Places = Map<number, number | readonly number[]>

interface Followed {
  /** Entries looked at. */
  head: number
  readonly places: Places
}

/** Logs of contacts that have ended are asked for seldom: so many are remembered. */
const endedMax = 100

export class Repeats {
  readonly #live = new Map<ContactId, Followed>()
  /** Longest known first. */
  readonly #ended = new Map<ContactId, Followed>()

  /** The message that this request of this session has become in this contact, or null. `head` is the length of the log. */
  find(
    reader: LogReader,
    contact: { readonly id: ContactId; readonly head: number; readonly ended: boolean },
    session: SessionId,
    requestId: string,
  ): { readonly seq: number; readonly said: Said } | null {
    const places = this.#follow(reader, contact).get(printOf(requestId)) ?? []
    for (const seq of typeof places === 'number' ? [places] : places) {
      const said = this.read(reader, contact.id, seq)
      if (said?.kind === 'message' && said.session === session && said.requestId === requestId) return { seq, said }
    }
    return null
  }

  /** An entry was added to a live contact's log. */
  note(contact: ContactId, seq: number, entry: LogEntry): void {
    const followed = this.#live.get(contact)
    if (followed !== undefined && followed.head === seq - 1) add(followed, seq, entry)
  }

  /** The contact has ended. */
  forget(contact: ContactId): void {
    this.#live.delete(contact)
  }

  /** An entry as it is kept. */
  read({ tick, sealing }: LogReader, contact: ContactId, seq: number): LogEntry | null {
    const key = keys.entry(contact, seq)
    const bytes = tick.get('entry', key)
    return bytes === undefined ? null : readEntry(sealing, key, bytes)
  }

  #follow(reader: LogReader, { id, head, ended }: Parameters<Repeats['find']>[1]): Places {
    const known = ended ? this.#ended : this.#live
    let followed = known.get(id)
    if (followed === undefined) known.set(id, (followed = { head: 0, places: new Map() }))
    while (followed.head < head) add(followed, followed.head + 1, this.read(reader, id, followed.head + 1))
    if (this.#ended.size > endedMax) this.#ended.delete(this.#ended.keys().next().value!)
    return followed.places
  }
}

function add(followed: Followed, seq: number, entry: LogEntry | null): void {
  followed.head = seq
  if (entry?.kind !== 'message') return
  const { places } = followed
  const print = printOf(entry.requestId)
  const there = places.get(print)
  places.set(print, there === undefined ? seq : [...(typeof there === 'number' ? [there] : there), seq])
}

/** 30 bits of the id, which a client has drawn: small enough to cost no object. */
function printOf(requestId: string): number {
  let print = 0x811c9dc5
  for (let at = 0; at < requestId.length; at++) print = Math.imul(print ^ requestId.charCodeAt(at), 0x01000193)
  return print & 0x3fffffff
}
