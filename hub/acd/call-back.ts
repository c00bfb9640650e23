/**
 * Customers who do not wait in person. The contact keeps its place among all others and gets its turn as they do, neither
 * sooner nor later; only then is the customer called. While a call is on its way the units of one agent are kept, so that
 * no more customers are called than can be served.
 */
import { later, type Instant } from '../model/time.ts'
import type { FloorContact } from './floor.ts'
import type { ContactRecord, QueueRules } from './state.ts'

/** True for a contact whose customer is to be called before an agent is asked. */
export const isCalledFirst = ({ hold }: ContactRecord): boolean => hold?.mode === 'customer-first'

/** True for a contact whose customer is to be called before they can be served: not where a message is all there is. */
export const isToBeCalled = ({ hold }: ContactRecord): boolean => hold !== null && hold.mode !== 'message'

/** What a call that begins now is. */
export function callOf(
  { record }: FloorContact,
  { callBack }: QueueRules,
  at: Instant,
): { call: number; deadline: Instant } {
  return { call: (record.hold?.calls ?? 0) + 1, deadline: later(at, callBack.joinMs) }
}

/** When the contact waits for its next call after one that failed, or null when that was the last. */
export function nextCallAt({ hold }: ContactRecord, { callBack }: QueueRules, at: Instant): Instant | null {
  return (hold?.calls ?? 0) >= callBack.attemptsMax ? null : later(at, callBack.gapMs)
}
