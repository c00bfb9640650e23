/**
 * When a queue sends contacts elsewhere. Every condition is a matter of counters that the floor keeps anyway, looked at
 * when one of them changes. A rule that holds goes on holding until its second threshold is passed, and that it holds is
 * an event, so that it is the same after a restart.
 */
import type { QueueId } from '../model/ids.ts'
import { later, type Instant } from '../model/time.ts'
import type { Floor, FloorContact, FloorQueue } from './floor.ts'
import { nowhere } from './heap.ts'
import type { ContactRecord, OverflowRule, OverflowTarget } from './state.ts'

/** Work that waits, shared among those who are there: infinite with nobody there. */
export function queueWaitMs({ waitingUnits, staffedUnits, record }: FloorQueue): number {
  return staffedUnits === 0 ? Number.POSITIVE_INFINITY : (record.handleMs * waitingUnits) / staffedUnits
}

/** Whether the rule holds now, given whether it held until now. */
export function holdsNow(queue: FloorQueue, { name, when }: OverflowRule): boolean {
  const held = queue.record.overflowing.includes(name)
  switch (when.measure) {
    case 'waiting':
      return queue.waiting.size > (held ? when.until : when.above)
    case 'expectedWait':
      return queueWaitMs(queue) > (held ? when.untilMs : when.aboveMs)
    case 'staffed':
      return queue.staffed < (held ? when.until : when.below)
    case 'closed':
      return !queue.record.open
  }
}

/** The rule that begins or ends to hold, or null. A queue that configuration has forgotten sends nobody on. */
export function changedRule(queue: FloorQueue): OverflowRule | null {
  if (queue.retired) return null
  return (
    queue.rules.overflow.find((rule) => holdsNow(queue, rule) !== queue.record.overflowing.includes(rule.name)) ?? null
  )
}

/** The rule by which the queue sends on who waits already, or null. */
export function movingRule(floor: Floor, queue: FloorQueue): OverflowRule | null {
  if (queue.retired || queue.movable.size === 0) return null
  const moves = (rule: OverflowRule): boolean =>
    rule.waiting && queue.record.overflowing.includes(rule.name) && isOpenTo(floor, rule.to, [queue.rules.id])
  return queue.rules.overflow.find(moves) ?? null
}

/** Whether a contact that has been in these queues may go there. */
export function isOpenTo(floor: Floor, to: OverflowTarget, been: readonly QueueId[]): boolean {
  if (!('queue' in to)) return true
  const queue = floor.queues.get(to.queue)
  return queue !== undefined && !queue.retired && !been.includes(to.queue)
}

/** When the contact has waited in its queue for as long as that queue lets it, or null. */
export function waitEndsAt(floor: Floor, { rules, retired }: FloorQueue, record: ContactRecord): Instant | null {
  const { waitMaxMs, waitMaxTo } = rules
  if (retired || waitMaxMs === null || waitMaxTo === null || !isMovable(record)) return null
  return isOpenTo(floor, waitMaxTo, beenIn(record)) ? later(record.joinedAt, waitMaxMs) : null
}

/** Only who waits for anybody is sent on: not one who rings, nor one who was handed to an agent, nor one whose customer is to be called. */
export const isMovable = ({ state, hold }: ContactRecord): boolean =>
  state.phase === 'queued' && state.only === null && hold === null

export const beenIn = ({ queue, overflowedFrom }: ContactRecord): readonly QueueId[] => [...overflowedFrom, queue]

/** Puts a contact among those that a rule may send on, where its queue has such a rule. */
export function enterMovable(queue: FloorQueue, contact: FloorContact): void {
  if (queue.rules.overflow.length === 0 || !queue.rules.overflow.some((rule) => rule.waiting)) return
  if (!isMovable(contact.record) || contact.record.overflowedFrom.length > 0) return
  queue.movable.push(contact.number)
}

export function leaveMovable({ register }: Floor, queue: FloorQueue, contact: FloorContact): void {
  if (register.movable.at[contact.number] !== nowhere) queue.movable.remove(contact.number)
}

/** Notes whether the queue has a rule that changes, or somebody to send on. To be called when a counter has changed. */
export function weigh(floor: Floor, queue: FloorQueue): void {
  if (queue.rules.overflow.length === 0) return
  floor.effort.steps++
  note(floor.flipping, queue, changedRule(queue) !== null)
  note(floor.overflowing, queue, movingRule(floor, queue) !== null)
}

function note(queues: Set<FloorQueue>, queue: FloorQueue, isIn: boolean): void {
  if (isIn) queues.add(queue)
  else queues.delete(queue)
}
