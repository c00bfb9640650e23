import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { floods } from './floods.ts'

test('[P5] 5 stalled readers among 40 good ones, and 2,000 silent sockets: they are closed, nobody else notices', async () => {
  const result = await floods({ stalled: 5, good: 40, silent: 2_000 })
  console.log(reportLines('floods', 0, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 240_000)
