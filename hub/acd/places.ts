/**
 * Who of a queue is not yet answered, in order of service. Those whose weight still grows and those whose weight is settled
 * are ranked apart, because only within each is the order fixed; a place is counted over both.
 */
import { compareContacts, type Floor, type FloorContact } from './floor.ts'
import type { Effort } from './heap.ts'
import { Ranking } from './ranking.ts'
import type { Instant } from '../model/time.ts'
import { compareWeights } from './weight.ts'

export class Places {
  private readonly growing: Ranking<FloorContact>
  private readonly settled: Ranking<FloorContact>

  constructor(effort: Effort) {
    this.growing = new Ranking(compareContacts, effort)
    this.settled = new Ranking(compareContacts, effort)
  }

  get size(): number {
    return this.growing.size + this.settled.size
  }

  /** The contact's pace and score must not change while it is in. */
  add(contact: FloorContact): void {
    this.rankingOf(contact).add(contact)
  }

  remove(contact: FloorContact): void {
    this.rankingOf(contact).remove(contact)
  }

  /** 1 for who is served next. The contact must be in. */
  placeOf(floor: Floor, contact: FloorContact, now: Instant): number {
    const own = this.rankingOf(contact)
    const other = own === this.growing ? this.settled : this.growing
    const ahead = other.countWhile((one) => compareWeights(floor, one, contact, now) < 0)
    return own.placeOf(contact) + ahead
  }

  /** The first `count` of those who wait, in the order in which they are served now. */
  first(floor: Floor, count: number, now: Instant): readonly FloorContact[] {
    const found: FloorContact[] = []
    const [growing, settled] = [this.growing[Symbol.iterator](), this.settled[Symbol.iterator]()]
    let [a, b] = [growing.next(), settled.next()]
    while (found.length < count && !(a.done && b.done)) {
      const isGrowing = b.done || (!a.done && compareWeights(floor, a.value, b.value, now) < 0)
      if (isGrowing) {
        found.push(a.value as FloorContact)
        a = growing.next()
      } else {
        found.push(b.value as FloorContact)
        b = settled.next()
      }
    }
    return found
  }

  clear(): void {
    this.growing.clear()
    this.settled.clear()
  }

  /** All contacts, each kind in its order. */
  *[Symbol.iterator](): Generator<FloorContact> {
    yield* this.growing
    yield* this.settled
  }

  private rankingOf(contact: FloorContact): Ranking<FloorContact> {
    return contact.pace === 0 ? this.settled : this.growing
  }
}
