/**
 * The steps that bring older data up to date, in order; what runs them is `bringUpToDate`. A step knows the rows as they
 * were then, written out here, because the shapes elsewhere go on changing. To change a shape: a step at the end.
 */
import type { ContactRecord } from '../acd/state.ts'
import type { AttachmentId, ContactId, CustomerId, SessionId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { KeySlot } from '../ports/keys.ts'
import type { Change, Store } from '../ports/store.ts'
import type { AttachmentInfo } from '../protocol/index.ts'
import type { About, ClosedContact, ContactFile, VisitorRow } from './contact-file.ts'
import { decode } from '../protocol/index.ts'
import { keys, rows } from './records.ts'
import { places, type Sealing } from './sealing.ts'

/** See `Migration` of the store's adapter, which this is one of. */
interface Step {
  readonly to: number
  readonly what: string
  changes(store: Store): Iterable<Change>
}

export const migrations = (sealing: Sealing): readonly Step[] => [
  { to: 2, what: 'seals what customers said, with a key for each contact', changes: (store) => sealed(store, sealing) },
  // Nothing changes for what is there. A program from before would find neither the messages that a contact's row does not
  // know yet, nor what was sent twice, nor what the newer cipher sealed.
  { to: 3, what: 'lets a contact’s row follow its log, and seals by AES-256-CCM', changes: () => [] },
]

/** Version 1: everything plain. */
type PlainFile = Omit<ContactFile, 'slot' | 'about'> & Omit<About, 'reach'>
type PlainClosed = Omit<ClosedContact, 'file' | 'note'> & { readonly file: PlainFile; readonly note: string }

function read<Value>(bytes: Uint8Array): Value {
  return (decode(bytes) as [number, Value])[1]
}

function* sealed(store: Store, sealing: Sealing): Generator<Change> {
  const slots = new Map<ContactId, KeySlot>()
  const slotOf = (contact: ContactId): KeySlot => {
    const known = slots.get(contact)
    if (known !== undefined) return known
    const slot = sealing.vault.next()
    slots.set(contact, slot)
    return slot
  }
  yield* contacts(store, sealing, slotOf)
  for (const { key, value } of store.range('entry', {})) {
    const [contact, seq] = key as [ContactId, number]
    yield { table: 'entry', key, value: sealing.seal(slotOf(contact), places.entry(contact, seq), value) }
  }
  yield* attachments(store, sealing, slotOf)
  yield* names(store, sealing, slotOf)
  let highest = 0
  for (const slot of slots.values()) highest = Math.max(highest, slot)
  if (slots.size > 0) yield rows.keys.put(keys.meta('keys'), { vault: sealing.vault.id, highest })
}

type SlotOf = (contact: ContactId) => KeySlot

function* contacts(store: Store, sealing: Sealing, slotOf: SlotOf): Generator<Change> {
  for (const { key, value } of store.range('contact', {})) {
    const { record, file } = read<{ record: ContactRecord; file: PlainFile }>(value)
    yield rows.contact.put(key, { record, file: sealedFile(file, sealing, slotOf) })
  }
  for (const { key, value } of store.range('closed', {})) {
    const { file, note, ...rest } = read<PlainClosed>(value)
    const slot = slotOf(file.contact)
    const sealedNote = sealing.sealValue(slot, places.note(file.contact), note)
    yield rows.closed.put(key, { ...rest, file: sealedFile(file, sealing, slotOf), note: sealedNote })
    yield rows.expiry.put(keys.expiry(file.site, rest.closedAt, file.contact), {})
  }
}

function sealedFile(file: PlainFile, sealing: Sealing, slotOf: SlotOf): ContactFile {
  const { customerName, pageUrl, pageTitle, preview, ...rest } = file
  const slot = slotOf(file.contact)
  const about = sealing.sealAbout(
    { contact: file.contact, slot },
    { customerName, pageUrl, pageTitle, preview, reach: '' },
  )
  return { ...rest, slot, about }
}

function* attachments(store: Store, sealing: Sealing, slotOf: SlotOf): Generator<Change> {
  for (const { key, value } of store.range('attachment', {})) {
    const attachment = key[0] as AttachmentId
    const { contact, info } = read<{ contact: ContactId; info: AttachmentInfo }>(value)
    const { name, ...rest } = info
    const sealedName = sealing.sealValue(slotOf(contact), places.fileName(attachment), name)
    // The files themselves stay as they are: to write them anew could take hours, and a start must not.
    yield rows.attachment.put(key, { contact, info: rest, name: sealedName, isSealed: false })
    yield rows.contactAttachment.put(keys.contactAttachment(contact, attachment), {})
  }
}

/** Names of customers and visitors, each with the key of their latest contact. */
function* names(store: Store, sealing: Sealing, slotOf: SlotOf): Generator<Change> {
  for (const { key, value } of store.range('visitor', {})) {
    const visitor = read<Omit<VisitorRow, 'name'> & { readonly name: string }>(value)
    const place = places.name(key[0] as SessionId)
    yield rows.visitor.put(key, {
      ...visitor,
      name: sealing.sealValue(slotOf(visitor.contact), place, visitor.name),
    })
  }
  for (const { key, value } of store.range('customer', {})) {
    const customer = key[0] as CustomerId
    const { name, firstSeenAt } = read<{ name: string; firstSeenAt: Instant }>(value)
    const [latest] = [...store.range('customerContact', { prefix: [customer], reverse: true, limit: 1 })]
    // Nobody can be asked about who has no contact.
    if (latest === undefined) yield rows.customer.remove(key)
    else {
      const slot = slotOf(latest.key[2] as ContactId)
      yield rows.customer.put(key, { name: sealing.sealValue(slot, places.name(customer), name), firstSeenAt })
    }
  }
}
