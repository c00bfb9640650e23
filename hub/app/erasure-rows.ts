/**
 * What an erasure has still to do, as it is kept until it is done, and the rows that go in slices after the keys: entries,
 * answers, files. Nobody is shown any of them by then, for the contact that leads to them is gone.
 */
import type { AttachmentId, ContactId, CustomerId, SessionId } from '../model/ids.ts'
import type { KeySlot } from '../ports/keys.ts'
import type { Change, Key, Store } from '../ports/store.ts'
import { decode, encode } from '../protocol/index.ts'
import { keys, rows } from './records.ts'

/** A row of table `erasure`. */
export interface Pending {
  readonly n: number
  /** Whose further contacts are to go after these, or null. */
  readonly customer: CustomerId | null
  readonly contacts: readonly ContactId[]
  readonly slots: readonly KeySlot[]
  /** Whose kept answers go: visitors’, and logins’ that are over. */
  readonly sessions: readonly SessionId[]
}

const version = 1
const keyOf = (n: number): Key => [n]

export const putPending = ({ n, customer, contacts, slots, sessions }: Pending): Change => ({
  table: 'erasure',
  key: keyOf(n),
  value: encode([version, customer, contacts, slots, sessions]),
})

export const removePending = ({ n }: Pick<Pending, 'n'>): Change => ({ table: 'erasure', key: keyOf(n), value: null })

/** All erasures that are not done, oldest first. */
export const pendingIn = (store: Pick<Store, 'range'>): Pending[] =>
  Array.from(store.range('erasure', {}), ({ key, value }) => {
    const [, customer, contacts, slots, sessions] = decode(value) as [
      number,
      CustomerId | null,
      ContactId[],
      KeySlot[],
      SessionId[],
    ]
    return { n: Number(key[0]), customer, contacts, slots, sessions }
  })

export function* filesOf(store: Pick<Store, 'range'>, contacts: readonly ContactId[]): Generator<AttachmentId> {
  for (const contact of contacts)
    for (const { key } of store.range('contactAttachment', { prefix: [contact] })) yield key[1] as AttachmentId
}

/** Rows that go after the keys, at most `limit` of them, and how many bytes of files go with them. */
export function leftovers(
  store: Pick<Store, 'get' | 'range'>,
  { contacts, sessions }: Pick<Pending, 'contacts' | 'sessions'>,
  limit: number,
): { readonly changes: readonly Change[]; readonly fileBytes: number } {
  const changes: Change[] = []
  let fileBytes = 0
  const gather = (table: 'entry' | 'contactEvent' | 'dedup', prefix: Key): void => {
    for (const { key } of store.range(table, { prefix, limit: limit - changes.length }))
      changes.push({ table, key, value: null })
  }
  for (const contact of contacts) {
    if (changes.length >= limit) break
    gather('entry', [contact])
    if (changes.length < limit) gather('contactEvent', [contact])
    for (const attachment of filesOf(store, [contact])) {
      if (changes.length >= limit) break
      fileBytes += rows.attachment.get(store, keys.attachment(attachment))?.info.sizeBytes ?? 0
      changes.push(
        rows.attachment.remove(keys.attachment(attachment)),
        rows.contactAttachment.remove(keys.contactAttachment(contact, attachment)),
      )
    }
  }
  for (const session of sessions) if (changes.length < limit) gather('dedup', [session])
  return { changes, fileBytes }
}
