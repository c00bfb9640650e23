/** What a start takes of a hub's own time: opening its store and reading what lives, without the process around it. */
import { randomFillSync } from 'node:crypto'
import { join } from 'node:path'
import { openFileKeys } from '../../hub/adapters/keys-file.ts'
import { openLmdbStore } from '../../hub/adapters/store-lmdb.ts'
import { Sealing } from '../../hub/app/sealing.ts'
import { startQuietly } from '../drivers/history.ts'

export interface Recovered {
  readonly tookMs: number
  /** Contacts that live in the hub that came up. */
  readonly contacts: number
}

/** Of a data folder that nobody has open. */
export async function recover(folder: string): Promise<Recovered> {
  const started = performance.now()
  const store = await openLmdbStore(join(folder, 'store'))
  const vault = await openFileKeys(join(folder, 'keys'))
  const hub = await startQuietly(store, new Sealing({ vault, fill: randomFillSync }))
  const tookMs = performance.now() - started
  const contacts = hub.live.files.size
  hub.stop()
  await store.close()
  await vault.close()
  return { tookMs, contacts }
}
