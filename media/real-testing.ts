/** What tests with real media workers share: the worker, if there is one, real time, and the media process as it really runs. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import { mediaSocket } from '../hub/adapters/media-socket.ts'
import { instant } from '../hub/model/time.ts'
import type { Clock } from '../hub/ports/clock.ts'
import type { CallsUnderTest } from '../hub/ports/media.contract-calls.ts'
import { workerAtHand } from './worker/index.mjs'

/** `null` where there is none, which is said, and the tests that need it are skipped. */
export const workerBin: string | null =
  process.env.MADOGUCHI_WORKER_BIN ?? workerAtHand(fileURLToPath(new URL('../node_modules/mediasoup', import.meta.url)))
const whyNot = process.env.MADOGUCHI_WORKER_REASON ?? 'none in the cache; `npm test` gets one'
if (!workerBin) console.warn(`the tests with real media workers are skipped: ${whyNot}`)

export const realClock: Clock = {
  now: () => instant(performance.now()),
  after: (delay, action) => {
    const timer = setTimeout(action, delay)
    return () => clearTimeout(timer)
  },
  soon: (action) => {
    const timer = setImmediate(action)
    return () => clearImmediate(timer)
  },
}

/** Starts a media process in a folder of its own. Its environment is ours, with `env` over it. */
export async function startMedia(env: Record<string, string>): Promise<CallsUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'media-calls-'))
  const path = join(folder, 'media.sock')
  const connect = (): ReturnType<typeof mediaSocket> => mediaSocket(path, realClock)
  let child: ChildProcess | null = null
  const end = async (): Promise<void> => {
    const ended = new Promise((resolve) => child?.on('exit', resolve))
    child?.kill('SIGKILL')
    await ended
  }
  const start = async (): Promise<void> => {
    const own = { MADOGUCHI_MEDIA_SOCKET: path, MADOGUCHI_LOG_LEVEL: 'silent', MADOGUCHI_WORKER_BIN: workerBin ?? '' }
    child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./main.ts', import.meta.url))], {
      env: { ...process.env, ...own, MADOGUCHI_MEDIA_WORKERS: '2', ...env },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const port = connect()
    const running = (): boolean => port.health().workers.every(({ state }) => state === 'running')
    await vi.waitUntil(() => port.health().available && running(), { timeout: 20_000, interval: 10 })
    port.close()
  }
  await start()
  return {
    connect,
    restart: async () => {
      await end()
      await start()
    },
    killWorkers: (port) => {
      for (const worker of port.health().workers) if (worker.state === 'running') process.kill(worker.pid, 'SIGKILL')
      return Promise.resolve()
    },
    dispose: async () => {
      await end()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
