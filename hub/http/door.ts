/** What HTTP and the sign-in need of the app: its one door. The app implements it; nothing here knows how. */
import type { AgentId, AttachmentId, ContactId, CustomerId, SessionId } from '../model/ids.ts'
import type { Change, FlushToken } from '../ports/store.ts'
import type { AttachmentInfo, WhyContact } from '../protocol/index.ts'
import type { Deed, Doer } from '../app/audit.ts'
import type { Role } from '../app/organisation.ts'

/** Who is at the other end, as proven: by a visitor's token or an agent's login. */
export type Actor =
  | { readonly kind: 'visitor'; readonly session: SessionId; readonly site: string }
  | {
      readonly kind: 'agent'
      readonly session: SessionId
      readonly agent: AgentId
      readonly role: Role
      readonly name: string
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

export interface HubDoor {
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
  /** Closes every socket of the session with 4403 within this turn. */
  endSession(session: SessionId): void
  /** The person signed in or their account changed: the floor takes the new rules. */
  personChanged(agent: AgentId): void
  /**
   * Erases all that is kept of a customer, or of one contact, with the record of who wanted it. Null, or no contacts, when
   * there is nothing. `finished` is false when a disk refused to go on: the hub does the rest. Rejects with `StorageUnavailable`.
   */
  eraseCustomer(customer: CustomerId, by: Doer): Promise<Erasure | null>
  eraseContact(contact: ContactId, by: Doer): Promise<Erasure>
  /** Everything kept of a customer, as plain data, once it is recorded who asked. Null when there is nothing. Rejects with `StorageUnavailable`. */
  exportCustomer(customer: CustomerId, by: Doer): Promise<object | null>
  /** Why a contact waits, and what its newest offers were decided by. Null when there is none, or it is erased. Rejects with `StorageUnavailable`. */
  whyContact(contact: ContactId): Promise<WhyContact | null>
  readonly draining: boolean
  /** So many are coming at this moment that visitors are asked to come a little later. Agents are not. */
  readonly crowded: boolean
  /** Nothing can be written at the moment. */
  readonly storageDown: boolean
}
