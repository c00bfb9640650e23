/**
 * The files of contacts, as HTTP asks for them: who may add and read them, whether there is room, the key they are sealed
 * with, and what is kept of each. Their bytes never come by here (http/attachment-files.ts).
 */
import { contactOf, contactsOf } from '../acd/index.ts'
import type { Actor, HubDoor } from '../http/door.ts'
import { assert } from '../model/assert.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { FlushToken, Store } from '../ports/store.ts'
import type { AttachmentInfo } from '../protocol/index.ts'
import type { ContactFile } from './contact-file.ts'
import type { Erasures } from './erasure.ts'
import { identifiedCustomer } from './identities.ts'
import type { Live } from './live.ts'
import type { Looks } from './looks.ts'
import type { Quotas } from './quotas.ts'
import { attachmentOf, closedOf, keys, rows } from './records.ts'
import { places, type Sealing } from './sealing.ts'
import type { Work } from './work.ts'

/** What is asked of the hub as it stands. */
export interface FilesSight {
  readonly live: Live
  readonly store: Store
  readonly sealing: Sealing
  readonly clock: Clock
  readonly quotas: Quotas
  readonly looks: Looks
  readonly erasures: Erasures
}

type FilesDoor = Pick<
  HubDoor,
  | 'looksAtFile'
  | 'mayAttach'
  | 'mayReadFiles'
  | 'fileRoom'
  | 'attachmentCount'
  | 'addAttachment'
  | 'attachment'
  | 'fileKey'
>

export class ContactFiles {
  constructor(
    private readonly sight: () => FilesSight,
    private readonly write: (change: (work: Work) => void) => Promise<FlushToken>,
  ) {}

  readonly door: FilesDoor = {
    mayAttach: (actor, contact) => this.#mayAttach(actor, contact),
    mayReadFiles: (actor, contact) => this.#mayRead(actor, contact),
    looksAtFile: (actor, contact) => this.#looksAt(actor, contact),
    fileRoom: (actor, contact, bytesMax) => {
      const { live, quotas } = this.sight()
      const file = live.file(contact)
      assert(file !== undefined, 'room is asked for a contact that may be added to')
      return quotas.fileRoom(file, actor.kind === 'visitor' ? actor.session : null, bytesMax)
    },
    attachmentCount: (contact) => this.sight().live.file(contact)?.attachments ?? 0,
    addAttachment: async (contact, info) => {
      let isAdded = false
      const proof = await this.write((work) => {
        isAdded = this.#add(work, contact, info)
      })
      return isAdded ? proof : null
    },
    attachment: (id) => attachmentOf(this.sight().store, this.sight().sealing, id) ?? null,
    fileKey: (contact) => {
      const file = this.#fileOf(contact)
      return file === undefined ? null : this.sight().sealing.vault.key(file.slot)
    },
  }

  /** The contact as it is, or as it ended; undefined when there is none, or it is erased. */
  #fileOf(contact: ContactId): ContactFile | undefined {
    const { live, store, sealing, erasures } = this.sight()
    const file = live.file(contact) ?? closedOf(store, sealing, contact)?.file
    return file !== undefined && erasures.hidesCustomer(file.customer) ? undefined : file
  }

  #mayAttach(actor: Actor, contact: ContactId): boolean {
    const { live } = this.sight()
    const file = live.file(contact)
    if (file === undefined) return false
    if (actor.kind === 'visitor') return file.session === actor.session && live.openOf.get(actor.session) === contact
    return this.#holds(actor.agent, contact)
  }

  #mayRead(actor: Actor, contact: ContactId): boolean {
    const { live } = this.sight()
    const file = this.#fileOf(contact)
    if (file === undefined) return false
    if (actor.kind === 'visitor') {
      const { store, clock } = this.sight()
      return file.session === actor.session || identifiedCustomer(store, actor.session, clock.now()) === file.customer
    }
    if (actor.rights.has('contacts.read') || this.#holds(actor.agent, contact)) return true
    // An agent may look into the earlier contacts of a customer whose contact they hold.
    return [...contactsOf(live.floor, actor.agent)].some((held) => live.file(held)?.customer === file.customer)
  }

  /** Whoever holds or last served the contact looks at their own work. */
  #looksAt(actor: Actor, contact: ContactId): Promise<void> {
    const { looks, clock } = this.sight()
    const file = this.#fileOf(contact)
    const own = actor.kind !== 'agent' || file?.lastAgent === actor.agent || this.#holds(actor.agent, contact)
    if (own || !looks.isNew(actor, 'attachment.read', contact, clock.now())) return Promise.resolve()
    return this.write((work) => looks.record(work.tick, actor, 'attachment.read', contact)).then(() => {})
  }

  #holds(agent: AgentId, contact: ContactId): boolean {
    const phase = contactOf(this.sight().live.floor, contact)?.state
    return phase !== undefined && 'agent' in phase && phase.agent === agent
  }

  /** False for a contact that was erased before its turn came. */
  #add(work: Work, contact: ContactId, { name, ...info }: AttachmentInfo): boolean {
    const { sealing, quotas } = this.sight()
    const slot = this.#fileOf(contact)?.slot
    if (slot === undefined || sealing.isErased(slot)) return false
    const file = work.live.file(contact)
    if (file !== undefined) {
      file.attachments += 1
      file.attachmentBytes = (file.attachmentBytes ?? 0) + info.sizeBytes
      work.touchContact(contact)
    }
    const { attachment } = info
    const sealedName = sealing.sealValue(slot, places.fileName(attachment), name)
    work.tick.put(
      rows.contactAttachment.put(keys.contactAttachment(contact, attachment), {}),
      rows.attachment.put(keys.attachment(attachment), { contact, info, name: sealedName, isSealed: true }),
    )
    quotas.filesChanged(work.tick, info.sizeBytes)
    return true
  }
}

/** Bytes of all files: kept as a sum. Data from before there was one is counted once. */
export function keptFileBytes(store: Store): number {
  const kept = rows.meta.get(store, keys.meta('attachmentBytes'))
  if (kept !== undefined) return kept
  let bytes = 0
  for (const { value } of store.range('attachment', {})) bytes += rows.attachment.read(value).info.sizeBytes
  return bytes
}
