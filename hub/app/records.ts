/**
 * Rows: which table and key keeps what, and how it is written. Values begin with a version number, so that a later
 * build can tell what it reads. Keys are described in docs/STORE.md.
 */
import type { AgentRecord, QueueRecord } from '../acd/state.ts'
import type { FloorEvent } from '../acd/events.ts'
import type { AgentId, AttachmentId, ContactId, CustomerId, QueueId, SessionId } from '../model/ids.ts'
import { instant, type Instant } from '../model/time.ts'
import type { Flow } from '../flow/index.ts'
import type { KeySlot } from '../ports/keys.ts'
import type { Change, Key, Store, Table } from '../ports/store.ts'
import { decode, encode, type AttachmentInfo, type OwnReply, type Wire } from '../protocol/index.ts'
import type { CallRecord } from '../calls/index.ts'
import type { CellKind, Fact, OpenAgent, OpenContact, Packed } from '../reports/index.ts'
import type { Holding } from './alerts.ts'
import type { Version } from './configuration/versions.ts'
import type { ClosedContact, ContactFile, LiveContact, VisitorRow } from './contact-file.ts'
import { packLogEntry, readLogEntry, type LogEntry } from './log-entry.ts'
import type { KeptNotice } from './notices.ts'
import { places, type Sealing } from './sealing.ts'
import type { SubscriptionRow } from './subscriptions.ts'

