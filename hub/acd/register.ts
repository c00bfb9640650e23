/**
 * A number for every contact on the floor, small and used again, and by that number in typed arrays what the order of service
 * goes by and where the contact stands. With a hundred thousand waiting, what is compared thousands of times a second so lies
 * close together, and the collector has nothing to look through.
 */
import { compareIds, type FloorContact } from './floor.ts'
import { nowhere } from './heap.ts'

/** Where each contact stands in one kind of heap, of which it is in at most one at a time. */
export interface Column {
  at: Int32Array<ArrayBuffer>
}

const firstSize = 64

export class Register {
  /** By number. */
  readonly contacts: (FloorContact | undefined)[] = []
  /** Smaller is served first among contacts of one pace. See weight.ts. */
  score = new Float64Array(firstSize)
  /** In its line. */
  readonly inLine: Column = { at: new Int32Array(firstSize) }
  /** Among those of its queue by age. */
  readonly byAge: Column = { at: new Int32Array(firstSize) }
  /** Among those whom its queue may send on. */
  readonly movable: Column = { at: new Int32Array(firstSize) }
  private enqueuedAt = new Float64Array(firstSize)
  private readonly spare: number[] = []

  /** A number for the contact, which stands nowhere yet. */
  take(contact: FloorContact): number {
    const number = this.spare.pop() ?? this.contacts.length
    if (number === this.score.length) this.grow()
    this.contacts[number] = contact
    this.enqueuedAt[number] = contact.record.enqueuedAt
    this.takeOut(number)
    return number
  }

  /** The contact has left the floor. */
  free(number: number): void {
    this.contacts[number] = undefined
    this.spare.push(number)
  }

  /** The contact stands nowhere any longer: the heaps that it stood in are gone. */
  takeOut(number: number): void {
    this.inLine.at[number] = this.byAge.at[number] = this.movable.at[number] = nowhere
  }

  /** Order of service among contacts of one pace. */
  readonly compare = (a: number, b: number): number =>
    this.score[a]! - this.score[b]! || this.enqueuedAt[a]! - this.enqueuedAt[b]! || this.compareIds(a, b)

  /** The oldest first. */
  readonly compareAges = (a: number, b: number): number =>
    this.enqueuedAt[a]! - this.enqueuedAt[b]! || this.score[a]! - this.score[b]! || this.compareIds(a, b)

  /** Of a queue, also of different paces: the oldest first, and then in the order of service. */
  // Not by what they weigh, which changes when their waiting counts no longer.
  readonly compareMovable = (a: number, b: number): number =>
    this.enqueuedAt[a]! - this.enqueuedAt[b]! ||
    this.contacts[b]!.record.priorityMs - this.contacts[a]!.record.priorityMs ||
    this.compareIds(a, b)

  private compareIds(a: number, b: number): number {
    return compareIds(this.contacts[a]!.record.id, this.contacts[b]!.record.id)
  }

  private grow(): void {
    const size = this.score.length * 2
    this.score = copied(new Float64Array(size), this.score)
    this.enqueuedAt = copied(new Float64Array(size), this.enqueuedAt)
    for (const column of [this.inLine, this.byAge, this.movable]) column.at = copied(new Int32Array(size), column.at)
  }
}

function copied<Numbers extends Int32Array | Float64Array>(to: Numbers, from: Numbers): Numbers {
  to.set(from)
  return to
}
