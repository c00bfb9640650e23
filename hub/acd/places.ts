/**
 * Who of a queue is not yet answered, in order of service. Those whose weight still grows and those whose weight is settled
 * are ranked apart, because only within each is the order fixed; a place is counted over both.
 */
import type { Floor, FloorContact } from './floor.ts'
import type { Effort } from './heap.ts'
import { Ranking } from './ranking.ts'
import type { Register } from './register.ts'
import type { Instant } from '../model/time.ts'
import { compareWeights } from './weight.ts'

export class Places {
  private readonly growing: Ranking
  private readonly settled: Ranking
  private readonly register: Register

  constructor(register: Register, effort: Effort) {
    this.register = register
    this.growing = new Ranking(register.compare, effort)
    this.settled = new Ranking(register.compare, effort)
  }

  get size(): number {
    return this.growing.size + this.settled.size
  }

  /** The contact's pace and score must not change while it is in. */
  add(contact: FloorContact): void {
    this.rankingOf(contact).add(contact.number)
  }

  remove(contact: FloorContact): void {
    this.rankingOf(contact).remove(contact.number)
  }

  /** 1 for who is served next. The contact must be in. */
  placeOf(floor: Floor, contact: FloorContact, now: Instant): number {
    const own = this.rankingOf(contact)
    const other = own === this.growing ? this.settled : this.growing
    const ahead = other.countWhile((one) => compareWeights(floor, this.contactOf(one), contact, now) < 0)
    return own.placeOf(contact.number) + ahead
  }

  /** The first `count` of those who wait, in the order in which they are served now. */
  first(floor: Floor, count: number, now: Instant): readonly FloorContact[] {
    const found: FloorContact[] = []
    const [growing, settled] = [this.contactsOf(this.growing), this.contactsOf(this.settled)]
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
    yield* this.contactsOf(this.growing)
    yield* this.contactsOf(this.settled)
  }

  private *contactsOf(ranking: Ranking): Generator<FloorContact, undefined> {
    for (const number of ranking) yield this.contactOf(number)
  }

  private contactOf(number: number): FloorContact {
    return this.register.contacts[number]!
  }

  private rankingOf(contact: FloorContact): Ranking {
    return contact.pace === 0 ? this.settled : this.growing
  }
}
