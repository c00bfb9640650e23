/**
 * What staff know of a customer: what they are called, how they are reached, where they work, and a note. Sealed with a key of
 * the customer's own, which goes with them; beside it stands what the company's own server says.
 */
import type { CustomerId } from '../model/ids.ts'
import type { KeySlot } from '../ports/keys.ts'
import { keys, rows, type CustomerRow } from './records.ts'
import { places, type Sealing } from './sealing.ts'
import type { Work } from './work.ts'

export interface CustomerDetails {
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly company: string
  readonly note: string
}

const noDetails: CustomerDetails = { name: '', email: '', phone: '', company: '', note: '' }
const detailNames = ['name', 'email', 'phone', 'company', 'note'] as const

/** As staff wrote them; '' for what nobody did. */
export function detailsOf(sealing: Sealing, customer: CustomerId, { details }: CustomerRow): CustomerDetails {
  if (details === undefined || sealing.isErased(details.slot)) return noDetails
  return sealing.openValue<CustomerDetails>(places.details(customer), details.sealed) ?? noDetails
}

/** Keeps them with this tick. The row must be there. */
export function putDetails(work: Work, customer: CustomerId, row: CustomerRow, details: CustomerDetails): void {
  const { slot = work.newKey(), others } = row.details ?? {}
  const sealed = work.live.sealing.sealValue(slot, places.details(customer), details)
  const kept = { slot, sealed, ...(others && { others }) }
  work.tick.put(rows.customer.put(keys.customer(customer), { ...row, details: kept }))
}

/** Somebody unknown turns out to be `into`: of whom what is known goes before, and is filled up by what was known of them. */
export function joinDetails(work: Work, from: CustomerId, into: CustomerId): void {
  const { live, tick } = work
  const [left, right] = [from, into].map((customer) => rows.customer.get(tick, keys.customer(customer)))
  if (left?.details === undefined || right === undefined) return
  const [before, now] = [detailsOf(live.sealing, from, left), detailsOf(live.sealing, into, right)]
  const joined = Object.fromEntries(detailNames.map((name) => [name, now[name] || before[name]]))
  // What was sealed with the other's key stands in older copies still: it goes when the customer goes.
  const { slot = work.newKey(), others = [] } = right.details ?? {}
  const { slot: former, others: formers = [] } = left.details
  const details = {
    slot,
    sealed: live.sealing.sealValue(slot, places.details(into), joined),
    others: [...others, former, ...formers],
  }
  tick.put(rows.customer.put(keys.customer(into), { ...right, details }))
}

/** The keys of what staff know of them, now and before. */
export const detailSlots = (row: CustomerRow | undefined): readonly KeySlot[] =>
  row?.details === undefined ? [] : [row.details.slot, ...(row.details.others ?? [])]

/** What they are called: as staff wrote it, else as they said themselves. */
export const customerName = (sealing: Sealing, customer: CustomerId, row: CustomerRow): string =>
  detailsOf(sealing, customer, row).name || (sealing.openValue<string>(places.name(customer), row.name) ?? '')
