/**
 * A sorted list of numbers that stand for things, which can tell a thing's place without a scan: blocks of a few hundred, each
 * block in order and the blocks in order. Finding is a binary search; a place is the sizes of the blocks before plus the
 * place within.
 */
import { partition, type Effort } from './heap.ts'

const blockMax = 256

class Block {
  size = 0
  readonly items = new Int32Array(blockMax)

  last(): number {
    return this.items[this.size - 1]!
  }

  insert(at: number, item: number): void {
    this.items.copyWithin(at + 1, at, this.size++)
    this.items[at] = item
  }

  remove(at: number): void {
    this.items.copyWithin(at, at + 1, this.size--)
  }

  /** Leaves the first half here; the rest is a block of its own. */
  split(): Block {
    const rest = new Block()
    const half = this.size >> 1
    rest.items.set(this.items.subarray(half, this.size))
    rest.size = this.size - half
    this.size = half
    return rest
  }

  /** The first place whose item does not fulfil `isBefore`. */
  partition(isBefore: (item: number) => boolean): number {
    return partition(this.items.subarray(0, this.size), isBefore)
  }
}

export class Ranking {
  size = 0
  private readonly compare: (a: number, b: number) => number
  private readonly effort: Effort
  private readonly blocks: Block[] = []

  /** `compare` must be total, and an item's order must not change while it is in. */
  constructor(compare: (a: number, b: number) => number, effort: Effort) {
    this.compare = compare
    this.effort = effort
  }

  add(item: number): void {
    this.size++
    const block = this.blocks[this.blockFor(item)]!
    const isLast = block.size === 0 || this.before(block.last(), item)
    block.insert(isLast ? block.size : this.indexIn(block, item), item)
  }

  remove(item: number): void {
    const at = this.blockOf(item)
    const block = this.blocks[at]!
    block.remove(this.indexIn(block, item))
    this.size--
    if (block.size === 0) this.blocks.splice(at, 1)
  }

  /** 1 for the first. The item must be in. */
  placeOf(item: number): number {
    const at = this.blockOf(item)
    return this.sizeBefore(at) + this.indexIn(this.blocks[at]!, item) + 1
  }

  /** How many items from the first on fulfil `isBefore`, which must hold for no item after one that it does not hold for. */
  countWhile(isBefore: (item: number) => boolean): number {
    const fulfils = (item: number): boolean => {
      this.effort.steps++
      return isBefore(item)
    }
    const at = partition(this.blocks, (block) => fulfils(block.last()))
    return this.sizeBefore(at) + (this.blocks[at]?.partition(fulfils) ?? 0)
  }

  clear(): void {
    this.size = 0
    this.blocks.length = 0
  }

  /** All items, first to last. */
  *[Symbol.iterator](): Generator<number> {
    for (const { items, size } of this.blocks) for (let at = 0; at < size; at++) yield items[at]!
  }

  /** The block that the item belongs in, with room for it. */
  private blockFor(item: number): number {
    const end = this.blocks.length - 1
    const last = this.blocks[end]
    // Mostly a newcomer is the last of all: a full block is then left as it is, and the next begun.
    if (last === undefined || this.before(last.last(), item)) {
      if (last !== undefined && last.size < blockMax) return end
      return this.blocks.push(new Block()) - 1
    }
    const at = this.blockOf(item)
    const block = this.blocks[at]!
    if (block.size < blockMax) return at
    this.blocks.splice(at + 1, 0, block.split())
    return this.before(block.last(), item) ? at + 1 : at
  }

  private sizeBefore(block: number): number {
    let size = 0
    for (let at = 0; at < block; at++) size += this.blocks[at]!.size
    return size
  }

  /** The first block whose last item is not before `item`; one past the end when there is none. */
  private blockOf(item: number): number {
    let low = 0
    let high = this.blocks.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.before(this.blocks[middle]!.last(), item)) low = middle + 1
      else high = middle
    }
    return low
  }

  /** Where `item` is, or belongs, in a block. */
  private indexIn({ items, size }: Block, item: number): number {
    let low = 0
    let high = size
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.before(items[middle]!, item)) low = middle + 1
      else high = middle
    }
    return low
  }

  private before(a: number, b: number): boolean {
    this.effort.steps++
    return this.compare(a, b) < 0
  }
}
