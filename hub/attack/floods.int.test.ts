import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { floods } from './floods.ts'

test('[P5] 5 readers stall beside 30 people who talk: closed with 4008 after 10 s, nobody else notices', async () => {
  const result = await floods({ stalled: 5, good: 30, atOnce: 30 })
  console.log(reportLines('floods', 0, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
}, 240_000)
