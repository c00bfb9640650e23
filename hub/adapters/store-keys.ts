/**
 * The order of keys, and ranges as plain bounds. Every store adapter uses this one order, so that rows still on their way
 * to the disk can be merged with rows read from it. It equals the byte order of lmdb's key encoding for the keys that
 * `checkKey` lets pass; store-lmdb.int.test.ts holds the two against each other.
 */
import { assert } from '../model/assert.ts'
import type { Key, KeyPart, Range } from '../ports/store.ts'

/** Stands behind every key part: `[...prefix, lastPart]` comes after all keys that begin with `prefix`. */
export const lastPart = new Uint8Array([0xff])
export type BoundKey = readonly (KeyPart | typeof lastPart)[]

/** A range with its ends worked out: `lower` is exclusive when `lowerOpen`, `upper` always is. */
export interface Bounds {
  readonly lower: BoundKey | undefined
  readonly lowerOpen: boolean
  readonly upper: BoundKey | undefined
}

const printableAscii = /^[\x20-\x7e]{1,256}$/
const keyPartsMax = 6

/**
 * Throws unless the key may be stored: 1 to 6 parts, each a safe integer or 1 to 256 characters of printable ASCII. Other
 * strings would sort differently in memory and on disk; longer ones would not fit lmdb's 1,978 bytes.
 */
export function checkKey(key: Key): void {
  assert(key.length > 0 && key.length <= keyPartsMax, 'a key has one to six parts')
  for (const part of key) {
    if (typeof part === 'string') assert(printableAscii.test(part), 'a key part is printable ASCII')
    else assert(Number.isSafeInteger(part) && !Object.is(part, -0), 'a key part is a whole number')
  }
}

function compareParts(a: BoundKey[number], b: BoundKey[number]): number {
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : 1
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return rank(a) - rank(b)
}

const rank = (part: BoundKey[number]): number => (typeof part === 'number' ? 0 : typeof part === 'string' ? 1 : 2)

/** Negative when `a` comes before `b`, 0 when they are the same key. */
export function compareKeys(a: BoundKey, b: BoundKey): number {
  const shared = Math.min(a.length, b.length)
  for (let at = 0; at < shared; at++) {
    const left = a[at]!
    const right = b[at]!
    if (left !== right) return compareParts(left, right)
  }
  return a.length - b.length
}

/** The ends of a range: of several lower (or upper) bounds the narrowest counts. */
export function boundsOf(range: Range): Bounds {
  let lower: BoundKey | undefined = range.from
  let lowerOpen = false
  if (range.prefix && (!lower || compareKeys(range.prefix, lower) > 0)) lower = range.prefix
  if (range.after && (!lower || compareKeys(range.after, lower) >= 0)) {
    lower = range.after
    lowerOpen = true
  }
  let upper: BoundKey | undefined = range.before
  const behindPrefix = range.prefix && [...range.prefix, lastPart]
  if (behindPrefix && (!upper || compareKeys(behindPrefix, upper) < 0)) upper = behindPrefix
  return { lower, lowerOpen, upper }
}

/** True when the key is not below the lower bound. */
export function reachesLower(key: Key, { lower, lowerOpen }: Bounds): boolean {
  if (!lower) return true
  const order = compareKeys(key, lower)
  return lowerOpen ? order > 0 : order >= 0
}

/** True when the key is below the upper bound. */
export const belowUpper = (key: Key, { upper }: Bounds): boolean => !upper || compareKeys(key, upper) < 0
