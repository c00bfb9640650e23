/** Sorted rows against the plainest thing that does the same, over several chunks. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Key, Range } from '../ports/store.ts'
import { boundsOf, compareKeys } from './store-keys.ts'
import { SortedRows } from './store-sorted-rows.ts'

const key = fc.oneof(
  fc.integer({ min: 0, max: 2_000 }).map((n): Key => ['k', n]),
  fc.tuple(fc.constantFrom('a', 'b', 'k'), fc.integer({ min: 0, max: 9 })).map((parts): Key => parts),
)
const change = fc.oneof(
  { weight: 3, arbitrary: fc.tuple(fc.constant('set'), key) },
  fc.tuple(fc.constant('delete'), key),
)
const range: fc.Arbitrary<Range> = fc.record(
  { from: key, after: key, before: key, prefix: fc.constantFrom<Key>(['k'], ['a'], ['k', 5]), reverse: fc.boolean() },
  { requiredKeys: [] },
)

/** The same rows as a plain list. */
class PlainRows {
  rows: { key: Key; value: number }[] = []
  set(at: Key, value: number): void {
    this.delete(at)
    this.rows.push({ key: at, value })
    this.rows.sort((a, b) => compareKeys(a.key, b.key))
  }
  delete(at: Key): boolean {
    const before = this.rows.length
    this.rows = this.rows.filter((row) => compareKeys(row.key, at) !== 0)
    return this.rows.length < before
  }
  range({ from, after, before, prefix, reverse }: Range) {
    const found = this.rows.filter(
      (row) =>
        (!from || compareKeys(row.key, from) >= 0) &&
        (!after || compareKeys(row.key, after) > 0) &&
        (!before || compareKeys(row.key, before) < 0) &&
        (!prefix || prefix.every((part, index) => row.key[index] === part)),
    )
    return reverse ? found.reverse() : found
  }
}

const rangeOf = (rows: SortedRows<number>, wanted: Range) =>
  Array.from(rows.range(boundsOf(wanted), wanted.reverse ?? false))

/** More rows than one chunk holds, in an order that splits in the middle and at the end. */
function manyRows(): [SortedRows<number>, PlainRows] {
  const rows = new SortedRows<number>()
  const plain = new PlainRows()
  for (let n = 0; n < 700; n++) {
    const at: Key = ['k', n < 350 ? n * 2 : (n * 977) % 1_400]
    rows.set(at, n)
    plain.set(at, n)
  }
  return [rows, plain]
}

describe('sorted rows', () => {
  test('do what a plain sorted list does', () => {
    const steps = fc.array(fc.tuple(change, range), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(steps, (changes) => {
        const [rows, plain] = manyRows()
        changes.forEach(([[kind, at], wanted], step) => {
          if (kind === 'set') {
            rows.set(at, step)
            plain.set(at, step)
          } else expect(rows.delete(at)).toBe(plain.delete(at))
          expect(rows.get(at)).toBe(kind === 'set' ? step : undefined)
          expect(rows.size).toBe(plain.rows.length)
          expect(rangeOf(rows, wanted)).toEqual(plain.range(wanted))
        })
      }),
      { numRuns: 25 },
    )
  })

  test('can be emptied and filled again', () => {
    const [rows, plain] = manyRows()
    for (const row of plain.rows) expect(rows.delete(row.key)).toBe(true)
    expect(rows.size).toBe(0)
    expect(rangeOf(rows, {})).toEqual([])
    rows.set(['k', 1], 1)
    expect(rangeOf(rows, { reverse: true })).toEqual([{ key: ['k', 1], value: 1 }])
  })

  test('a reading shows what was there when it began, whatever is changed meanwhile', () => {
    const [rows, plain] = manyRows()
    const before = plain.range({})
    const seen: unknown[] = []
    for (const row of rows.range(boundsOf({}), false)) {
      seen.push(row)
      rows.delete(before[(seen.length * 7) % before.length]!.key)
      rows.set(['k', 2_000 + seen.length], 0)
    }
    expect(seen).toEqual(before)
  })

  test('a snapshot and its origin go their own ways, also while one of them is read', () => {
    const [rows, plain] = manyRows()
    const reading = rows.range(boundsOf({}), false)
    const first = reading.next().value
    const copy = rows.snapshot()
    rows.set(['a', 1], 1)
    copy.delete(['k', 0])
    expect([first, ...reading]).toEqual(plain.range({}))
    expect(rangeOf(copy, {})).toEqual(plain.range({ after: ['k', 0] }))
    plain.set(['a', 1], 1)
    expect(rangeOf(rows, {})).toEqual(plain.range({}))
  })
})
