/**
 * Whom a strategy asks first (RS2 to RS4, RS7 to RS11). `weighted-random` is not here: SPEC.md says how likely each agent is
 * and of what the draw is made, not how it is drawn.
 */
import type { PlannedStep, QueueRules, Requirement, SkillRequirement } from '../state.ts'
import { deskOf, levelOf, meetsAll, stepOf, usedUnits, type Guest, type Hand, type World } from './world.ts'

export type StrategyName = QueueRules['strategy']

export const known = [
  'longest-idle',
  'least-occupied',
  'fewest-contacts',
  'least-talk-time',
  'best-skill',
  'best-skill-sum',
  'round-robin',
  'linear',
  'ring-group',
] as const satisfies readonly StrategyName[]

type Known = (typeof known)[number]
type Criterion = (world: World, hand: Hand, guest: Guest) => number

const isBusy: Criterion = (world, hand) => (usedUnits(world, hand) > 0 ? 1 : 0)

/** Of which the smaller goes first. */
const criteria: Record<Known, Criterion> = {
  'longest-idle': isBusy,
  'least-occupied': (world, hand) => usedUnits(world, hand) / hand.rules!.capacityUnits,
  'fewest-contacts': (_, hand) => hand.shift.contacts,
  'least-talk-time': (_, hand) => hand.shift.talkMs,
  'best-skill': (world, hand, guest) => -bestLevels(world, hand, guest, (levels) => sum(levels) / levels.length),
  'best-skill-sum': (world, hand, guest) => -bestLevels(world, hand, guest, sum),
  'round-robin': (world, hand, guest) => {
    const { askedLast } = world.queues.get(guest.queue)!
    return askedLast === null || hand.id > askedLast ? 0 : 1
  },
  linear: (_, hand) => hand.rules!.position ?? 0,
  'ring-group': isBusy,
}

/** Equals go by longest idle and then by id, in the strategies that have an order of their own by id alone. */
export function bestOf(world: World, guest: Guest, name: StrategyName, hands: readonly Hand[]): Hand {
  const first = (hand: Hand) => criteria[name as Known](world, hand, guest)
  const second = (hand: Hand) => (name === 'linear' || name === 'round-robin' ? 0 : hand.idleSince)
  return [...hands].sort((a, b) => first(a) - first(b) || second(a) - second(b) || (a.id < b.id ? -1 : 1))[0]!
}

const sum = (levels: readonly number[]): number => levels.reduce((total, level) => total + level, 0)

/** RS9: over the sets of skills of which any one suffices and which this agent has. */
function bestLevels(world: World, { rules }: Hand, guest: Guest, score: (levels: number[]) => number): number {
  const step: PlannedStep | null = stepOf(guest)
  const sets = setsOf([...deskOf(world, guest).requirements, ...guest.requirements, ...(step?.requirements ?? [])])
  const met = sets.filter((set) => set.length > 0 && meetsAll(rules!, set))
  const levels = (set: readonly SkillRequirement[]): number[] =>
    [...new Set(set.map(({ skill }) => skill))].map((skill) => levelOf(rules!, skill))
  return Math.max(0, ...met.map((set) => score(levels(set))))
}

/** SR2: the least sets that suffice. */
function setsOf(asked: readonly Requirement[]): readonly (readonly SkillRequirement[])[] {
  const choices = asked.map((one) => ('anyOf' in one ? one.anyOf : [[one]]))
  const all = choices.reduce(
    (sets, next) => sets.flatMap((set) => next.map((more) => [...set, ...more])),
    [[] as readonly SkillRequirement[]],
  )
  return all.filter((set) => !all.some((other) => covers(set, other) && !covers(other, set)))
}

/** Whoever has the one has the other. */
const covers = (one: readonly SkillRequirement[], other: readonly SkillRequirement[]): boolean =>
  other.every(({ skill, level }) => one.some((has) => has.skill === skill && has.level >= level))
