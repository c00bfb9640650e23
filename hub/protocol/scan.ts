/**
 * What strangers send, before anything else looks at it. `scan` walks over the bytes without building anything and lets
 * pass only what our clients write: arrays, strings, numbers, booleans, nil. A decoder that is handed a stranger's bytes
 * builds whatever they name (dates, expressions, sets, huge numbers, keys such as __proto__). Every byte is looked at a
 * bounded number of times, whatever lengths the bytes claim. For the hub only: index.ts does not export it.
 */
import { decode } from './codec.ts'
import { frameKinds, limits, type ClientFrame, type ListCursor, type LogCursor } from './frame.ts'
import { id, list, Malformed, record, text, whole, type Shape, type Wire } from './shape.ts'

/** Arrays within arrays. */
export const depthMax = 8
/** Values in one frame, arrays counted too. */
export const itemsMax = 2_000

function fail(what: string): never {
  throw new Malformed(what)
}

/** Open arrays by depth: how many values are still to come. Ours alone, since nothing in here waits. */
const toCome = new Uint32Array(depthMax + 1)

/** Throws `Malformed` unless the bytes are exactly one value that a client may send. */
export function scan(bytes: Uint8Array): void {
  const end = bytes.length
  if (end > limits.frameBytesMax) fail('size')
  let at = 0
  let items = 0
  let depth = 0
  toCome[0] = 1
  for (;;) {
    while (toCome[depth] === 0) {
      if (depth > 0) depth -= 1
      else if (at === end) return
      else fail('trailing bytes')
    }
    toCome[depth]! -= 1
    items += 1
    if (at >= end) fail('truncated')
    const type = bytes[at]!
    const length = arrayLength(bytes, at)
    at += headBytes(type)
    if (at > end) fail('truncated')
    if (length >= 0) {
      if (length > itemsMax - items) fail('too many values')
      if (depth === depthMax) fail('too deep')
      depth += 1
      toCome[depth] = length
    } else if (isString(type)) {
      const from = at
      at += stringLength(bytes, from, type)
      if (at > end) fail('truncated')
      checkUtf8(bytes, from, at)
    } else checkNumber(bytes, at, type)
  }
}

const isString = (type: number): boolean => (type >= 0xa0 && type <= 0xbf) || (type >= 0xd9 && type <= 0xdb)

/** Bytes of a value without the characters of a string or the values of an array. Refuses every type that is not ours. */
function headBytes(type: number): number {
  // Small numbers; maps of any size are refused; arrays and strings up to 15 and 31.
  if (type < 0x80 || type >= 0xe0) return 1
  if (type < 0x90) return fail('map')
  if (type < 0xc0) return 1
  switch (type) {
    case 0xc0: // nil
    case 0xc2: // false
    case 0xc3: // true
      return 1
    case 0xcc: // 8-bit numbers and lengths
    case 0xd0:
    case 0xd9:
      return 2
    case 0xcd: // 16-bit
    case 0xd1:
    case 0xda:
    case 0xdc:
      return 3
    case 0xca: // 32-bit
    case 0xce:
    case 0xd2:
    case 0xdb:
    case 0xdd:
      return 5
    case 0xcb: // 64-bit
    case 0xcf:
    case 0xd3:
      return 9
    default:
      return fail('type')
  }
}

const uint16 = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!
const uint32 = (bytes: Uint8Array, at: number): number => uint16(bytes, at) * 0x10000 + uint16(bytes, at + 2)

/** How many values the array at `at` holds, -1 for anything else. Past the end reads as 0 and is found out later. */
function arrayLength(bytes: Uint8Array, at: number): number {
  const type = bytes[at]!
  if (type >= 0x90 && type <= 0x9f) return type & 0x0f
  if (type === 0xdc) return uint16(bytes, at + 1)
  if (type === 0xdd) return uint32(bytes, at + 1)
  return -1
}

/** `at` is behind the head. */
function stringLength(bytes: Uint8Array, at: number, type: number): number {
  if (type === 0xd9) return bytes[at - 1]!
  if (type === 0xda) return uint16(bytes, at - 2)
  if (type === 0xdb) return uint32(bytes, at - 4)
  return type & 0x1f
}

