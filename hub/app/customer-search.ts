/**
 * Customers found by what they are called and how they are reached. All of that is sealed, and an index of it would outlive an
 * erasure: so all rows are opened, in slices between which others have their turn, up to a bound. What is found first is not the
 * newest: it is sorted at the end.
 */
import type { FoundCustomer } from '../http/door.ts'
import { folded } from '../model/folded.ts'
import type { ContactId, CustomerId } from '../model/ids.ts'
import { instant, type Instant } from '../model/time.ts'
import type { Clock } from '../ports/clock.ts'
import type { Store } from '../ports/store.ts'
import { detailsOf } from './customers.ts'
import type { Erasures } from './erasure.ts'
import { saidOf } from './identities.ts'
import { fieldsOf, knownOf } from './known.ts'
import type { Live } from './live.ts'
import { findContact } from './reading.ts'
import { keys, rows, type CustomerRow } from './records.ts'
import { places } from './sealing.ts'

interface SearchParts {
  readonly store: Pick<Store, 'get' | 'range'>
  readonly clock: Clock
  readonly live: Live
  readonly erasures: Pick<Erasures, 'hidesCustomer'>
}

export const customersShownMax = 50
/** Of whom the newest are shown. */
const foundMax = 500
const rowsAtOnce = 50
/** A few seconds of a busy hub's spare time. */
const rowsLookedAtMax = 200_000
/** Fewer digits than that say nothing of a telephone number. */
const digitsMin = 4

export async function findCustomers(parts: SearchParts, wanted: string): Promise<readonly FoundCustomer[]> {
  const { store, clock } = parts
  const isIn = finderOf(wanted)
  const found: FoundCustomer[] = []
  let last: CustomerId | null = null
  for (let read = 0; isIn !== null && read < rowsLookedAtMax && found.length < foundMax; read += rowsAtOnce) {
    const after = last === null ? {} : { after: [last] }
    const slice = [...store.range('customer', { ...after, limit: rowsAtOnce })]
    for (const { key, value } of slice) {
      last = key[0] as CustomerId
      const one = lookAt(parts, last, rows.customer.read(value), isIn)
      if (one !== null) found.push(one)
    }
    if (slice.length < rowsAtOnce) break
    await new Promise<void>((resolve) => clock.soon(resolve))
  }
  return found.toSorted((one, other) => other.lastAt - one.lastAt).slice(0, customersShownMax)
}

type IsIn = (text: string) => boolean

/** Width, case, kana and the marks between the digits of a number are no difference. Null when nothing is looked for. */
function finderOf(wanted: string): IsIn | null {
  const text = folded(wanted).trim()
  if (text === '') return null
  const digits = /^[+\d\s()-]+$/.test(text) ? digitsOf(text) : ''
  if (digits.length < digitsMin) return (given) => folded(given).includes(text)
  return (given) => folded(given).includes(text) || digitsOf(folded(given)).includes(digits)
}

const digitsOf = (text: string): string => text.replace(/\D/g, '')

function lookAt(parts: SearchParts, customer: CustomerId, row: CustomerRow, isIn: IsIn): FoundCustomer | null {
  const { store, live, erasures } = parts
  if (erasures.hidesCustomer(customer)) return null
  const { name, email, phone, company } = detailsOf(live.sealing, customer, row)
  const called = name || (live.sealing.openValue<string>(places.name(customer), row.name) ?? '')
  // What costs least comes first: what the company's server said and the newest contact are opened only where that does not do.
  const by = isIn(called) ? '' : ([email, phone, company].find(isIn) ?? toldOf(parts, customer, row).find(isIn))
  if (by === undefined) return null
  const reach = by || email || phone || (toldOf(parts, customer, row).find(isReach) ?? '')
  let [contacts, lastAt]: [number, Instant] = [0, row.firstSeenAt]
  for (const { key } of store.range('customerContact', { prefix: [customer] })) {
    contacts += 1
    lastAt = instant(Number(key[1]))
  }
  return { customer, name: called, reach, firstSeenAt: row.firstSeenAt, lastAt, contacts }
}

/** An address or a number: what tells two of one name from each other. */
const isReach: IsIn = (text) => text.includes('@') || digitsOf(text).length >= 2 * digitsMin

const toldOf = (parts: SearchParts, customer: CustomerId, row: CustomerRow): string[] => [
  ...serverSaid(parts, row),
  ...lastTold(parts, customer),
]

/** What the company's own server calls them, and says of them. */
function* serverSaid({ store, live }: SearchParts, { identities = [] }: CustomerRow): Generator<string> {
  for (const [site, subject] of identities) {
    const identity = rows.identity.get(store, keys.identity(site, subject))
    const said = identity && saidOf(live.sealing, { site, subject }, identity)
    if (!said) continue
    yield said.name.subject
    yield* Object.values(said.fields).filter((value) => typeof value === 'string')
  }
}

/** What they, or the page, said of themselves in their newest contact. */
function* lastTold({ store, live }: SearchParts, customer: CustomerId): Generator<string> {
  const [newest] = store.range('customerContact', { prefix: [customer], reverse: true, limit: 1 })
  const file = newest && findContact({ live, store }, newest.key[2] as ContactId)?.file
  if (!file) return
  const about = live.sealing.about(file)
  if (about !== null) yield about.reach
  for (const [name, { value, masked }] of Object.entries(fieldsOf(knownOf(live.sealing, file))))
    if (name.startsWith('customer.') && masked !== true && typeof value === 'string') yield value
}
