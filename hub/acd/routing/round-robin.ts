/** Agents take turns in the order of their ids. Whoever is not ready misses the turn; nobody is asked twice for it. */
import type { Strategy } from './strategy.ts'

/** The queue remembers whom it asked last: that outlives restarts, and agents who come and go. */
export const roundRobin = { kind: 'turn' } as const satisfies Strategy
