/** Every shape there is, with made-up values: over the wire and back, closed to more than it knows, lenient to a newer hub. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { Entry } from './messages/index.ts'
import type { Shape as AnyShape } from './shape.ts'

vi.mock('./shape.ts', async (original) => (await import('./shape-notes.ts')).noted(await original()))
const { noteOf } = await import('./shape-notes.ts')
const protocol = await import('./index.ts')
const { decode, encode, entryShapes, hints, itemShape, Malformed, packEntry, readEntry, requests, topics } = protocol
const { requestShapes, hintShape } = protocol
type Shape = AnyShape<unknown>

const shapes: [string, Shape][] = [
  ...Object.entries(requests).flatMap(([verb, { body, reply }]): [string, Shape][] => [
    [`${verb} body`, body as Shape],
    [`${verb} reply`, reply as Shape],
  ]),
  ...Object.entries(hints).map(([verb, body]): [string, Shape] => [`${verb} hint`, body as Shape]),
  ...Object.entries(topics).flatMap(([topic, kinds]) =>
    Object.entries(kinds).map(([kind, shape]): [string, Shape] => [`${topic}.${kind}`, shape as Shape]),
  ),
]

describe.each(shapes)('%s', (_name, shape) => {
  test('comes back equal from the wire', () => {
    fc.assert(
      fc.property(noteOf(shape).values, (value) => {
        expect(shape.read(decode(encode(shape.pack(value))))).toEqual(value)
      }),
      { numRuns: 30 },
    )
  })

  test('a longer record is refused from strangers and read as far as known from a newer hub', () => {
    const [value] = fc.sample(noteOf(shape).values, { numRuns: 1, seed: 1 })
    const longer = [...(shape.pack(value) as readonly []), 'more']
    expect(() => shape.read(longer)).toThrow(Malformed)
    expect(shape.read(longer, true)).toEqual(value)
  })

  test('anything else is refused with Malformed and nothing but Malformed', () => {
    fc.assert(
      fc.property(fc.anything({ maxDepth: 3 }), (value) => {
        try {
          shape.read(value)
        } catch (error) {
          expect(error).toBeInstanceOf(Malformed)
        }
      }),
      { numRuns: 100 },
    )
    for (const value of [undefined, null, 7, 'text', {}, new Date(), [undefined]]) {
      // A record without fields takes the empty array alone.
      expect(() => shape.read(value)).toThrow(Malformed)
    }
  })
})

test.each(Object.entries(entryShapes))('entry %s comes back equal from the wire', (kind, shape) => {
  fc.assert(
    fc.property(noteOf(shape).values, (fields) => {
      const entry = { kind, ...(fields as object) } as Entry
      expect(readEntry(decode(encode(packEntry(entry))) as never)).toEqual(entry)
    }),
    { numRuns: 50 },
  )
})

test('an entry of an unknown kind reads as elided, what is no entry is refused', () => {
  expect(readEntry([999, 'x'])).toEqual({ kind: 'elided' })
  for (const wire of [null, 'x', [], ['length'], ['map'], [null], [0, 'not an instant']])
    expect(() => readEntry(wire as never)).toThrow(Malformed)
})

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'contact', ''])('%j names nothing', (name) => {
  expect(requestShapes(name)).toBeUndefined()
  expect(hintShape(name)).toBeUndefined()
  expect(itemShape(name, 'contact')).toBeUndefined()
  expect(itemShape(name, name)).toBeUndefined()
  expect(itemShape('floor', name)).toBeUndefined()
})

test('half a character is written as a replacement, whole ones stay', () => {
  const { pack } = requests['message.send'].body
  const packed = pack({ contact: 'cnt_1' as never, text: '😀 a\ud83d b\ude00', attachments: [] }) as readonly unknown[]
  expect(packed[1]).toBe('😀 a\ufffd b\ufffd')
})
