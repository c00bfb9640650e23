/** Overflow and hours: what begins and ends to hold, and who is sent on. */
import type { Instant } from '../../model/time.ts'
import type { Decision } from '../decide.ts'
import type { FloorEvent, RefusalCode } from '../events.ts'
import { compareIds, type Floor, type FloorContact, type FloorQueue } from '../floor.ts'
import { nowhere } from '../heap.ts'
import { beenIn, changedRule, holdsNow, isOpenTo, movingRule } from '../overflow.ts'
import type { OverflowTarget } from '../state.ts'
import { held } from './call-back.ts'
import { nothing, refuse, requeue, type Asked } from './parts.ts'

/** Where a newcomer goes: through full or closed queues to the one that takes it, or to another way than waiting. */
export interface Entry {
  /** Queues passed through, with the rules that sent the newcomer on; the last queue is the one it joins. */
  readonly hops: readonly { readonly from: FloorQueue; readonly to: FloorQueue; readonly why: string }[]
  readonly refusal: RefusalCode | null
  /** The rule by which the newcomer need not wait in person, or null. */
  readonly holdBy: string | null
}

/** OV1, OV5, OV6, ML1. Whoever leaves a message has taken another way than waiting already, and needs room all the same. */
export function entryTo(floor: Floor, first: FloorQueue, isMessage = false): Entry {
  if (first.rules.overflow.length === 0) return { hops: nowhereElse, refusal: fullness(first), holdBy: null }
  const hops: { from: FloorQueue; to: FloorQueue; why: string }[] = []
  const been = [first.rules.id]
  let queue = first
  for (;;) {
    const rule = queue.rules.overflow.find((one) => holdsNow(queue, one) && isOpenTo(floor, one.to, been))
    if (rule === undefined) break
    if (!('queue' in rule.to)) {
      const { way } = rule.to
      if (way !== 'callBack' && !isMessage) return { hops, refusal: `queue.${way}`, holdBy: null }
      return { hops, refusal: fullness(queue), holdBy: isMessage ? null : rule.name }
    }
    const to = floor.queues.get(rule.to.queue)!
    hops.push({ from: queue, to, why: rule.name })
    been.push(to.rules.id)
    queue = to
  }
  return { hops, refusal: fullness(queue), holdBy: null }
}

const nowhereElse: Entry['hops'] = []

/** OV5. */
function fullness({ rules, waiting }: FloorQueue): RefusalCode | null {
  return rules.lengthMax !== null && waiting.size >= rules.lengthMax ? 'queue.full' : null
}

/** OV2. One rule of one queue at a time; the shell comes again. */
export function flipOverflow(floor: Floor, at: Instant): readonly FloorEvent[] {
  const queue = firstById(floor.flipping)
  const rule = queue === null ? null : changedRule(queue)
  if (queue === null || rule === null) return nothing
  return [{ type: 'overflowChanged', at, queue: queue.rules.id, rule: rule.name, holds: holdsNow(queue, rule) }]
}

/** OV3. One contact at a time, so that the rule ends in time. */
export function moveOverflow(floor: Floor, at: Instant): readonly FloorEvent[] {
  const queue = firstById(floor.overflowing)
  const rule = queue === null ? null : movingRule(floor, queue)
  const contact = floor.register.contacts[queue?.movable.top() ?? nowhere]
  if (rule === null || contact === undefined) return nothing
  return sendOn(floor, contact, rule.to, rule.name, at)
}

/** OV3, OV4. The contact must be queued, for anybody. */
export function sendOn(
  floor: Floor,
  contact: FloorContact,
  to: OverflowTarget,
  why: string,
  at: Instant,
): readonly FloorEvent[] {
  const { id, queue: from } = contact.record
  const overflowed: FloorEvent = { type: 'contactOverflowed', at, contact: id, from, to, why }
  if ('queue' in to)
    return [overflowed, requeue(floor, contact, { cause: 'overflow', from: null, queue: to.queue }, at)]
  if (to.way === 'callBack') return [overflowed, held(contact, at)]
  const closed = { type: 'contactClosed', at, contact: id, by: 'system', outcome: 'overflowed', agent: null } as const
  return [overflowed, { ...closed, queue: from }]
}

/** OV4. */
export function endWait(floor: Floor, contact: FloorContact, at: Instant): readonly FloorEvent[] {
  const to = contact.queue.rules.waitMaxTo
  if (to === null || !isOpenTo(floor, to, beenIn(contact.record))) return nothing
  return sendOn(floor, contact, to, 'waitMax', at)
}

/** HO1, HO2. */
export function setHours(floor: Floor, { queue: id, open, changesAt }: Asked<'setHours'>, at: Instant): Decision {
  const queue = floor.queues.get(id)
  if (queue === undefined || queue.retired) return refuse('queue.unknown')
  if (queue.record.open === open && queue.record.changesAt === changesAt) return nothing
  return [{ type: 'hoursChanged', at, queue: id, open, changesAt }]
}

/** EW5. */
export function setWallClock(floor: Floor, command: Asked<'setWallClock'>, at: Instant): Decision {
  const { queue: id, offsetMs, turnsAt, thenOffsetMs } = command
  const queue = floor.queues.get(id)
  // One that lives on for its last contacts goes on learning.
  if (queue === undefined) return refuse('queue.unknown')
  const { wall } = queue.record
  const isSame = wall.offsetMs === offsetMs && wall.turnsAt === turnsAt && wall.thenOffsetMs === thenOffsetMs
  return isSame ? nothing : [{ type: 'wallClockSet', at, queue: id, offsetMs, turnsAt, thenOffsetMs }]
}

/** HO2. What comes after that, the shell has to tell. */
export function changeHours({ record }: FloorQueue, at: Instant): readonly FloorEvent[] {
  return [{ type: 'hoursChanged', at, queue: record.id, open: !record.open, changesAt: null }]
}

function firstById(queues: Iterable<FloorQueue>): FloorQueue | null {
  let first: FloorQueue | null = null
  for (const queue of queues) if (first === null || compareIds(queue.rules.id, first.rules.id) < 0) first = queue
  return first
}
