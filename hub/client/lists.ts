/**
 * The live lists: a snapshot, then every change by its number. After a reconnect the hub either fills in the changes that
 * are missing or sends a new snapshot. Items this build does not know or cannot read are left out.
 */
import { itemShape, type ListChange, type ListCursor, type Topic } from '../protocol/index.ts'

interface LiveList {
  epoch: number
  seq: number
}

export class Lists {
  readonly #lists = new Map<string, LiveList>()
  /** By topic and kind. The maps are never replaced, so that whoever has asked for one once sees it change. */
  readonly #items = new Map<string, Map<string, unknown>>()
  #epoch = 0

  /** The hub's epoch on this line; numbers of another epoch do not continue here. */
  begin(epoch: number): void {
    this.#epoch = epoch
  }

  of(topic: string, kind: string): Map<string, unknown> {
    const key = `${topic}/${kind}`
    const items = this.#items.get(key) ?? new Map<string, unknown>()
    this.#items.set(key, items)
    return items
  }

  /** Replaces the whole list. Returns the kinds that may have changed. */
  snapshot(topic: Topic, seq: number, items: readonly ListChange[]): string[] {
    const kinds = new Set<string>()
    for (const [key, held] of this.#items) {
      if (!key.startsWith(`${topic}/`) || held.size === 0) continue
      held.clear()
      kinds.add(key.slice(topic.length + 1))
    }
    for (const change of items) this.#apply(topic, change, kinds)
    this.#lists.set(topic, { epoch: this.#epoch, seq })
    return [...kinds]
  }

  /** Takes one numbered set of changes. Returns the kinds that changed; none when it was known. 'gap' takes nothing. */
  delta(topic: Topic, seq: number, changes: readonly ListChange[]): 'gap' | string[] {
    const list = this.#lists.get(topic)
    if (list === undefined || list.epoch !== this.#epoch || seq > list.seq + 1) return 'gap'
    if (seq <= list.seq) return []
    const kinds = new Set<string>()
    for (const change of changes) this.#apply(topic, change, kinds)
    list.seq = seq
    return [...kinds]
  }

  cursors(): ListCursor[] {
    return [...this.#lists].map(([topic, { epoch, seq }]): ListCursor => [topic, epoch, seq])
  }

  #apply(topic: Topic, [kind, id, value]: ListChange, kinds: Set<string>): void {
    const shape = itemShape(topic, kind)
    if (shape === undefined) return
    kinds.add(kind)
    try {
      if (value === null) this.of(topic, kind).delete(id)
      else this.of(topic, kind).set(id, shape.read(value, true))
    } catch {
      this.of(topic, kind).delete(id)
    }
  }
}
