/**
 * A binary heap over typed arrays, ordered by two numbers and a tie-break, from which any item can be taken out by its
 * handle. It holds the waiting lines, the benches, the matchable lines and the deadlines: at 100,000 entries an object per
 * entry would be felt as pauses of the collector.
 */

/** Counts the comparisons of everything that shares it, so that a test can prove that no decision scans. */
export interface Effort {
  steps: number
}

/** Handle of something that is in no heap. */
export const nowhere = -1

const firstSize = 8

export class KeyedHeap<Item> {
  size = 0
  private readonly tie: (a: Item, b: Item) => number
  private readonly effort: Effort
  /** Position to handle. */
  private order = new Int32Array(firstSize)
  /** Handle to position. */
  private place = new Int32Array(firstSize)
  private first = new Float64Array(firstSize)
  private second = new Float64Array(firstSize)
  private readonly items: (Item | undefined)[] = []
  private readonly spare: number[] = []

  /** `tie` orders items whose two keys are equal and must be total, or the order would depend on history. */
  constructor(tie: (a: Item, b: Item) => number, effort: Effort) {
    this.tie = tie
    this.effort = effort
  }

  /** The smallest item, or undefined when empty. */
  top(): Item | undefined {
    return this.size === 0 ? undefined : this.items[this.order[0]!]
  }

  /** First key of the smallest item, or null when empty. */
  topKey(): number | null {
    return this.size === 0 ? null : this.first[this.order[0]!]!
  }

  /** Both keys of an item. */
  keysOf(handle: number): readonly [first: number, second: number] {
    return [this.first[handle]!, this.second[handle]!]
  }

  /** Whether the item has these keys. */
  isAt(handle: number, first: number, second: number): boolean {
    return this.first[handle] === first && this.second[handle] === second
  }

  /** Adds an item; the handle returned is good until `remove`. */
  push(item: Item, first: number, second: number): number {
    const handle = this.spare.pop() ?? this.items.length
    if (handle === this.place.length) this.grow()
    this.items[handle] = item
    this.first[handle] = first
    this.second[handle] = second
    this.rise(this.size++, handle)
    return handle
  }

  remove(handle: number): void {
    const hole = this.place[handle]!
    const moved = this.order[--this.size]!
    this.items[handle] = undefined
    this.spare.push(handle)
    if (moved !== handle) this.settle(hole, moved)
  }

  /** Gives an item new keys, or the same ones when its tie-break changed. */
  rekey(handle: number, first: number, second: number): void {
    this.first[handle] = first
    this.second[handle] = second
    this.settle(this.place[handle]!, handle)
  }

  /**
   * Items from the smallest on. Each step looks at the neighbours of what was given before: the first few of many take a few
   * steps. Nothing may be added or removed meanwhile.
   */
  *ascending(): Generator<Item> {
    const frontier = this.size === 0 ? [] : [0]
    while (frontier.length > 0) {
      const at = this.takeSmallest(frontier)
      yield this.items[this.order[at]!]!
      for (const child of [2 * at + 1, 2 * at + 2]) if (child < this.size) frontier.push(child)
    }
  }

  /** Forgets all items; their handles are void. */
  clear(): void {
    this.size = 0
    this.items.length = 0
    this.spare.length = 0
  }

  /** All items, in no order. */
  *[Symbol.iterator](): Generator<Item> {
    for (let at = 0; at < this.size; at++) yield this.items[this.order[at]!]!
  }

  private takeSmallest(positions: number[]): number {
    let best = 0
    for (let i = 1; i < positions.length; i++) {
      if (this.less(this.order[positions[i]!]!, this.order[positions[best]!]!)) best = i
    }
    return positions.splice(best, 1)[0]!
  }

  private less(a: number, b: number): boolean {
    this.effort.steps++
    const first = this.first[a]! - this.first[b]!
    if (first < 0) return true
    // Two infinities differ by NaN, which falls through to the second key as equal ones do.
    if (first > 0) return false
    const second = this.second[a]! - this.second[b]!
    if (second !== 0) return second < 0
    return this.tie(this.items[a]!, this.items[b]!) < 0
  }

  private settle(at: number, handle: number): void {
    if (this.rise(at, handle) === at) this.sink(at, handle)
  }

  /** Moves a handle up from a position that is free for it; returns where it came to rest. */
  private rise(from: number, handle: number): number {
    let at = from
    while (at > 0) {
      const parent = (at - 1) >> 1
      const above = this.order[parent]!
      if (!this.less(handle, above)) break
      this.put(at, above)
      at = parent
    }
    this.put(at, handle)
    return at
  }

  private sink(from: number, handle: number): void {
    let at = from
    for (;;) {
      let child = 2 * at + 1
      if (child >= this.size) break
      if (child + 1 < this.size && this.less(this.order[child + 1]!, this.order[child]!)) child++
      const below = this.order[child]!
      if (!this.less(below, handle)) break
      this.put(at, below)
      at = child
    }
    this.put(at, handle)
  }

  private put(at: number, handle: number): void {
    this.order[at] = handle
    this.place[handle] = at
  }

  private grow(): void {
    const size = this.place.length * 2
    this.order = copied(new Int32Array(size), this.order)
    this.place = copied(new Int32Array(size), this.place)
    this.first = copied(new Float64Array(size), this.first)
    this.second = copied(new Float64Array(size), this.second)
  }
}

function copied<Numbers extends Int32Array | Float64Array>(to: Numbers, from: Numbers): Numbers {
  to.set(from)
  return to
}

/** How many of the items, which begin with those that fulfil `isBefore`, do so: a binary search. */
export function partition<Item>(items: ArrayLike<Item>, isBefore: (item: Item) => boolean): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(items[middle]!)) low = middle + 1
    else high = middle
  }
  return low
}
