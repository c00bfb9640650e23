/**
 * Customers found by a part of their name. Names are sealed, and an index of them would outlive an erasure: so all rows are opened,
 * in slices between which others have their turn, up to a bound. What is found first is not the newest: it is sorted at the end.
 */
import type { FoundCustomer } from '../http/door.ts'
import { folded } from '../model/folded.ts'
import type { CustomerId } from '../model/ids.ts'
import { instant, type Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { detailsOf } from './customers.ts'
import type { Erasures } from './erasure.ts'
import { rows } from './records.ts'
import { places, type Sealing } from './sealing.ts'

interface SearchParts {
  readonly store: Pick<Store, 'get' | 'range'>
  readonly sealing: Sealing
  readonly clock: Clock
  readonly erasures: Pick<Erasures, 'hidesCustomer'>
}

export const customersShownMax = 50
/** Of whom the newest are shown. */
const foundMax = 500
const rowsAtOnce = 200
/** A few seconds of a busy hub's spare time. */
const rowsLookedAtMax = 200_000

export async function customersNamed(parts: SearchParts, wanted: string): Promise<readonly FoundCustomer[]> {
  const { store, clock } = parts
  const text = folded(wanted).trim()
  const found: FoundCustomer[] = []
  let last: CustomerId | null = null
  for (let read = 0; text !== '' && read < rowsLookedAtMax && found.length < foundMax; read += rowsAtOnce) {
    const after = last === null ? {} : { after: [last] }
    const slice = [...store.range('customer', { ...after, limit: rowsAtOnce })]
    for (const { key, value } of slice) {
      last = key[0] as CustomerId
      const one = named(parts, last, value, text)
      if (one !== null) found.push(one)
    }
    if (slice.length < rowsAtOnce) break
    await new Promise<void>((resolve) => clock.soon(resolve))
  }
  return found.toSorted((one, other) => other.lastAt - one.lastAt).slice(0, customersShownMax)
}

function named(
  { store, sealing, erasures }: SearchParts,
  customer: CustomerId,
  value: Uint8Array,
  text: string,
): FoundCustomer | null {
  const row = rows.customer.read(value)
  const given = detailsOf(sealing, customer, row).name
  const name = given || (sealing.openValue<string>(places.name(customer), row.name) ?? '')
  if (!folded(name).includes(text) || erasures.hidesCustomer(customer)) return null
  let [contacts, lastAt]: [number, Instant] = [0, row.firstSeenAt]
  for (const { key } of store.range('customerContact', { prefix: [customer] })) {
    contacts += 1
    lastAt = instant(Number(key[1]))
  }
  return { customer, name, firstSeenAt: row.firstSeenAt, lastAt, contacts }
}
