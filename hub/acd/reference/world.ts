/**
 * The floor as the reference sees it: plain lists of what there is, without an index, and the rules of SPEC.md that are
 * questions about it. Every question is answered by scanning everything. Nothing here may come from the core but its
 * types: an answer that both work out the same way would prove nothing.
 */
import { channels, type ChannelName } from '../../channels/index.ts'
import type { AgentId, ContactId, QueueId } from '../../model/ids.ts'
import { minutes, type DurationMs, type Instant } from '../../model/time.ts'
import type { Command } from '../commands.ts'
import type { RefusalCode } from '../events.ts'
import type {
  AgentRecord,
  AgentRules,
  ContactPhase,
  ContactRecord,
  PlannedStep,
  QueueRecord,
  QueueRules,
  Requirement,
} from '../state.ts'

type StrategyName = QueueRules['strategy']

/** A contact, with the same fields as its record as far as the reference knows them. */
export type Guest = Pick<
  ContactRecord,
  | 'id'
  | 'channel'
  | 'queue'
  | 'requirements'
  | 'priorityMs'
  | 'enqueuedAt'
  | 'joinedAt'
  | 'overflowedFrom'
  | 'waitCapped'
  | 'attempts'
  | 'passedBy'
  | 'customerLostAt'
  | 'plan'
  | 'step'
  | 'scores'
  | 'hold'
  | 'state'
>

/** An agent; `rules` are null while configuration does not name them. */
export type Hand = Pick<
  AgentRecord,
  'id' | 'status' | 'reason' | 'statusSince' | 'link' | 'idleSince' | 'missed' | 'engaged' | 'restsUntil' | 'shift'
> & { rules: AgentRules | null }

/** A queue; `named` by configuration, or living on for its last contact. */
export interface Desk extends Pick<QueueRecord, 'open' | 'changesAt' | 'overflowing'> {
  rules: QueueRules
  named: boolean
  /** Mean time that a contact takes an agent, and of how many the mean is. */
  /** By `round-robin`. */
  askedLast: AgentId | null
  readonly handle: { meanMs: DurationMs; of: number }
}

export interface World {
  epoch: number
  offers: number
  queues: Map<QueueId, Desk>
  agents: Map<AgentId, Hand>
  contacts: Map<ContactId, Guest>
  /** What each holds, while a question about all of them is being answered. */
  readonly seen?: ReadonlyMap<AgentId, Guest[]>
}

/** A queue as it begins: open, nothing overflows, and ten contacts took an agent three minutes (HO1, EW3). */
export const newDesk = (rules: Desk['rules']): Desk => ({
  rules,
  named: true,
  open: true,
  changesAt: null,
  overflowing: [],
  askedLast: null,
  handle: { meanMs: minutes(3), of: 10 },
})

export const createWorld = (): World => ({
  epoch: 0,
  offers: 0,
  queues: new Map(),
  agents: new Map(),
  contacts: new Map(),
})

/** What a command does, and the code it is refused with if it is. */
export type Act<Type extends Command['type']> = (
  world: World,
  command: Extract<Command, { type: Type }>,
  now: Instant,
) => RefusalCode | void

/** The agent, if configuration names them. */
export function named(world: World, id: AgentId): Hand | null {
  const hand = world.agents.get(id)
  return hand === undefined || hand.rules === null ? null : hand
}

export const deskOf = (world: World, guest: Guest): QueueRules => world.queues.get(guest.queue)!.rules

/** PL1. */
export function isHeldForScores(world: World, guest: Guest): boolean {
  const { state, scores } = guest
  const isAsked = scores !== null && 'until' in scores && deskOf(world, guest).scoring !== undefined
  return isAsked && state.phase === 'queued' && state.only === null
}

/** Not yet answered; also while its customer is called. */
export const isWaiting = ({ state }: Guest): boolean => state.phase !== 'active' && state.phase !== 'wrapUp'

/** Whom the agent is offered or has. */
export const heldBy = (world: World, agent: AgentId): Guest[] =>
  world.seen === undefined
    ? [...world.contacts.values()].filter(({ state }) => holders(state).includes(agent))
    : (world.seen.get(agent) ?? [])

/** Who is offered or has a contact in this phase. */
export function holders(state: ContactPhase): readonly AgentId[] {
  if (state.phase === 'offered') return state.rings.map((ring) => ring.agent)
  return 'agent' in state ? [state.agent] : []
}

/** What a talk of this contact takes of this agent (CA1, CA3). */
export const talkUnits = (hand: Hand, guest: Guest): number =>
  hand.rules?.channels?.[guest.channel]?.units ?? channels[guest.channel].units

export const usedUnits = (world: World, hand: Hand): number =>
  heldBy(world, hand.id).reduce((sum, held) => sum + unitsOf(hand, held), 0) +
  hand.engaged.reduce((sum, { units }) => sum + units, 0)

/** What the contact takes of its agent in the phase it is in (CA1, CA5). */
export function unitsOf(hand: Hand, guest: Guest): number {
  const { state } = guest
  if (state.phase === 'wrapUp') return state.units
  const parked = state.phase === 'active' && state.parked !== null ? state.parked.units : Infinity
  return Math.min(parked, talkUnits(hand, guest))
}

/** What a parked talk would take more of its agent. */
export const lacks = (hand: Hand, guest: Guest): number => talkUnits(hand, guest) - unitsOf(hand, guest)

