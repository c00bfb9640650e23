/**
 * The agents of a bench who are ready, in the order in which the strategy asks them. One that ranks agents keeps a heap; one
 * that takes turns or draws lots keeps them by id, and the turn says where in that list to begin.
 */
import type { AgentId } from '../model/ids.ts'
import { draw } from './chance.ts'
import type { Criterion } from './explain.ts'
import { compareIds, type Floor, type FloorQueue } from './floor.ts'
import { KeyedHeap, nowhere, type Effort } from './heap.ts'
import type { NormalForm } from './requirements.ts'
import { Roster } from './roster.ts'
import type { AgentStanding, Strategy } from './routing/index.ts'
import type { Seat } from './bench.ts'

/** What the order depends on beside the agents. */
export interface Turn {
  /** Whom the queue asked last, or null. */
  readonly after: AgentId | null
  /** The nth draw for the offer to be made, 0 to 1. */
  readonly draw: (nth: number) => number
}

export interface ReadySeats {
  readonly size: number
  add(seat: Seat): void
  remove(seat: Seat): void
  /** The agent's standing has changed. */
  refresh(seat: Seat): void
  /** Seats in the order in which they would be asked; takes a few steps for each that is looked at. */
  inOrder(turn: Turn): Iterable<Seat>
  /** Some of the seats, in the order in which they would be asked; takes time with their number alone. */
  ordered(seats: readonly Seat[], turn: Turn): readonly Seat[]
  /** What the seat's place in the order is made of. */
  criteria(seat: Seat): readonly Criterion[]
  /** All seats, in no order. */
  [Symbol.iterator](): Iterator<Seat>
}

export const turnOf = (floor: Floor, queue: FloorQueue): Turn => ({
  after: queue.askedLast,
  draw: (nth) => draw(floor.epoch, floor.offersMade + 1, nth),
})

export function readySeats(strategy: Strategy, asked: NormalForm, effort: Effort): ReadySeats {
  switch (strategy.kind) {
    case 'rank':
      return new Ranked(strategy, asked, effort)
    case 'turn':
      return new InTurn(() => 1, effort)
    case 'chance':
      return new ByLot((seat) => strategy.lots(standingOf(seat)), effort)
  }
}

const byId = (a: Seat, b: Seat): number => compareIds(a.agent.record.id, b.agent.record.id)

function standingOf({ agent: { record, rules, usedUnits } }: Seat): AgentStanding {
  const { id, idleSince, shift } = record
  return { id, usedUnits, capacityUnits: rules?.capacityUnits ?? 1, idleSince, shift, rules }
}

class Ranked implements ReadySeats {
  private readonly heap: KeyedHeap<Seat>
  private readonly strategy: Extract<Strategy, { kind: 'rank' }>
  private readonly asked: NormalForm

  constructor(strategy: Extract<Strategy, { kind: 'rank' }>, asked: NormalForm, effort: Effort) {
    this.strategy = strategy
    this.asked = asked
    this.heap = new KeyedHeap(byId, effort)
  }

  get size(): number {
    return this.heap.size
  }

  add(seat: Seat): void {
    seat.handle = this.heap.push(seat, this.rankOf(seat), this.tieOf(seat))
  }

  remove(seat: Seat): void {
    this.heap.remove(seat.handle)
    seat.handle = nowhere
  }

  refresh(seat: Seat): void {
    this.heap.rekey(seat.handle, this.rankOf(seat), this.tieOf(seat))
  }

  inOrder(): Iterable<Seat> {
    // Mostly one agent has just become ready, and there is nothing to search.
    return this.heap.size === 1 ? [this.heap.top()!] : this.heap.ascending()
  }

  ordered(seats: readonly Seat[]): readonly Seat[] {
    const byRank = (a: Seat, b: Seat): number =>
      this.rankOf(a) - this.rankOf(b) || this.tieOf(a) - this.tieOf(b) || byId(a, b)
    return [...seats].sort(byRank)
  }

  criteria(seat: Seat): readonly Criterion[] {
    const rank = Math.round(this.rankOf(seat) * 1_000) / 1_000
    return this.strategy.equals === 'idle'
      ? [
          ['rank', rank],
          ['idleSince', this.tieOf(seat)],
        ]
      : [['rank', rank]]
  }

  [Symbol.iterator](): Iterator<Seat> {
    return this.heap[Symbol.iterator]()
  }

  private rankOf(seat: Seat): number {
    return this.strategy.rank(standingOf(seat), this.asked)
  }

  private tieOf(seat: Seat): number {
    return this.strategy.equals === 'idle' ? seat.agent.record.idleSince : 0
  }
}

abstract class Listed implements ReadySeats {
  protected readonly roster: Roster<Seat>

  protected readonly lotsOf: (seat: Seat) => number

  constructor(lots: (seat: Seat) => number, effort: Effort) {
    this.lotsOf = lots
    this.roster = new Roster((seat) => seat.agent.record.id, lots, effort)
  }

  get size(): number {
    return this.roster.size
  }

  add(seat: Seat): void {
    this.roster.add(seat)
    seat.handle = 0
  }

  remove(seat: Seat): void {
    this.roster.remove(seat)
    seat.handle = nowhere
  }

  criteria(seat: Seat): readonly Criterion[] {
    return [['lots', this.lotsOf(seat)]]
  }

  /** The order is by id, which never changes. */
  refresh(): void {}

  [Symbol.iterator](): Iterator<Seat> {
    return this.roster.from('')
  }

  abstract inOrder(turn: Turn): Iterable<Seat>
  abstract ordered(seats: readonly Seat[], turn: Turn): readonly Seat[]

  /** Everybody after `id`, and then the others. */
  protected *goingRound(id: string): Generator<Seat> {
    for (const seat of this.roster.from(id)) if (seat.agent.record.id !== id) yield seat
    for (const seat of this.roster.from('')) {
      if (seat.agent.record.id > id) return
      yield seat
    }
  }
}

class InTurn extends Listed {
  inOrder({ after }: Turn): Iterable<Seat> {
    return this.goingRound(after ?? '')
  }

  ordered(seats: readonly Seat[], { after }: Turn): readonly Seat[] {
    const sorted = [...seats].sort(byId)
    const next = sorted.findIndex(({ agent }) => agent.record.id > (after ?? ''))
    return next === -1 ? sorted : [...sorted.slice(next), ...sorted.slice(0, next)]
  }
}

/** So many draws, and who is still missing then comes in turn: with few agents refused nobody gets there. */
const drawsMax = 16

class ByLot extends Listed {
  /** One of them is drawn, and the others follow in turn. */
  ordered(seats: readonly Seat[], { draw: chance }: Turn): readonly Seat[] {
    const sorted = [...seats].sort(byId)
    let at = 0
    let left = chance(0) * sorted.reduce((sum, seat) => sum + this.lotsOf(seat), 0)
    for (; at < sorted.length - 1; at++) if ((left -= this.lotsOf(sorted[at]!)) < 0) break
    return [...sorted.slice(at), ...sorted.slice(0, at)]
  }

  *inOrder({ draw: chance }: Turn): Generator<Seat> {
    const drawn = new Set<Seat>()
    for (let nth = 0; nth < drawsMax && drawn.size < this.size; nth++) {
      const seat = this.roster.atShare(chance(nth))
      if (!drawn.has(seat)) yield seat
      drawn.add(seat)
    }
    const [last] = [...drawn].slice(-1)
    for (const seat of this.goingRound(last?.agent.record.id ?? '')) if (!drawn.has(seat)) yield seat
  }
}
