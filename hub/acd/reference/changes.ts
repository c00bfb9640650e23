/**
 * What the rules of SPEC.md make of the reference's floor, one small change at a time. Commands (acts.ts) and the passing
 * of time (time.ts) are put together from these.
 */
import type { AgentId, QueueId } from '../../model/ids.ts'
import { durationMs, hours, later, seconds, type DurationMs, type Instant } from '../../model/time.ts'
import type { ClosedBy } from '../commands.ts'
import type { LastAgent, Plan, PresenceStatus, QueueRules, Ring } from '../state.ts'
import {
  deskOf,
  heldBy,
  holders,
  isAlone,
  strategyOf,
  unitsOf,
  type Desk,
  type Guest,
  type Hand,
  type World,
} from './world.ts'

/** The steps of a queue as a contact keeps them; those for somebody who is not there are left out (ST2, ST6). */
export function planFor(rules: QueueRules, last: LastAgent | undefined, now: Instant): Plan | null {
  const steps = rules.steps.flatMap((step) => {
    if (step.prefer === null || !('lastWithinMs' in step.prefer)) return [{ ...step, prefer: step.prefer }]
    const stands = last !== undefined && now - last.endedAt <= step.prefer.lastWithinMs
    return stands ? [{ ...step, prefer: [last.agent] }] : []
  })
  return steps.length === 0 ? null : { version: rules.version, steps }
}

/** Begins a step, or none after the last. */
export function beginStep(guest: Guest, index: number, now: Instant): void {
  const step = guest.plan?.steps[index]
  guest.step = step === undefined ? null : { index, until: later(now, step.forMs) }
}

/** ST4: while it rings, and while an agent has it, the clock stands. */
export function haltStep(guest: Guest, now: Instant): void {
  if (guest.step !== null && 'until' in guest.step)
    guest.step = { index: guest.step.index, leftMs: durationMs(Math.max(0, guest.step.until - now)) }
}

function resumeStep(guest: Guest, now: Instant): void {
  if (guest.step !== null && 'leftMs' in guest.step)
    guest.step = { index: guest.step.index, until: later(now, guest.step.leftMs) }
}

/** The earliest cool-down that runs after `now`. */
export function heldUntil(guest: Guest, now: Instant): Instant | null {
  const running = guest.passedBy.map(({ until }) => until).filter((until) => until > now)
  return running.length === 0 ? null : (Math.min(...running) as Instant)
}

/** This agent is spared the contact while another is ready, and for the cool-down in any case. */
export function passBy(guest: Guest, agent: AgentId, coolDownMs: DurationMs, now: Instant): void {
  const others = guest.passedBy.filter((one) => one.agent !== agent)
  guest.passedBy = [...others, { agent, until: later(now, coolDownMs) }]
}

/** PL1: where its queue asks somebody outside, the contact is held back for the answer. */
export function askForScores(world: World, guest: Guest, now: Instant): void {
  const { scoring } = deskOf(world, guest)
  guest.scores = scoring === undefined ? null : { until: later(now, scoring.timeoutMs) }
}

/** ST2, CQ9, PL1: in another queue all begins anew but the place. */
export function moveTo(world: World, guest: Guest, queue: QueueId, now: Instant): void {
  const from = guest.queue
  if (from === queue) return
  Object.assign(guest, { queue, waitCapped: false, joinedAt: now })
  guest.plan = planFor(deskOf(world, guest), undefined, now)
  beginStep(guest, 0, now)
  askForScores(world, guest, now)
  forget(world, from)
}

/** EW3: somebody had the contact until now. */
function learn({ handle }: Desk, since: Instant, now: Instant): void {
  handle.meanMs = durationMs(handle.meanMs + (now - since - handle.meanMs) / (handle.of + 1))
  handle.of = Math.min(50, handle.of + 1)
}

/** RS8. */
function talked({ state }: Guest, hand: Hand, now: Instant): void {
  if (state.phase !== 'active') return
  hand.shift = { ...hand.shift, talkMs: durationMs(hand.shift.talkMs + (now - state.since)) }
}

