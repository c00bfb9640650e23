/** After an attack on a real hub that has ended: what is on its disk, held against what people were told and were shown. */
import { randomFillSync } from 'node:crypto'
import { join } from 'node:path'
import { openFileKeys } from '../adapters/keys-file.ts'
import { openLmdbStore } from '../adapters/store-lmdb.ts'
import { Sealing } from '../app/sealing.ts'
import type { Store } from '../ports/store.ts'
import { Checks } from '../sim/checks.ts'
import type { Record } from '../sim/record.ts'
import type { Talker } from '../sim/talker.ts'

/** What a hub left on its disk. */
export interface Kept {
  readonly store: Store
  readonly sealing: Sealing
}

/** Opens what a stopped hub left, with its keys, for as long as `look` looks. */
export async function lookAtKept<Found>(dataFolder: string, look: (kept: Kept) => Found): Promise<Found> {
  const store = await openLmdbStore(join(dataFolder, 'store'))
  try {
    const vault = await openFileKeys(join(dataFolder, 'keys'))
    try {
      return look({ store, sealing: new Sealing({ vault, fill: randomFillSync }) })
    } finally {
      await vault.close()
    }
  } finally {
    await store.close()
  }
}

/** Throws `Violation` when anything was lost, doubled, out of order, or shown otherwise than it is kept. */
export const checkKept = (dataFolder: string, record: Record, talkers: readonly Talker[]): Promise<void> =>
  lookAtKept(dataFolder, (kept) => checkAll(kept, record, talkers))

export function checkAll({ store, sealing }: Kept, record: Record, talkers: readonly Talker[]): void {
  const checks = new Checks(record, () => sealing)
  checks.ofStore(store)
  checks.ofHistory(store)
  checks.ofScreens(store, talkers)
}
