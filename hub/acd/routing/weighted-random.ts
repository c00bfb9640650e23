/** Agents are drawn by lot, so that nobody can foretell whom a contact reaches; some have more lots than others. */
import type { Strategy } from './strategy.ts'

/** Draws by the agent's weight. The draw is made of the offer's number: the same floor draws the same. */
export const weightedRandom = { kind: 'chance', lots: (agent) => agent.rules?.weight ?? 1 } as const satisfies Strategy
