/**
 * Keeps the figures of reports: follows the floor's events, a little behind, and adds what they come to in the transaction
 * that notes up to where they are counted. So each event counts once, whatever breaks, and what is kept is what counting
 * the whole log again would give (hub/reports, RP13). Data of before there were reports is counted from its first event.
 */
import type { AgentId, QueueId } from '../model/ids.ts'
import {
  addCell,
  blockOf,
  cellOf,
  cellsOf,
  emptyCell,
  figuresIn,
  flatOf,
  partsOfCell,
  quarterOf,
  queueFormulas,
  Tally,
  Today,
  usualGoal,
  type AgentCell,
  type Block,
  type Cell,
  type CellKind,
  type Cells,
  type Goal,
  type QueueCell,
} from '../reports/index.ts'
import { durationMs, hours, instant, seconds, type Instant } from '../model/time.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Change, Store } from '../ports/store.ts'
import { keys, rows } from './records.ts'
import { cellChanges, hourMs, rowsOf, type Grain } from './report-rows.ts'
import type { Work } from './work.ts'

interface ReportingParts {
  readonly store: Store
  readonly clock: Clock
  submit(run: (work: Work) => void, unkept: () => void): void
  /** How far clocks are ahead of universal time where this queue is, or where the hub is: whose day it is. */
  offsetMs(queue: QueueId | null, at: Instant): number
}

/** How today goes at a queue. Shares are permille, null of nothing. */
export interface QueueToday {
  /** Waits of the queue's own day. */
  readonly answered: number
  readonly abandoned: number
  readonly levelPermille: number | null
  /** Waits that this is a share of: those that were given up at once are left out. */
  readonly levelOf: number
  /** Of the last 30 minutes. */
  readonly levelNowPermille: number | null
  readonly levelNowOf: number
}

/** What was counted of an agent, their time away by reason, and what was said of their work. */
export interface AgentFigures {
  readonly cell: AgentCell
  readonly reasons: ReadonlyMap<string, number>
  readonly survey: Cell<'survey'>
}

/** An agent's day. */
export interface AgentToday {
  readonly workMs: number
  readonly readyMs: number
  readonly occupancyPermille: number | null
}

/** Events that one tick counts at most, so that nobody waits for it. */
export const eventsPerTick = 500
const everyMs = seconds(2)
const afterTroubleMs = seconds(30)
/** Rows that are read at once: what is asked of a year must not stop the hub. */
const rowsAtOnce = 24
const dayMs = hours(24)

export class Reporting {
  #tally!: Tally
  #today!: Today
  /** The last event that is counted. */
  #counted = 0
  /** The same of what happened beside the floor. */
  #countedFacts = 0
  /** From here on hours are kept beside the quarters: not of what versions before have counted. */
  #hoursFrom = 0
  #next: Cancel = () => undefined
  #stopped = false

  constructor(private readonly parts: ReportingParts) {
    this.#load()
  }

  start(): void {
    this.#again(everyMs)
  }

  stop(): void {
    this.#stopped = true
    this.#next()
  }

  /** Cheap enough to be asked of each queue each second. `goal`: what is in time there, default 20 s. */
  today(queue: QueueId, goal: Goal = usualGoal): QueueToday {
    const now = this.parts.clock.now()
    const day = this.#today.queue(queue, this.#dayBegan(queue, now))
    const lately = this.#today.lately(queue, now)
    const level = (cell: QueueCell): number | null => permille(queueFormulas['serviceLevel.1'](cell, goal))
    const counted = (cell: QueueCell): number =>
      queueFormulas['answered.1'](cell) +
      queueFormulas['abandoned.1'](cell) -
      queueFormulas['abandonedShort.1'](cell, goal)
    return {
      answered: queueFormulas['answered.1'](day),
      abandoned: queueFormulas['abandoned.1'](day),
      levelPermille: level(day),
      levelOf: counted(day),
      levelNowPermille: level(lately),
      levelNowOf: counted(lately),
    }
  }

  /** The same of an agent, of the day where the hub is. */
  busyToday(agent: AgentId): AgentToday {
    const { atWorkMs: workMs, readyMs } = this.#sinceOf(agent, this.#dayBegan(null, this.parts.clock.now()))
    const timeMs = workMs + readyMs
    return { workMs, readyMs, occupancyPermille: permille(timeMs > 0 ? workMs / timeMs : null) }
  }

