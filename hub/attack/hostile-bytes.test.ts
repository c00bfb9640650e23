import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { hostileBytes } from './inside-bytes.ts'

const calls = 100_000

test(`${calls} calls with hostile bytes: no handler throws, the floor stays sound, bystanders notice nothing`, async () => {
  const result = await hostileBytes(4711, calls)
  console.log(reportLines('hostile-bytes', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 400_000)
