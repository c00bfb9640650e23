/**
 * How today goes, for who looks each second: sums of what was counted since a day began, and waits of the last half hour
 * by the minute. Kept in memory, and made of what is kept when somebody asks of a day for the first time. PURE.
 */
import type { AgentId, QueueId } from '../model/ids.ts'
import { instant, minutes, type Instant } from '../model/time.ts'
import {
  addCell,
  emptyCell,
  nameOfCell,
  partsOfCell,
  quarterMs,
  quarterOf,
  type AgentCell,
  type Cell,
  type CellKind,
  type Cells,
  type QueueCell,
} from './cells.ts'
import type { WaitEnded } from './tally.ts'

/** What is kept, quarter by quarter from an instant on. */
export type KeptFrom = <K extends CellKind>(
  kind: K,
  from: Instant,
) => Iterable<readonly [quarter: Instant, cells: Iterable<readonly [name: string, cell: Cell<K>]>]>

/** By queue, by agent, by agent and reason, and by who is spoken of. */
type Day = { readonly [K in keyof typeof partsKept]: Map<string, Cell<K>> }

/** How many parts of their names cells are told apart by, and from which on. */
const partsKept = { queue: [0, 1], agent: [0, 1], away: [0, 2], survey: [1, 2] } as const
const kindsKept = Object.keys(partsKept) as readonly (keyof Day)[]

const minuteMs = minutes(1)
const lateMs = minutes(30)
/** A day of 25 hours has a hundred quarters, so no more can be asked for than there are. */
const daysMax = 128

export class Today {
  readonly #days = new Map<Instant, Day>()
  /** Days made while something was counted that is not on the disk yet: they may lack it, and are made anew once it is. */
  readonly #passing = new Set<Instant>()
  #isSettled = true
  /** By queue, and within by the beginning of the minute. */
  readonly #late = new Map<string, Map<Instant, QueueCell>>()

  constructor(private readonly kept: KeptFrom) {}

  /** Waits that ended shortly before a start are known by their quarter only: they stand in the middle of it. */
  begin(now: Instant): void {
    for (const [quarter, cells] of this.kept('queue', quarterOf(now - lateMs)))
      for (const [name, { answered, abandoned }] of cells)
        this.#note(partsOfCell(name)[0]!, instant(Math.min(now, quarter + quarterMs / 2)), { answered, abandoned })
  }

  /** What was counted further, and is on its way to the disk until `settled`. */
  counted(more: Cells, waits: readonly WaitEnded[]): void {
    this.#isSettled = false
    for (const [began, day] of this.#days)
      for (const kind of kindsKept)
        for (const [quarter, cells] of more[kind]) if (quarter >= began) addAll(day, kind, cells as never)
    for (const { queue: name, at, how, classes } of waits) this.#note(name, at, { [how]: classes })
  }

  /** What was counted is on the disk. */
  settled(): void {
    this.#isSettled = true
    for (const began of this.#passing) this.#days.delete(began)
    this.#passing.clear()
  }

  /** Of all of its channels, since the quarter in which a day began. */
  queue(queue: QueueId, began: Instant): QueueCell {
    return this.#day(quarterOf(began)).queue.get(queue) ?? emptyCell('queue')
  }

  agent(agent: AgentId, began: Instant): AgentCell {
    return this.#day(quarterOf(began)).agent.get(agent) ?? emptyCell('agent')
  }

  /** Time away by reason. */
  away(agent: AgentId, began: Instant): ReadonlyMap<string, number> {
    const own = [...this.#day(quarterOf(began)).away].filter(([name]) => partsOfCell(name)[0] === agent)
    return new Map(own.map(([name, { awayMs }]) => [partsOfCell(name)[1] ?? '', awayMs]))
  }

  /** What customers said of whom this agent served. */
  survey(agent: AgentId, began: Instant): Cell<'survey'> {
    return this.#day(quarterOf(began)).survey.get(agent) ?? emptyCell('survey')
  }

  /** Waits of a queue that were answered or given up within the last half hour. */
  lately(queue: QueueId, now: Instant): QueueCell {
    const sum = emptyCell('queue')
    for (const [minute, cell] of this.#late.get(queue) ?? []) if (minute > now - lateMs) addCell(sum, cell)
    return sum
  }

  #day(began: Instant): Day {
    const known = this.#days.get(began)
    if (known !== undefined) return known
    const day: Day = { queue: new Map(), agent: new Map(), away: new Map(), survey: new Map() }
    for (const kind of kindsKept) for (const [, cells] of this.kept(kind, began)) addAll(day, kind, cells as never)
    this.#days.set(began, day)
    if (!this.#isSettled) this.#passing.add(began)
    if (this.#days.size > daysMax) this.#days.delete(instant(Math.min(...this.#days.keys())))
    return day
  }

  #note(queue: string, at: Instant, more: Partial<QueueCell>): void {
    const within = this.#late.get(queue) ?? new Map<Instant, QueueCell>()
    this.#late.set(queue, within)
    const minute = instant(Math.floor(at / minuteMs) * minuteMs)
    const cell = within.get(minute) ?? emptyCell('queue')
    within.set(minute, cell)
    addCell(cell, more)
    for (const old of within.keys()) if (old <= minute - lateMs) within.delete(old)
  }
}

function addAll<K extends keyof Day>(
  day: Day,
  kind: K,
  cells: Iterable<readonly [name: string, cell: Partial<Cell<K>>]>,
): void {
  const into = day[kind] as Map<string, Cell<K>>
  for (const [name, more] of cells) {
    const key = nameOfCell(...partsOfCell(name).slice(...partsKept[kind]))
    const cell = into.get(key) ?? emptyCell(kind)
    into.set(key, cell)
    addCell(cell, more)
  }
}
