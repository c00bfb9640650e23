import fc from 'fast-check'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import type * as Msgpackr from 'msgpackr'
import { decode, encode } from './codec.ts'

/** What browsers are built with; the page build puts it in the place of `msgpackr`. */
const { Packr } = createRequire(import.meta.url)('msgpackr/index-no-eval') as typeof Msgpackr
const browser = new Packr({ useRecords: false, mapsAsObjects: true, int64AsType: 'number', encodeUndefinedAsNil: true })

const { wire } = fc.letrec<{ wire: unknown }>((tie) => ({
  wire: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger().map((value) => value + 0),
    fc.integer({ min: -200, max: 70_000 }),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(tie('wire'), { maxLength: 40 }),
  ),
}))

test('values come back equal; browser and hub write the same bytes and read each other', () => {
  fc.assert(
    fc.property(wire, (value) => {
      const bytes = encode(value)
      expect(decode(bytes)).toEqual(value)
      expect(Buffer.compare(browser.pack(value), bytes)).toBe(0)
      expect(browser.unpack(bytes)).toEqual(value)
    }),
    { numRuns: 500 },
  )
})

test('encoded bytes stay as they are, whatever is encoded later', () => {
  const kept: [Uint8Array, string][] = []
  for (let n = 0; n < 3_000; n++) {
    const bytes = encode([n, 'x'.repeat((n * 37) % 900), n % 500 === 0 ? 'y'.repeat(40_000) : null])
    kept.push([bytes, Buffer.from(bytes).toString('base64')])
  }
  for (const [bytes, copy] of kept) expect(Buffer.from(bytes).toString('base64')).toBe(copy)
})

test('decoded values do not change with the bytes they came from', () => {
  const bytes = Uint8Array.from(
    encode([1, 'a text that is long enough to be held as a slice of its source', [new Uint8Array([7])]]),
  )
  const value = decode(bytes)
  bytes.fill(0)
  expect(value).toEqual([1, 'a text that is long enough to be held as a slice of its source', [Uint8Array.of(7)]])
})

test('numbers take as few bytes as they may, instants nine', () => {
  const sizes = [0, 127, -32, 200, 60_000, 4_000_000_000, 1_700_000_000_000].map((value) => encode(value).length)
  expect(sizes).toEqual([1, 1, 1, 2, 3, 5, 9])
})

test('a failure leaves nothing behind for the next value', () => {
  expect(() => encode([1, 2n ** 70n])).toThrow()
  expect(decode(encode(['after']))).toEqual(['after'])
})
