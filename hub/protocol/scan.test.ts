/** Hostile bytes: only ever `Malformed`, in a bounded number of steps, and nothing left behind. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeId } from '../model/ids.ts'
import { decode, encode } from './codec.ts'
import { frameKinds, limits, type ClientFrame } from './frame.ts'
import { depthMax, itemsMax, readClientFrame, scan } from './scan.ts'
import { Malformed } from './shape.ts'

const contact = makeId('contact', '1')
const real: ClientFrame[] = [
  [frameKinds.hello, [1], 'a-ticket', [[contact, 12]], [['floor', 3, 1_700_000]]],
  [frameKinds.hello, [2, 1], '', [], []],
  [frameKinds.request, 'r1', 'message.send', [contact, '返品したいです。😀', []]],
  [frameKinds.request, 'A_-9', 'contact.start', ['山田', '', 'x'.repeat(4_000), 'ja', '', '']],
  [frameKinds.request, 'n', 'x', [1.5, -1, 2 ** 53 - 1, -(2 ** 53 - 1), null, true, false, 1_700_000_000_000]],
  [frameKinds.hint, 'message.mark', [contact, 70_000, 5]],
  [frameKinds.beat],
  [frameKinds.bye],
]
const bytesOf = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes)

/** Reads, and says what is thrown: 'fine', or the class. */
function outcome(bytes: Uint8Array): string {
  try {
    readClientFrame(bytes)
    return 'fine'
  } catch (error) {
    return (error as Error).constructor.name
  }
}

/** How often `scan` looks at a byte. */
function stepsOf(bytes: Uint8Array): number {
  let steps = 0
  const counted = new Proxy(bytes, {
    get(target, key) {
      if (key !== 'length') steps += 1
      return Reflect.get(target, key, target) as unknown
    },
  })
  try {
    scan(counted)
  } catch (error) {
    expect(error).toBeInstanceOf(Malformed)
  }
  return steps
}

test.each(real)('a real frame comes through as it was sent: %j', (...frame) => {
  expect(readClientFrame(encode(frame))).toEqual(frame)
})

describe('hostile bytes', () => {
  test('random ones', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => ['fine', 'Malformed'].includes(outcome(bytes))),
      { numRuns: 5_000 },
    )
  })

  test('real frames with bytes changed, cut, doubled or put in', () => {
    const frame = fc.constantFrom(...real).map(encode)
    const edit = fc.record({
      at: fc.nat(60),
      byte: fc.nat(255),
      how: fc.constantFrom('set', 'cut', 'insert', 'append'),
    })
    const outcomes = new Set<string>()
    fc.assert(
      fc.property(frame, fc.array(edit, { minLength: 1, maxLength: 4 }), (bytes, edits) => {
        const mutated = [...bytes]
        for (const { at, byte, how } of edits) {
          if (how === 'set') mutated[at % mutated.length] = byte
          else if (how === 'cut') mutated.length = Math.max(1, at % (mutated.length + 1))
          else if (how === 'insert') mutated.splice(at % mutated.length, 0, byte)
          else mutated.push(byte)
        }
        outcomes.add(outcome(Uint8Array.from(mutated)))
      }),
      { numRuns: 10_000 },
    )
    expect([...outcomes].sort()).toEqual(['Malformed', 'fine'])
  })

  test('every beginning of a real frame is refused', () => {
    for (const frame of real) {
      const bytes = encode(frame)
      for (let length = 0; length < bytes.length; length++) expect(outcome(bytes.subarray(0, length))).toBe('Malformed')
    }
  })

  test('every single byte, alone and as a body', () => {
    for (let byte = 0; byte < 256; byte++) {
      expect(outcome(bytesOf(byte))).toBe('Malformed')
      expect(['fine', 'Malformed']).toContain(outcome(bytesOf(0x94, 1, 0xa1, 0x72, 0xa1, 0x76, byte)))
    }
  })

  test('each byte is looked at a bounded number of times, whatever lengths are claimed', () => {
    const claims = [0xdb, 0xdd, 0xdf, 0xc6, 0xc9].map((type) => bytesOf(0x91, type, 0xff, 0xff, 0xff, 0xff, 1, 2, 3))
    const nested = new Uint8Array(60_000).fill(0x91)
    const wide = new Uint8Array(60_000).fill(0xdd)
    for (const bytes of [...claims, nested, wide, ...real.map(encode)])
      expect(stepsOf(bytes)).toBeLessThanOrEqual(bytes.length * 8 + 16)
    expect(stepsOf(nested)).toBeLessThan(200)
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => stepsOf(bytes) <= bytes.length * 8 + 16))
  })

  test('prototypes stay as they were', () => {
    const map = encode([frameKinds.request, 'r', 'v', { ['__proto__']: { polluted: true }, constructor: 1 }])
    expect(outcome(map)).toBe('Malformed')
    const proto = bytesOf(0x81, 0xa9, ...Buffer.from('__proto__'), 0x81, 0xa1, 0x61, 1)
    expect(outcome(proto)).toBe('Malformed')
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(Object.keys(Array.prototype)).toEqual([])
  })
})