/** Numbers must be finite, and whole ones within what a double holds exactly. `at` is behind the head. */
function checkNumber(bytes: Uint8Array, at: number, type: number): void {
  if (type === 0xca && (bytes[at - 4]! & 0x7f) === 0x7f && bytes[at - 3]! >= 0x80) fail('number')
  if (type === 0xcb && (bytes[at - 8]! & 0x7f) === 0x7f && bytes[at - 7]! >= 0xf0) fail('number')
  if (type !== 0xcf && type !== 0xd3) return
  const high = uint32(bytes, at - 8)
  const low = uint32(bytes, at - 4)
  if (high <= 0x1fffff) return
  // The smallest exact one is -(2^53 - 1), which is ffe00000 00000001.
  if (type === 0xd3 && (high > 0xffe00000 || (high === 0xffe00000 && low > 0))) return
  fail('number')
}

/** Strings must be well-formed UTF-8: shortest forms, no surrogates. Later stages then all read the same characters. */
function checkUtf8(bytes: Uint8Array, from: number, to: number): void {
  let at = from
  while (at < to) {
    const lead = bytes[at]!
    if (lead < 0x80) {
      at += 1
      continue
    }
    const more = lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0
    if (more === 0 || at + more >= to) fail('text')
    const second = bytes[at + 1]!
    const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
    const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
    if (second < least || second > most) fail('text')
    if (more > 1 && (bytes[at + 2]! & 0xc0) !== 0x80) fail('text')
    if (more > 2 && (bytes[at + 3]! & 0xc0) !== 0x80) fail('text')
    at += more + 1
  }
}

const versions = list(whole(1, 0xffff), 8)
const ticket = text(200)
const logCursors = list(record({ contact: id('contact'), seq: whole(0) }), limits.cursorsMax)
const listCursors = list(record({ topic: text(40), epoch: whole(0), seq: whole(0) }), 16)
const verb = text(40, 1)
const requestIdPattern = new RegExp(`^[A-Za-z0-9_-]{1,${limits.requestIdMax}}$`)
const requestId: Shape<string> = {
  pack: (value) => value,
  read: (wire) => (typeof wire === 'string' && requestIdPattern.test(wire) ? wire : fail('request id')),
}

/**
 * Reads a frame from a client: scanned, decoded, its outermost parts checked and made anew. Throws `Malformed` and nothing
 * else. The bodies of requests and hints are still unknown: the verb's shape reads them.
 */
export function readClientFrame(bytes: Uint8Array): ClientFrame {
  scan(bytes)
  const frame = decode(bytes)
  if (!Array.isArray(frame)) return fail('frame')
  switch (frame[0]) {
    case frameKinds.hello:
      return readHello(frame)
    case frameKinds.request:
      ofLength(frame, 4)
      return [frameKinds.request, requestId.read(frame[1]), verb.read(frame[2]), frame[3] as Wire]
    case frameKinds.hint:
      ofLength(frame, 3)
      return [frameKinds.hint, verb.read(frame[1]), frame[2] as Wire]
    case frameKinds.beat:
      ofLength(frame, 1)
      return [frameKinds.beat]
    case frameKinds.bye:
      ofLength(frame, 1)
      return [frameKinds.bye]
    default:
      return fail('kind of frame')
  }
}

function ofLength(frame: readonly unknown[], length: number): void {
  if (frame.length !== length) fail('length of frame')
}

/** The one frame that is read before a version is agreed on: what a newer client adds at its end is passed over. */
function readHello(frame: readonly unknown[]): ClientFrame {
  if (frame.length < 5 || frame.length > 16) return fail('length of frame')
  return [
    frameKinds.hello,
    versions.read(frame[1]),
    ticket.read(frame[2]),
    logCursors.read(frame[3]).map((cursor): LogCursor => [cursor.contact, cursor.seq]),
    listCursors.read(frame[4]).map((cursor): ListCursor => [cursor.topic, cursor.epoch, cursor.seq]),
  ]
}
