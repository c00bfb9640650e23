/** Each scenario at its small size: that both sides do their work, and the same work. Of speed this says nothing. */
import { expect, test } from 'vitest'
import { scenarios } from './index.ts'

test.each(Object.entries(scenarios))('%s runs, and every run did the same', async (_, scenario) => {
  const { smoke } = scenario.sizes
  const { checksums } = await scenario.run(smoke, () => {})
  expect(checksums).toHaveLength(2 * smoke.rounds)
  expect(checksums[0]).toBeGreaterThan(0)
  expect(new Set(checksums).size).toBe(1)
})
