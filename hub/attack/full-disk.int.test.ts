import { statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openLmdbStore } from '../adapters/store-lmdb.ts'
import { neverStruck, reportLines } from './attack.ts'
import { fullDisk } from './full-disk.ts'
import { SmallDisk, smallDiskSkipped } from './storage-disk.ts'

const skipped = smallDiskSkipped()
if (skipped !== null) console.log(`the full disk is skipped: ${skipped}`)

test.skipIf(skipped !== null)(
  '[P18] a disk that is full twice: refusals, nothing acknowledged that is lost, reads go on, back by itself',
  async () => {
    const result = await fullDisk({ seed: 4711, rounds: 2, customers: 24 })
    console.log(reportLines('full-disk', 4711, result).join('\n'))
    expect(neverStruck(result)).toEqual([])
  },
  120_000,
)

test.skipIf(skipped !== null)(
  '[P18] a store refuses before lmdb finds the disk full, whose binding would abort us',
  async () => {
    const disk = SmallDisk.open(16)
    const store = await openLmdbStore(disk.folderNamed('store'))
    const commit = (n: number): Promise<unknown> =>
      store.commit([{ table: 'event', key: [n], value: Buffer.from('x') }])
    try {
      await commit(1)
      disk.fill()
      // 3 MiB would do for lmdb.
      const filler = join(disk.folder, 'filler')
      truncateSync(filler, statSync(filler).size - 3 * 2 ** 20)
      const refused = await commit(2).catch((error: unknown) => error)
      expect(refused).toMatchObject({ name: 'StorageUnavailable', cause: { code: 'ENOSPC' } })
      await store.recover()
      expect(store.get('event', [2])).toBeUndefined()
      disk.free()
      await commit(2)
      expect(store.get('event', [2])).toBeDefined()
    } finally {
      await store.close()
      disk.close()
    }
  },
)
