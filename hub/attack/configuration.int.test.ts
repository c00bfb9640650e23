import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { configurations } from './configuration.ts'

test('[P1 P24] a configuration is taken whole or not at all, once, though the hub dies meanwhile', async () => {
  const result = await configurations(4711, 1)
  console.log(reportLines('configuration', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 240_000)
