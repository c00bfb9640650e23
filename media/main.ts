/**
 * The media process: owns the workers that carry voice and video, apart from the hub, so that neither takes the other
 * down. It ends when the launcher asks (SIGTERM) or is gone; SIGINT is left to the launcher, which ends the hub first.
 *
 * Environment: MADOGUCHI_MEDIA_SOCKET (where health is told; required), MADOGUCHI_WORKER_BIN (the worker),
 * MADOGUCHI_WORKER_REASON (why there is none), MADOGUCHI_MEDIA_WORKERS (how many; default one per core).
 */
import { availableParallelism } from 'node:os'
import type { MediaHealth } from '../hub/ports/media.ts'
import { processLog } from '../hub/process-log.ts'
import { serveHealth } from './health-server.ts'
import { mediasoupEngine } from './mediasoup-engine.ts'
import { WorkerPool } from './worker-pool.ts'

/** As in hub/child-keeper.ts: a person must mend something, starting again is of no use. */
const configurationExitCode = 78
const env = process.env
const log = processLog('media', env.MADOGUCHI_LOG_LEVEL)

function refuse(sentence: string): never {
  console.error(`madoguchi: ${sentence}`)
  process.exit(configurationExitCode)
}

function workerCount(): number {
  const wanted = env.MADOGUCHI_MEDIA_WORKERS
  if (!wanted) return availableParallelism()
  const count = Number(wanted)
  if (Number.isInteger(count) && count >= 1 && count <= 256) return count
  return refuse(`MADOGUCHI_MEDIA_WORKERS is ${JSON.stringify(wanted)}; it must be a whole number from 1 to 256`)
}

/** What the process tells, and what is behind it. */
interface Media {
  start(): void
  health(): MediaHealth
  close(): void
}

/** Without a worker the process stays, so that the hub hears why there is neither voice nor video. */
function without(reason: string): Media {
  return {
    start: () => log.warn({ reason }, 'no media worker, voice and video are off'),
    health: () => ({ available: false, reason, workers: [] }),
    close: () => {},
  }
}

const withWorkers = async (bin: string, changed: () => void): Promise<Media> =>
  new WorkerPool(workerCount(), {
    engine: await mediasoupEngine(bin),
    wallNow: () => Date.now(),
    now: () => performance.now(),
    after: (ms, call) => {
      const timer = setTimeout(call, ms)
      return () => clearTimeout(timer)
    },
    changed,
  })

const path = env.MADOGUCHI_MEDIA_SOCKET || refuse('MADOGUCHI_MEDIA_SOCKET is not set; the launcher sets it')
const media: Media = env.MADOGUCHI_WORKER_BIN
  ? await withWorkers(env.MADOGUCHI_WORKER_BIN, changed)
  : without(env.MADOGUCHI_WORKER_REASON || 'no media worker was found; npm start gets one')
const server = await serveHealth(path, () => media.health()).catch((error: Error) =>
  refuse(`the media socket ${path} cannot be opened: ${error.message}`),
)

let runningBefore = 0
let endedBefore = 0
function changed(): void {
  server.tell()
  const { workers } = media.health()
  for (const worker of workers) {
    if (worker.state !== 'waiting' || worker.since <= endedBefore) continue
    endedBefore = worker.since
    log.warn({ error: worker.error }, 'a worker ended and is started again')
  }
  const running = workers.filter((worker) => worker.state === 'running').length
  if (running !== runningBefore) log.info({ running, of: workers.length }, 'workers')
  runningBefore = running
}

function end(): void {
  media.close()
  void server.close().then(() => process.exit(0))
}
process.on('SIGTERM', end)
process.on('SIGINT', () => {})
process.on('disconnect', end)

// Only now: every change has someone to be told.
media.start()
log.info({ path }, 'ready')
