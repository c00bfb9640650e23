/**
 * Contacts in order, by their numbers: a binary heap from which any of them can be taken out, because a column of the register
 * tells where it stands. All heaps of one kind share that column, so a line with nobody in it takes next to nothing.
 */
import { nowhere, type Effort } from './heap.ts'
import type { Column } from './register.ts'

const firstSize = 4

export class ContactHeap {
  size = 0
  private order = new Int32Array(firstSize)
  private readonly compare: (a: number, b: number) => number
  private readonly places: Column
  private readonly effort: Effort

  /** `compare` must be total. `places` has `nowhere` for every contact that is in none of the heaps that share it. */
  constructor(compare: (a: number, b: number) => number, places: Column, effort: Effort) {
    this.compare = compare
    this.places = places
    this.effort = effort
  }

  /** Number of the first, or `nowhere`. */
  top(): number {
    return this.size === 0 ? nowhere : this.order[0]!
  }

  push(contact: number): void {
    if (this.size === this.order.length) this.grow()
    this.rise(this.size++, contact)
  }

  /** The contact must be in. */
  remove(contact: number): void {
    const hole = this.places.at[contact]!
    const last = this.order[--this.size]!
    this.places.at[contact] = nowhere
    if (last !== contact && this.rise(hole, last) === hole) this.sink(hole, last)
  }

  /** Forgets all; that they stand nowhere is for the register to know. */
  clear(): void {
    this.size = 0
  }

  /** The numbers of all, in no order. */
  *[Symbol.iterator](): Generator<number> {
    for (let at = 0; at < this.size; at++) yield this.order[at]!
  }

  private before(a: number, b: number): boolean {
    this.effort.steps++
    return this.compare(a, b) < 0
  }

  /** Moves a contact up from a place that is free for it; returns where it came to rest. */
  private rise(from: number, contact: number): number {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = this.order[parent]!
      if (!this.before(contact, above)) break
      this.put(at, above)
      at = parent
    }
    this.put(at, contact)
    return at
  }

  private sink(from: number, contact: number): void {
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= this.size) break
      if (child + 1 < this.size && this.before(this.order[child + 1]!, this.order[child]!)) child++
      const below = this.order[child]!
      if (!this.before(below, contact)) break
      this.put(at, below)
      at = child
    }
    this.put(at, contact)
  }

  private put(at: number, contact: number): void {
    this.order[at] = contact
    this.places.at[contact] = at
  }

  private grow(): void {
    const order = new Int32Array(this.order.length * 2)
    order.set(this.order)
    this.order = order
  }
}
