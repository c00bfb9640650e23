/**
 * Tells the floor which queues are open, and until when: at the start, and whenever what it was told is used up. What a
 * calendar says is worked out by whoever hands in `openingOf`; the floor keeps the answer and changes by itself in time.
 */
import { queueRecordOf } from '../acd/index.ts'
import type { Calendar } from '../hours/index.ts'
import type { QueueId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { Directory } from './directory.ts'
import type { Work } from './work.ts'

/** A queue's hours at an instant, and when they change next; null for a queue that has none and is always open. */
export type OpeningOf = (
  queue: QueueId,
  at: Instant,
  /** What configuration says of it at present. */
  calendar?: Calendar,
) => { readonly open: boolean; readonly changesAt: Instant | null } | null

/** No queue has hours. */
export const noHours: OpeningOf = () => null

/** Asks with the calendar that configuration gives the queue at present. */
export const openingBy =
  (openingOf: OpeningOf = noHours, directory: Directory): OpeningOf =>
  (queue, at) =>
    openingOf(queue, at, directory.queue(queue)?.calendar)

/** Tells of these queues what the floor does not know yet. */
export function tellHours(work: Work, queues: Iterable<QueueId>, openingOf: OpeningOf): void {
  for (const queue of queues) {
    const record = queueRecordOf(work.live.floor, queue)
    // A queue that had hours and has none any more is open again.
    const { open, changesAt } = openingOf(queue, work.now) ?? { open: true, changesAt: null }
    if (record === undefined || (record.open === open && record.changesAt === changesAt)) continue
    work.command({ type: 'setHours', queue, open, changesAt })
  }
}

/** Settles the tick, and tells anew of every queue whose hours have just changed by themselves. */
export function settleHours(work: Work, openingOf: OpeningOf): void {
  let told = work.events.length
  work.settle()
  for (;;) {
    const changed = work.events
      .slice(told)
      .flatMap((event) => (event.type === 'hoursChanged' && event.changesAt === null ? [event.queue] : []))
    told = work.events.length
    if (changed.length === 0) return
    tellHours(work, changed, openingOf)
    if (work.events.length === told) return
    work.settle()
  }
}
