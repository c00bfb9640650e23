import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { erasures } from './erasure.ts'

test('[P25] whoever is erased is found nowhere, though the hub dies meanwhile; nobody else is touched', async () => {
  const result = await erasures(4711, 1)
  console.log(reportLines('erasure', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 240_000)
