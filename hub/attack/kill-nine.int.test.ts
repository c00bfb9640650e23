import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { killNine } from './kill-nine.ts'

test('[P1 P2 P3 P4 P9] 12 times kill -9 while 100 people talk: nothing lost, doubled, out of order or out of turn', async () => {
  const result = await killNine({ seed: 4711, kills: 12, customers: 96, haste: 12 })
  console.log(reportLines('kill-nine', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
  expect(result.chances['hub kills']).toBe(12)
  // A run in which nothing was at stake has proven nothing.
  expect(result.chances['messages acknowledged']).toBeGreaterThan(500)
  expect(result.chances['offers accepted']).toBeGreaterThan(20)
  expect(result.chances['people online at the end']).toBeGreaterThan(20)
}, 480_000)
