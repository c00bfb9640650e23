/**
 * Records into a keeper and out of it again. So many are under way at once: all that are, are kept together, and when they are
 * on the disk the same number follows, which is how requests of a crowd reach a store by ticks.
 */
import type { Keeper } from '../peers/keeper.ts'

export const recordBytes = 200
/** Bytes of its number, in front. */
const numberBytes = 6

export interface Appended {
  readonly tookMs: number
  /** From handing a record over until it is on the disk. */
  readonly p99Ms: number
}

export async function append(keeper: Keeper, records: number, inFlight: number): Promise<Appended> {
  const batch = Array.from({ length: inFlight }, (_, at) => Buffer.alloc(recordBytes, at))
  const tookMs: number[] = []
  const started = performance.now()
  for (let kept = 0; kept < records; kept += inFlight) {
    const before = performance.now()
    for (const [at, record] of batch.entries()) record.writeUIntBE(kept + at, 0, numberBytes)
    await keeper.keep(batch)
    tookMs.push(performance.now() - before)
  }
  const all = performance.now() - started
  tookMs.sort((a, b) => a - b)
  return { tookMs: all, p99Ms: tookMs[Math.floor(tookMs.length * 0.99)]! }
}

export interface Looked {
  readonly tookMs: number
  /** Over all that was read. */
  readonly checksum: number
}

/** Reads records here and there, one after the other; each must be the one that was asked for. */
export async function look(keeper: Keeper, records: number, reads: number): Promise<Looked> {
  let checksum = 1
  let at = 0
  const started = performance.now()
  for (let read = 0; read < reads; read++) {
    // A stride that is prime to any number of records used here: every one has its turn.
    at = (at + 7_919) % records
    const asked = keeper.read(at)
    const record = asked instanceof Promise ? await asked : asked
    const bytes = Buffer.from(record.buffer, record.byteOffset, record.length)
    const number = bytes.length === recordBytes ? bytes.readUIntBE(0, numberBytes) : -1
    if (number !== at) throw new Error(`Record ${number} was read in place of ${at}.`)
    checksum = (Math.imul(checksum, 31) + number + bytes[recordBytes - 1]!) >>> 0
  }
  return { tookMs: performance.now() - started, checksum }
}
