/** What happens by itself in the reference: all that is due is listed by scanning, and the first of it applied (TI1, TI2). */
import { later, type Instant } from '../../model/time.ts'
import {
  beginStep,
  call,
  endRing,
  finishWork,
  heldUntil,
  leave,
  passBy,
  present,
  rest,
  ring,
  waitAgain,
  withdraw,
} from './changes.ts'
import { endParts } from './engaging.ts'
import { nextOffer, nextSkipped } from './offers.ts'
import { park, parksAt, wakeOne } from './parking.ts'
import { hoursChange, longestWait, overflow } from './overflow.ts'
import { handBack, lostAgentOf, strandedAt } from './growing.ts'
import { deskOf, heldBy, isHeldForScores, isWaiting, type Desk, type Guest, type Hand, type World } from './world.ts'

interface Due {
  readonly at: Instant
  /** The order of TI2 among things due at one instant. */
  readonly rank: number
  readonly id: string
  readonly apply: () => void
}

function miss(world: World, guest: Guest, agent: Hand['id'], now: Instant): void {
  const rules = deskOf(world, guest)
  const hand = world.agents.get(agent)!
  passBy(guest, hand.id, rules.missCoolDownMs, now)
  rest(hand, rules.offerGapMs, now)
  endRing(world, guest, hand, now, true)
  hand.missed++
  if (hand.missed >= rules.missesBeforeAway) present(world, hand, 'away', 'missedOffer', now)
}

/** CB6. */
function failCall(world: World, guest: Guest, now: Instant): void {
  const { attemptsMax, gapMs } = deskOf(world, guest).callBack
  if (guest.hold!.calls >= attemptsMax) leave(world, guest)
  else guest.state = { phase: 'resting', until: later(now, gapMs) }
}

/** AL4. */
function giveUp(world: World, hand: Hand, now: Instant): void {
  Object.assign(hand, { link: { state: 'none' }, status: 'offline', reason: 'lost', statusSince: now })
  for (const guest of heldBy(world, hand.id)) {
    if (guest.state.phase === 'wrapUp') finishWork(world, guest, hand, now)
    else handBack(world, guest, hand, now)
  }
}

function phaseDue(world: World, guest: Guest): Due | null {
  const { state, id } = guest
  const due = (at: Instant, apply: () => void): Due => ({ at, rank: 0, id, apply })
  if (state.phase === 'queued' && state.heldUntil !== null) {
    const at = state.heldUntil
    return due(at, () => (guest.state = { ...state, heldUntil: heldUntil(guest, at) }))
  }
  if (state.phase === 'offered') {
    // All ring equally long unless configuration has changed meanwhile; of several the first made is missed first.
    const { agent, deadline } = [...state.rings].sort((a, b) => a.deadline - b.deadline)[0]!
    return due(deadline, () => miss(world, guest, agent, deadline))
  }
  const stranded = strandedAt(world, guest)
  if (stranded !== null && !(state.phase === 'called' && state.deadline <= stranded))
    return due(stranded, () => handBack(world, guest, lostAgentOf(world, guest)!, stranded))
  const parks = parksAt(world, guest)
  if (parks !== null) return due(parks, () => park(world, guest, parks))
  if (state.phase === 'called') return due(state.deadline, () => failCall(world, guest, state.deadline))
  if (state.phase === 'resting') return due(state.until, () => waitAgain(world, guest, state.until))
  if (state.phase !== 'wrapUp' || state.until === null) return null
  const until = state.until
  return due(until, () => finishWork(world, guest, world.agents.get(state.agent)!, until))
}

function* duesOfContact(world: World, guest: Guest): Generator<Due> {
  const { customerGraceMs, waitCapMs } = deskOf(world, guest)
  const { id, step, scores, customerLostAt, hold } = guest
  const phase = phaseDue(world, guest)
  if (phase !== null) yield phase
  if (isWaiting(guest) && customerLostAt !== null && hold === null) {
    const at = later(customerLostAt, customerGraceMs)
    yield { at, rank: 1, id, apply: () => withdraw(world, guest, at) }
  }
  if (isWaiting(guest) && waitCapMs !== null && !guest.waitCapped)
    yield { at: later(guest.enqueuedAt, waitCapMs), rank: 3, id, apply: () => (guest.waitCapped = true) }
  const longest = longestWait(world, guest)
  if (longest !== null) yield { ...longest, rank: 4, id }
  if (guest.state.phase === 'queued' && step !== null && 'until' in step)
    yield { at: step.until, rank: 6, id, apply: () => beginStep(guest, step.index + 1, step.until) }
  if (scores !== null && 'until' in scores && isHeldForScores(world, guest))
    yield { at: scores.until, rank: 8, id, apply: () => (guest.scores = { by: [] }) }
}

function* duesOfAgent(world: World, hand: Hand): Generator<Due> {
  const { id, link, restsUntil } = hand
  if (link.state === 'lost')
    yield { at: link.graceUntil, rank: 2, id, apply: () => giveUp(world, hand, link.graceUntil) }
  if (restsUntil !== null) yield { at: restsUntil, rank: 7, id, apply: () => (hand.restsUntil = null) }
}

function* duesOfQueue(desk: Desk): Generator<Due> {
  const change = hoursChange(desk)
  if (change !== null) yield { ...change, rank: 5, id: desk.rules.id }
}

function firstDue(world: World): Due | null {
  const all = [
    ...[...world.contacts.values()].flatMap((guest) => [...duesOfContact(world, guest)]),
    ...[...world.queues.values()].flatMap((desk) => [...duesOfQueue(desk)]),
    ...[...world.agents.values()].flatMap((hand) => [...duesOfAgent(world, hand)]),
  ]
  return all.sort((a, b) => a.at - b.at || a.rank - b.rank || (a.id < b.id ? -1 : 1))[0] ?? null
}

/** When something next happens by itself, or null. */
export const nextInstant = (world: World): Instant | null => firstDue(world)?.at ?? null

/** Time, then one thing of what follows from how the floor stands: overflow, a talk to wake, a step to leave, an offer, until nothing is left to do. */
export function settle(world: World, now: Instant): void {
  for (;;) {
    const due = firstDue(world)
    if (due !== null && due.at <= now) {
      due.apply()
      endParts(world, due.at)
    } else if (next(world, now)) endParts(world, now)
    else return
  }
}

/** False when nothing is left to do. */
function next(world: World, now: Instant): boolean {
  if (overflow(world, now) || wakeOne(world, now)) return true
  const skipped = nextSkipped(world)
  const offer = skipped === null ? nextOffer(world, now) : null
  if (skipped !== null) beginStep(skipped, skipped.step!.index + 1, now)
  else if (offer?.guest.hold?.mode === 'customer-first') call(world, offer.guest, offer.hand, now)
  else if (offer !== null) ring(world, offer.guest, offer.hand, now)
  return skipped !== null || offer !== null
}
