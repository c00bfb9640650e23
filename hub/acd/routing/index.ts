/** The ways of choosing an agent, one file each. A new one is a file and a line here; its contract test picks it up. */
import { leastOccupied } from './least-occupied.ts'
import { longestIdle } from './longest-idle.ts'
import type { Strategy } from './strategy.ts'

export type { AgentStanding, Strategy } from './strategy.ts'

/** Every strategy by the name that configuration uses. */
export const strategies = {
  'longest-idle': longestIdle,
  'least-occupied': leastOccupied,
} as const satisfies Record<string, Strategy>

export type StrategyName = keyof typeof strategies
