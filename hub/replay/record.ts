/** The floor's record as it lies in a store: all events in the order they were decided. */
import { rows } from '../app/records.ts'
import type { RuleSet } from '../acd/index.ts'
import type { Store } from '../ports/store.ts'
import type { Recorded } from './rerun.ts'

/** Read one by one: a record may be longer than memory. */
export function* recordedIn(store: Pick<Store, 'range'>): Generator<Recorded> {
  for (const { key, value } of store.range('event', {}))
    yield { number: key[0] as number, event: rows.event.read(value) }
}

/** The first rules that the record says; null for one of versions that kept none. */
export function firstRules(record: Iterable<Recorded>): RuleSet | null {
  for (const { event } of record) {
    if (event.type === 'epochStarted' && event.rules !== undefined) return event.rules
    if (event.type === 'configured') return { queues: event.queues, agents: event.agents }
  }
  return null
}