function row<Value>(table: Table, version = 1) {
  return {
    table,
    put: (key: Key, value: Value): Change => ({ table, key, value: encode([version, value]) }),
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
  readonly info: Omit<AttachmentInfo, 'name'>
  /** The file's name, sealed. */
  readonly name: Uint8Array
  /** False for a file that was kept before there were keys: its bytes are as they came. */
  readonly isSealed: boolean
}

/** What a customer's row holds; the name is sealed with the key of their latest contact. */
export interface CustomerRow {
  readonly name: Uint8Array
  readonly firstSeenAt: Instant
  /** Who they are to the company's server, by site and fingerprint: keys of `identity`. Missing while nobody has named them. */
  readonly identities?: readonly (readonly [site: string, subject: string])[]
  /** Sessions that were proved to be theirs, the last seen at the end. */
  readonly sessions?: readonly SessionId[]
  /** What staff know of them, sealed with a key of its own. `others`: keys that it was sealed with before, of whom they were then. */
  readonly details?: { readonly slot: KeySlot; readonly sealed: Uint8Array; readonly others?: readonly KeySlot[] }
}

/** A customer as the company's server names them. */
export interface IdentityRow {
  readonly customer: CustomerId
  /** A key of its own: there may be no contact yet. */
  readonly slot: KeySlot
  /** What the server last said of them, sealed. */
  readonly said: Uint8Array
  readonly seenAt: Instant
}

/** A visitor's session that was proved to be somebody's, or that was ended and is nobody's any more. */
export type ProvenRow =
  | {
      readonly state: 'identified'
      readonly site: string
      /** Fingerprint of issuer and subject. */
      readonly subject: string
      readonly customer: CustomerId
      readonly until: Instant
    }
  | { readonly state: 'ended'; readonly at: Instant }

/** Which vault the data belongs to, and the highest number of a key in it: what a start looks at instead of all rows. */
export interface KeysRow {
  readonly vault: string
  readonly highest: KeySlot
}

export const rows = {
  contact: row<LiveContact>('contact', 2),
  closed: row<ClosedContact>('closed', 2),
  agent: row<AgentRecord>('agent'),
  queue: row<QueueRecord>('queue'),
  customerContact: row<Record<string, never>>('customerContact'),
  customer: row<CustomerRow>('customer', 2),
  visitor: row<VisitorRow>('visitor', 2),
  dedup: row<DedupRow>('dedup'),
  attachment: row<AttachmentRow>('attachment', 2),
  contactAttachment: row<Record<string, never>>('contactAttachment'),
  expiry: row<Record<string, never>>('expiry'),
  event: row<FloorEvent>('event'),
  contactEvent: row<Record<string, never>>('contactEvent'),
  meta: row<number>('meta'),
  keys: row<KeysRow>('meta'),
  /** What the language model has cost in a day; days since 1970. */
  answererTokens: row<{ readonly day: number; readonly tokens: number }>('meta'),
  push: row<SubscriptionRow>('push'),
  configuration: row<Version>('configuration'),
  call: row<CallRecord>('call'),
  flow: row<Flow>('flow'),
  identity: row<IdentityRow>('identity'),
  proven: row<ProvenRow>('proven'),
  /** Before version 3 a list of cells. */
  report: row<Packed | readonly (readonly [name: string, cell: object | readonly number[]])[]>('report', 3),
  tallyContact: row<OpenContact>('tally'),
  tallyAgent: row<OpenAgent>('tally'),
  fact: row<Fact>('fact'),
  ownReplies: row<readonly OwnReply[]>('ownReplies'),
  notice: row<readonly KeptNotice[]>('notice'),
  alert: row<Holding>('alert'),
} as const

/** Keys, made of typed ids and numbers only. */
export const keys = {
  contact: (contact: ContactId): Key => [contact],
  entry: (contact: ContactId, seq: number): Key => [contact, seq],
  agent: (agent: AgentId): Key => [agent],
  queue: (queue: QueueId): Key => [queue],
  customer: (customer: CustomerId): Key => [customer],
  customerContact: (customer: CustomerId, startedAt: Instant, contact: ContactId): Key => [
    customer,
    startedAt,
    contact,
  ],
  visitor: (session: SessionId): Key => [session],
  dedup: (session: SessionId, requestId: string): Key => [session, requestId],
  attachment: (attachment: AttachmentId): Key => [attachment],
  contactAttachment: (contact: ContactId, attachment: AttachmentId): Key => [contact, attachment],
  expiry: (site: string, closedAt: Instant, contact: ContactId): Key => [site, closedAt, contact],
  event: (number: number): Key => [number],
  push: (contact: ContactId, endpoint: number): Key => [contact, endpoint],
  contactEvent: (contact: ContactId, number: number): Key => [contact, number],
  configuration: (n: number): Key => [n],
  flow: (id: string, version: string): Key => [id, version],
  identity: (site: string, subject: string): Key => [site, subject],
  proven: (session: SessionId): Key => [session],
  report: (kind: CellKind, grain: 'quarter' | 'hour', at: Instant): Key => [
    grain === 'hour' ? `${kind}.hour` : kind,
    at,
  ],
  tally: (kind: 'contact' | 'agent', id: ContactId | AgentId): Key => [kind, id],
  fact: (number: number): Key => [number],
  ownReplies: (agent: AgentId): Key => [agent],
  alert: (rule: string, queue: QueueId): Key => [rule, queue],
  meta: (
    name:
      'epoch' | 'now' | 'attachmentBytes' | 'keys' | 'answererTokens' | 'reported' | 'reportedFacts' | 'reportHours',
  ): Key => [name],
} as const

export const putEntry = (
  sealing: Sealing,
  { contact, slot }: Pick<ContactFile, 'contact' | 'slot'>,
  seq: number,
  entry: LogEntry,
): Change => ({
  table: 'entry',
  key: keys.entry(contact, seq),
  value: sealing.sealValue(slot, places.entry(contact, seq), packLogEntry(entry)),
})

/** The entry, or null when it is erased. */
export function readEntry(sealing: Sealing, key: Key, value: Uint8Array): LogEntry | null {
  const plain = sealing.openValue(places.entry(key[0] as ContactId, key[1] as number), value)
  return plain === null ? null : readLogEntry(plain)
}

/** Entries of a contact's log after `after`, at most `limit`, oldest first; null in the place of one that is erased. */
export function readEntries(
  store: Pick<Store, 'range'>,
  sealing: Sealing,
  contact: ContactId,
  after: number,
  limit: number,
): (LogEntry | null)[] {
  const found: (LogEntry | null)[] = []
  for (const { key, value } of store.range('entry', { prefix: [contact], after: keys.entry(contact, after), limit }))
    found.push(readEntry(sealing, key, value))
  return found
}

/** A contact that ended; undefined when there is none, and when it is erased. */
export function closedOf(reader: Pick<Store, 'get'>, sealing: Sealing, contact: ContactId): ClosedContact | undefined {
  const closed = rows.closed.get(reader, keys.contact(contact))
  return closed === undefined || sealing.isErased(closed.file.slot) ? undefined : closed
}

/** What is known of a file; undefined when there is none, and when it is erased. */
export function attachmentOf(
  reader: Pick<Store, 'get'>,
  sealing: Sealing,
  attachment: AttachmentId,
): (Omit<AttachmentRow, 'info' | 'name'> & { readonly info: AttachmentInfo }) | undefined {
  const row = rows.attachment.get(reader, keys.attachment(attachment))
  const name = row && sealing.openValue<string>(places.fileName(attachment), row.name)
  if (row === undefined || name == null) return undefined
  return { contact: row.contact, isSealed: row.isSealed, info: { ...row.info, name } }
}

/** Hub time goes on from here when a hub starts, also when the wall clock has been set back since (P17). */
export function lastInstant(store: Store): Instant {
  const kept = rows.meta.get(store, keys.meta('now'))
  if (kept !== undefined) return instant(kept)
  // Kept by a version that did not note the time of each tick. An event may be dated to a deadline before its tick.
  const [last] = [...store.range('event', { reverse: true, limit: 1 })]
  return last === undefined ? instant(0) : rows.event.read(last.value).at
}
