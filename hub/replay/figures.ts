/** What is printed of a day: by queue and altogether, how customers were served; by agent, how busy they were. */
import { mean, occupancy, served, type Served, type ServiceGoal, type Wait } from '../metrics/index.ts'
import type { AgentId, QueueId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import type { Hours } from './shifts.ts'
import type { Visit } from './visit.ts'

/** Of a queue, or of all. `came` counts everybody; the figures of service count those who waited in person. */
export interface QueueFigures extends Served {
  readonly came: number
  /** Left a message, or had their place kept. */
  readonly notInPerson: number
  /** Full, closed or sent another way before they waited: known of the run under the other configuration alone. */
  readonly turnedAway: number
  readonly stillWaiting: number
  readonly transfers: number
  readonly overflows: number
  readonly missed: number
}

export interface DayFigures {
  readonly all: QueueFigures
  readonly queues: ReadonlyMap<QueueId, QueueFigures>
  /** Share of the time at work with work in hand, by agent; and of all of them together. */
  readonly occupancy: ReadonlyMap<AgentId, number | null>
  readonly meanOccupancy: number | null
  /** Share of capacity in use, on the average over the time that agents were there. */
  readonly load: number | null
}

/** Of which contacts figures are told: those that came from `from` on and before `to`. */
export interface Span {
  readonly from: Instant
  readonly to: Instant
}

export interface Counted {
  readonly visits: readonly Visit[]
  readonly hours: ReadonlyMap<AgentId, Hours>
  /** When each of those came who were turned away; none in a record. */
  readonly turnedAway: ReadonlyMap<QueueId, readonly Instant[]>
  readonly endsAt: Instant
}

export function figuresOf({ visits, hours, turnedAway, endsAt }: Counted, span: Span, goal: ServiceGoal): DayFigures {
  const within = visits.filter(({ cameAt }) => cameAt >= span.from && cameAt < span.to)
  const away = (of: readonly Instant[]): number => of.filter((at) => at >= span.from && at < span.to).length
  const ids = [...new Set([...within.map(({ queue }) => queue), ...turnedAway.keys()])].sort()
  const queues = ids.map((id): [QueueId, QueueFigures] => {
    const of = within.filter(({ queue }) => queue === id)
    return [id, queueFigures(of, away(turnedAway.get(id) ?? []), endsAt, goal)]
  })
  const all = [...hours.values()]
  const sum = (of: (one: Hours) => number): number => all.reduce((total, one) => total + of(one), 0)
  return {
    all: queueFigures(within, away([...turnedAway.values()].flat()), endsAt, goal),
    queues: new Map(queues),
    occupancy: new Map([...hours].map(([agent, { workMs, presentMs }]) => [agent, occupancy(workMs, presentMs)])),
    meanOccupancy: mean(all.flatMap(({ workMs, presentMs }) => occupancy(workMs, presentMs) ?? [])),
    load: occupancy(
      sum(({ unitMs }) => unitMs),
      sum(({ presentMs }) => presentMs),
    ),
  }
}

function queueFigures(visits: readonly Visit[], turnedAway: number, endsAt: Instant, goal: ServiceGoal): QueueFigures {
  const sum = (of: (visit: Visit) => number): number => visits.reduce((total, visit) => total + of(visit), 0)
  const inPerson = visits.filter(({ wasHeld, isMessage }) => !wasHeld && !isMessage)
  const waiting = inPerson.filter(({ answeredAt, endedAt }) => answeredAt === null && endedAt === null)
  const over = inPerson.filter(({ answeredAt, endedAt }) => answeredAt !== null || endedAt !== null)
  return {
    came: visits.length + turnedAway,
    notInPerson: visits.length - inPerson.length,
    turnedAway,
    stillWaiting: waiting.length,
    ...served(
      over.map((visit) => waitOf(visit, endsAt)),
      goal,
    ),
    transfers: sum(({ transfers }) => transfers),
    overflows: sum(({ overflows }) => overflows),
    missed: sum(({ missed }) => missed),
  }
}

/** Whoever was lost for good has abandoned when they were lost, not at the end of their grace. */
function waitOf({ cameAt, answeredAt, endedAt, outcome, givenUp }: Visit, endsAt: Instant): Wait {
  if (answeredAt !== null) return { end: 'answered', waitedMs: answeredAt - cameAt }
  const waitedMs = (endedAt ?? endsAt) - cameAt
  return outcome === 'abandoned'
    ? { end: 'abandoned', waitedMs: givenUp?.ms ?? waitedMs }
    : { end: 'elsewhere', waitedMs }
}
