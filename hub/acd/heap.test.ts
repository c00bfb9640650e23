import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KeyedHeap } from './heap.ts'
import { Ranking } from './ranking.ts'

interface Item {
  readonly name: number
  first: number
  second: number
}

const tie = (a: Item, b: Item) => a.name - b.name
const order = (a: Item, b: Item) => a.first - b.first || a.second - b.second || tie(a, b)
const effort = () => ({ steps: 0 })
const aKey = fc.integer({ min: -3, max: 3 })

/** What is done to both the heap and a plain list kept beside it; numbers choose which item. */
const deeds = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ push: fc.constant(true), first: aKey, second: aKey, pick: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ push: fc.constant(false), first: aKey, second: aKey, pick: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ remove: fc.constant(true), pick: fc.nat() }) },
  ),
  { maxLength: 200, size: 'max' },
)

test('a heap agrees with a sorted list through pushes, removals and new keys', () => {
  fc.assert(
    fc.property(deeds, (steps) => {
      const heap = new KeyedHeap<Item>(tie, effort())
      const items = new Map<Item, number>()
      for (const [name, step] of steps.entries()) {
        const chosen = [...items.keys()][step.pick % Math.max(1, items.size)]
        if ('push' in step && step.push) {
          const item = { name, first: step.first, second: step.second }
          items.set(item, heap.push(item, item.first, item.second))
        } else if (chosen !== undefined && 'push' in step) {
          Object.assign(chosen, { first: step.first, second: step.second })
          heap.rekey(items.get(chosen)!, step.first, step.second)
        } else if (chosen !== undefined) {
          heap.remove(items.get(chosen)!)
          items.delete(chosen)
        }
        const sorted = [...items.keys()].sort(order)
        expect(heap.size).toBe(sorted.length)
        expect(heap.top()).toBe(sorted[0])
        expect(heap.topKey()).toBe(sorted[0]?.first ?? null)
        expect([...heap.ascending()]).toEqual(sorted)
      }
      expect(new Set(heap)).toEqual(new Set(items.keys()))
    }),
    { numRuns: 60 },
  )
})

test('a heap grows past its first size and takes infinities', () => {
  const heap = new KeyedHeap<Item>(tie, effort())
  for (let name = 999; name >= 0; name--) heap.push({ name, first: name, second: 0 }, name, 0)
  heap.push({ name: 1_001, first: 0, second: 2 }, Number.NEGATIVE_INFINITY, 2)
  const handle = heap.push({ name: 1_000, first: 0, second: 1 }, Number.NEGATIVE_INFINITY, 1)
  expect(heap.top()?.name).toBe(1_000)
  heap.remove(handle)
  expect(heap.top()?.name).toBe(1_001)
  heap.clear()
  expect(heap.top()).toBeUndefined()
  heap.push({ name: 5, first: 5, second: 0 }, 5, 0)
  expect(heap.top()?.name).toBe(5)
})

test('a ranking tells every place, also over many blocks', () => {
  fc.assert(
    fc.property(
      fc.array(aKey, { minLength: 1, maxLength: 1_200, size: 'max' }),
      fc.infiniteStream(fc.nat()),
      (keys, picks) => {
        const all = keys.map((first, name) => ({ name, first, second: 0 }))
        const items = [...all]
        const ranking = new Ranking((a, b) => order(all[a]!, all[b]!), effort())
        for (const item of items) ranking.add(item.name)
        for (const pick of picks) {
          if (items.length === 0) break
          if (ranking.size % 97 === 0) expect([...ranking]).toEqual([...items].sort(order).map(({ name }) => name))
          const [item] = items.splice(pick % items.length, 1)
          ranking.remove(item!.name)
          const other = items[pick % Math.max(1, items.length)]
          if (other !== undefined && pick % 13 === 0) {
            expect(ranking.placeOf(other.name)).toBe(items.filter((one) => order(one, other) < 0).length + 1)
          }
          if (ranking.size !== items.length) throw new Error('sizes differ')
        }
      },
    ),
    { numRuns: 8 },
  )
})