/** The agent has had the contact until now (RS5, EW3). */
export function endStay(world: World, guest: Guest, hand: Hand, now: Instant): void {
  const { state } = guest
  hand.idleSince = now
  talked(guest, hand, now)
  if (state.phase === 'active') learn(world.queues.get(guest.queue)!, state.since, now)
  if (state.phase === 'wrapUp') learn(world.queues.get(guest.queue)!, state.talkSince!, now)
}

/** Waits again, at its place; after a talk a missing customer's grace begins now (CL4). */
export function waitAgain(
  world: World,
  guest: Guest,
  now: Instant,
  to: { only?: AgentId; prefer?: AgentId | null } = {},
): void {
  const wasServed = guest.state.phase === 'active'
  if (to.only !== undefined) guest.scores = null
  else if (wasServed || guest.scores === null) askForScores(world, guest, now)
  if (wasServed) guest.joinedAt = now
  if (wasServed && guest.customerLostAt !== null) guest.customerLostAt = now
  guest.state = {
    phase: 'queued',
    only: to.only ?? null,
    prefer: to.prefer ?? null,
    heldUntil: heldUntil(guest, now),
  }
  resumeStep(guest, now)
}

export function ring(world: World, guest: Guest, hand: Hand, now: Instant): void {
  world.offers++
  guest.attempts++
  const ring: Ring = {
    offer: `ofr_${world.offers}` as Ring['offer'],
    agent: hand.id,
    epoch: world.epoch,
    deadline: later(now, deskOf(world, guest).offerTimeoutMs),
  }
  const { state } = guest
  // What is for one agent alone is in no step's hands.
  const strategy = isAlone(guest) ? deskOf(world, guest).strategy : strategyOf(world, guest)
  if (state.phase === 'offered') guest.state = { ...state, rings: [...state.rings, ring] }
  else if (state.phase === 'queued') {
    const isForOne = isAlone(guest) || state.prefer === hand.id || strategy !== 'ring-group'
    const passed = guest.passedBy.filter(({ until }) => until > now).map(({ agent }) => agent)
    const group = isForOne ? null : { spared: passed.sort() }
    guest.state = { phase: 'offered', rings: [ring], prefer: state.prefer, group }
  }
  if (strategy === 'round-robin') world.queues.get(guest.queue)!.askedLast = hand.id
  haltStep(guest, now)
}

/** The offer to this agent is over; with the last one the contact waits again (RG4, RG5). */
export function endRing(world: World, guest: Guest, hand: Hand, now: Instant, isTheirs: boolean): void {
  const { state } = guest
  if (state.phase !== 'offered') return
  const rings = state.rings.filter(({ agent }) => agent !== hand.id)
  const prefer = isTheirs && state.prefer === hand.id ? null : state.prefer
  if (rings.length === 0) return waitAgain(world, guest, now, { prefer })
  const spared = state.group?.spared ?? []
  guest.state = { ...state, rings, prefer, group: { spared: isTheirs ? [...spared, hand.id] : spared } }
}

/** OF11. */
export function rest(hand: Hand, gapMs: DurationMs, now: Instant): void {
  if (gapMs > 0) hand.restsUntil = later(now, gapMs)
}

/** The agent has the contact in talk. */
export function take(guest: Guest, hand: Hand, now: Instant): void {
  guest.state = { phase: 'active', agent: hand.id, since: now, spokenAt: now, parked: null }
  guest.scores = null
  haltStep(guest, now)
  hand.shift = { ...hand.shift, contacts: hand.shift.contacts + 1 }
  hand.idleSince = now
  hand.missed = 0
}

/** CB3 to CB5: the customer is called, and the agent's units are kept for them. */
export function call(world: World, guest: Guest, hand: Hand, now: Instant): void {
  guest.hold = { ...guest.hold!, calls: guest.hold!.calls + 1 }
  haltStep(guest, now)
  guest.state = { phase: 'called', agent: hand.id, deadline: later(now, deskOf(world, guest).callBack.joinMs) }
}

