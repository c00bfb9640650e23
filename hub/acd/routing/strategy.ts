/**
 * What a routing strategy is. It turns an agent's standing into one number, so that the agents of a queue can be kept in
 * order all the time instead of being compared when a contact needs one. Agents of equal rank go by longest idle, then by id.
 */
import type { AgentId } from '../../model/ids.ts'
import type { Instant } from '../../model/time.ts'

/** What a strategy may look at. */
export interface AgentStanding {
  readonly id: AgentId
  /** Units of all contacts offered, active or in wrap-up. */
  readonly usedUnits: number
  /** More than 0 for every agent who is ever ranked. */
  readonly capacityUnits: number
  readonly idleSince: Instant
}

/** The agent with the smallest rank is asked first. Must depend on the standing alone. */
export type Strategy = (agent: AgentStanding) => number
