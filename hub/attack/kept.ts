/** After an attack on a real hub that has ended: what is on its disk, held against what people were told and were shown. */
import { join } from 'node:path'
import { openLmdbStore } from '../adapters/store-lmdb.ts'
import { Checks } from '../sim/checks.ts'
import type { Record } from '../sim/record.ts'
import type { Talker } from '../sim/talker.ts'

/** Throws `Violation` when anything was lost, doubled, out of order, or shown otherwise than it is kept. */
export async function checkKept(dataFolder: string, record: Record, talkers: readonly Talker[]): Promise<void> {
  const store = await openLmdbStore(join(dataFolder, 'store'))
  try {
    const checks = new Checks(record)
    checks.ofStore(store)
    checks.ofHistory(store)
    checks.ofScreens(store, talkers)
  } finally {
    await store.close()
  }
}
