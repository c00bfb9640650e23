/**
 * The hub's own store as a keeper among others: rows of table `event`, which are numbered as the floor's events are. `each`: a
 * commit for every record, as if each were kept by itself; `tick`: one for all that came together, as the hub does it.
 */
import { openLmdbStore } from '../../hub/adapters/store-lmdb.ts'
import type { Change } from '../../hub/ports/store.ts'
import type { Keeper } from '../peers/keeper.ts'

export async function openHubKeeper(folder: string, commits: 'each' | 'tick'): Promise<Keeper> {
  const store = await openLmdbStore(folder)
  let count = 0
  const change = (value: Uint8Array): Change => ({ table: 'event', key: [++count], value })
  return {
    async keep(records) {
      const changes = records.map(change)
      if (commits === 'tick') await store.commit(changes)
      else await Promise.all(changes.map((one) => store.commit([one])))
    },
    read: (at) => store.get('event', [at + 1])!,
    close: () => store.close(),
  }
}
