/** What HTTP and the sign-in need of the app: its one door. The app implements it; nothing here knows how. */
import type { AgentId, AttachmentId, ContactId, CustomerId, SessionId } from '../model/ids.ts'
import type { BotAction } from '../flow/index.ts'
import type { Right } from '../model/rights.ts'
import type { Instant } from '../model/time.ts'
import type { Change, FlushToken } from '../ports/store.ts'
import type { AttachmentInfo, SiteNow, WhyContact } from '../protocol/index.ts'
import type { AuditRecord, Deed, Doer } from '../app/audit.ts'
import type { Role, Site } from '../app/organisation.ts'

/** Who is at the other end, as proven: by a visitor's token or an agent's login. */
export type Actor =
  | { readonly kind: 'visitor'; readonly session: SessionId; readonly site: string }
  | {
      readonly kind: 'agent'
      readonly session: SessionId
      readonly agent: AgentId
      readonly role: Role
      /** What the role may do, as it stood when they were last proved. */
      readonly rights: ReadonlySet<Right>
      readonly name: string
    }

/** Who a visitor was proved to be by the company's own server. Nothing of it is told to a page. */
export interface ProvedIdentity {
  /** Key of the site. */
  readonly site: string
  /** Fingerprint of issuer and subject: the same for the same customer of this site. */
  readonly subject: string
  readonly name: { readonly issuer: string; readonly subject: string }
  /** By name of a field. */
  readonly fields: Readonly<Record<string, string | number | boolean>>
  /** Hub time. From then on it must be proved anew. */
  readonly until: Instant
}

/** What is known of a visitor's session. */
export type VisitStanding =
  | { readonly kind: 'unknown' }
  /** Logged out: its token is worth nothing. */
  | { readonly kind: 'ended' }
  | {
      readonly kind: 'identified'
      readonly subject: string
      readonly until: Instant
      /** A line of it may stay so long. */
      readonly lineUntil: Instant
    }

/** Room for a file that is on its way. */
export interface FileRoom {
  readonly kind: 'room'
  /** Once, when the upload is over: how many bytes were kept, 0 when it came to nothing. */
  release(keptBytes: number): void
}

/** There is no room. */
export interface FileRefusal {
  readonly kind: 'refused'
  readonly code: 'attachment.tooMuch' | 'storage.full'
  readonly retryAfterMs: number | null
}

/** What was erased. */
export interface Erasure {
  readonly contacts: number
  readonly finished: boolean
}

/** A setting that differs between two configurations, in the words of the file. */
export interface SettingChange {
  readonly what:
    | 'site'
    | 'queue'
    | 'calendar'
    | 'reason'
    | 'threshold'
    | 'reply'
    | 'tag'
    | 'link'
    | 'agent'
    | 'role'
    | 'flow'
    | 'attachments'
    | 'answerer'
    | 'answer'
    | 'bot'
  /** Id, key or login of the entry; '' where the whole of them is meant. */
  readonly name: string
  readonly change: 'added' | 'removed' | 'changed'
  /** The setting, such as `wrapUpSeconds` or `topics/order/queue`; '' for the whole entry. */
  readonly setting: string
  /** Absent where the file does not say it: the built-in value holds. */
  readonly before?: unknown
  readonly after?: unknown
}

/** Contacts of one queue that wait and are touched; one may count in several ways. */
export interface TouchedQueue {
  /** Key of the queue. */
  readonly queue: string
  readonly waiting: number
  /** Go on waiting in a queue that takes nobody new. */
  readonly losesQueue: number
  /** Are served by the queue's new rules at once. */
  readonly newRules: number
  /** Keep the steps they joined under, which are not those of today. */
  readonly keepsSteps: number
  /** Begin the steps of today. */
  readonly newSteps: number
}

export interface ConfigurationPlan {
  /** The version it would follow. */
  readonly from: number
  readonly digest: string
  readonly changes: readonly SettingChange[]
  readonly touched: readonly TouchedQueue[]
  /** Sentences: nothing is wrong enough to refuse it. */
  readonly warnings: readonly string[]
}

export interface ConfigurationVersion {
  readonly n: number
  readonly at: Instant
  /** An agent's id, `hub` or `command line`. */
  readonly by: string
  readonly source: 'file' | 'apply' | 'rollback'
  /** The version that it repeats; null for one that repeats none. */
  readonly of: number | null
  readonly note: string
  readonly digest: string
}

