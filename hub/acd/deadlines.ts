/**
 * What happens by itself, and when. A contact, an agent or a queue stands in here once, with the first thing that is due for
 * it: what comes after that is found from its record when it has come. So one who waits costs one entry, however many
 * clocks run for them.
 */
import type { Instant } from '../model/time.ts'
import { compareIds, type FloorAgent, type FloorContact, type FloorQueue } from './floor.ts'
import { KeyedHeap, nowhere, type Effort } from './heap.ts'

/**
 * Which goes first at the same instant (TI2). `phase` is the end of what a contact is in, such as an offer or a cool-down;
 * then a customer's grace, an agent's, the cap of waiting, the longest wait, a queue's hours, a step, an agent's gap, and the
 * wait for scores.
 */
const dueKinds = ['phase', 'customer', 'grace', 'cap', 'wait', 'hours', 'step', 'rest', 'score'] as const

/** Rank of each kind among things due at the same instant. */
export const dueRank = {
  phase: 0,
  customer: 1,
  grace: 2,
  cap: 3,
  wait: 4,
  hours: 5,
  step: 6,
  rest: 7,
  score: 8,
} as const

/** When nothing is due. */
export const never = Number.POSITIVE_INFINITY

export type Due = { readonly at: Instant } & (
  | { readonly kind: 'phase' | 'customer' | 'cap' | 'wait' | 'step' | 'score'; readonly of: FloorContact }
  | { readonly kind: 'grace' | 'rest'; readonly of: FloorAgent }
  | { readonly kind: 'hours'; readonly of: FloorQueue }
)

/** Whatever something can be due for. */
type Timed = FloorContact | FloorAgent | FloorQueue

export class Deadlines {
  private readonly heap: KeyedHeap<Timed>

  constructor(effort: Effort) {
    this.heap = new KeyedHeap((a, b) => compareIds(a.record.id, b.record.id), effort)
  }

  /** The first thing that is due for `of` comes at `at`, or nothing does. */
  set(of: Timed, at: number, rank: number): void {
    const { dueHandle } = of
    if (dueHandle !== nowhere) {
      if (at === never) this.unset(of)
      else if (!this.heap.isAt(dueHandle, at, rank)) this.heap.rekey(dueHandle, at, rank)
    } else if (at !== never) of.dueHandle = this.heap.push(of, at, rank)
  }

  unset(of: Timed): void {
    if (of.dueHandle === nowhere) return
    this.heap.remove(of.dueHandle)
    of.dueHandle = nowhere
  }

  /** When the first of all is due, or null. */
  nextAt(): Instant | null {
    return this.heap.topKey() as Instant | null
  }

  /** What is due first, or null. */
  first(): Due | null {
    const of = this.heap.top()
    return of === undefined ? null : this.dueOf(of)
  }

  /** Forgets all; whoever was in is told so by the caller. */
  clear(): void {
    this.heap.clear()
  }

  /** The first thing due for each, in no order. */
  *[Symbol.iterator](): Generator<Due> {
    for (const of of this.heap) yield this.dueOf(of)
  }

  private dueOf(of: Timed): Due {
    const [at, rank] = this.heap.keysOf(of.dueHandle)
    return { kind: dueKinds[rank], at, of } as Due
  }
}
