/** Who had a contact's customer before it, and until when: for queues that prefer them. */
import type { LastAgent } from '../acd/state.ts'
import type { ContactId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { Store } from '../ports/store.ts'
import type { Live } from './live.ts'
import { closedOf } from './records.ts'

/** Null when nobody had them, or that was erased. `now` stands for the end of one that is not over. */
export function lastAgentBefore(
  live: Live,
  store: Pick<Store, 'get' | 'range'>,
  contact: ContactId,
  now: Instant,
): LastAgent | null {
  const file = live.file(contact)
  if (file === undefined) return null
  for (const { key } of store.range('customerContact', { prefix: [file.customer], reverse: true, limit: 2 })) {
    const before = key[2] as ContactId
    if (before === contact) continue
    const closed = closedOf(store, live.sealing, before)
    const agent = (closed?.file ?? live.file(before))?.lastAgent ?? null
    return agent === null ? null : { agent, endedAt: closed?.closedAt ?? now }
  }
  return null
}
