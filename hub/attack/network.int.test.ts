import { expect, test } from 'vitest'
import { neverStruck, reportLines } from './attack.ts'
import { badNetwork } from './network.ts'

test('[P1 P2 P3 P4] 100 cuts and many other faults among 60 people: nothing lost, doubled or out of order', async () => {
  const result = await badNetwork({ seed: 4711, customers: 56, cuts: 100, forMs: 25_000 })
  console.log(reportLines('network', 4711, result).join('\n'))
  expect(neverStruck(result)).toEqual([])
  expect(result.chances.cut! + result.chances.reset!).toBe(100)
  expect(result.chances['messages acknowledged']).toBeGreaterThan(200)
}, 240_000)
