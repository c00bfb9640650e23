/**
 * Who has been without work for longest is asked first. An agent who holds several contacts at once is never quite idle:
 * they come after everyone who holds none, the one who took or ended work longest ago first.
 */
import type { Strategy } from './strategy.ts'

/** Ranks the idle before the busy; the clock (`idleSince`) decides within each. */
export const longestIdle = {
  kind: 'rank',
  rank: (agent) => (agent.usedUnits === 0 ? 0 : 1),
  equals: 'idle',
} as const satisfies Strategy