  /** An agent's own figures since the quarter of this instant, with the time that runs on; of the last 25 hours at most. */
  figuresOf(agent: AgentId, from: Instant): AgentFigures {
    const began = this.#within(from)
    const cell = this.#sinceOf(agent, began)
    const reasons = new Map(this.#today.away(agent, began))
    for (const [quarter, cells] of this.#tally.runningOf(agent, this.parts.clock.now()).away)
      for (const [name, { awayMs }] of quarter >= quarterOf(began) ? cells : [])
        reasons.set(partsOfCell(name)[1] ?? '', (reasons.get(partsOfCell(name)[1] ?? '') ?? 0) + awayMs)
    return { cell, reasons, survey: this.#today.survey(agent, began) }
  }

  /** How the time of an agent went, by the quarter, with what runs on: of the last 25 hours at most, in order. */
  courseOf(agent: AgentId, from: Instant): ReadonlyMap<Instant, AgentCell> {
    const { store, clock } = this.parts
    const began = this.#within(from)
    const course = new Map<Instant, AgentCell>()
    for (const [quarter, block] of rowsOf(store, 'agent', 'quarter', { from: began })) {
      const figures = figuresIn(block, agent)
      if (figures !== undefined) course.set(quarter, cellOf('agent', figures))
    }
    for (const [quarter, cells] of this.#tally.runningOf(agent, clock.now()).agent)
      for (const cell of quarter >= began ? cells.values() : []) {
        const sum = course.get(quarter) ?? emptyCell('agent')
        addCell(sum, cell)
        course.set(quarter, sum)
      }
    return new Map([...course].toSorted(([one], [other]) => one - other))
  }

  #sinceOf(agent: AgentId, from: Instant): AgentCell {
    const began = this.#within(from)
    const sum = { ...this.#today.agent(agent, began) }
    for (const [quarter, cells] of this.#tally.runningOf(agent, this.parts.clock.now()).agent)
      for (const cell of cells.values()) if (quarter >= began) addCell(sum, cell)
    return sum
  }

  /** A quarter of the last 25 hours. */
  #within(from: Instant): Instant {
    const now = this.parts.clock.now()
    return quarterOf(Math.min(now, Math.max(from, now - hours(25))))
  }

  #dayBegan(queue: QueueId | null, now: Instant): Instant {
    const offsetMs = this.parts.offsetMs(queue, now)
    return instant(Math.floor((now + offsetMs) / dayMs) * dayMs - offsetMs)
  }

  /**
   * The cells of a stretch, and then the time of agents that runs on: by the hour where that is wanted, but for what the
   * stretch has beside its full hours; otherwise by the quarter. `to` is exclusive.
   */
  async *cells(kind: CellKind, from: Instant, to: Instant, grain: Grain = 'quarter'): AsyncGenerator<CellsAt> {
    const running = blocksOf(kind, this.#tally.running(this.parts.clock.now()))
    const first = grain === 'hour' ? Math.min(to, fullHour(Math.max(from, this.#hoursFrom))) : to
    const last = Math.max(first, Math.floor(to / hourMs) * hourMs)
    yield* this.#rows(kind, 'quarter', from, instant(first))
    yield* this.#rows(kind, 'hour', instant(first), instant(last))
    yield* this.#rows(kind, 'quarter', instant(last), to)
    for (const [quarter, block] of running) if (quarter >= from && quarter < to) yield [quarter, block]
  }

  /** Some rows at a time, so that nobody waits for them. */
  async *#rows(kind: CellKind, grain: Grain, from: Instant, to: Instant): AsyncGenerator<CellsAt> {
    const { store, clock } = this.parts
    for (let next = from; next < to; await new Promise<void>((resolve) => clock.soon(resolve))) {
      const slice = [...rowsOf(store, kind, grain, { from: next, to, limit: rowsAtOnce })]
      yield* slice
      if (slice.length < rowsAtOnce) return
      next = instant(slice.at(-1)![0] + 1)
    }
  }

  #again(afterMs: number): void {
    if (!this.#stopped) this.#next = this.parts.clock.after(durationMs(afterMs), () => this.#count())
  }

  /** In a tick, where memory and the disk say the same: nothing is counted that may still be lost. */
  #count(): void {
    this.parts.submit(
      (work) => {
        const { store } = work.tick
        const events = [...store.range('event', { after: [this.#counted], limit: eventsPerTick })]
        const facts = [...store.range('fact', { after: [this.#countedFacts], limit: eventsPerTick })]
        if (events.length + facts.length > 0) work.tick.put(...this.#changes(events, facts, store))
        work.tick.afterwards(() => {
          this.#today.settled()
          this.#again(Math.max(events.length, facts.length) === eventsPerTick ? 0 : everyMs)
        })
      },
      () => {
        this.#load()
        this.#again(afterTroubleMs)
      },
    )
  }

  #changes(events: readonly KeptRow[], facts: readonly KeptRow[], store: Pick<Store, 'get' | 'range'>): Change[] {
    const tally = this.#tally
    for (const { key, value } of events) {
      tally.happened(rows.event.read(value))
      this.#counted = Number(key[0])
    }
    for (const { key, value } of facts) {
      tally.noted(rows.fact.read(value))
      this.#countedFacts = Number(key[0])
    }
    const taken = tally.take()
    this.#today.counted(taken.cells, taken.waits)
    const changes = [
      rows.meta.put(keys.meta('reported'), this.#counted),
      rows.meta.put(keys.meta('reportedFacts'), this.#countedFacts),
      rows.meta.put(keys.meta('reportHours'), this.#hoursFrom),
    ]
    for (const contact of taken.contacts) {
      const key = keys.tally('contact', contact)
      const state = tally.contacts.get(contact)
      changes.push(state === undefined ? rows.tallyContact.remove(key) : rows.tallyContact.put(key, state))
    }
    for (const agent of taken.agents)
      changes.push(rows.tallyAgent.put(keys.tally('agent', agent), tally.agents.get(agent)!))
    return [...changes, ...cellChanges(taken.cells, store)]
  }

  #load(): void {
    const { store } = this.parts
    this.#counted = rows.meta.get(store, keys.meta('reported')) ?? 0
    this.#countedFacts = rows.meta.get(store, keys.meta('reportedFacts')) ?? 0
    const next = Math.ceil((this.parts.clock.now() + 1) / hourMs) * hourMs
    this.#hoursFrom = rows.meta.get(store, keys.meta('reportHours')) ?? (this.#counted === 0 ? 0 : next)
    const of = (kind: 'contact' | 'agent') => [...store.range('tally', { prefix: [kind] })]
    this.#tally = new Tally({
      contacts: of('contact').map(({ key, value }) => [key[1] as never, rows.tallyContact.read(value)] as const),
      agents: of('agent').map(({ key, value }) => [key[1] as never, rows.tallyAgent.read(value)] as const),
    })
    this.#today = new Today((kind, from) => keptFrom(store, kind, from))
    this.#today.begin(this.parts.clock.now())
  }
}

function* keptFrom<K extends CellKind>(store: Store, kind: K, from: Instant): Generator<readonly [Instant, Named<K>]> {
  for (const [at, block] of rowsOf(store, kind, 'quarter', { from }))
    yield [at, [...cellsOf(block)].map(([name, flat]) => [name, cellOf(kind, flat)] as const)]
}

function blocksOf<K extends CellKind>(kind: K, running: Cells): readonly CellsAt[] {
  return [...(running[kind] as Cells[K])].map(([quarter, cells]) => [
    quarter,
    blockOf(new Map([...cells].map(([name, cell]) => [name, flatOf(kind, cell as Cell<K>)]))),
  ])
}

const fullHour = (at: number): number => Math.ceil(at / hourMs) * hourMs

const permille = (share: number | null): number | null => (share === null ? null : Math.round(share * 1_000))

interface KeptRow {
  readonly key: readonly unknown[]
  readonly value: Uint8Array
}
type CellsAt = readonly [at: Instant, cells: Block]
type Named<K extends CellKind> = Iterable<readonly [name: string, cell: Cell<K>]>
