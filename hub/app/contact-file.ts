/**
 * What the shell knows of a contact besides its place on the floor: whose it is, what it is about, how long its log is
 * and what was read of it. Live files are in memory and in table `contact`; closed ones only in table `closed`.
 */
import type { Outcome } from '../acd/events.ts'
import type { ContactRecord } from '../acd/state.ts'
import type { AgentId, ContactId, CustomerId, QueueId, SessionId } from '../model/ids.ts'
import { instant, type DurationMs, type Instant } from '../model/time.ts'
import type { KeySlot } from '../ports/keys.ts'
import type { Locale } from '../protocol/index.ts'
import type { LogEntry } from './log-entry.ts'

/** A message of its log. */
export type Said = Extract<LogEntry, { kind: 'message' }>

/** What a contact tells of its customer. Kept sealed with the contact's key. */
export interface About {
  readonly customerName: string
  readonly pageUrl: string
  readonly pageTitle: string
  /** The customer's first words, shortened for an offer. */
  readonly preview: string
  /** An e-mail address or a telephone number left with a message, '' for none. */
  readonly reach: string
}

export interface ContactFile {
  readonly contact: ContactId
  /** Key of the site it came through. */
  readonly site: string
  /** The visitor's session: the one that may read and write as the customer. */
  readonly session: SessionId
  /** Another one once somebody unknown was named (see merging.ts). */
  customer: CustomerId
  /** The company's server has named its customer; missing where it has not. */
  identified?: boolean
  /** Number of the key that its log, its files and `about` are sealed with. */
  readonly slot: KeySlot
  /** `About`, sealed: `Sealing.about` opens it for who looks. Sealed anew only when a way to reach the customer comes to be known. */
  about: Uint8Array
  /** `Known`, sealed anew with each change: `Sealing.known` opens it. Missing where nothing is known, and in earlier versions. */
  known?: Uint8Array
  readonly locale: Locale
  /** Key of the site's topic, '' for none. */
  readonly topic: string
  readonly startedAt: Instant
  /** Entries in the log; the last one's seq. */
  head: number
  customerReceived: number
  customerRead: number
  agentReceived: number
  agentRead: number
  /** Since when the customer waits for an answer, or null. */
  waitingSince: Instant | null
  attachments: number
  /** UTF-8 bytes of all messages; missing in contacts of an earlier version, which counts as 0. */
  textBytes?: number
  /** Bytes of all files; missing in contacts of an earlier version, which counts as 0. */
  attachmentBytes?: number
  /** The wait that its customer was told first, since when it was awaited and where; none where nothing was told, or it has passed. */
  told?: ToldWait
  /** Who served it last, and when that began. */
  lastAgent: AgentId | null
  /** What its customer thinks of it; what they wrote with it stands in the log alone. */
  survey?: { readonly scale: 'csat' | 'nps'; readonly score: number; readonly at: Instant }
  /** Keys of its tags. Missing where it has none. */
  tags?: readonly string[]
  /** Who was named in a note: they may read it, and for a while after its end. Missing where nobody was. */
  mentioned?: readonly AgentId[]
  /** Contacts of its visitor before this one; missing in contacts of an earlier version. */
  readonly earlier?: number
}

/**
 * What a message changes in the file of its contact. Said as it is kept, and once more at a start for those that are in the
 * log and not in the contact's row (see `FollowingRows`).
 */
export function noteSaid(file: ContactFile, seq: number, said: Said): void {
  const { from, text } = said
  const at = instant(said.at)
  file.head = seq
  file.textBytes = (file.textBytes ?? 0) + Buffer.byteLength(text)
  // What the bot says awaits nobody, and nobody has read anything by it.
  if (from === 'bot') return
  // Who writes has read what stood above.
  if (from === 'agent') file.agentRead = file.agentReceived = seq
  else file.customerRead = file.customerReceived = seq
  file.waitingSince = from === 'agent' ? null : (file.waitingSince ?? at)
}

/** What a customer who waits was told to expect. */
export interface ToldWait {
  readonly queue: QueueId
  readonly at: Instant
  readonly p50Ms: DurationMs
  readonly p90Ms: DurationMs
}

/** What remains of a contact that has left the floor. */
export interface ClosedContact {
  readonly file: ContactFile
  /** Where it was last; of one that the bot had, where it would have gone. */
  readonly queue: QueueId
  readonly closedAt: Instant
  /** On the floor, or with the bot, which it never left. */
  readonly outcome: Outcome | 'solved' | 'unsolved'
  readonly disposition: string
  /** What the agent noted at the end, sealed: see `Sealing.note`. */
  readonly note: Uint8Array
}

/** A row of table `contact`: all that is needed to go on after a restart. */
export interface LiveContact {
  /** Null while the bot has it: it is not on the floor. */
  readonly record: ContactRecord | null
  readonly file: ContactFile
  /** In which the row was written; absent in rows of earlier versions. */
  readonly epoch?: number
}

/** A row of table `visitor`: an anonymous customer's session. */
export interface VisitorRow {
  readonly customer: CustomerId
  /** The name, sealed with the key of `contact`. */
  readonly name: Uint8Array
  /** The contact the widget shows: the open one or the last. */
  readonly contact: ContactId
  /** Contacts begun so far, the open one included. */
  readonly contacts: number
}