describe('what is no part of our msgpack', () => {
  const body = (...bytes: number[]) => bytesOf(0x94, 1, 0xa1, 0x72, 0xa1, 0x76, ...bytes)

  test('the frame around the bodies below is fine', () => expect(outcome(body(0x90))).toBe('fine'))

  test.each<[string, number[]]>([
    ['fixmap', [0x80]],
    ['map 16', [0xde, 0, 0]],
    ['map 32', [0xdf, 0, 0, 0, 0]],
    ['bin 8', [0xc4, 0]],
    ['bin 16', [0xc5, 0, 0]],
    ['bin 32', [0xc6, 0, 0, 0, 0]],
    ['ext 8', [0xc7, 0, 1]],
    ['ext 16', [0xc8, 0, 0, 1]],
    ['ext 32', [0xc9, 0, 0, 0, 0, 1]],
    ['fixext 1, msgpackr undefined', [0xd4, 0, 0]],
    ['fixext 1, msgpackr record', [0xd4, 0x72, 0x40]],
    ['fixext 4, a date', [0xd6, 0xff, 0, 0, 0, 0]],
    ['fixext 8, a date', [0xd7, 0xff, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['never used', [0xc1]],
    ['float 32 NaN', [0xca, 0x7f, 0xc0, 0, 0]],
    ['float 32 infinity', [0xca, 0xff, 0x80, 0, 0]],
    ['float 64 NaN', [0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0]],
    ['float 64 signalling NaN', [0xcb, 0x7f, 0xf0, 0, 0, 0, 0, 0, 1]],
    ['float 64 minus infinity', [0xcb, 0xff, 0xf0, 0, 0, 0, 0, 0, 0]],
    ['uint 64 of 2^53', [0xcf, 0, 0x20, 0, 0, 0, 0, 0, 0]],
    ['uint 64, the largest', [0xcf, 255, 255, 255, 255, 255, 255, 255, 255]],
    ['int 64 of 2^53', [0xd3, 0, 0x20, 0, 0, 0, 0, 0, 0]],
    ['int 64 of -2^53', [0xd3, 0xff, 0xe0, 0, 0, 0, 0, 0, 0]],
    ['int 64, the smallest', [0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0]],
    ['UTF-8 cut', [0xa2, 0xe3, 0x81]],
    ['UTF-8 continuation first', [0xa1, 0x80]],
    ['UTF-8 overlong', [0xa2, 0xc0, 0x80]],
    ['UTF-8 overlong of three', [0xa3, 0xe0, 0x80, 0x80]],
    ['UTF-8 overlong of four', [0xa4, 0xf0, 0x80, 0x80, 0x80]],
    ['UTF-8 surrogate', [0xa3, 0xed, 0xa0, 0x80]],
    ['UTF-8 beyond Unicode', [0xa4, 0xf4, 0x90, 0x80, 0x80]],
    ['UTF-8 bad third byte', [0xa3, 0xe3, 0x81, 0x20]],
    ['UTF-8 bad fourth byte', [0xa4, 0xf0, 0x9f, 0x98, 0x20]],
    ['a byte behind', [0x90, 0xc0]],
  ])('%s is refused', (_name, bytes) => {
    expect(outcome(body(...bytes))).toBe('Malformed')
  })

  test.each<[string, number[], unknown]>([
    ['uint 64 of 2^53 - 1', [0xcf, 0, 0x1f, 255, 255, 255, 255, 255, 255], 2 ** 53 - 1],
    ['int 64 of -(2^53 - 1)', [0xd3, 0xff, 0xe0, 0, 0, 0, 0, 0, 1], -(2 ** 53 - 1)],
    ['int 64 of -1', [0xd3, 255, 255, 255, 255, 255, 255, 255, 255], -1],
    ['uint 64 of 5', [0xcf, 0, 0, 0, 0, 0, 0, 0, 5], 5],
    ['float 32', [0xca, 0x3f, 0xc0, 0, 0], 1.5],
    ['largest float 64', [0xcb, 0x7f, 0xef, 255, 255, 255, 255, 255, 255], Number.MAX_VALUE],
    ['array 32', [0xdd, 0, 0, 0, 1, 0xc3], [true]],
    ['str 32', [0xdb, 0, 0, 0, 1, 0x61], 'a'],
    ['last character of Unicode', [0xa4, 0xf4, 0x8f, 0xbf, 0xbf], '\u{10ffff}'],
  ])('%s is fine', (_name, bytes, value) => {
    expect(readClientFrame(body(...bytes))).toEqual([1, 'r', 'v', value])
  })
})

test('UTF-8 is judged as the platform judges it', () => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const byte = fc.oneof(
    fc.nat(255),
    fc.constantFrom(0x80, 0xbf, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xa0, 0x9f, 0x90),
  )
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 6 }), (bytes) => {
      let fine = true
      try {
        decoder.decode(Uint8Array.from(bytes))
      } catch {
        fine = false
      }
      expect(outcome(bytesOf(0x94, 1, 0xa1, 0x72, 0xa1, 0x76, 0xa0 + bytes.length, ...bytes))).toBe(
        fine ? 'fine' : 'Malformed',
      )
    }),
    { numRuns: 20_000 },
  )
})

