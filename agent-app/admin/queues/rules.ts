/** PURE: numbers that a queue's rules are made of, with bounds and built-in values as hub/config-schema.ts has them (held by rules.test.ts). */
import type { NumberRule } from '../fields/number.ts'

/** What a number counts; words in translations. */
export type Unit = 'seconds' | 'agents' | 'contacts' | 'offers' | 'units' | 'times' | 'percent' | 'calls' | 'factor'

export interface QueueNumber extends NumberRule {
  readonly unit: Unit
  /** What holds where nothing is said; null for nothing. */
  readonly builtIn: number | null
}

const of = (min: number, max: number, unit: Unit, builtIn: number | null, decimals?: number): QueueNumber => ({
  min,
  max,
  unit,
  builtIn,
  ...(decimals !== undefined && { decimals }),
})

export const queueNumbers = {
  ringAtOnce: of(2, 20, 'agents', 5),
  prioritySeconds: of(0, 86_400, 'seconds', 0),
  acceleration: of(0, 100, 'factor', 1, 3),
  waitCapSeconds: of(0, 86_400, 'seconds', null),
  offerTimeoutSeconds: of(5, 300, 'seconds', 20),
  replySeconds: of(10, 3_600, 'seconds', 180),
  declineCoolDownSeconds: of(0, 600, 'seconds', 10),
  missCoolDownSeconds: of(0, 600, 'seconds', 0),
  turnAwayCoolDownSeconds: of(0, 600, 'seconds', 10),
  missesBeforeAway: of(1, 10, 'offers', 1),
  offerGapSeconds: of(0, 300, 'seconds', 0),
  wrapUpSeconds: of(0, 3_600, 'seconds', 60),
  wrapUpUnits: of(0, 1_000, 'units', null),
  wrapUpExtensionSeconds: of(0, 3_600, 'seconds', 60),
  wrapUpExtensionsMax: of(0, 100, 'times', 3),
  parkAfterSeconds: of(8, 86_400, 'seconds', null),
  parkedPercent: of(0, 100, 'percent', 25),
  joinSeconds: of(5, 3_600, 'seconds', 45),
  callsMax: of(1, 20, 'calls', 3),
  callGapSeconds: of(0, 86_400, 'seconds', 120),
  waitMaxSeconds: of(10, 86_400, 'seconds', null),
  lengthMax: of(1, 100_000, 'contacts', null),
  customerGraceSeconds: of(10, 86_400, 'seconds', 120),
  agentGraceSeconds: of(10, 600, 'seconds', 60),
} as const satisfies Readonly<Record<string, QueueNumber>>
export type QueueNumberName = keyof typeof queueNumbers

/** Routing strategies, in the order in which they are offered; held against hub/acd/routing by rules.test.ts. */
export const strategyNames = [
  'longest-idle',
  'least-occupied',
  'fewest-contacts',
  'least-talk-time',
  'best-skill',
  'best-skill-sum',
  'round-robin',
  'linear',
  'weighted-random',
  'ring-group',
] as const

export const wrapUpNames = ['timed', 'untimed', 'optional', 'none'] as const
export const callBackNames = ['agent-first', 'customer-first'] as const

/** Waits that reports count apart: a service level is within one of them. Seconds. */
export const levelBounds = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600] as const

/** Everything of a queue that its page edits: nothing may be left to the file alone. */
export const queueSettings = [
  'id',
  'name',
  'strategy',
  'scorer',
  'version',
  'steps',
  'requirements',
  'wrapUp',
  'calendar',
  'callBackMode',
  'overflow',
  'waitMaxTo',
  'dispositions',
  'dispositionRequired',
  'serviceLevel',
  ...(Object.keys(queueNumbers) as QueueNumberName[]),
] as const
