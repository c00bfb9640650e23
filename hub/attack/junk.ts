/**
 * Frames that no client of ours would send, each from a real one and a kind of mischief: bytes that were damaged, lengths
 * that lie, values of other types than they should be, and what decoders have fallen for elsewhere.
 */
import { decode, encode, type Wire } from '../protocol/index.ts'
import type { Chance } from '../sim/chance.ts'
import { randomBytes } from './attack.ts'

type Mischief = (chance: Chance, real: Uint8Array, other: Uint8Array) => Uint8Array

const joined = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part)))))

/** Values that stand where something else is expected. */
const oddValues: readonly unknown[] = [
  null,
  true,
  false,
  -1,
  0,
  1.5,
  Number.MAX_SAFE_INTEGER,
  Number.NaN,
  Infinity,
  '',
  ' ',
  '\u0000',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
  'cnt_',
  'cnt_..',
  'cnt_../../etc/passwd',
  'que_orders',
  '<script>alert(1)</script>',
  'あ'.repeat(500),
  'x'.repeat(5_000),
  '😀'.repeat(40),
  '\u202e\u200b\ufeff',
  [],
  [[]],
  [[[[[[[[[1]]]]]]]]],
  Array.from({ length: 300 }, () => 0),
  new Uint8Array([1, 2, 3]),
  { __proto__: null, polluted: true },
  { length: 4, 0: 'cnt_a' },
  new Date(0),
  new Set([1]),
  2n ** 63n,
]

/** One value somewhere in the frame, the outermost included, is changed. */
function restructured(chance: Chance, value: unknown, change: (value: unknown) => unknown): unknown {
  if (!Array.isArray(value) || value.length === 0 || chance.hits(0.2)) return change(value)
  const at = chance.between(0, value.length - 1)
  return value.map((item: unknown, index) => (index === at ? restructured(chance, item, change) : item))
}

const inList = (change: (list: unknown[]) => unknown[]) => (value: unknown) =>
  Array.isArray(value) ? change(value) : [value]

