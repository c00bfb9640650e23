import { expect, test } from 'vitest'
import { killNine } from './kill-nine.ts'

test('[P1 P2 P3 P4 P9] 20 times kill -9 while 100 people talk: nothing lost, doubled, out of order or out of turn', async () => {
  const { chances, recoveryMs } = await killNine({ seed: 4711, kills: 20, customers: 96, haste: 12 })
  const sorted = recoveryMs.toSorted((a, b) => a - b)
  console.log(`recovery after kill -9: median ${sorted[10]} ms, longest ${sorted[19]} ms`, chances)
  expect(chances['hub kills']).toBe(20)
  // A run in which nothing was at stake has proven nothing.
  expect(chances['messages acknowledged']).toBeGreaterThan(500)
  expect(chances['offers accepted']).toBeGreaterThan(20)
  expect(chances['offers rescinded']).toBeGreaterThan(0)
  expect(chances['people online at the end']).toBeGreaterThan(20)
}, 240_000)
