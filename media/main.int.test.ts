/** The media process as it really runs, with real mediasoup workers, seen through the hub's own adapter. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { mediaSocket } from '../hub/adapters/media-socket.ts'
import type { MediaPort, MediaWorkerHealth } from '../hub/ports/media.ts'
import { realClock, workerBin as bin } from './real-testing.ts'

let folder: string
let child: ChildProcess | null = null
let media: MediaPort | null = null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-test-'))
})
afterEach(() => {
  media?.close()
  child?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

function begin(env: Record<string, string>): { port: MediaPort; ended: Promise<number | null>; process: ChildProcess } {
  const path = join(folder, 'media.sock')
  const entry = fileURLToPath(new URL('./main.ts', import.meta.url))
  const { MADOGUCHI_WORKER_BIN: _bin, MADOGUCHI_WORKER_REASON: _reason, ...rest } = process.env
  const started = spawn(process.execPath, ['--import', 'tsx', entry], {
    env: { ...rest, MADOGUCHI_MEDIA_SOCKET: path, MADOGUCHI_LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  child = started
  media = mediaSocket(path, realClock)
  return { port: media, process: started, ended: new Promise((resolve) => started.on('exit', resolve)) }
}
const until = (condition: () => void, timeout = 20_000): Promise<void> =>
  vi.waitFor(condition, { timeout, interval: 20 })
const pids = (workers: readonly MediaWorkerHealth[]): number[] =>
  workers.flatMap((worker) => (worker.state === 'running' ? [worker.pid] : []))
const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe.skipIf(!bin)('with real workers', () => {
  const two = { MADOGUCHI_WORKER_BIN: bin ?? '', MADOGUCHI_MEDIA_WORKERS: '2' }
  const running = async (port: MediaPort, count: number): Promise<number[]> => {
    await until(() => expect(pids(port.health().workers)).toHaveLength(count))
    return pids(port.health().workers)
  }

  test('[WC9] it runs as many workers as it is told, and ends them when the launcher asks', async () => {
    const { port, process: main, ended } = begin(two)
    const workers = await running(port, 2)
    expect(port.health()).toMatchObject({ available: true, reason: '' })
    expect(workers.every(alive)).toBe(true)
    main.kill('SIGTERM')
    expect(await ended).toBe(0)
    await until(() => expect(workers.some(alive)).toBe(false))
  })

  test('[WC1] a worker killed by kill -9 is reported within a second and replaced; the other goes on', async () => {
    const { port } = begin(two)
    const [first = 0, second] = await running(port, 2)
    let toldAt = 0
    port.onChange((health) => {
      if (!toldAt && !pids(health.workers).includes(first)) toldAt = performance.now()
    })
    const killedAt = performance.now()
    process.kill(first, 'SIGKILL')
    await until(() => expect(pids(port.health().workers).filter((pid) => pid !== first)).toHaveLength(2))
    expect(toldAt - killedAt).toBeLessThan(1_000)
    expect(pids(port.health().workers)).toContain(second)
  })

  test('[WC2] a worker that hangs is killed and replaced', async () => {
    const { port } = begin({ ...two, MADOGUCHI_MEDIA_WORKERS: '1' })
    const [hung = 0] = await running(port, 1)
    process.kill(hung, 'SIGSTOP')
    const hungAt = performance.now()
    await until(() => expect(alive(hung)).toBe(false))
    // 5 s by its own rule; the rest is for a machine that is busy with other tests.
    expect(performance.now() - hungAt).toBeLessThan(6_500)
    await until(() => expect(pids(port.health().workers)).not.toContain(hung))
    await running(port, 1)
  })

  test('[WC8] [WC10] Ctrl-C is left to the launcher; a launcher that is gone ends it, and its workers with it', async () => {
    const { port, process: main, ended } = begin(two)
    const workers = await running(port, 2)
    main.kill('SIGINT')
    process.kill(workers[0] ?? 0, 'SIGKILL')
    // That it still replaces a worker shows that it has outlived the signal.
    await until(() => expect(pids(port.health().workers).filter((pid) => !workers.includes(pid))).toHaveLength(1))
    main.disconnect()
    expect(await ended).toBe(0)
    await until(() => expect(workers.some(alive)).toBe(false))
  })
})

test('[WC4] without a worker it stays and says why', async () => {
  const { port } = begin({ MADOGUCHI_WORKER_REASON: 'nothing here to build one with' })
  await until(() => expect(port.health().reason).toBe('nothing here to build one with'))
  expect(port.health()).toMatchObject({ available: false, workers: [] })
})

test('[WC3] a worker binary that does not start is tried again and again, and the reason is told', async () => {
  const { port } = begin({ MADOGUCHI_WORKER_BIN: '/bin/false', MADOGUCHI_MEDIA_WORKERS: '1' })
  await until(() => expect(port.health().reason).toMatch(/^no media worker runs: ./))
})

test.each([
  [{ MADOGUCHI_MEDIA_WORKERS: 'many', MADOGUCHI_WORKER_BIN: '/bin/false' }, 'MADOGUCHI_MEDIA_WORKERS is "many"'],
  [{ MADOGUCHI_MEDIA_SOCKET: '' }, 'MADOGUCHI_MEDIA_SOCKET is not set'],
  [{ MADOGUCHI_MEDIA_SOCKET: '/nowhere/media.sock' }, 'the media socket /nowhere/media.sock cannot be opened'],
])('a wrong environment is one sentence and code 78: %o', async (env, sentence) => {
  const { process: main, ended } = begin(env)
  let said = ''
  main.stderr?.on('data', (text) => (said += text))
  expect(await ended).toBe(78)
  expect(said).toContain(sentence)
  expect(said.trim().split('\n')).toHaveLength(1)
})
