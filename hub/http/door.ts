/** What HTTP and the sign-in need of the app: its one door. The app implements it; nothing here knows how. */
import type { AgentId, AttachmentId, ContactId, SessionId } from '../model/ids.ts'
import type { Change, FlushToken } from '../ports/store.ts'
import type { AttachmentInfo } from '../protocol/index.ts'
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

export interface HubDoor {
  /** Writes rows outside the floor in the next tick's transaction. Rejects with `StorageUnavailable`. */
  write(changes: readonly Change[]): Promise<FlushToken>
  /** True while this actor may add files to this contact (their own open one; an agent who holds it). Foreign and missing answer alike. */
  mayAttach(actor: Actor, contact: ContactId): boolean
  /** True when this actor may read files of this contact (also a closed or earlier one they may read). */
  mayReadFiles(actor: Actor, contact: ContactId): boolean
  /** How many files the contact has. */
  attachmentCount(contact: ContactId): number
  /** Keeps what the upload step found, durable before it resolves. The file itself is on the disk, flushed, before the call. */
  addAttachment(contact: ContactId, info: AttachmentInfo): Promise<FlushToken>
  attachment(id: AttachmentId): { readonly contact: ContactId; readonly info: AttachmentInfo } | null
  /** Closes every socket of the session with 4403 within this turn. */
  endSession(session: SessionId): void
  /** The person signed in or their account changed: the floor takes the new rules. */
  personChanged(agent: AgentId): void
  readonly draining: boolean
  /** Nothing can be written at the moment. */
  readonly storageDown: boolean
}
