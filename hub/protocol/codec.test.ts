/** Both codecs: that of the hub, and the small one which the pages are built with. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as small from './codec-browser.ts'
import * as usual from './codec.ts'

const { wire } = fc.letrec<{ wire: unknown }>((tie) => ({
  wire: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.integer({ min: -70_000, max: 70_000 }),
    fc.double({ noNaN: true }).map((value) => value + 0),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Uint8Array.from(bytes)),
    fc.array(tie('wire'), { maxLength: 40 }),
  ),
}))

/** Values around every change of length on the wire. */
const edges = [
  ...[0, 7, 8, 15, 16, 31, 32].flatMap((bits) => [-1, 0, 1].map((by) => 2 ** bits + by)),
  ...[5, 7, 15, 31].flatMap((bits) => [-1, 0, 1].map((by) => -(2 ** bits) + by)),
  ...[2 ** 53 - 1, -(2 ** 53 - 1), 1_700_000_000_000, 1.5, -0.1, Number.MAX_VALUE, Number.MIN_VALUE],
  ...[0, 15, 16, 31, 32, 255, 256, 65_535, 65_536].flatMap((length) => [
    'x'.repeat(length),
    '窓'.repeat(length),
    'é'.repeat(length),
    new Uint8Array(length),
    Array.from({ length }, () => 1),
  ]),
  '\ufeffmark first',
  '😀',
  undefined,
]

/** Node's `Buffer` is a byte string too. */
const plain = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(plain) : value instanceof Uint8Array ? Uint8Array.from(value) : value

test('both write the same bytes and read each other', () => {
  const agree = (value: unknown): void => {
    const bytes = usual.encode(value)
    expect(Buffer.compare(small.encode(value), bytes)).toBe(0)
    expect(plain(small.decode(bytes))).toEqual(plain(usual.decode(bytes)))
  }
  for (const value of edges) agree(value)
  fc.assert(fc.property(wire, agree), { numRuns: 1_000 })
})

describe.each([
  ['of the hub', usual],
  ['of the pages', small],
])('the codec %s', (_name, { decode, encode }) => {
  test('gives every value back', () => {
    fc.assert(
      fc.property(wire, (value) => {
        expect(plain(decode(encode(value)))).toEqual(value)
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
    const long = 'a text that is long enough to be held as a slice of its source'
    const bytes = Uint8Array.from(encode([1, long, [new Uint8Array([7])]]))
    const value = decode(bytes)
    bytes.fill(0)
    expect(value).toEqual([1, long, [Uint8Array.of(7)]])
  })

  test('bytes that lie within others are read where they lie', () => {
    const bytes = encode(['窓口', 1.5, 70_000])
    const around = new Uint8Array(bytes.length + 9).fill(0xc1)
    around.set(bytes, 5)
    expect(decode(around.subarray(5, 5 + bytes.length))).toEqual(['窓口', 1.5, 70_000])
  })

  test('numbers take as few bytes as they may, instants nine', () => {
    const sizes = [0, 127, -32, 200, 60_000, 4_000_000_000, 1_700_000_000_000].map((value) => encode(value).length)
    expect(sizes).toEqual([1, 1, 1, 2, 3, 5, 9])
  })

  test('a failure leaves nothing behind for the next value', () => {
    expect(() => encode([1, 2n ** 70n])).toThrow()
    expect(decode(encode(['after']))).toEqual(['after'])
  })

  test('cut bytes and bytes behind are not taken for a value', () => {
    const bytes = encode(['text', 1.5, [70_000, new Uint8Array(3)], 'x'.repeat(50)])
    for (let length = 0; length < bytes.length; length++) expect(() => decode(bytes.slice(0, length))).toThrow()
    expect(() => decode(Uint8Array.from([...bytes, 0xc0]))).toThrow()
  })
})

test('that of the pages knows plain values only', () => {
  for (const value of [{}, new Map(), new Date(), () => {}, Symbol('x'), 5n])
    expect(() => small.encode([value])).toThrow(TypeError)
  for (const value of [{ a: 1 }, new Date()]) expect(() => small.decode(usual.encode(value))).toThrow(TypeError)
})
