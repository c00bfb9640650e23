import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spaced } from './spacing.ts'

const sorted = (numbers: ReadonlyMap<string, number>): readonly string[] =>
  [...numbers].sort(([, a], [, b]) => a - b).map(([name]) => name)
const kept = (before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number =>
  [...after].filter(([name, number]) => before.get(name) === number).length

test('nobody else’s number changes when one comes, goes or moves', () => {
  const first = spaced(['a', 'b', 'c', 'd'], new Map())
  expect(sorted(first)).toEqual(['a', 'b', 'c', 'd'])
  const steps: [readonly string[], number][] = [
    [['b', 'c', 'd'], 3],
    [['a', 'x', 'b', 'c', 'd'], 4],
    [['y', 'a', 'b', 'c', 'd', 'z'], 4],
    [['d', 'a', 'b', 'c'], 3],
    [['b', 'c', 'd', 'a'], 3],
  ]
  for (const [names, stay] of steps) {
    const next = spaced(names, first)
    expect(sorted(next)).toEqual(names)
    expect(kept(first, next)).toBe(stay)
  }
})

test('whatever happens the numbers are whole, not negative, and in the order asked for', () => {
  const order = fc.uniqueArray(fc.constantFrom(...'abcdefghijklmno'), { maxLength: 15 })
  fc.assert(
    fc.property(fc.array(order, { maxLength: 30 }), (orders) => {
      let numbers = new Map<string, number>()
      for (const names of orders) {
        numbers = spaced(names, numbers)
        expect(sorted(numbers)).toEqual(names)
        for (const number of numbers.values()) expect(Number.isSafeInteger(number) && number >= 0).toBe(true)
      }
    }),
  )
})

test('where the room between two is used up all get new numbers', () => {
  let names = ['a', 'z']
  let numbers = spaced(names, new Map())
  let renumbered = 0
  for (let n = 0; n < 60; n++) {
    names = [names[0]!, `n${n}`, ...names.slice(1)]
    const next = spaced(names, numbers)
    if (next.get('z') !== numbers.get('z')) renumbered += 1
    numbers = next
    expect(sorted(numbers)).toEqual(names)
  }
  expect(renumbered).toBeGreaterThan(0)
  expect(renumbered).toBeLessThan(5)
})
