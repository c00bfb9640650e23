/**
 * A list that open screens follow: items by kind and id, changed by numbered deltas. A client that was away for a moment
 * gets the deltas it lacks, one that was away for long gets all items anew. In memory only: it shows what the floor is.
 */
import { frameKinds, type HubFrame, type ListChange, type Topic, type Wire } from '../protocol/index.ts'

/**
 * Changes kept for those who come back: as many as there are items, since from there on a snapshot says it in less; of a short
 * list some more, of a long one no more than these.
 */
const changesKept = { least: 16, most: 1_024 } as const
/** Room for the numbers of one incarnation: a list made anew within an epoch never continues the numbers of the one before it. */
const numbersPerIncarnation = 2 ** 24

type Delta = Extract<HubFrame, readonly [typeof frameKinds.delta, ...unknown[]]>

interface Item {
  readonly kind: string
  readonly id: string
  readonly value: Wire
}

export class LiveList {
  #items = new Map<string, Item>()
  #changes: ListChange[] = []
  #seq: number
  readonly #first: number
  /** The last deltas; the newest is numbered `#seq`. */
  #recent: Delta[] = []
  /** Changes in them. */
  #recentChanges = 0

  /** `incarnation` counts the lists made in this epoch. */
  constructor(
    readonly topic: Topic,
    incarnation: number,
  ) {
    this.#first = this.#seq = incarnation * numbersPerIncarnation
  }

  /** What it shows now, with the changes that no delta told yet. */
  items(): Iterable<Item> {
    return this.#items.values()
  }

  get seq(): number {
    return this.#seq
  }

  /** Sets an item, or removes it with null. Equal values change nothing. */
  set(kind: string, id: string, value: Wire): void {
    const name = `${kind} ${id}`
    const held = this.#items.get(name)
    if (held === undefined ? value === null : sameWire(held.value, value)) return
    if (value === null) this.#items.delete(name)
    else this.#items.set(name, { kind, id, value })
    this.#changes.push([kind, id, value])
  }

  /** Makes the items of `kinds` exactly these. */
  replace(kinds: readonly string[], items: readonly Item[]): void {
    const wanted = new Set(items.map((item) => `${item.kind} ${item.id}`))
    for (const [name, item] of [...this.#items])
      if (kinds.includes(item.kind) && !wanted.has(name)) this.set(item.kind, item.id, null)
    for (const item of items) this.set(item.kind, item.id, item.value)
  }

  /** With these to begin with, which is no news. */
  filled(kinds: readonly string[], items: readonly Item[]): this {
    this.replace(kinds, items)
    this.takeDelta()
    return this
  }

  /** The changes since the last call as one delta, or null when there were none. */
  takeDelta(): HubFrame | null {
    if (this.#changes.length === 0) return null
    this.#seq += 1
    const delta: Delta = [frameKinds.delta, this.topic, this.#seq, this.#changes]
    this.#changes = []
    this.#recent.push(delta)
    this.#recentChanges += delta[3].length
    const { least, most } = changesKept
    const kept = Math.min(most, Math.max(least, this.#items.size))
    while (this.#recentChanges > kept && this.#recent.length > 1) this.#recentChanges -= this.#recent.shift()![3].length
    return delta
  }

  /** Keeps no delta of until now: whoever is behind gets all items anew. */
  forgetPast(): void {
    this.#recent = []
    this.#recentChanges = 0
  }

  /** What brings a client with this cursor (null: none) up to date: the missing deltas, or a snapshot. Call with no changes pending. */
  catchUp(cursor: number | null): readonly HubFrame[] {
    const missing = cursor === null ? Infinity : this.#seq - cursor
    if (missing === 0) return []
    if (missing > 0 && missing <= this.#recent.length && cursor !== null && cursor >= this.#first)
      return this.#recent.slice(-missing)
    const items = [...this.#items.values()].map(({ kind, id, value }): ListChange => [kind, id, value])
    return [[frameKinds.snapshot, this.topic, this.#seq, items]]
  }
}

/** True for equal plain values. */
function sameWire(a: Wire, b: Wire): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, at) => sameWire(item, b[at] as Wire))
  return a === b
}
