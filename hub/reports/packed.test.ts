/** Cells in few bytes say what they said, wherever in memory they are read from. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { flatOf, emptyCell, nameOfCell } from './cells.ts'
import { cellsOf, openBlock, packCells } from './packed.ts'

const value = fc.oneof(
  fc.constant(0),
  fc.nat(255),
  fc.nat(65_535),
  fc.nat(2 ** 32 - 1),
  fc.integer({ min: -9, max: 2 ** 52 }),
  fc.double({ min: 0, max: 1e12, noNaN: true }),
)
const word = fc.constantFrom('', 'que_a', 'que_b', '返品', 'a'.repeat(40))
const cells = fc
  .array(fc.tuple(fc.tuple(word, word), fc.array(value, { minLength: 4, maxLength: 4 })), { maxLength: 30 })
  .map((all) => new Map(all.map(([parts, flat]) => [nameOfCell(...parts), flat.map((one) => one + 0)])))

test('[RP13] what is packed is read as it was, also from the middle of other bytes', () => {
  fc.assert(
    fc.property(cells, fc.nat(7), (given, before) => {
      const { words, columns } = packCells(given)
      const around = new Uint8Array(before + columns.length + 3).fill(255)
      around.set(columns, before)
      const read = openBlock({ words, columns: around.subarray(before, before + columns.length) })
      expect(cellsOf(read)).toEqual(given)
    }),
  )
})

test('figures that a cell of an earlier version lacks are nothing, and those that are nothing take no room', () => {
  const cell = flatOf('queue', { ...emptyCell('queue'), came: 3 })
  const packed = packCells(
    new Map([
      ['que_a chat', [1]],
      ['que_b chat', cell],
    ]),
  )
  expect(cellsOf(openBlock(packed)).get('que_a chat')).toEqual([1, ...cell.slice(1).map(() => 0)])
  expect(packed.columns.length).toBeLessThan(100)
})
