/**
 * Everything that is kept of a person, as plain data for them to have. Read in pages, so that a long history holds nobody
 * up; the hub's own ids and words, so that nothing is left out or told otherwise.
 */
import type { ContactId, CustomerId } from '../model/ids.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import type { Deed, Doer } from './audit.ts'
import { details } from '../model/audit-details.ts'
import type { Erasures } from './erasure.ts'
import { detailsOf, type CustomerDetails } from './customers.ts'
import type { ClosedContact, ContactFile } from './contact-file.ts'
import { fieldsOf, knownOf } from './known.ts'
import type { LogEntry } from './log-entry.ts'
import { attachmentOf, closedOf, keys, readEntries, rows } from './records.ts'
import { places, type Sealing } from './sealing.ts'
import { saidOf } from './identities.ts'
import { filesOf } from './erasure-rows.ts'

export interface ExportParts {
  readonly store: Pick<Store, 'get' | 'range'>
  readonly sealing: Sealing
  /** The file of a contact that is live, if there is one in memory. */
  readonly live: (contact: ContactId) => ContactFile | undefined
  /** Lets others have their turn between two pages. */
  readonly pause: () => Promise<void>
}

const entriesPerPage = 500

/** What is handed out. Instants are milliseconds of hub time. */
export interface Exported {
  readonly customer: CustomerId
  readonly name: string
  readonly firstSeenAt: number
  /** As the company's own server named them, with what it said. */
  readonly identities: readonly object[]
  /** As staff wrote it. */
  readonly details: CustomerDetails | null
  readonly contacts: readonly object[]
}

/** Null when nothing is kept of such a person. */
export async function exportOf(parts: ExportParts, customer: CustomerId): Promise<Exported | null> {
  const { store, sealing, pause } = parts
  const row = rows.customer.get(store, keys.customer(customer))
  const found = [...store.range('customerContact', { prefix: [customer] })].map(({ key }) => key[2] as ContactId)
  if (row === undefined && found.length === 0) return null
  const contacts: object[] = []
  for (const contact of found) {
    await pause()
    const one = await exportedContact(parts, contact)
    if (one !== null) contacts.push(one)
  }
  return {
    customer,
    name: row === undefined ? '' : (sealing.openValue<string>(places.name(customer), row.name) ?? ''),
    firstSeenAt: row?.firstSeenAt ?? 0,
    identities: (row?.identities ?? []).flatMap(([site, subject]) => {
      const identity = rows.identity.get(store, keys.identity(site, subject))
      const said = identity && saidOf(sealing, { site, subject }, identity)
      return said ? { site, ...said.name, fields: said.fields, seenAt: identity!.seenAt } : []
    }),
    details: row?.details === undefined ? null : detailsOf(sealing, customer, row),
    contacts,
  }
}

export interface RecordedExportParts extends Omit<ExportParts, 'pause'> {
  readonly clock: Clock
  readonly erasures: Pick<Erasures, 'hidesCustomer'>
  readonly record: (deed: Deed) => Promise<unknown>
}

/** Recorded before anything of it is handed out; that nobody is known by this id is not. */
export async function recordedExport(
  parts: RecordedExportParts,
  customer: CustomerId,
  by: Doer,
): Promise<Exported | null> {
  const { store, erasures, clock, record } = parts
  if (erasures.hidesCustomer(customer)) return null
  const exported = await exportOf({ ...parts, pause: () => new Promise((resolve) => clock.soon(resolve)) }, customer)
  if (exported === null) return null
  await record({ by, act: 'customer.exported', object: customer, detail: details.contacts(exported.contacts.length) })
  // It may have been erased while it was read.
  const isGone = erasures.hidesCustomer(customer) || store.get('customer', keys.customer(customer)) === undefined
  return isGone ? null : exported
}

async function exportedContact(parts: ExportParts, contact: ContactId): Promise<object | null> {
  const { store, sealing } = parts
  const closed = closedOf(store, sealing, contact)
  const file = closed?.file ?? parts.live(contact) ?? rows.contact.get(store, keys.contact(contact))?.file
  const about = file && sealing.about(file)
  if (file === undefined || about == null) return null
  const { slot: _slot, about: _about, known: _known, ...facts } = file
  return {
    ...facts,
    ...about,
    fields: fieldsOf(knownOf(sealing, file)),
    ...endOf(sealing, closed),
    entries: await entriesOf(parts, contact),
    files: [...filesOf(store, [contact])].flatMap((id) => attachmentOf(store, sealing, id)?.info ?? []),
  }
}

function endOf(sealing: Sealing, closed: ClosedContact | undefined): object {
  if (closed === undefined) return {}
  const { queue, closedAt, outcome, disposition } = closed
  return { queue, closedAt, outcome, disposition, note: sealing.note(closed) }
}

async function entriesOf({ store, sealing, pause }: ExportParts, contact: ContactId): Promise<(LogEntry | null)[]> {
  const entries: (LogEntry | null)[] = []
  for (;;) {
    const page = readEntries(store, sealing, contact, entries.length, entriesPerPage)
    entries.push(...page)
    if (page.length < entriesPerPage) return entries
    await pause()
  }
}
