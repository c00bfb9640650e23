/**
 * Bytes to values and back: standard msgpack, no records, no extension types. The only file that knows msgpackr.
 * What strangers send goes through `scan` (scan.ts) first. Browsers are built with msgpackr's variant without eval.
 */
import { Packr } from 'msgpackr'

const packr = new Packr({
  useRecords: false,
  mapsAsObjects: true,
  int64AsType: 'number',
  encodeUndefinedAsNil: true,
  // Otherwise a decoded byte string is a window on the bytes it came from, which a transport takes back.
  copyBuffers: true,
})

/**
 * Encodes any plain value. The bytes stay as they are and may be kept: they are a part of a pool that is only ever filled
 * onwards, so whoever keeps few of them for long should keep a copy.
 */
export function encode(value: unknown): Uint8Array {
  return packr.pack(value)
}

/** Decodes bytes of our own making, or scanned ones. Nothing of the value hangs on the bytes. Throws on anything that is not msgpack. */
export function decode(bytes: Uint8Array): unknown {
  return packr.unpack(bytes)
}
