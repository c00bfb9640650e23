/** The pool's rules, on virtual time and workers that live and die as told. */
import { expect, test } from 'vitest'
import { FakeEngine } from './fake-engine.ts'
import { virtualTime } from './virtual-testing.ts'
import { WorkerPool, place, summarise, watchdog } from './worker-pool.ts'
import type { MediaWorkerHealth } from '../hub/ports/media.ts'

function stage(size: number) {
  let changes = 0
  const { now, after, passMs } = virtualTime()
  const engine = new FakeEngine()
  const pool = new WorkerPool(size, { engine, wallNow: now, now, after, changed: () => void changes++ })
  const worker = (index: number) => {
    const found = engine.workers[index]
    if (!found) throw new Error(`worker ${index} was never started`)
    return found
  }
  return { pool, engine, worker, passMs, changes: () => changes }
}
const states = (pool: WorkerPool): string[] => pool.health().workers.map((worker) => worker.state)

test('runs as many workers as asked, and then calls can be carried', async () => {
  const { pool, passMs } = stage(2)
  pool.start()
  expect(pool.health()).toMatchObject({ available: false, reason: 'the media workers are starting' })
  await passMs(0)
  expect(pool.health()).toEqual({
    available: true,
    reason: '',
    workers: [
      { state: 'running', since: 0, pid: 1_000 },
      { state: 'running', since: 0, pid: 1_001 },
    ],
  })
})

test('[WC1] a worker that dies is told at once and started again after 100 ms; the other is left alone', async () => {
  const { pool, engine, worker, passMs, changes } = stage(2)
  pool.start()
  await passMs(500)
  const before = changes()
  worker(0).die('signal:SIGKILL')
  expect(changes()).toBe(before + 1)
  expect(pool.health().workers[0]).toEqual({ state: 'waiting', since: 500, error: 'signal:SIGKILL' })
  expect(pool.health().available).toBe(true)
  await passMs(99)
  expect(engine.workers).toHaveLength(2)
  await passMs(1)
  expect(states(pool)).toEqual(['running', 'running'])
  expect(worker(1).done).toEqual([])
})

test('[WC3] a worker that cannot be started is tried later and later, and the reason is told', async () => {
  const { pool, engine, passMs } = stage(1)
  engine.failure = 'worker process failed [code:42]'
  pool.start()
  await passMs(0)
  expect(pool.health()).toMatchObject({
    available: false,
    reason: 'no media worker runs: worker process failed [code:42]',
  })
  await passMs(100 + 200 + 400)
  engine.failure = null
  await passMs(799)
  expect(states(pool)).toEqual(['waiting'])
  await passMs(1)
  expect(states(pool)).toEqual(['running'])
})

test('[WC2] a worker that hangs is killed within 6 s of its last answer, and started again', async () => {
  const { pool, worker, passMs } = stage(1)
  pool.start()
  // The worst moment: right after it has answered.
  await passMs(watchdog.everyMs * 3)
  worker(0).hang()
  await passMs(watchdog.everyMs + watchdog.timeoutMs)
  expect(worker(0).done).toEqual([])
  await passMs(watchdog.everyMs)
  expect(worker(0).done).toEqual(['killed'])
  expect(watchdog.everyMs * watchdog.missesMax + watchdog.timeoutMs).toBeLessThanOrEqual(6_000)
  await passMs(100)
  expect(states(pool)).toEqual(['running'])
  expect(pool.health().workers[0]).toMatchObject({ pid: 1_001 })
})

test('a worker that answers is never killed', async () => {
  const { pool, worker, passMs } = stage(1)
  pool.start()
  await passMs(60_000)
  expect(worker(0).done).toEqual([])
})

test('[WC9] closing ends every worker and starts none again, also those that were starting or waiting', async () => {
  const { pool, engine, worker, passMs } = stage(2)
  pool.start()
  await passMs(0)
  worker(0).die('gone')
  await passMs(100)
  worker(1).die('gone')
  pool.close()
  await passMs(60_000)
  expect(engine.workers).toHaveLength(3)
  expect(worker(2).done).toEqual(['closed'])
})

test('[WC13] a worker whose start ends after the pool was closed is closed too', async () => {
  const { pool, worker, passMs } = stage(1)
  pool.start()
  pool.close()
  await passMs(0)
  expect(worker(0).done).toEqual(['closed'])
})

const running = (pid: number): MediaWorkerHealth => ({ state: 'running', since: 0, pid })
const waiting: MediaWorkerHealth = { state: 'waiting', since: 0, error: 'gone' }

test('a call goes to the running worker that carries least, the first of equals', () => {
  const loads = [0, 3, 2, 2]
  const load = (index: number): number => loads[index] ?? Number.NaN
  expect(place([waiting, running(1), running(2), running(3)], load)).toBe(2)
  expect(place([running(0), running(1)], () => 7)).toBe(0)
  expect(place([waiting, { state: 'starting', since: 0 }], () => 0)).toBeNull()
})

test('one running worker is enough, and without any the first error is the reason', () => {
  expect(summarise([waiting, running(1)])).toMatchObject({ available: true, reason: '' })
  expect(summarise([{ state: 'starting', since: 0 }, waiting])).toMatchObject({
    available: false,
    reason: 'no media worker runs: gone',
  })
})
