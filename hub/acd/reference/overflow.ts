/**
 * Overflow, longest wait, limits and hours (OV1 to OV7, HO1, HO2). Nothing is
 * counted on the way: how much waits and who is there is added up whenever it is asked.
 */
import { channels } from '../../channels/index.ts'
import type { QueueId } from '../../model/ids.ts'
import { later, type Instant } from '../../model/time.ts'
import type { RefusalCode } from '../events.ts'
import type { OverflowRule, OverflowTarget } from '../state.ts'
import { leave, moveTo, waitAgain } from './changes.ts'
import { deskOf, isAlone, isAvailable, isWaiting, type Desk, type Guest, type World } from './world.ts'

const waitingIn = (world: World, desk: Desk): Guest[] =>
  [...world.contacts.values()].filter((guest) => guest.queue === desk.rules.id && isWaiting(guest))

const staffOf = (world: World, desk: Desk) =>
  [...world.agents.values()].filter((hand) => isAvailable(hand) && hand.rules!.queues.includes(desk.rules.id))

/** OV7. */
function expectedWaitMs(world: World, desk: Desk): number {
  const units = waitingIn(world, desk).reduce((sum, { channel }) => sum + channels[channel].units, 0)
  const staffed = staffOf(world, desk).reduce((sum, hand) => sum + hand.rules!.capacityUnits, 0)
  return staffed === 0 ? Infinity : (units * desk.handle.meanMs) / staffed
}

/** OV2: beyond the first threshold if it has not held, and until the second if it has. */
function holds(world: World, desk: Desk, { name, when }: OverflowRule): boolean {
  const held = desk.overflowing.includes(name)
  if (when.measure === 'waiting') return waitingIn(world, desk).length > (held ? when.until : when.above)
  if (when.measure === 'staffed') return staffOf(world, desk).length < (held ? when.until : when.below)
  if (when.measure === 'closed') return !desk.open
  return expectedWaitMs(world, desk) > (held ? when.untilMs : when.aboveMs)
}

/** Another way than waiting always; a queue if it is there and the contact has not been in it. */
const leads = (world: World, to: OverflowTarget, been: readonly QueueId[]): boolean =>
  !('queue' in to) || (world.queues.get(to.queue)?.named === true && !been.includes(to.queue))

const isFull = (world: World, desk: Desk): boolean =>
  desk.rules.lengthMax !== null && waitingIn(world, desk).length >= desk.rules.lengthMax

/** The queues that a newcomer comes through, the last to wait in, and whether in person. */
interface WayIn {
  readonly been: readonly QueueId[]
  readonly isHeld: boolean
}

/** OV1, OV5, CB8, ML1. Who leaves a message has taken another way already. */
export function wayIn(world: World, first: QueueId, isMessage: boolean): WayIn | RefusalCode {
  const been = [first]
  for (;;) {
    const desk = world.queues.get(been.at(-1)!)!
    const rule = desk.rules.overflow.find((one) => holds(world, desk, one) && leads(world, one.to, been))
    if (rule !== undefined && 'queue' in rule.to) been.push(rule.to.queue)
    else if (rule !== undefined && !isMessage && isElse(rule.to)) return refusalFor(rule.to)
    else return isFull(world, desk) ? 'queue.full' : { been, isHeld: rule !== undefined && !isMessage }
  }
}

const isElse = (to: OverflowTarget): to is { way: 'form' | 'bot' } => 'way' in to && to.way !== 'callBack'

const refusalFor = (to: { way: 'form' | 'bot' }): RefusalCode => `queue.${to.way}`

/** ML3: what its queue offers in place of waiting now, as refusals. */
export const waysElse = (world: World, guest: Guest): readonly RefusalCode[] => {
  const desk = world.queues.get(guest.queue)!
  const held = desk.rules.overflow.filter((rule) => holds(world, desk, rule))
  return held.flatMap(({ to }) => (isElse(to) ? [refusalFor(to)] : []))
}

/** OV6, CB8. */
function sendOn(world: World, guest: Guest, to: OverflowTarget, now: Instant): void {
  if (isElse(to)) return leave(world, guest)
  guest.overflowedFrom = [...guest.overflowedFrom, guest.queue]
  if ('way' in to) guest.hold = { since: now, mode: deskOf(world, guest).callBack.mode, calls: 0 }
  else {
    moveTo(world, guest, to.queue, now)
    waitAgain(world, guest, now)
  }
}

const mayGo = (guest: Guest): boolean => guest.state.phase === 'queued' && !isAlone(guest) && guest.hold === null

/** When the contact has waited in its queue for as long as that lets it, and what then (OV4). */
export function longestWait(world: World, guest: Guest): { at: Instant; apply: () => void } | null {
  const { waitMaxMs, waitMaxTo } = deskOf(world, guest)
  if (!world.queues.get(guest.queue)!.named || waitMaxMs === null || waitMaxTo === null || !mayGo(guest)) return null
  if (!leads(world, waitMaxTo, [...guest.overflowedFrom, guest.queue])) return null
  const at = later(guest.joinedAt, waitMaxMs)
  return { at, apply: () => sendOn(world, guest, waitMaxTo, at) }
}

/** One rule that begins or ends to hold (OV2), or else one contact that is sent on (OV3); false when there is neither. */
export function overflow(world: World, now: Instant): boolean {
  const desks = [...world.queues.values()]
    .filter(({ named }) => named)
    .sort((a, b) => (a.rules.id < b.rules.id ? -1 : 1))
  return desks.some((desk) => turn(world, desk)) || desks.some((desk) => sendOneOn(world, desk, now))
}

function turn(world: World, desk: Desk): boolean {
  const turned = desk.rules.overflow.find((rule) => holds(world, desk, rule) !== desk.overflowing.includes(rule.name))
  if (turned === undefined) return false
  const others = desk.overflowing.filter((name) => name !== turned.name)
  desk.overflowing = others.length < desk.overflowing.length ? others : [...others, turned.name]
  return true
}

function sendOneOn(world: World, desk: Desk, now: Instant): boolean {
  const { id, overflow: rules } = desk.rules
  const rule = rules.find((one) => one.waiting && desk.overflowing.includes(one.name) && leads(world, one.to, [id]))
  const there = waitingIn(world, desk).filter((guest) => mayGo(guest) && guest.overflowedFrom.length === 0)
  const [longest] = there.sort(
    (a, b) => a.enqueuedAt - b.enqueuedAt || b.priorityMs - a.priorityMs || (a.id < b.id ? -1 : 1),
  )
  if (rule === undefined || longest === undefined) return false
  sendOn(world, longest, rule.to, now)
  return true
}

/** HO2. */
export function hoursChange(desk: Desk): { at: Instant; apply: () => void } | null {
  if (!desk.named || desk.changesAt === null) return null
  return { at: desk.changesAt, apply: () => Object.assign(desk, { open: !desk.open, changesAt: null }) }
}
