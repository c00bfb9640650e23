/**
 * `npm run sim -- --replay DATA [--policy FILE]`: opens the record in a data folder or a backup, also while a hub writes to it,
 * and decides it again; with FILE also under that configuration. Reads only.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openLmdbReader, type StoreReader } from '../adapters/store-lmdb.ts'
import { describeDifference } from './difference.ts'
import { firstRules, recordedIn } from './record.ts'
import { rerun } from './rerun.ts'

export interface ReplayOptions {
  /** A data folder, or a backup. */
  readonly data: string
}

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Prints what is found. Resolves with false when the floor decides otherwise than is recorded, or there is nothing to decide. */
export async function replay({ data }: ReplayOptions): Promise<boolean> {
  const store = join(data, 'store')
  if (!existsSync(join(store, 'data.mdb'))) {
    say(`There is no record in ${data}. Name a data folder or a backup.`)
    return false
  }
  const reader = openLmdbReader(store)
  try {
    return decideAgain(reader)
  } finally {
    await reader.close()
  }
}

function decideAgain(reader: StoreReader): boolean {
  const rules = firstRules(recordedIn(reader))
  if (rules === null) {
    say(
      'The record does not say under which rules it was decided: it is of a version that kept none. Start this version once.',
    )
    return false
  }
  const { events, decided, offers, differences } = rerun(recordedIn(reader), {}, rules)
  if (decided < events) say(`${events - decided} of ${events} events were not decided again.`)
  for (const difference of differences) say(`It differs: ${describeDifference(difference)}`)
  if (differences.length === 0) say(`Decided again: ${decided} events, and every one of ${offers} offers as it was.`)
  return differences.length === 0
}
