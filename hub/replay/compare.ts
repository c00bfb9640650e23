/** A record beside the same day under another configuration, run several times with other dice. */
import type { Floor, FloorEvent, RuleSet } from '../acd/index.ts'
import type { ServiceGoal } from '../metrics/index.ts'
import { instant, type Instant } from '../model/time.ts'
import { figuresOf, type DayFigures, type Span } from './figures.ts'
import { Habits } from './habits.ts'
import { rerun, type Recorded, type Rerun, type Watcher } from './rerun.ts'
import { Roster } from './roster.ts'
import { Shifts } from './shifts.ts'
import { Visits } from './visits.ts'
import { whatIf, type Policy, type TurnedAway } from './what-if.ts'

export interface Comparison {
  readonly rerun: Rerun
  readonly before: DayFigures
  /** One for each run; none without a policy. */
  readonly after: readonly DayFigures[]
  /** What the record cannot tell, in sentences. */
  readonly doubts: readonly string[]
}

export interface Wanted {
  /** Of contacts that came then, and of that time of agents. Default: all of the record. */
  readonly span: Partial<Span>
  readonly goal: ServiceGoal
  /** Null: only what happened. */
  readonly policy: Policy | null
  readonly runs: number
  readonly seed: number
}

/** `rules`: the first that the record says (record.ts). */
export function compare(record: Iterable<Recorded>, rules: RuleSet, wanted: Wanted): Comparison {
  const span = { from: wanted.span.from ?? instant(0), to: wanted.span.to ?? instant(Number.MAX_SAFE_INTEGER) }
  const roster = new Roster()
  const count = new Count(span)
  // Whoever was configured before the record says so.
  roster.planned.push({ at: instant(0), agents: rules.agents })
  const again = rerun(
    record,
    {
      happened: (event, floor) => {
        count.happened(event, floor)
        roster.happened(event)
      },
    },
    rules,
  )
  const { visits } = count
  visits.end()
  const endsAt = visits.lastAt ?? instant(0)
  const before = count.figures(endsAt, new Map(), wanted.goal)
  const after: DayFigures[] = []
  const { policy } = wanted
  if (policy !== null)
    for (let run = 0; run < wanted.runs; run++) {
      const other = new Count(span)
      const day = { visits: visits.all, planned: roster.planned, endsAt }
      const turnedAway = whatIf(day, policy, new Habits(visits, wanted.seed + run), other)
      after.push(other.figures(endsAt, turnedAway, wanted.goal))
    }
  return { rerun: again, before, after, doubts: policy === null ? [] : doubtsOf(visits, rules, policy) }
}

/** Counts one run. */
class Count implements Watcher {
  readonly visits = new Visits()
  readonly #shifts: Shifts
  #floor: Floor | null = null

  constructor(private readonly span: Span) {
    this.#shifts = new Shifts(span)
  }

  happened(event: FloorEvent, floor: Floor): void {
    this.visits.happened(event)
    this.#shifts.happened(event, floor)
    this.#floor = floor
  }

  figures(endsAt: Instant, turnedAway: TurnedAway, goal: ServiceGoal): DayFigures {
    if (this.#floor !== null) this.#shifts.until(endsAt, this.#floor)
    return figuresOf({ visits: this.visits.all, hours: this.#shifts.hours, turnedAway, endsAt }, this.span, goal)
  }
}

/** What a reader must know before believing the figures. */
function doubtsOf({ all }: Visits, rules: RuleSet, policy: Policy): readonly string[] {
  const doubts: string[] = []
  const known = new Set(policy.queues.map(({ id }) => id))
  const unknown = [...new Set(all.map(({ queue }) => queue))].filter((queue) => !known.has(queue))
  if (unknown.length > 0)
    doubts.push(`The configuration has no ${unknown.join(', ')}: whoever asked for it is turned away.`)
  const before = new Map(rules.queues.map((queue) => [queue.id, queue]))
  for (const { id, parkAfterMs } of policy.queues)
    if (parkAfterMs !== null && before.get(id)?.parkAfterMs === null)
      doubts.push(`${id} did not let talks rest then, so nothing tells when messages were written: too many rest now.`)
  if (rules.queues.some(({ lengthMax, overflow }) => lengthMax !== null || overflow.some(({ to }) => 'way' in to)))
    doubts.push('Whoever was turned away then left no trace in the record, and does not come in the other run either.')
  return doubts
}
