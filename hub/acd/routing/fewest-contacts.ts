/**
 * Who has taken fewest contacts in their shift is asked first. A shift begins when an agent comes back after hours of
 * absence (`shiftGapMs`), not after lunch, or a break would be paid for with a burst of work.
 */
import type { Strategy } from './strategy.ts'

/** Ranks by contacts accepted or assigned in this shift. */
export const fewestContacts = {
  kind: 'rank',
  rank: (agent) => agent.shift.contacts,
  equals: 'idle',
} as const satisfies Strategy