export interface Applied {
  /** The version that is served now. */
  readonly version: number
  /** False when it was served already. */
  readonly isNew: boolean
  /** Waiting contacts that begin the steps of today. */
  readonly replanned: number
  readonly changes: readonly SettingChange[]
}

/** Refused whole, with a sentence for the administrator. */
export type Refusable<Done> = Done | { readonly refused: string }

export interface RollbackWish {
  /** Null for the one before. */
  readonly to: number | null
  readonly replan: boolean
  readonly note: string
  /** Refused when another version is in force; null for whichever is. */
  readonly from: number | null
  /** The same wish after a kill is not carried out again; '' for one that cannot come twice. */
  readonly request: string
}

export interface ApplyWish extends Omit<RollbackWish, 'to'> {
  /** JSON of a file. What is not of the organisation is passed over. */
  readonly document: unknown
  /** What a refusal calls it. */
  readonly name: string
}

export interface ConfigurationDoor {
  plan(wish: Pick<ApplyWish, 'document' | 'name' | 'replan'>): Refusable<ConfigurationPlan>
  /** Resolves once it is on the disk, with its record. Rejects with `StorageUnavailable`. */
  apply(wish: ApplyWish, by: Doer): Promise<Refusable<Applied>>
  /** A new version that is equal to an earlier one. Rejects alike. */
  rollback(wish: RollbackWish, by: Doer): Promise<Refusable<Applied>>
  /** All of them, the oldest first. */
  versions(): readonly ConfigurationVersion[]
  /** What a version says; null when there is none. */
  document(n: number): object | null
}

/** What is asked of the record of privileged acts; '' where it does not matter. */
export interface AuditWish {
  /** An agent's id, `hub`, `command line`, or the name of a key. */
  readonly actor: string
  /** An act, or a family of them: `account.role`, `account`. */
  readonly act: string
  readonly object: string
  /** Stands in the object or the detail. */
  readonly text: string
  readonly from: Instant
  /** Exclusive. */
  readonly to: Instant
  /** Numbers below this one; null from the newest on. */
  readonly before: number | null
  readonly limit: number
}

interface ToldLink {
  readonly n: number
  /** In hexadecimal. */
  readonly hash: string
}

export interface AuditPage {
  /** The newest first. */
  readonly records: readonly (AuditRecord & { readonly hash: string })[]
  /** Where the chain ends. */
  readonly head: ToldLink
  /** There may be more: from here on. Null at the beginning of the record. */
  readonly before: number | null
}

export interface AuditVerdict {
  readonly records: number
  /** The first record that is not as it was written; null for a sound chain. */
  readonly brokenAt: number | null
  /** What is wrong there: a key of `damages` in app/audit-chain.ts. */
  readonly damage: string | null
  readonly head: ToldLink
}

/** Both record that somebody reads, before they show anything. Reject with `StorageUnavailable`. */
export interface AuditDoor {
  page(wish: AuditWish, by: Doer): Promise<AuditPage>
  check(by: Doer): Promise<AuditVerdict>
}

/** A customer as a search tells them. */
export interface FoundCustomer {
  readonly customer: CustomerId
  readonly name: string
  /** An address, a number or whatever else they were found by; '' when only a name is known. */
  readonly reach: string
  readonly firstSeenAt: Instant
  /** Beginning of their newest contact. */
  readonly lastAt: Instant
  readonly contacts: number
}

/** How the hub is at this moment. */
export interface Vitals {
  /** Hub time of the start. */
  readonly begunAt: Instant
  readonly contacts: number
  readonly sockets: number
  readonly calls: number
  /** What is used of the limits of the whole hub, in the units of their names. */
  readonly used: Readonly<Record<string, number>>
  /** When somebody last made a backup of the data, and copied the keys; null for not in what is kept of the record. */
  readonly backupAt: Instant | null
  readonly keysCopiedAt: Instant | null
}

