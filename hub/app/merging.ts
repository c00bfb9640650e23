/**
 * Somebody unknown turns out to be a customer: every contact of theirs, open or ended, is that customer's from now on, in the
 * transaction that says so. Their logs, keys and files stay as they are, for those belong to contacts, not to people.
 */
import type { ContactId, CustomerId, SessionId } from '../model/ids.ts'
import type { Store } from '../ports/store.ts'
import { joinDetails } from './customers.ts'
import { visitorOf } from './live.ts'
import { keys, rows } from './records.ts'
import type { Work } from './work.ts'

/** Contacts of a customer, oldest first; those of this very tick are not among them. */
export function customerContacts(
  store: Pick<Store, 'range'>,
  customer: CustomerId,
  how: { readonly reverse?: boolean; readonly limit?: number } = {},
): ContactId[] {
  return Array.from(store.range('customerContact', { prefix: [customer], ...how }), ({ key }) => key[2] as ContactId)
}

/** Returns how many contacts there were. */
export function mergeCustomers(
  work: Work,
  store: Pick<Store, 'range'>,
  session: SessionId,
  from: CustomerId,
  into: CustomerId,
): number {
  const { tick, live } = work
  const contacts = new Set(customerContacts(store, from))
  // Begun in this very tick: no range shows it yet.
  const open = live.openOf.get(session)
  if (open !== undefined && live.file(open)?.customer === from) contacts.add(open)
  for (const contact of contacts) moveContact(work, contact, from, into)
  const visitor = visitorOf(tick, session)
  if (visitor !== undefined) {
    const count = customerContacts(store, into, { limit: countedMax }).length + contacts.size
    tick.put(rows.visitor.put(keys.visitor(session), { ...visitor, customer: into, contacts: count }))
  }
  joinDetails(work, from, into)
  tick.put(rows.customer.remove(keys.customer(from)))
  return contacts.size
}

/** More contacts than this are not told apart where a count of them is shown. */
export const countedMax = 1_000

function moveContact(work: Work, contact: ContactId, from: CustomerId, into: CustomerId): void {
  const { tick, live } = work
  const file = live.file(contact)
  const closed = file === undefined ? rows.closed.get(tick, keys.contact(contact)) : undefined
  const startedAt = (file ?? closed?.file)?.startedAt
  if (startedAt === undefined) return
  if (file !== undefined) {
    file.customer = into
    work.touchContact(contact)
  }
  if (closed !== undefined)
    tick.put(rows.closed.put(keys.contact(contact), { ...closed, file: { ...closed.file, customer: into } }))
  tick.put(
    rows.customerContact.remove(keys.customerContact(from, startedAt, contact)),
    rows.customerContact.put(keys.customerContact(into, startedAt, contact), {}),
  )
}
