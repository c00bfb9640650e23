/**
 * Who is offered to whom next, and whose step is left: the questions of SPEC.md that are asked of the whole floor, each
 * answered by looking at everybody.
 */
import type { AgentId } from '../../model/ids.ts'
import type { Instant } from '../../model/time.ts'
import { bestOf } from './strategies.ts'
import {
  deskOf,
  holders,
  isAlone,
  isAvailable,
  isEligible,
  isHeldForScores,
  isReady,
  stepOf,
  strategyOf,
  weightOf,
  type Guest,
  type Hand,
  type World,
} from './world.ts'

const heavierFirst =
  (world: World, now: Instant) =>
  (a: Guest, b: Guest): number =>
    weightOf(world, b, now) - weightOf(world, a, now) || a.enqueuedAt - b.enqueuedAt || (a.id < b.id ? -1 : 1)

/** Who is not to be asked by this contact now, or null where it asks nobody (OF6, RG1, RG4). */
function shutOut(world: World, { passedBy, ...guest }: Guest, now: Instant): readonly AgentId[] | null {
  const { state } = guest
  if (state.phase === 'queued') return passedBy.filter(({ until }) => until > now).map(({ agent }) => agent)
  if (state.phase !== 'offered' || state.group === null) return null
  const isFull = state.rings.length >= deskOf(world, { ...guest, passedBy }).ringAtOnce
  return isFull || strategyOf(world, { ...guest, passedBy }) !== 'ring-group' ? null : state.group.spared
}

/** Whom this contact would be offered to now, or null (OF1, OF5 to OF7, RS1, RS6). */
function chosenFor(world: World, guest: Guest, now: Instant): Hand | null {
  const { state } = guest
  const shut = shutOut(world, guest, now)
  if (shut === null) return null
  const ready = [...world.agents.values()].filter((hand) => isReady(world, hand, guest))
  if (isAlone(guest)) return ready.find(({ id }) => state.phase === 'queued' && id === state.only) ?? null
  if (isHeldForScores(world, guest)) return null
  const eligible = ready.filter((hand) => isEligible(world, hand, guest) && !shut.includes(hand.id))
  const fresh = eligible.filter((hand) => !guest.passedBy.some(({ agent }) => agent === hand.id))
  const prefer = 'prefer' in state ? state.prefer : null
  const wanted = eligible.find(({ id }) => id === prefer)
  if (eligible.length === 0) return null
  return wanted ?? bestOf(world, guest, strategyOf(world, guest), topScored(guest, fresh.length > 0 ? fresh : eligible))
}

/** PL2: those with the highest score among them; all of them where nobody has one. */
function topScored({ scores }: Guest, hands: readonly Hand[]): readonly Hand[] {
  const told = scores !== null && 'by' in scores ? new Map(scores.by) : new Map<AgentId, number>()
  const best = Math.max(...hands.map(({ id }) => told.get(id) ?? -Infinity))
  return hands.filter(({ id }) => (told.get(id) ?? -Infinity) === best)
}

/** The same world for one question, which asks what each of ten thousand agents holds: all contacts are looked at once for it. */
function seen(world: World): World {
  const all = new Map<AgentId, Guest[]>()
  for (const guest of world.contacts.values())
    for (const id of holders(guest.state)) all.set(id, [...(all.get(id) ?? []), guest])
  return { ...world, seen: all }
}

/** The one offer to make next: what one agent alone may have before all else (TR4), then by weight, who rings nowhere first (RG2). */
export function nextOffer(world: World, now: Instant): { guest: Guest; hand: Hand } | null {
  const looking = seen(world)
  const waiting = [...world.contacts.values()].sort(heavierFirst(world, now))
  const rank = (guest: Guest) => (isAlone(guest) ? 0 : guest.state.phase === 'queued' ? 1 : 2)
  for (const guest of [0, 1, 2].flatMap((n) => waiting.filter((one) => rank(one) === n))) {
    const hand = chosenFor(looking, guest, now)
    if (hand !== null) return { guest, hand }
  }
  return null
}

/** A contact whose step finds too few agents (ST5, ST6), or null. */
export function nextSkipped(world: World): Guest | null {
  for (const guest of world.contacts.values()) {
    const step = stepOf(guest)
    if (guest.state.phase !== 'queued' || guest.state.only !== null || step === null) continue
    if (isHeldForScores(world, guest)) continue
    const there = [...world.agents.values()].filter((hand) => isAvailable(hand) && isEligible(world, hand, guest))
    const free = there.filter((hand) => isReady(world, hand, guest))
    if (step.prefer !== null && there.length === 0) return guest
    const { skipIf } = step
    if (skipIf !== null && (skipIf.count === 'free' ? free : there).length < skipIf.below) return guest
  }
  return null
}
