/**
 * A sorted list that can tell an item's place without a scan: blocks of a few hundred items, each block in order and the
 * blocks in order. Finding is a binary search; a place is the sizes of the blocks before plus the place within.
 */
import { partition, type Effort } from './heap.ts'

const blockMax = 256

export class Ranking<Item> {
  size = 0
  private readonly compare: (a: Item, b: Item) => number
  private readonly effort: Effort
  private readonly blocks: Item[][] = []

  /** `compare` must be total, and an item's order must not change while it is in. */
  constructor(compare: (a: Item, b: Item) => number, effort: Effort) {
    this.compare = compare
    this.effort = effort
  }

  add(item: Item): void {
    this.size++
    const last = this.blocks.at(-1)
    // Mostly a newcomer is the last of all: a full block is then left as it is, and the next begun.
    if (last === undefined || this.before(last.at(-1)!, item)) {
      if (last === undefined || last.length >= blockMax) this.blocks.push([item])
      else last.push(item)
      return
    }
    const at = this.blockOf(item)
    const block = this.blocks[at]!
    block.splice(this.indexIn(block, item), 0, item)
    if (block.length > blockMax) this.blocks.splice(at + 1, 0, block.splice(blockMax / 2))
  }

  remove(item: Item): void {
    const at = this.blockOf(item)
    const block = this.blocks[at]!
    block.splice(this.indexIn(block, item), 1)
    this.size--
    if (block.length === 0) this.blocks.splice(at, 1)
  }

  /** 1 for the first. The item must be in. */
  placeOf(item: Item): number {
    const at = this.blockOf(item)
    let before = 0
    for (let i = 0; i < at; i++) before += this.blocks[i]!.length
    return before + this.indexIn(this.blocks[at]!, item) + 1
  }

  /** How many items from the first on fulfil `isBefore`, which must hold for no item after one that it does not hold for. */
  countWhile(isBefore: (item: Item) => boolean): number {
    const fulfils = (item: Item): boolean => {
      this.effort.steps++
      return isBefore(item)
    }
    const at = partition(this.blocks, (block) => fulfils(block.at(-1)!))
    let before = 0
    for (let i = 0; i < at; i++) before += this.blocks[i]!.length
    return at === this.blocks.length ? before : before + partition(this.blocks[at]!, fulfils)
  }

  clear(): void {
    this.size = 0
    this.blocks.length = 0
  }

  /** All items, first to last. */
  *[Symbol.iterator](): Generator<Item> {
    for (const block of this.blocks) yield* block
  }

  /** The first block whose last item is not before `item`; one past the end when there is none. */
  private blockOf(item: Item): number {
    let low = 0
    let high = this.blocks.length
    while (low < high) {
      const middle = (low + high) >> 1
      const block = this.blocks[middle]!
      if (this.before(block[block.length - 1]!, item)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Where `item` is, or belongs, in a block. */
  private indexIn(block: readonly Item[], item: Item): number {
    let low = 0
    let high = block.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.before(block[middle]!, item)) low = middle + 1
      else high = middle
    }
    return low
  }

  private before(a: Item, b: Item): boolean {
    this.effort.steps++
    return this.compare(a, b) < 0
  }
}
