/** Who has talked least in their shift is asked first. A talk counts when it ends; until then its units do. */
import type { Strategy } from './strategy.ts'

/** Ranks by the time in talks that ended in this shift. */
export const leastTalkTime = {
  kind: 'rank',
  rank: (agent) => agent.shift.talkMs,
  equals: 'idle',
} as const satisfies Strategy
