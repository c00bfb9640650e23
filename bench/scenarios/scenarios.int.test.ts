/** Each scenario at its small size: that both sides do their work, and the same work. Of speed this says nothing. */
import { expect, test } from 'vitest'
import { scenarios } from './index.ts'

test.each(Object.entries(scenarios))('%s runs, and every run did the same', async (_, scenario) => {
  const { checksums, lines } = await scenario.run('smoke', () => {})
  expect(lines.length).toBeGreaterThan(0)
  for (const group of checksums) {
    expect(group.length).toBeGreaterThan(1)
    expect(group[0]).toBeGreaterThan(0)
    expect(new Set(group).size).toBe(1)
  }
})
