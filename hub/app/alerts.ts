/**
 * Thresholds that a company sets for its queues, and the alerts that are on: which rule, at which queue, since when, and who
 * has seen it. Looked for in ticks, whoever watches, and kept with them, so that an alert that outlives a restart is as old as
 * it was and has been seen by whom it was seen. floor-figures.ts says what is measured.
 */
import type { AgentId, QueueId } from '../model/ids.ts'
import { instant, seconds, since, type Instant } from '../model/time.ts'
import type { Change, Store } from '../ports/store.ts'
import type { Measure, Threshold } from './organisation.ts'
import { keys, rows } from './records.ts'

export interface Alert extends Holding {
  readonly rule: Threshold
  readonly queue: QueueId
  readonly value: number
}

/** What is kept of a queue that is beyond a bound. */
export interface Holding {
  /** Since when it holds, which is before it came on. */
  readonly since: Instant
  /** In the order in which they saw it. */
  readonly seenBy: readonly AgentId[]
}

/** What the floor is looked at with. */
export interface AlertSight {
  readonly thresholds: readonly Threshold[]
  readonly queues: readonly QueueId[]
  /** Null for what there is no figure of, which is beyond no bound. */
  measure(queue: QueueId, what: Measure): number | null
}

/** The floor is measured no oftener. */
const beat = seconds(1)
/** Names that are told of those who have seen an alert. */
const seenByMax = 5

export const alertId = (rule: string, queue: QueueId): string => `${rule} ${queue}`

export class Alerts {
  /** Everything beyond a bound, also what is not on yet. */
  #held: ReadonlyMap<string, Holding & { readonly rule: string; readonly queue: QueueId }>
  #on: readonly Alert[] = []
  #lookedAt = instant(-Infinity)

  constructor(held: readonly (Holding & { readonly rule: string; readonly queue: QueueId })[] = []) {
    this.#held = new Map(held.map((one) => [alertId(one.rule, one.queue), one]))
  }

  static load(store: Pick<Store, 'range'>): Alerts {
    const held = [...store.range('alert', {})].map(({ key: [rule, queue], value }) => ({
      ...rows.alert.read(value),
      rule: rule as string,
      queue: queue as QueueId,
    }))
    return new Alerts(held)
  }

  /** Those that are on, as the floor was when it was last looked at. */
  get on(): readonly Alert[] {
    return this.#on.map((alert) => {
      const { since: begun, seenBy } = this.#held.get(alertId(alert.rule.key, alert.queue))!
      return { ...alert, since: begun, seenBy }
    })
  }

  /** Measures the floor, unless that was just done. Returns what is to be kept of it. */
  look({ thresholds, queues, measure }: AlertSight, now: Instant): readonly Change[] {
    if (since(this.#lookedAt, now) < beat) return []
    this.#lookedAt = now
    const before = this.#held
    const alerts: Alert[] = []
    for (const rule of thresholds)
      for (const queue of rule.queues ?? queues) {
        const value = measure(queue, rule.measure)
        if (value === null || !(rule.isAbove ? value > rule.bound : value < rule.bound)) continue
        const known = before.get(alertId(rule.key, queue))
        alerts.push({ rule, queue, value, since: known?.since ?? now, seenBy: known?.seenBy ?? [] })
      }
    const held = alerts.map(({ rule, queue, since: begun, seenBy }) => ({
      rule: rule.key,
      queue,
      since: begun,
      seenBy,
    }))
    this.#held = new Map(held.map((one) => [alertId(one.rule, one.queue), one]))
    this.#on = alerts.filter(({ rule, since: begun }) => since(begun, now) >= rule.forMs)
    const begun = [...this.#held].flatMap(([id, one]) => (before.has(id) ? [] : [this.#kept(one.rule, one.queue)]))
    const over = [...before].flatMap(([id, { rule, queue }]) =>
      this.#held.has(id) ? [] : [rows.alert.remove(keys.alert(rule, queue))],
    )
    return [...begun, ...over]
  }

  /** Notes that somebody has seen one. Returns what is to be kept; nothing when it is not on any more. */
  seen(id: string, agent: AgentId): readonly Change[] {
    const holding = this.#held.get(id)
    if (holding === undefined) return []
    const seenBy = [...new Set([...holding.seenBy, agent])].slice(0, seenByMax)
    this.#held = new Map(this.#held).set(id, { ...holding, seenBy })
    return [this.#kept(holding.rule, holding.queue)]
  }

  #kept(rule: string, queue: QueueId): Change {
    const { since: begun, seenBy } = this.#held.get(alertId(rule, queue))!
    return rows.alert.put(keys.alert(rule, queue), { since: begun, seenBy })
  }
}