export interface HubDoor {
  readonly audit: AuditDoor
  vitals(): Vitals
  /** Whether a site can answer now; the caller knows that there is one. */
  siteNow(site: Site): SiteNow
  /** What is served, in versions; null where the hub keeps none. */
  readonly configuration: ConfigurationDoor | null
  /** Writes rows outside the floor in the next tick's transaction, with the record of what was done by it. Rejects with `StorageUnavailable`. */
  write(changes: readonly Change[], deeds?: readonly Deed[]): Promise<FlushToken>
  /** Before a file of the contact is shown: when this actor looks at what is not theirs, resolves once that is recorded. Rejects with `StorageUnavailable`. */
  looksAtFile(actor: Actor, contact: ContactId): Promise<void>
  /** True while this actor may add files to this contact (their own open one; an agent who holds it). Foreign and missing answer alike. */
  mayAttach(actor: Actor, contact: ContactId): boolean
  /** True when this actor may read files of this contact (also a closed or earlier one they may read). */
  mayReadFiles(actor: Actor, contact: ContactId): boolean
  /** Why a visitor without an open contact may not come in now, or null. Agents always may. */
  newcomerRefusal(actor: Actor): { readonly code: 'hub.full'; readonly retryAfterMs: number | null } | null
  /** Sets room aside for a file of at most `bytesMax`, or says what is full. The contact is one that the actor may add to. */
  fileRoom(actor: Actor, contact: ContactId, bytesMax: number): FileRoom | FileRefusal
  /** How many files the contact has. */
  attachmentCount(contact: ContactId): number
  /** Keeps what the upload step found, durable before it resolves. The file itself is on the disk, flushed, before the call. Null when the contact was erased meanwhile: then nothing is kept. */
  addAttachment(contact: ContactId, info: AttachmentInfo): Promise<FlushToken | null>
  /** What is known of a file; null when there is none, and when it is erased. `isSealed` is false for files from before there were keys. */
  attachment(
    id: AttachmentId,
  ): { readonly contact: ContactId; readonly info: AttachmentInfo; readonly isSealed: boolean } | null
  /** The key that a contact's files are sealed with; null when the contact is gone or erased. Nobody may write into it, nor keep it. */
  fileKey(contact: ContactId): Uint8Array | null
  /** Whose a visitor's session is. */
  standing(session: SessionId): VisitStanding
  /**
   * Notes whom a visitor's session was proved to be, and joins with them what was unknown until now. Resolves to false when the
   * session is another's by now. Rejects with `StorageUnavailable`.
   */
  identify(session: SessionId, proved: ProvedIdentity): Promise<boolean>
  /** The visitor goes: ends the session, its lines and its open contact, but for a message that was left. Rejects alike. */
  endVisit(session: SessionId): Promise<void>
  /** Another customer is at the session's browser: its proof is over, and its lines. Rejects alike. */
  endProof(session: SessionId): Promise<void>
  /** Sessions of agents that have a page connected. */
  staffSessions(): ReadonlySet<SessionId>
  /** Closes every socket of the session with 4403 within this turn. */
  endSession(session: SessionId): void
  /**
   * These logins are over, and can repeat no request any more: the answers kept for that go, in slices. Resolves when they
   * are gone. Rejects with `StorageUnavailable`.
   */
  sessionsOver(sessions: readonly SessionId[]): Promise<void>
  /** The person signed in or their account changed: the floor takes the new rules. */
  personChanged(agent: AgentId): void
  /**
   * Erases all that is kept of a customer, or of one contact, with the record of who wanted it. Null, or no contacts, when
   * there is nothing. `finished` is false when a disk refused to go on: the hub does the rest. Rejects with `StorageUnavailable`.
   */
  eraseCustomer(customer: CustomerId, by: Doer): Promise<Erasure | null>
  eraseContact(contact: ContactId, by: Doer): Promise<Erasure>
  /** Customers with this in their name, address, number or company, the newest first, at most 50. */
  findCustomers(text: string): Promise<readonly FoundCustomer[]>
  /** Everything kept of a customer, as plain data, once it is recorded who asked. Null when there is nothing. Rejects with `StorageUnavailable`. */
  exportCustomer(customer: CustomerId, by: Doer): Promise<object | null>
  /** A bot of the company's own says something of a contact. False when it does not have it; the same request again changes nothing. Rejects with `StorageUnavailable`. */
  botSays(
    contact: ContactId,
    said: { readonly bot: string; readonly request: string; readonly actions: readonly BotAction[] },
  ): Promise<boolean>
  /** Why a contact waits, and what its newest offers were decided by. Null when there is none, or it is erased. Rejects with `StorageUnavailable`. */
  whyContact(contact: ContactId): Promise<WhyContact | null>
  readonly draining: boolean
  /** So many are coming at this moment that visitors are asked to come a little later. Agents are not. */
  readonly crowded: boolean
  /** Nothing can be written at the moment. */
  readonly storageDown: boolean
}