/** Since when a message waits for the talk to have its units back. */
export const stirredSince = ({ state }: Guest): Instant | null =>
  state.phase === 'active' && state.parked !== null ? state.parked.stirredAt : null

/** Whether the contact is offered to others, or another has it. */
export const isOthers = ({ state }: Guest, agent: AgentId): boolean =>
  holders(state).length > 0 && !holders(state).includes(agent)

/** CQ2, CQ9: in thousandths of a millisecond of waiting. */
export function weightOf(world: World, guest: Guest, now: Instant): number {
  const { priorityMs, acceleration, waitCapMs } = deskOf(world, guest)
  const waited = Math.min(now - guest.enqueuedAt, waitCapMs ?? Infinity)
  return (guest.priorityMs + priorityMs) * 1_000 + waited * acceleration
}

export const stepOf = (guest: Guest): PlannedStep | null =>
  guest.step === null ? null : guest.plan!.steps[guest.step.index]!

/** SR4. */
export const levelOf = (rules: AgentRules, skill: string): number =>
  rules.skills[skill] ?? (rules.attributes?.includes(skill) ? 1 : 0)

/** SR1, SR4. */
function meets(rules: AgentRules, requirement: Requirement): boolean {
  if ('anyOf' in requirement) return requirement.anyOf.some((set) => set.every((one) => meets(rules, one)))
  return levelOf(rules, requirement.skill) >= requirement.level
}

export const meetsAll = (rules: AgentRules, asked: readonly Requirement[]): boolean =>
  asked.every((one) => meets(rules, one))

/** Of the contact's queue, with every skill that queue, contact and step ask for, and whom the step allows (ST1, ST6). */
export function isEligible(world: World, hand: Hand, guest: Guest): boolean {
  const step = stepOf(guest)
  const asked = [...deskOf(world, guest).requirements, ...guest.requirements, ...(step?.requirements ?? [])]
  return (
    hand.rules !== null &&
    hand.rules.queues.includes(guest.queue) &&
    meetsAll(hand.rules, asked) &&
    (step?.prefer?.includes(hand.id) ?? true)
  )
}

export const isAvailable = (hand: Hand): boolean =>
  hand.rules !== null && hand.status === 'available' && hand.link.state === 'connected'

/** CA2 to CA4: room for it, and no talk that it may not ring beside. */
export const fits = (world: World, hand: Hand, guest: Guest, promised = 0): boolean =>
  hasRoom(world, hand, guest, promised) && besides(world, hand, guest).every((one) => mayRingBeside(hand, one, guest))

/** What the agent talks to or is rung for, beside this contact. */
const othersAt = (world: World, hand: Hand, guest: Guest): Guest[] =>
  heldBy(world, hand.id).filter((one) => one !== guest && one.state.phase !== 'wrapUp')

/** By which channels the agent is busy beside this contact; an engagement is like a call (EN3). */
const besides = (world: World, hand: Hand, guest: Guest): ChannelName[] => [
  ...othersAt(world, hand, guest).map(({ channel }) => channel),
  ...hand.engaged.map((): ChannelName => 'voice'),
]

const mayRingBeside = (hand: Hand, beside: ChannelName, guest: Guest): boolean => {
  const may: readonly string[] = hand.rules?.channels?.[beside]?.interruptedBy ?? channels[beside].interruptedBy
  return may.includes(guest.channel)
}

/** CA2, CA3: units free beside all else they hold and `promised`, and not too many of the channel. */
export function hasRoom(world: World, hand: Hand, guest: Guest, promised: number): boolean {
  const { capacityUnits, channels: differing } = hand.rules!
  const alike = besides(world, hand, guest).filter((channel) => channel === guest.channel).length
  const own = heldBy(world, hand.id).includes(guest) ? talkUnits(hand, guest) : 0
  const stirred = heldBy(world, hand.id).filter((one) => stirredSince(one) !== null)
  const lacking = stirred.reduce((sum, one) => sum + lacks(hand, one), 0)
  const taken = usedUnits(world, hand) + lacking - own + promised
  return taken + talkUnits(hand, guest) <= capacityUnits && alike < (differing?.[guest.channel]?.max ?? Infinity)
}

/** Units that wait for this agent alone, beside this contact. */
export const promisedTo = (world: World, hand: Hand, guest: Guest): number =>
  [...world.contacts.values()]
    .filter((one) => one !== guest && one.state.phase === 'queued' && one.state.only === hand.id)
    .reduce((sum, one) => sum + talkUnits(hand, one), 0)

export const isRung = (world: World, hand: Hand): boolean =>
  heldBy(world, hand.id).some(({ state }) => state.phase === 'offered')

/** Ready for the contact, and not left alone after an offer that came to nothing (OF11). */
export const isReady = (world: World, hand: Hand, guest: Guest): boolean =>
  isAvailable(hand) &&
  !isRung(world, hand) &&
  hand.restsUntil === null &&
  heldBy(world, hand.id).every((one) => stirredSince(one) === null) &&
  fits(world, hand, guest)

export const strategyOf = (world: World, guest: Guest): StrategyName =>
  stepOf(guest)?.strategy ?? deskOf(world, guest).strategy

/** Handed to one agent alone. */
export const isAlone = ({ state }: Guest): boolean => state.phase === 'queued' && state.only !== null
