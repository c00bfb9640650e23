/**
 * Rows: which table and key keeps what, and how it is written. Values begin with a version number, so that a later
 * build can tell what it reads. Keys are described in docs/STORE.md.
 */
import type { AgentRecord } from '../acd/state.ts'
import type { FloorEvent } from '../acd/events.ts'
import type { AgentId, AttachmentId, ContactId, CustomerId, SessionId } from '../model/ids.ts'
import { instant, type Instant } from '../model/time.ts'
import type { Change, Key, Store, Table } from '../ports/store.ts'
import { decode, encode, type AttachmentInfo, type Wire } from '../protocol/index.ts'
import type { ClosedContact, LiveContact, VisitorRow } from './contact-file.ts'
import { packLogEntry, readLogEntry, type LogEntry } from './log-entry.ts'

const rowVersion = 1

function row<Value>(table: Table) {
  return {
    table,
    put: (key: Key, value: Value): Change => ({ table, key, value: encode([rowVersion, value]) }),
    remove: (key: Key): Change => ({ table, key, value: null }),
    read: (bytes: Uint8Array): Value => (decode(bytes) as [number, Value])[1],
    get(store: Pick<Store, 'get'>, key: Key): Value | undefined {
      const bytes = store.get(table, key)
      return bytes === undefined ? undefined : this.read(bytes)
    },
  }
}

/** Answer to a request that was carried out, kept so that its repeat gets the same. */
export interface DedupRow {
  /** Fingerprint of verb and body: a repeat with another body is refused. */
  readonly print: number
  readonly reply: Wire
}

export interface AttachmentRow {
  readonly contact: ContactId
  readonly info: AttachmentInfo
}

export const rows = {
  contact: row<LiveContact>('contact'),
  closed: row<ClosedContact>('closed'),
  agent: row<AgentRecord>('agent'),
  customerContact: row<Record<string, never>>('customerContact'),
  customer: row<{ readonly name: string; readonly firstSeenAt: Instant }>('customer'),
  visitor: row<VisitorRow>('visitor'),
  dedup: row<DedupRow>('dedup'),
  attachment: row<AttachmentRow>('attachment'),
  event: row<FloorEvent>('event'),
  meta: row<number>('meta'),
} as const

/** Keys, made of typed ids and numbers only. */
export const keys = {
  contact: (contact: ContactId): Key => [contact],
  entry: (contact: ContactId, seq: number): Key => [contact, seq],
  agent: (agent: AgentId): Key => [agent],
  customer: (customer: CustomerId): Key => [customer],
  customerContact: (customer: CustomerId, startedAt: Instant, contact: ContactId): Key => [
    customer,
    startedAt,
    contact,
  ],
  visitor: (session: SessionId): Key => [session],
  dedup: (session: SessionId, requestId: string): Key => [session, requestId],
  attachment: (attachment: AttachmentId): Key => [attachment],
  event: (number: number): Key => [number],
  meta: (name: 'epoch' | 'now'): Key => [name],
} as const

export const putEntry = (contact: ContactId, seq: number, entry: LogEntry): Change => ({
  table: 'entry',
  key: keys.entry(contact, seq),
  value: encode(packLogEntry(entry)),
})

export const readEntry = (value: Uint8Array): LogEntry => readLogEntry(decode(value))

/** Entries of a contact's log after `after`, at most `limit`, oldest first. */
export function readEntries(store: Store, contact: ContactId, after: number, limit: number): LogEntry[] {
  const found: LogEntry[] = []
  for (const { value } of store.range('entry', { prefix: [contact], after: keys.entry(contact, after), limit }))
    found.push(readEntry(value))
  return found
}

/** Hub time goes on from here when a hub starts, also when the wall clock has been set back since (P17). */
export function lastInstant(store: Store): Instant {
  const kept = rows.meta.get(store, keys.meta('now'))
  if (kept !== undefined) return instant(kept)
  // Kept by a version that did not note the time of each tick. An event may be dated to a deadline before its tick.
  const [last] = [...store.range('event', { reverse: true, limit: 1 })]
  return last === undefined ? instant(0) : rows.event.read(last.value).at
}
