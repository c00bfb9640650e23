import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { fullDisk } from './full-disk.ts'
import { smallDiskSkipped } from './storage-disk.ts'

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
