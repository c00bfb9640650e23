/**
 * Thresholds that a company sets for its queues, and the alerts that are on: which rule, at which queue, since when, and who
 * has seen it. They follow from how the floor is at this moment and are kept nowhere: after a restart one that still holds is
 * on anew. Pure; floor-figures.ts says what is measured.
 */
import type { AgentId, QueueId } from '../model/ids.ts'
import { since, type Instant } from '../model/time.ts'
import type { Measure, Threshold } from './organisation.ts'

export interface Alert {
  readonly rule: Threshold
  readonly queue: QueueId
  readonly value: number
  /** Since when it holds, which is before it came on. */
  readonly since: Instant
  /** In the order in which they saw it. */
  readonly seenBy: readonly AgentId[]
}

/** Names that are told of those who have seen an alert. */
const seenByMax = 5

export const alertId = ({ rule, queue }: Pick<Alert, 'rule' | 'queue'>): string => `${rule.key} ${queue}`

export class Alerts {
  /** Everything beyond a bound, also what is not on yet. */
  #held = new Map<string, Alert>()

  /** Those that are on, after the floor was measured. `measure` tells null for what there is no figure of, which is beyond no bound. */
  look(
    thresholds: readonly Threshold[],
    queues: readonly QueueId[],
    now: Instant,
    measure: (queue: QueueId, what: Measure) => number | null,
  ): readonly Alert[] {
    const held = new Map<string, Alert>()
    for (const rule of thresholds)
      for (const queue of rule.queues ?? queues) {
        const value = measure(queue, rule.measure)
        if (value === null || !(rule.isAbove ? value > rule.bound : value < rule.bound)) continue
        const id = alertId({ rule, queue })
        const before = this.#held.get(id)
        held.set(id, { rule, queue, value, since: before?.since ?? now, seenBy: before?.seenBy ?? [] })
      }
    this.#held = held
    return [...held.values()].filter(({ rule, since: begun }) => since(begun, now) >= rule.forMs)
  }

  /** Notes that somebody has seen one. False when it is not on any more. */
  seen(id: string, agent: AgentId): boolean {
    const alert = this.#held.get(id)
    if (alert === undefined) return false
    const seenBy = [...new Set([...alert.seenBy, agent])].slice(0, seenByMax)
    this.#held.set(id, { ...alert, seenBy })
    return true
  }
}
