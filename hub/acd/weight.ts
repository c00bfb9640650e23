/**
 * What a contact weighs when agents are short: its head starts, and its waiting at the pace of its queue up to the
 * queue's cap, in thousandths of a millisecond and exact. Two contacts of one pace never overtake each other, so an order
 * can be kept of them; only between paces the clock decides. A contact whose waiting counts no longer has pace 0.
 */
import { compareIds, type Floor, type FloorContact } from './floor.ts'
import type { QueueRules } from './state.ts'
import { since, type Instant } from '../model/time.ts'

const thousand = 1_000

/** Whether a contact that waits since `enqueuedAt` has reached the cap of its queue by `now`. */
export const isCapped = ({ waitCapMs }: QueueRules, enqueuedAt: Instant, now: Instant): boolean =>
  waitCapMs !== null && since(enqueuedAt, now) >= waitCapMs

/** Sets pace and score by the rules of the queue and the contact's record. */
export function setWeight(floor: Floor, rules: QueueRules, contact: FloorContact): void {
  const { priorityMs, enqueuedAt, waitCapped } = contact.record
  const base = (priorityMs + rules.priorityMs) * thousand
  const settled = rules.acceleration === 0 || (waitCapped && rules.waitCapMs !== null)
  floor.origin ??= enqueuedAt
  contact.pace = settled ? 0 : rules.acceleration
  // Counted from a recent instant: at a high pace the full time since 1970 would not fit a whole number.
  floor.register.score[contact.number] = settled
    ? -base - rules.acceleration * (rules.waitCapMs ?? 0)
    : rules.acceleration * since(floor.origin, enqueuedAt) - base
}

/** What the contact weighs at `now`; more is served first. */
export const weightOf = (floor: Floor, contact: FloorContact, now: Instant): number =>
  contact.pace === 0 ? -contact.score : contact.pace * since(floor.origin ?? now, now) - contact.score

/** Order of service at `now`: weight, then earlier first enqueue, then id. */
export function compareWeights(floor: Floor, a: FloorContact, b: FloorContact, now: Instant): number {
  return (
    weightOf(floor, b, now) - weightOf(floor, a, now) ||
    a.record.enqueuedAt - b.record.enqueuedAt ||
    compareIds(a.record.id, b.record.id)
  )
}
