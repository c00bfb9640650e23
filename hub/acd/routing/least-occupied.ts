/** Who has the smallest share of their capacity in use is asked first, so that work spreads evenly over unequal agents. */
import type { Strategy } from './strategy.ts'

/** Ranks by used units over capacity, 0 to 1. */
export const leastOccupied = {
  kind: 'rank',
  rank: (agent) => agent.usedUnits / agent.capacityUnits,
  equals: 'idle',
} as const satisfies Strategy