/** Leaves the floor, and with the last contact so does a queue that configuration does not name (CQ6). */
export function leave(world: World, guest: Guest): void {
  world.contacts.delete(guest.id)
  forget(world, guest.queue)
}

/** CQ6: a queue lives on until its last contact has left. */
export function forget(world: World, queue: QueueId): void {
  const isUsed = [...world.contacts.values()].some((guest) => guest.queue === queue)
  if (!world.queues.get(queue)?.named && !isUsed) world.queues.delete(queue)
}

/** WU1, WU2, WU6 to WU8, WU10: what follows the end of a talk. */
export function endTalk(world: World, guest: Guest, hand: Hand, by: ClosedBy, now: Instant): void {
  const rules = deskOf(world, guest)
  const isTimed = rules.wrapUp === 'timed' || rules.wrapUp === 'optional'
  if (rules.wrapUp === 'none' || (isTimed && rules.wrapUpMs === 0)) return finishWork(world, guest, hand, now)
  talked(guest, hand, now)
  const whole = unitsOf(hand, guest)
  guest.state = {
    phase: 'wrapUp',
    agent: hand.id,
    until: isTimed ? later(now, rules.wrapUpMs) : null,
    by,
    units: rules.wrapUp === 'optional' ? 0 : Math.min(whole, rules.wrapUpUnits ?? whole),
    talkSince: guest.state.phase === 'active' ? guest.state.since : null,
    extensions: 0,
  }
}

export function finishWork(world: World, guest: Guest, hand: Hand, now: Instant): void {
  endStay(world, guest, hand, now)
  leave(world, guest)
}

/** What was for this agent alone waits for the whole queue (TR5). */
export function freeReserved(world: World, hand: Hand, now: Instant): void {
  for (const guest of world.contacts.values())
    if (guest.state.phase === 'queued' && guest.state.only === hand.id) waitAgain(world, guest, now)
}

/** Takes the offer that rings at the agent away; `coolDown` null where nobody is to blame. */
export function rescind(world: World, hand: Hand, now: Instant, isTheirs: boolean): void {
  for (const guest of heldBy(world, hand.id)) {
    if (guest.state.phase !== 'offered') continue
    const rules = deskOf(world, guest)
    if (isTheirs) passBy(guest, hand.id, rules.turnAwayCoolDownMs, now)
    rest(hand, rules.offerGapMs, now)
    endRing(world, guest, hand, now, isTheirs)
  }
}

export function present(world: World, hand: Hand, status: PresenceStatus, reason: string, now: Instant): void {
  if (status === 'available' && hand.status !== 'available') hand.idleSince = now
  if (status === 'available') hand.missed = 0
  // RS7.
  const isBack = hand.status === 'offline' && status !== 'offline' && now - hand.statusSince >= hours(4)
  if (isBack) hand.shift = { since: now, contacts: 0, talkMs: durationMs(0) }
  if (hand.status !== status) hand.statusSince = now
  Object.assign(hand, { status, reason })
  if (status === 'available') return
  rescind(world, hand, now, true)
  freeReserved(world, hand, now)
}

/** AL1, AL2: the longest grace among the queues of the contacts that the agent keeps, or a minute. */
export function cutOff(world: World, hand: Hand, now: Instant): void {
  rescind(world, hand, now, false)
  const graces = heldBy(world, hand.id).map((guest) => deskOf(world, guest).agentGraceMs)
  const graceMs = graces.length === 0 ? seconds(60) : durationMs(Math.max(...graces))
  hand.link = { state: 'lost', since: now, graceUntil: later(now, graceMs) }
  freeReserved(world, hand, now)
}

/** Its offers come to nothing, all of them and without anybody having turned them down (OF11). */
export function endRings(world: World, guest: Guest, now: Instant): void {
  if (guest.state.phase !== 'offered') return
  for (const id of holders(guest.state)) rest(world.agents.get(id)!, deskOf(world, guest).offerGapMs, now)
}

/** CQ5, ER1: gone, and its offers with it. */
export function withdraw(world: World, guest: Guest, now: Instant): void {
  endRings(world, guest, now)
  leave(world, guest)
}
