/** Each scenario at its small size: that all sides do their work, and the same work. Of speed this says nothing. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openBench } from '../run/bench.ts'
import { reportText } from '../run/text.ts'
import { scenarios } from './index.ts'

test.each(Object.entries(scenarios))('%s runs, and every run did the same', async (name, scenario) => {
  const lacking = scenario.missing?.() ?? null
  if (lacking !== null) return console.warn(`${name} is left out: ${lacking}`)
  const scratch = mkdtempSync(join(tmpdir(), 'madoguchi-bench-'))
  const bench = openBench({ say: () => {}, scratch, runs: 1 })
  try {
    const report = await scenario.run('smoke', bench)
    expect(reportText(report).length).toBeGreaterThan(0)
    for (const { rows, figures } of report.tables)
      for (const { side, values } of rows)
        for (const name of Object.keys(values)) expect(figures, side).toContainEqual(expect.objectContaining({ name }))
    expect(report.checksums.length).toBeGreaterThan(0)
    for (const group of report.checksums) {
      expect(group.length).toBeGreaterThan(1)
      expect(group[0]).toBeGreaterThan(0)
      expect(new Set(group).size).toBe(1)
    }
  } finally {
    await bench.end()
    rmSync(scratch, { recursive: true, force: true })
  }
})
