/**
 * Things in the order of their ids, from which one can be drawn by its share of all lots and which can be read from any id
 * on. Kept in blocks of a few hundred with the lots of each, so that neither takes a look at everybody.
 */
import { partition, type Effort } from './heap.ts'

const blockMax = 256

interface Block<Item> {
  readonly items: Item[]
  lots: number
}

export class Roster<Item> {
  size = 0
  private lots = 0
  private readonly blocks: Block<Item>[] = []
  private readonly idOf: (item: Item) => string
  private readonly lotsOf: (item: Item) => number
  private readonly effort: Effort

  /** `idOf` must tell all items apart; neither it nor `lotsOf`, a whole number above 0, may change while an item is in. */
  constructor(idOf: (item: Item) => string, lotsOf: (item: Item) => number, effort: Effort) {
    this.idOf = idOf
    this.lotsOf = lotsOf
    this.effort = effort
  }

  add(item: Item): void {
    const isFirst = this.blocks.length === 0
    if (isFirst) this.blocks.push({ items: [], lots: 0 })
    const at = isFirst ? 0 : Math.min(this.blockOf(this.idOf(item)), this.blocks.length - 1)
    const block = this.blocks[at]!
    block.items.splice(this.indexIn(block, this.idOf(item)), 0, item)
    this.count(block, item, 1)
    if (block.items.length > blockMax) this.split(at)
  }

  remove(item: Item): void {
    const at = this.blockOf(this.idOf(item))
    const block = this.blocks[at]!
    block.items.splice(this.indexIn(block, this.idOf(item)), 1)
    this.count(block, item, -1)
    if (block.items.length === 0) this.blocks.splice(at, 1)
  }

  /** Items from the first whose id is not before `id`. */
  *from(id: string): Generator<Item> {
    const first = this.blockOf(id)
    for (let at = first; at < this.blocks.length; at++) {
      const { items } = this.blocks[at]!
      const begin = at === first ? this.indexIn(this.blocks[at]!, id) : 0
      for (let i = begin; i < items.length; i++) {
        this.effort.steps++
        yield items[i]!
      }
    }
  }

  /** The item whose lots hold `share` of all, 0 up to but without 1. There must be one. */
  atShare(share: number): Item {
    let left = Math.floor(share * this.lots)
    const block = this.blocks.find((one) => (left < one.lots ? true : ((left -= one.lots), false)))!
    this.effort.steps += 2
    return block.items.find((item) => (left < this.lotsOf(item) ? true : ((left -= this.lotsOf(item)), false)))!
  }

  private count(block: Block<Item>, item: Item, sign: 1 | -1): void {
    const lots = sign * this.lotsOf(item)
    this.size += sign
    block.lots += lots
    this.lots += lots
  }

  private split(at: number): void {
    const block = this.blocks[at]!
    const items = block.items.splice(blockMax / 2)
    const lots = items.reduce((sum, item) => sum + this.lotsOf(item), 0)
    block.lots -= lots
    this.blocks.splice(at + 1, 0, { items, lots })
  }

  private blockOf(id: string): number {
    return partition(this.blocks, (block) => this.isBefore(block.items.at(-1)!, id))
  }

  private indexIn(block: Block<Item>, id: string): number {
    return partition(block.items, (item) => this.isBefore(item, id))
  }

  private isBefore(item: Item, id: string): boolean {
    this.effort.steps++
    return this.idOf(item) < id
  }
}
