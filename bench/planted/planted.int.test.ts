/** A bench must notice a hub that was made slow on purpose: the one mistake whose harm shows within a few seconds. The others: README. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openBench } from '../run/bench.ts'
import { isMet } from '../run/report.ts'
import { floor } from '../scenarios/floor.ts'
import { plants } from './plants.mjs'

test('a sleep of 10 ms in a handler misses the goal of the floor, beside a hub without it', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'madoguchi-bench-'))
  const bench = openBench({ say: () => {}, scratch, runs: 1, planted: 'sleep' })
  try {
    const { goals } = await floor.run('smoke', bench)
    const against = goals.find(({ what }) => what === 'hub with sleep against one without: message, p50')
    expect(against).toBeDefined()
    expect(isMet(against!), JSON.stringify(against)).toBe(false)
  } finally {
    await bench.end()
    rmSync(scratch, { recursive: true, force: true })
  }
})

const sources = {
  sleep: 'hub/app/handlers/message.ts',
  leak: 'hub/app/handlers/message.ts',
  scan: 'hub/acd/decide.ts',
} as const satisfies Record<keyof typeof plants, string>

test.each(Object.entries(plants))('the place for %s is in the source, once', (name, { place }) => {
  const text = readFileSync(new URL(`../../${sources[name as keyof typeof sources]}`, import.meta.url), 'utf8')
  expect([...text.matchAll(new RegExp(place, 'g'))]).toHaveLength(1)
})
