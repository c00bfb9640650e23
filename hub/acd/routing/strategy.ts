/**
 * What a routing strategy is. Most turn an agent's standing into one number, so that the agents of a queue can be kept in
 * order all the time instead of being compared when a contact needs one. Two kinds cannot be a number of the agent alone:
 * taking turns depends on who was asked last, and chance on the draw.
 */
import type { AgentId } from '../../model/ids.ts'
import type { Instant } from '../../model/time.ts'
import type { NormalForm } from '../requirements.ts'
import type { AgentRules, Shift } from '../state.ts'

/** What a strategy may look at. */
export interface AgentStanding {
  readonly id: AgentId
  /** Units of all contacts offered, active or in wrap-up. */
  readonly usedUnits: number
  /** More than 0 for every agent who is ever ranked. */
  readonly capacityUnits: number
  readonly idleSince: Instant
  readonly shift: Shift
  readonly rules: AgentRules | null
}

export type Strategy =
  | {
      readonly kind: 'rank'
      /** Smallest is asked first. Must depend on the standing and on what is asked for alone. */
      readonly rank: (agent: AgentStanding, asked: NormalForm) => number
      /** Whether agents of equal rank go by longest idle and then by id, as usual, or by id alone. */
      readonly equals: 'idle' | 'id'
      /** True where a contact rings at several agents at once (RG1); left out for one at a time. */
      readonly asksSeveral?: true
    }
  /** In the order of ids, beginning after the agent whom the queue asked last. */
  | { readonly kind: 'turn' }
  /** By a draw in which each agent has this whole number of lots, 1 or more. */
  | { readonly kind: 'chance'; readonly lots: (agent: AgentStanding) => number }

/** Whether a contact rings at several agents at once. */
export const asksSeveral = (strategy: Strategy): boolean => strategy.kind === 'rank' && strategy.asksSeveral === true
