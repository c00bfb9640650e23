/**
 * What a backup brings back of those who were erased since: rows whose key is destroyed. Nobody can read them, and they
 * go before the restored data is served. Reads every row once; for restoring, never for a start.
 */
import type { AttachmentId, ContactId } from '../model/ids.ts'
import type { Change, Store, Table } from '../ports/store.ts'
import { keys, rows } from './records.ts'
import type { Sealing } from './sealing.ts'

/** What was found, filled while the changes are read. */
export interface Purged {
  readonly contacts: Set<ContactId>
  /** Files that go with their rows. */
  readonly files: AttachmentId[]
}

export const nothingPurged = (): Purged => ({ contacts: new Set(), files: [] })

/** The changes that remove everything whose key is destroyed. */
export function* unreadable(store: Store, sealing: Sealing, purged: Purged): Generator<Change> {
  const remove = (table: Table, key: Change['key']): Change => ({ table, key, value: null })
  for (const table of ['contact', 'closed'] as const)
    for (const { key, value } of store.range(table, {})) {
      const { file } = rows[table].read(value)
      if (!sealing.isErased(file.slot)) continue
      purged.contacts.add(file.contact)
      yield remove(table, key)
    }
  for (const { key, value } of store.range('entry', {})) if (sealing.isErasedValue(value)) yield remove('entry', key)
  for (const { key, value } of store.range('attachment', {})) {
    if (!sealing.isErasedValue(rows.attachment.read(value).name)) continue
    purged.files.push(key[0] as AttachmentId)
    yield remove('attachment', key)
  }
  for (const { key, value } of store.range('customer', {}))
    if (sealing.isErasedValue(rows.customer.read(value).name)) yield remove('customer', key)
  for (const { key, value } of store.range('visitor', {})) {
    if (!sealing.isErasedValue(rows.visitor.read(value).name)) continue
    yield remove('visitor', key)
    for (const dedup of store.range('dedup', { prefix: [key[0]!] })) yield remove('dedup', dedup.key)
  }
  for (const { key, value } of store.range('identity', {}))
    if (sealing.isErasedValue(rows.identity.read(value).said)) yield remove('identity', key)
  for (const { key, value } of store.range('proven', {})) {
    const proven = rows.proven.read(value)
    if (proven.state !== 'identified') continue
    const identity = rows.identity.get(store, keys.identity(proven.site, proven.subject))
    if (identity === undefined || sealing.isErasedValue(identity.said)) yield remove('proven', key)
  }
  const contactAt = { contactAttachment: 0, push: 0, customerContact: 2, expiry: 2 } as const
  for (const [table, at] of Object.entries(contactAt) as [keyof typeof contactAt, number][])
    for (const { key } of store.range(table, {}))
      if (purged.contacts.has(key[at] as ContactId)) yield remove(table, key)
  // Counted anew at the next start.
  if (purged.files.length > 0) yield rows.meta.remove(keys.meta('attachmentBytes'))
}