export const mischiefs: Readonly<Record<string, Mischief>> = {
  'real frames': (_, real) => real,
  'bits flipped': (chance, real) => {
    const bytes = Uint8Array.from(real)
    for (let times = chance.between(1, 3); times > 0; times--)
      bytes[chance.between(0, bytes.length - 1)]! ^= 1 << chance.between(0, 7)
    return bytes
  },
  'bytes replaced': (chance, real) => {
    const bytes = Uint8Array.from(real)
    for (let times = chance.between(1, 4); times > 0; times--)
      bytes[chance.between(0, bytes.length - 1)] = chance.between(0, 255)
    return bytes
  },
  'bytes put in': (chance, real) => {
    const at = chance.between(0, real.length)
    return joined(real.subarray(0, at), randomBytes(chance, chance.between(1, 8)), real.subarray(at))
  },
  'cut short': (chance, real) => real.subarray(0, chance.between(0, real.length - 1)),
  'two in one': (chance, real, other) => joined(real.subarray(0, chance.between(1, real.length)), other),
  'lengths that lie': (chance, real) => {
    const at = chance.between(0, real.length - 1)
    const head = chance.pick([
      [0xdd, 0xff, 0xff, 0xff, 0xff],
      [0xdc, 0xff, 0xff],
      [0xdb, 0x7f, 0xff, 0xff, 0xff],
      [0xd9, 0xff],
      [0x9f],
      [0xbf],
    ])
    return joined(real.subarray(0, at), head, real.subarray(at + 1))
  },
  'other values': (chance, real) => encode(restructured(chance, decode(real), () => chance.pick(oddValues))),
  'values left out': (chance, real) =>
    encode(
      restructured(
        chance,
        decode(real),
        inList((list) => list.slice(0, -1)),
      ),
    ),
  'values added': (chance, real) =>
    encode(
      restructured(
        chance,
        decode(real),
        inList((list) => [...list, chance.pick(oddValues)]),
      ),
    ),
  'values swapped': (chance, real) =>
    encode(
      restructured(
        chance,
        decode(real),
        inList((list) => list.toReversed()),
      ),
    ),
  'values of another frame': (chance, real, other) =>
    encode(restructured(chance, decode(real), () => part(chance, decode(other) as Wire))),
  'maps and keys of prototypes': (chance) => {
    const key = chance.pick(['__proto__', 'constructor', 'prototype', 'length'])
    const map = joined([0x81, 0xa0 | key.length], Buffer.from(key), [0x81, 0xa1, 0x78, 0x01])
    return chance.hits(0.5) ? map : joined([0x94, 0x01, 0xa1, 0x61, 0xa1, 0x62], map)
  },
  'extension types': (chance) => {
    const type = chance.pick([0x00, 0x01, 0x42, 0x52, 0x62, 0x65, 0x69, 0x70, 0x72, 0x73, 0x74, 0x78, 0xff])
    const body = randomBytes(chance, 16)
    return joined(
      [0x94, 0x01, 0xa1, 0x61, 0xa1, 0x62],
      chance.pick([
        [0xd4, type],
        [0xd8, type],
        [0xc7, 16, type],
        [0xc9, 0xff, 0xff, 0xff, 0xff, type],
      ]),
      body,
    )
  },
  'arrays in arrays': (chance) =>
    joined(new Uint8Array(chance.between(9, 60_000)).fill(chance.pick([0x91, 0x9f])), [0xc0]),
  'more than a frame may hold': (chance) => new Uint8Array(chance.between(65_000, 70_000)).fill(0x01),
  'frames from nothing': (chance) => {
    const parts: number[] = [0x90 | chance.between(1, 6), chance.pick([0, 1, 2, 3, 4, 16, 17, 20, 21])]
    for (let values = (parts[0]! & 0x0f) - 1; values > 0; values--) wild(chance, parts, 0)
    return Uint8Array.from(parts)
  },
  'random bytes': (chance) => randomBytes(chance, chance.between(0, 80)),
}

/** Some value, written by hand: every head there is, mostly with the bytes that it asks for. */
function wild(chance: Chance, into: number[], depth: number): void {
  const more = (count: number): void => {
    for (let at = 0; at < count; at++) into.push(chance.between(0, 255))
  }
  const letters = (count: number): void => {
    for (let at = 0; at < count; at++) into.push(chance.between(0x20, 0x7e))
  }
  const length = chance.between(0, 6)
  switch (chance.between(0, depth > 9 ? 8 : 11)) {
    case 0:
      return void into.push(chance.between(0, 127))
    case 1:
      return void into.push(chance.pick([0xc0, 0xc2, 0xc3]))
    case 2:
      into.push(chance.pick([0xcc, 0xd0]))
      return more(1)
    case 3:
      into.push(chance.pick([0xcd, 0xd1]))
      return more(2)
    case 4:
      into.push(chance.pick([0xca, 0xce, 0xd2]))
      return more(4)
    case 5:
      into.push(chance.pick([0xcb, 0xcf, 0xd3]))
      return more(8)
    case 6:
      into.push(0xa0 | length)
      return letters(length)
    case 7:
      into.push(0xd9, length)
      return more(length)
    case 8:
      // Any head at all, and too little behind it.
      into.push(chance.between(0xc0, 0xff))
      return more(length)
    case 9:
      into.push(0xdc, 0, length)
      break
    default:
      into.push(0x90 | length)
  }
  for (let values = length; values > 0; values--) wild(chance, into, depth + 1)
}

/** Any value within a frame. */
function part(chance: Chance, value: Wire): Wire {
  if (!Array.isArray(value) || value.length === 0 || chance.hits(0.3)) return value
  return part(chance, chance.pick(value as readonly Wire[]))
}
