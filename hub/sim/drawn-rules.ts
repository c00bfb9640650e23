/**
 * Rules that somebody might set for a queue, drawn by chance: every rule that the floor knows is used by some of them, in any
 * company. For rehearsals of the floor alone, and for simulated days.
 */
import {
  callBackModes,
  queueDefaults,
  strategies,
  wrapUpModes,
  type OverflowRule,
  type OverflowTarget,
  type QueueRules,
  type SkillRequirement,
  type StepRules,
  type StrategyName,
} from '../acd/index.ts'
import type { AgentId, QueueId } from '../model/ids.ts'
import { durationMs, seconds } from '../model/time.ts'
import type { Chance } from './chance.ts'
import { scorerHabits } from './scorer.ts'

/** What the rules may speak of. */
export interface House {
  readonly id: QueueId
  /** All queues, this one among them, and agents that a step may name. */
  readonly all: readonly QueueId[]
  readonly agents: readonly AgentId[]
  /** Draws what somebody might ask for. */
  needs(): readonly SkillRequirement[]
}

/** What days of drawn rules must have seen, by the names under which checks count it. */
export const plannedRules: readonly string[] = [
  ...scorerHabits.map((habit) => `scorer ${habit}`),
  ...[
    'overflowChanged',
    'contactOverflowed',
    'hoursChanged',
    'waitCapped',
    'stepEnded',
    'contactParked',
    'contactStirred',
    'contactWoken',
    'agentRested',
    'wrapUpExtended',
    'contactHeld',
    'callStarted',
    'callFailed',
    'restEnded',
    'contactScored',
    'scoresMissed',
  ].map((type) => `floor: ${type}`),
]

const strategyNames = Object.keys(strategies) as StrategyName[]

export function drawnRules(chance: Chance, house: House): QueueRules {
  const hits = (probability: number): boolean => chance.hits(probability)
  const between = (min: number, max: number): number => chance.between(min, max)
  return {
    ...queueDefaults,
    id: house.id,
    strategy: chance.pick(strategyNames),
    ringAtOnce: between(2, 6),
    ...(hits(0.3) && {
      scoring: { timeoutMs: durationMs(between(50, 1_500)), candidatesMax: between(1, 6) },
    }),
    requirements: hits(0.4) ? house.needs() : [],
    priorityMs: hits(0.3) ? between(0, 60_000) : 0,
    callBack: {
      mode: chance.pick(callBackModes),
      joinMs: seconds(between(5, 60)),
      attemptsMax: between(1, 3),
      gapMs: seconds(between(0, 60)),
    },
    missesBeforeAway: between(1, 3),
    missCoolDownMs: hits(0.3) ? seconds(between(1, 30)) : durationMs(0),
    turnAwayCoolDownMs: seconds(between(0, 20)),
    offerGapMs: hits(0.3) ? seconds(between(1, 10)) : durationMs(0),
    overflow: drawnOverflow(chance, house),
    waitMaxMs: hits(0.2) ? seconds(between(20, 300)) : null,
    waitMaxTo: hits(0.7) ? { queue: chance.pick(house.all) } : { way: chance.pick(['form', 'callBack']) },
    lengthMax: hits(0.1) ? between(20, 200) : null,
    steps: hits(0.4) ? drawnSteps(chance, house) : [],
    parkAfterMs: hits(0.5) ? seconds(between(1, 120)) : null,
    parkedPercent: chance.pick([0, 25, 25, 50, 100]),
    wrapUp: chance.pick(wrapUpModes),
    wrapUpUnits: hits(0.5) ? chance.pick([0, 10, 25, 100]) : null,
    wrapUpExtensionsMax: between(0, 2),
    acceleration: hits(0.4) ? chance.pick([0, 250, 1_500, 5_000, 100_000]) : 1_000,
    waitCapMs: hits(0.3) ? durationMs(between(0, 90_000)) : null,
    wrapUpMs: hits(0.3) ? durationMs(0) : seconds(between(5, 60)),
    declineCoolDownMs: hits(0.2) ? durationMs(0) : seconds(between(1, 60)),
    dispositionRequired: hits(0.3),
    dispositions: ['solved', 'other'],
    customerGraceMs: seconds(between(20, 120)),
    agentGraceMs: seconds(between(10, 90)),
  }
}

function drawnOverflow(chance: Chance, { id, all }: House): readonly OverflowRule[] {
  if (chance.hits(0.6)) return []
  const [above, until] = [chance.between(3, 40), chance.between(0, 3)]
  const to: OverflowTarget = { queue: chance.pick(all.filter((other) => other !== id)) }
  const closed: OverflowTarget = chance.hits(0.7) ? to : { way: 'callBack' }
  return [
    { name: 'closed', when: { measure: 'closed' }, to: closed, waiting: chance.hits(0.5) },
    { name: 'crowded', when: { measure: 'waiting', above, until }, to, waiting: chance.hits(0.3) },
    { name: 'empty', when: { measure: 'staffed', below: 1, until: 2 }, to, waiting: false },
  ]
}

function drawnSteps(chance: Chance, { agents, needs }: House): readonly StepRules[] {
  return Array.from({ length: chance.between(1, 3) }, () => ({
    requirements: needs(),
    strategy: chance.hits(0.5) ? chance.pick(strategyNames) : null,
    prefer: chance.pick([null, null, { lastWithinMs: seconds(60) }, [chance.pick(agents), chance.pick(agents)]]),
    forMs: seconds(chance.between(1, 40)),
    skipIf: chance.pick([null, { count: 'available', below: 1 }, { count: 'free', below: 2 }] as const),
  }))
}
