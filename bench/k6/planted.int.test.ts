/** A hub that is slow on purpose (bench/planted/) is caught: the threshold that it breaks, and no other, says so. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { openBench } from '../run/bench.ts'
import { isMet } from '../run/report.ts'
import { k6 } from '../scenarios/k6.ts'
import { thresholdsBroken } from './run.ts'

const scratch = mkdtempSync(join(tmpdir(), 'madoguchi-bench-'))
const bench = openBench({ say: () => {}, scratch, runs: 1, planted: 'sleep' })

afterEach(async () => {
  vi.unstubAllEnvs()
  await bench.end()
  rmSync(scratch, { recursive: true, force: true })
})

test('10 ms of sleep for each message are more than the quickest acknowledgement may take', async () => {
  vi.stubEnv('ACK_MIN_MS', '10')
  const { goals, exitCode } = await k6.run('smoke', bench)
  expect(goals.filter((goal) => !isMet(goal)).map(({ what }) => what)).toEqual(['ack_latency min'])
  expect(exitCode).toBe(thresholdsBroken)
})
