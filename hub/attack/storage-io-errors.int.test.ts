import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { ioErrors } from './storage-io-errors.ts'
import { faults, faultsSkipped } from './storage-io-faults.ts'

const skipped = faultsSkipped()
if (skipped !== null) console.log(`errors of the disk are skipped: ${skipped}`)

test.skipIf(skipped !== null)(
  '[P18] a disk that fails in every way once: refusals, nothing acknowledged that is lost, back by itself within 10 s',
  async () => {
    const result = await ioErrors({ seed: 4711, rounds: Object.keys(faults).length, customers: 24 })
    console.log(reportLines('io-errors', 4711, result).join('\n'))
    expect(neverStruck(result)).toEqual([])
  },
  480_000,
)
