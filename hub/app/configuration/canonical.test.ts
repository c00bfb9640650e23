import { expect, test } from 'vitest'
import { canonical, saysSame } from './canonical.ts'

const values = [
  ...[undefined, null, 0, 1, '', 'a', true, [], {}, [1], [1, 2], [2, 1], [[1]], { a: 1 }, { a: undefined }, { b: 1 }],
  ...[{ a: 1, b: 2 }, { b: 2, a: 1 }, { a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 3 }] } }, { 0: 1 }, [undefined]],
  ...[{ a: null }, { a: 1, b: undefined }, 'null', '[]'],
]

test('values say the same exactly when their text is the same', () => {
  for (const one of values)
    for (const other of values)
      expect([one, other, saysSame(one, other)]).toEqual([one, other, canonical(one) === canonical(other)])
})
