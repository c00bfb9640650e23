/**
 * Bytes to values and back: standard msgpack, no records, no extension types. The only file that knows msgpackr.
 * What strangers send goes through `scan` (scan.ts) first. Browsers are built with msgpackr's variant without eval.
 */
import { Packr } from 'msgpackr'

const packr = new Packr({ useRecords: false, mapsAsObjects: true, int64AsType: 'number', encodeUndefinedAsNil: true })

/** Encodes any plain value. The bytes are the caller's own: they stay as they are and may be kept. */
export function encode(value: unknown): Uint8Array {
  const packed = packr.pack(value)
  return packed
}

/** Decodes bytes of our own making, or scanned ones. Throws on anything that is not msgpack. */
export function decode(bytes: Uint8Array): unknown {
  return packr.unpack(bytes)
}
