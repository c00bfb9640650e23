/**
 * Things by their ids, in many small maps instead of a large one. A `Map` in which things come and go is built anew again and
 * again, which with a hundred thousand in it is a pause that everybody who waits for an answer feels.
 */

/** A power of two: one more bit halves the pause. */
const parts = 64

export class IdMap<Id extends string, Thing> {
  private readonly maps = Array.from({ length: parts }, () => new Map<Id, Thing>())

  /** Counts; takes time with the number of parts alone. */
  get size(): number {
    return this.maps.reduce((sum, map) => sum + map.size, 0)
  }

  get(id: Id): Thing | undefined {
    return this.partOf(id).get(id)
  }

  has(id: Id): boolean {
    return this.partOf(id).has(id)
  }

  set(id: Id, thing: Thing): void {
    this.partOf(id).set(id, thing)
  }

  delete(id: Id): void {
    this.partOf(id).delete(id)
  }

  /** In no order. */
  *keys(): Generator<Id> {
    for (const map of this.maps) if (map.size > 0) yield* map.keys()
  }

  /** In no order. */
  *values(): Generator<Thing> {
    for (const map of this.maps) if (map.size > 0) yield* map.values()
  }

  /** By the end of the id, where ids of one kind differ most. */
  private partOf(id: Id): Map<Id, Thing> {
    const { length } = id
    return this.maps[(31 * id.charCodeAt(length - 1) + id.charCodeAt(length - 2)) & (parts - 1)]!
  }
}
