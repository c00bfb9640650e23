/** The first agent who is ready is asked, in an order that configuration gives: a front line and its reserves. */
import type { Strategy } from './strategy.ts'

/** Ranks by the agent's position, smallest first; agents of one position go by id. */
export const linear = {
  kind: 'rank',
  rank: (agent) => agent.rules?.position ?? 0,
  equals: 'id',
} as const satisfies Strategy
