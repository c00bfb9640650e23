/** Records in lmdb as its documentation says: writes of a turn share a transaction, and `flushed` says when the disk has them. */
import { open } from 'lmdb'
import type { Keeper } from './keeper.ts'

/** `proof`: which of lmdb's two answers is awaited. Committed is seen by all readers, flushed is on the disk. */
export async function openLmdb(folder: string, proof: 'flushed' | 'committed' = 'flushed'): Promise<Keeper> {
  const database = open<Uint8Array, number>({ path: folder, encoding: 'binary' })
  let count = 0
  return {
    async keep(records) {
      let kept: Promise<boolean> | undefined
      for (const record of records) kept = database.put(count++, record)
      await kept
      if (proof === 'flushed') await database.flushed
    },
    read: (at) => database.getBinary(at)!,
    close: () => database.close(),
  }
}
