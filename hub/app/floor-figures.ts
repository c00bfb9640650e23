/**
 * What those who lead a floor see of it in figures: how today goes at each queue and with each agent, and which alerts are
 * on. Figures move slowly and are made anew in beats, however often the floor changes.
 */
import { newcomerWait, queueRecordOf, queueSummary, rulesOf, type WaitEstimate } from '../acd/index.ts'
import type { AgentId, QueueId } from '../model/ids.ts'
import { instant, seconds, since, type Instant } from '../model/time.ts'
import { usualGoal } from '../reports/index.ts'
import { alertId } from './alerts.ts'
import type { Directory } from './directory.ts'
import type { Measure, QueueSetup } from './organisation.ts'
import type { Reporting } from './reporting.ts'
import { item, type Sight, type ViewItem } from './views.ts'
import type { Work } from './work.ts'

type Days = Pick<Reporting, 'today' | 'busyToday'>

const queuesBeat = seconds(1)
const agentsBeat = seconds(10)
const waitsBeat = seconds(1)

export class FloorFigures {
  #queuesAt = instant(-Infinity)
  #agentsAt = instant(-Infinity)
  readonly #waits = new Map<QueueId, { readonly at: Instant; readonly wait: WaitEstimate | null }>()

  constructor(private readonly days: () => Days) {}

  /** What a newcomer is likely to wait. */
  wait({ live }: Sight, queue: QueueId): WaitEstimate | null {
    const { at } = live.floor
    const known = this.#waits.get(queue)
    if (known !== undefined && since(known.at, at) < waitsBeat) return known.wait
    const wait = newcomerWait(live.floor, queue)
    this.#waits.set(queue, { at, wait })
    return wait
  }

  /** Kinds whose beat has come, with all their items. `isNew`: nothing was shown until now. */
  due(sight: Sight, at: Instant, isNew: boolean): readonly (readonly [kind: string, items: readonly ViewItem[]])[] {
    const found: (readonly [string, readonly ViewItem[]])[] = []
    if (isNew || since(this.#queuesAt, at) >= queuesBeat) {
      this.#queuesAt = at
      found.push(['queueDay', this.#queueDays(sight)], ['alert', alertItems(sight)])
    }
    if (isNew || since(this.#agentsAt, at) >= agentsBeat) {
      this.#agentsAt = at
      found.push(['agentDay', this.#agentDays(sight)])
    }
    return found
  }

  /** Somebody has seen an alert: the next refresh tells. */
  soon(): void {
    this.#queuesAt = instant(-Infinity)
  }

  /** In a tick: which queues are beyond a threshold now. */
  lookOut(work: Work, directory: Directory): void {
    const { thresholds = [], queues } = directory.organisation
    const setups = new Map(queues.map((setup) => [setup.rules.id, setup]))
    const sight = { live: work.live, directory, store: work.tick }
    const measure = (queue: QueueId, what: Measure): number | null =>
      this.#measure(sight, setups.get(queue), what, work.now)
    work.tick.put(...work.live.alerts.look({ thresholds, queues: [...setups.keys()], measure }, work.now))
  }

  #queueDays({ directory }: Sight): ViewItem[] {
    const days = this.days()
    return directory.organisation.queues.map(({ rules: { id: queue }, serviceLevel }) => {
      const today = days.today(queue, goalOf(serviceLevel))
      const { answered, abandoned, levelPermille: level, levelNowPermille: levelNow, levelOf, levelNowOf } = today
      const { seconds: levelSeconds, percent: levelPercent } = serviceLevel
      return item('floor', 'queueDay', queue, {
        queue,
        answered,
        abandoned,
        level,
        levelNow,
        levelSeconds,
        levelPercent,
        levelOf,
        levelNowOf,
      })
    })
  }

  #agentDays({ directory, live }: Sight): ViewItem[] {
    const days = this.days()
    return [...directory.people.all()]
      .filter((person) => !person.disabled)
      .map(({ agent }) => {
        const skills = Object.entries(rulesOf(live.floor, agent)?.skills ?? {}).map(([name, level]) => ({
          name,
          level,
        }))
        return item('floor', 'agentDay', agent, { agent, skills, ...dayOf(days, agent) })
      })
  }

  /** Null for what there is no figure of, and where nobody is meant to be there. */
  #measure(sight: Sight, setup: QueueSetup | undefined, what: Measure, now: Instant): number | null {
    if (setup === undefined) return null
    const { floor } = sight.live
    const { id } = setup.rules
    const { waiting, longestSince, staffed, free } = queueSummary(floor, id)
    if (queueRecordOf(floor, id)?.open === false && waiting === 0) return null
    switch (what) {
      case 'waiting':
        return waiting
      case 'longestWait':
        return longestSince === null ? 0 : Math.floor(since(longestSince, now) / 1_000)
      case 'expectedWait': {
        const wait = this.wait(sight, id)
        return wait && Math.round(wait.p50Ms / 1_000)
      }
      case 'levelNow': {
        const { levelNowPermille } = this.days().today(id, goalOf(setup.serviceLevel))
        return levelNowPermille === null ? null : Math.round(levelNowPermille / 10)
      }
      case 'staffed':
        return staffed
      case 'free':
        return free
    }
  }
}

const alertItems = ({ directory, live }: Sight): ViewItem[] =>
  live.alerts.on.map(({ rule, queue, value, since: begun, seenBy }) => {
    const { key, measure, bound, isAbove } = rule
    const names = seenBy.map((agent) => directory.agentName(agent))
    const shown = { rule: key, queue, measure, bound, isAbove, value, since: begun, seenBy: names }
    return item('floor', 'alert', alertId(key, queue), shown)
  })

const goalOf = ({ seconds: targetS }: QueueSetup['serviceLevel']) => ({ ...usualGoal, targetS })

/** Whole seconds and percents: what moves less than that is no news. */
function dayOf(days: Days, agent: AgentId) {
  const { workMs, readyMs, occupancyPermille } = days.busyToday(agent)
  const whole = (value: number, step: number): number => Math.floor(value / step) * step
  return {
    workMs: whole(workMs, 60_000),
    readyMs: whole(readyMs, 60_000),
    occupancyPermille: occupancyPermille === null ? null : whole(occupancyPermille, 10),
  }
}
