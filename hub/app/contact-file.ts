/**
 * What the shell knows of a contact besides its place on the floor: whose it is, what it is about, how long its log is
 * and what was read of it. Live files are in memory and in table `contact`; closed ones only in table `closed`.
 */
import type { ContactRecord } from '../acd/state.ts'
import type { AgentId, ContactId, CustomerId, QueueId, SessionId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { Locale } from '../protocol/index.ts'

export interface ContactFile {
  readonly contact: ContactId
  /** Key of the site it came through. */
  readonly site: string
  /** The visitor's session: the one that may read and write as the customer. */
  readonly session: SessionId
  readonly customer: CustomerId
  readonly customerName: string
  readonly locale: Locale
  /** Key of the site's topic, '' for none. */
  readonly topic: string
  readonly pageUrl: string
  readonly pageTitle: string
  readonly startedAt: Instant
  /** The customer's first words, shortened for an offer. */
  readonly preview: string
  /** Entries in the log; the last one's seq. */
  head: number
  customerReceived: number
  customerRead: number
  agentReceived: number
  agentRead: number
  /** Since when the customer waits for an answer, or null. */
  waitingSince: Instant | null
  attachments: number
  /** Who served it last, and when that began. */
  lastAgent: AgentId | null
}

/** What remains of a contact that has left the floor. */
export interface ClosedContact {
  readonly file: ContactFile
  readonly queue: QueueId
  readonly closedAt: Instant
  readonly outcome: 'served' | 'abandoned' | 'closed'
  readonly disposition: string
  readonly note: string
}

/** A row of table `contact`: all that is needed to go on after a restart. */
export interface LiveContact {
  readonly record: ContactRecord
  readonly file: ContactFile
}

/** A row of table `visitor`: an anonymous customer's session. */
export interface VisitorRow {
  readonly customer: CustomerId
  readonly name: string
  /** The contact the widget shows: the open one or the last. */
  readonly contact: ContactId
  /** Contacts begun so far, the open one included. */
  readonly contacts: number
}