describe('bounds', () => {
  const nested = (depth: number): unknown => (depth === 0 ? 1 : [nested(depth - 1)])
  const fits = (value: unknown): boolean => {
    try {
      scan(encode(value))
      return true
    } catch (error) {
      expect(error).toBeInstanceOf(Malformed)
      return false
    }
  }

  test('depth', () => {
    expect(fits(nested(depthMax))).toBe(true)
    expect(fits(nested(depthMax + 1))).toBe(false)
  })

  test('values', () => {
    expect(fits(Array.from({ length: itemsMax - 1 }, () => 0))).toBe(true)
    expect(fits(Array.from({ length: itemsMax }, () => 0))).toBe(false)
    expect(fits(Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => [])))).toBe(false)
  })

  test('bytes', () => {
    const head = encode('x'.repeat(60_000)).length - 60_000
    expect(fits('x'.repeat(limits.frameBytesMax - head))).toBe(true)
    expect(fits('x'.repeat(limits.frameBytesMax - head + 1))).toBe(false)
  })

  const hello = (
    over: { versions?: unknown; ticket?: unknown; logs?: unknown; lists?: unknown },
    ...more: unknown[]
  ) => {
    const { versions, ticket, logs, lists } = { versions: [1], ticket: 't', logs: [], lists: [], ...over }
    return [frameKinds.hello, versions, ticket, logs, lists, ...more]
  }
  const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

  test.each<[string, unknown, string]>([
    ['no array', 'hello', 'Malformed'],
    ['no kind', [], 'Malformed'],
    ['kind of the hub', [frameKinds.welcome], 'Malformed'],
    ['kind as text', ['3'], 'Malformed'],
    ['beat with more', [frameKinds.beat, 1], 'Malformed'],
    ['hello too short', [frameKinds.hello, [1], 't', []], 'Malformed'],
    ['hello of a newer client', hello({}, 'more', [1]), 'fine'],
    ['hello far too long', hello({}, ...times(12, 1)), 'Malformed'],
    ['no versions', hello({ versions: [] }), 'fine'],
    ['eight versions', hello({ versions: times(8, 1) }), 'fine'],
    ['nine versions', hello({ versions: times(9, 1) }), 'Malformed'],
    ['version as text', hello({ versions: ['1'] }), 'Malformed'],
    ['ticket of 200', hello({ ticket: 'x'.repeat(200) }), 'fine'],
    ['ticket of 201', hello({ ticket: 'x'.repeat(201) }), 'Malformed'],
    ['as many cursors as allowed', hello({ logs: times(limits.cursorsMax, [contact, 1]) }), 'fine'],
    ['one cursor more', hello({ logs: times(limits.cursorsMax + 1, [contact, 1]) }), 'Malformed'],
    ['cursor of no contact', hello({ logs: [['agt_1', 1]] }), 'Malformed'],
    ['cursor before the beginning', hello({ logs: [[contact, -1]] }), 'Malformed'],
    ['cursor in half', hello({ logs: [[contact, 1.5]] }), 'Malformed'],
    ['cursor without number', hello({ logs: [[contact]] }), 'Malformed'],
    ['cursor with more', hello({ logs: [[contact, 1, 1]] }), 'Malformed'],
    ['list cursor', hello({ lists: [['visit', 1, 1]] }), 'fine'],
    ['too many list cursors', hello({ lists: times(17, ['visit', 1, 1]) }), 'Malformed'],
    ['long topic', hello({ lists: [['x'.repeat(41), 1, 1]] }), 'Malformed'],
    ['request id of 40', [frameKinds.request, 'x'.repeat(40), 'v', []], 'fine'],
    ['request id of 41', [frameKinds.request, 'x'.repeat(41), 'v', []], 'Malformed'],
    ['no request id', [frameKinds.request, '', 'v', []], 'Malformed'],
    ['request id with a line feed', [frameKinds.request, 'a\n', 'v', []], 'Malformed'],
    ['request id as number', [frameKinds.request, 1, 'v', []], 'Malformed'],
    ['verb of 40', [frameKinds.request, 'r', 'v'.repeat(40), []], 'fine'],
    ['verb of 41', [frameKinds.request, 'r', 'v'.repeat(41), []], 'Malformed'],
    ['no verb', [frameKinds.request, 'r', '', []], 'Malformed'],
    ['request without body', [frameKinds.request, 'r', 'v'], 'Malformed'],
    ['request with more', [frameKinds.request, 'r', 'v', [], 1], 'Malformed'],
    ['hint', [frameKinds.hint, 'v', null], 'fine'],
    ['hint without body', [frameKinds.hint, 'v'], 'Malformed'],
    ['hint with verb as array', [frameKinds.hint, ['v'], null], 'Malformed'],
  ])('%s: %#', (_name, frame, expected) => {
    expect(outcome(encode(frame))).toBe(expected)
  })

  test('what a newer client adds to its hello is not kept', () => {
    expect(readClientFrame(encode(hello({}, 'more')))).toEqual(hello({}))
  })
})

test('what was scanned is what is decoded', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        scan(bytes)
      } catch {
        return
      }
      expect(() => decode(bytes)).not.toThrow()
    }),
    { numRuns: 5_000 },
  )
})
