/**
 * Rows in key order, in memory: a list of short sorted chunks. Finding is two binary searches, inserting moves at most one
 * chunk, so a million rows cost little more than a thousand. Chunks are shared between a table and its snapshots, and
 * between a table and those who are reading it, and copied by whoever changes one first.
 */
import type { Key } from '../ports/store.ts'
import { compareKeys, type BoundKey, type Bounds } from './store-keys.ts'

interface Chunk<Value> {
  /** Who may change this chunk in place. */
  readonly owner: object
  readonly keys: Key[]
  readonly values: Value[]
}

export interface SortedRow<Value> {
  readonly key: Key
  readonly value: Value
}

const chunkRowsMax = 128

export class SortedRows<Value> {
  #chunks: Chunk<Value>[] = []
  #owner: object = {}
  /** Ranges that are being read off `#chunks` right now. */
  #readers = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  get(key: Key): Value | undefined {
    const chunk = this.#chunks[this.#chunkFor(key)]
    if (!chunk) return undefined
    const at = firstAtOrAfter(chunk.keys, key)
    const found = chunk.keys[at]
    return found && compareKeys(found, key) === 0 ? chunk.values[at] : undefined
  }

  set(key: Key, value: Value): void {
    this.#detachReaders()
    const index = Math.max(0, Math.min(this.#chunkFor(key), this.#chunks.length - 1))
    const chunk = this.#ownChunk(index)
    const at = firstAtOrAfter(chunk.keys, key)
    const found = chunk.keys[at]
    if (found && compareKeys(found, key) === 0) {
      chunk.values[at] = value
      return
    }
    this.#size++
    chunk.keys.splice(at, 0, key)
    chunk.values.splice(at, 0, value)
    if (chunk.keys.length > chunkRowsMax) this.#split(index, at)
  }

  /** Removes the row; says whether there was one. */
  delete(key: Key): boolean {
    this.#detachReaders()
    const index = this.#chunkFor(key)
    const present = this.#chunks[index]
    if (!present) return false
    const at = firstAtOrAfter(present.keys, key)
    const found = present.keys[at]
    if (!found || compareKeys(found, key) !== 0) return false
    const chunk = this.#ownChunk(index)
    chunk.keys.splice(at, 1)
    chunk.values.splice(at, 1)
    if (chunk.keys.length === 0) this.#chunks.splice(index, 1)
    this.#size--
    return true
  }

  /** The rows within the bounds as they are when the reading starts, whatever is changed meanwhile. */
  *range(bounds: Bounds, reverse: boolean): Generator<SortedRow<Value>, undefined> {
    const chunks = this.#chunks
    const owner = this.#owner
    this.#readers++
    try {
      yield* reverse ? backwards(chunks, bounds) : forwards(chunks, bounds)
    } finally {
      if (this.#owner === owner) this.#readers--
    }
    return undefined
  }

  /** An independent copy that costs nothing until one of the two changes. */
  snapshot(): SortedRows<Value> {
    const copy = new SortedRows<Value>()
    copy.#chunks = this.#chunks.slice()
    copy.#size = this.#size
    this.#owner = {}
    this.#readers = 0
    this.#chunks = this.#chunks.slice()
    return copy
  }

  /** Index of the first chunk whose last key is not before `key`; `chunks.length` when all are. */
  #chunkFor(key: BoundKey): number {
    return firstChunkReaching(this.#chunks, key)
  }

  /** Leaves the present list and its chunks to those who are reading them. */
  #detachReaders(): void {
    if (this.#readers === 0) return
    this.#owner = {}
    this.#readers = 0
    this.#chunks = this.#chunks.slice()
  }

  #ownChunk(index: number): Chunk<Value> {
    const present = this.#chunks[index]
    if (present?.owner === this.#owner) return present
    const own = { owner: this.#owner, keys: present?.keys.slice() ?? [], values: present?.values.slice() ?? [] }
    this.#chunks[index] = own
    return own
  }

  /** Halves a chunk; but a log, which grows at its end, keeps full chunks behind it. */
  #split(index: number, insertedAt: number): void {
    const chunk = this.#chunks[index]!
    const grewAtEnd = index === this.#chunks.length - 1 && insertedAt === chunk.keys.length - 1
    const from = grewAtEnd ? insertedAt : chunk.keys.length >> 1
    const tail = { owner: this.#owner, keys: chunk.keys.splice(from), values: chunk.values.splice(from) }
    this.#chunks.splice(index + 1, 0, tail)
  }
}

/** Index of the first key that is not before `key`. */
function firstAtOrAfter(keys: readonly Key[], key: BoundKey): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareKeys(keys[middle]!, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function firstChunkReaching<Value>(chunks: readonly Chunk<Value>[], key: BoundKey): number {
  let low = 0
  let high = chunks.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compareKeys(chunks[middle]!.keys.at(-1)!, key) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function* forwards<Value>(chunks: readonly Chunk<Value>[], { lower, lowerOpen, upper }: Bounds) {
  let index = lower ? firstChunkReaching(chunks, lower) : 0
  let at = lower && chunks[index] ? firstAtOrAfter(chunks[index]!.keys, lower) : 0
  const first = chunks[index]?.keys[at]
  if (lowerOpen && lower && first && compareKeys(first, lower) === 0) at++
  for (; index < chunks.length; index++, at = 0) {
    const { keys, values } = chunks[index]!
    for (; at < keys.length; at++) {
      const key = keys[at]!
      if (upper && compareKeys(key, upper) >= 0) return
      yield { key, value: values[at]! }
    }
  }
}

function* backwards<Value>(chunks: readonly Chunk<Value>[], { lower, lowerOpen, upper }: Bounds) {
  let index = upper ? Math.min(firstChunkReaching(chunks, upper), chunks.length - 1) : chunks.length - 1
  if (index < 0) return
  let at = (upper ? firstAtOrAfter(chunks[index]!.keys, upper) : chunks[index]!.keys.length) - 1
  for (;;) {
    const { keys, values } = chunks[index]!
    for (; at >= 0; at--) {
      const key = keys[at]!
      const order = lower ? compareKeys(key, lower) : 1
      if (order < 0 || (lowerOpen && order === 0)) return
      yield { key, value: values[at]! }
    }
    if (--index < 0) return
    at = chunks[index]!.keys.length - 1
  }
}
