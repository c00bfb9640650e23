import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { descriptorsOf, usageOf, watchNoise } from './usage.ts'

const burn = (ms: number): void => {
  const { user, system } = process.cpuUsage()
  for (let used = 0; used < ms * 1_000;) {
    const now = process.cpuUsage()
    used = now.user + now.system - user - system
  }
}

test.runIf(process.platform === 'linux')('processor time is what the process itself counts', () => {
  const [ours, before] = [process.cpuUsage(), usageOf([process.pid])]
  burn(60)
  const { user, system } = process.cpuUsage(ours)
  const used = usageOf([process.pid]).processorMs - before.processorMs
  // Threads that collect garbage meanwhile may end in between, and steps are of 10 ms where the kernel counts so.
  expect(Math.abs(used - (user + system) / 1_000)).toBeLessThan(30)
  expect(before.memoryMiB).toBeGreaterThan(10)
})

test.runIf(process.platform === 'linux')('children count, each once, and one that is gone does not', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1_000); console.log("here")'], { stdio: 'pipe' })
  await once(child.stdout, 'data')
  const own = usageOf([child.pid!]).memoryMiB
  expect(own).toBeGreaterThan(10)
  expect(usageOf([process.pid]).memoryMiB).toBeGreaterThan(own)
  expect(usageOf([child.pid!, child.pid!]).memoryMiB).toBeLessThan(1.5 * own)
  expect(descriptorsOf(child.pid!)).toBeGreaterThan(2)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(usageOf([child.pid!])).toEqual({ processorMs: 0, memoryMiB: 0 })
})

test('noise is a part of the machine, whatever it does', () => {
  const since = watchNoise([])
  burn(20)
  const { steal, foreign } = since()
  for (const part of [steal, foreign]) {
    expect(part).toBeGreaterThanOrEqual(0)
    expect(part).toBeLessThanOrEqual(1)
  }
})
