/**
 * The process that opens what a power cut left, as a hub does after the machine is back. A broken image may end it, so it
 * says what it finds image by image, and whoever started it knows at which it died.
 */
import { createInterface } from 'node:readline'
import { openLmdbReader, openLmdbStore } from '../adapters/store-lmdb.ts'
import { bytesOf, contentsOf } from './power-cut-writer.ts'

export interface Found {
  /** The last commit that the image holds. */
  readonly last: number
  /** What is wrong with it, or null. */
  readonly wrong: string | null
}

/** For each folder named by a line of standard input a line of `Found`. */
export async function readImages(): Promise<void> {
  for await (const folder of createInterface({ input: process.stdin })) {
    const found = await look(folder).catch((error: unknown): Found => ({ last: 0, wrong: String(error) }))
    process.stdout.write(`${JSON.stringify(found)}\n`)
  }
}

async function look(folder: string): Promise<Found> {
  const store = await openLmdbStore(folder)
  const found = contentsOf(store)
  if (found.wrong !== null) return found
  // It must not only be read: the hub goes on writing, on pages that it believes to be free.
  const after = found.last + 1
  await store.commit([{ table: 'event', key: [after], value: bytesOf(after) }])
  await store.close()
  const reader = openLmdbReader(folder)
  const counted = reader.rowCount('event')
  let rows = 0
  for (const { key, value } of reader.range('event', {}))
    if (key[0] !== ++rows || !bytesOf(rows).equals(value)) return { ...found, wrong: `event ${rows} was overwritten` }
  await reader.close()
  const wrong = rows === after && counted === rows ? null : `${counted} events are noted, ${rows} there, not ${after}`
  return { ...found, wrong }
}
