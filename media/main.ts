/**
 * The media process: owns the workers that carry voice and video, apart from the hub, so that neither takes the other
 * down. It ends when the launcher asks (SIGTERM) or is gone; SIGINT is left to the launcher, which ends the hub first.
 *
 * Environment: MADOGUCHI_MEDIA_SOCKET (where hubs connect; required), MADOGUCHI_WORKER_BIN (the worker),
 * MADOGUCHI_WORKER_REASON (why there is none), and what settings.ts reads.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { MediaEvent } from '../hub/ports/media-event.ts'
import type { MediaHealth } from '../hub/ports/media.ts'
import { processLog } from '../hub/process-log.ts'
import { Calls, type Workers } from './calls.ts'
import { HubDesk } from './hub-desk.ts'
import { serveHubs } from './hub-server.ts'
import { mediasoupEngine } from './mediasoup-engine.ts'
import { LoopedMusic, type Music } from './music.ts'
import { opusPackets } from './ogg-opus.ts'
import { mediaSettings, type MediaSettings } from './settings.ts'
import { iceServers } from './turn.ts'
import { WorkerPool } from './worker-pool.ts'

/** As in hub/child-keeper.ts: a person must mend something, starting again is of no use. */
const configurationExitCode = 78
const env = process.env
const log = processLog('media', env.MADOGUCHI_LOG_LEVEL)

function refuse(sentence: string): never {
  console.error(`madoguchi: ${sentence}`)
  process.exit(configurationExitCode)
}

function readSettings(): MediaSettings {
  try {
    return mediaSettings(env, availableParallelism())
  } catch (error) {
    return refuse((error as Error).message)
  }
}

const after = (ms: number, call: () => void): (() => void) => {
  const timer = setTimeout(call, ms)
  return () => clearTimeout(timer)
}
const now = (): number => performance.now()

/** Where the program's own tune is: beside this file, from its sources and when it was built. */
const ownMusic = fileURLToPath(new URL('./hold-music/hold-music.ogg', import.meta.url))

/** One's own file is a setting, which must be right; that of the program may be missing from a build, and is said then. */
function readMusic(path: string | null): Music | null {
  if (path === null && !existsSync(ownMusic)) {
    log.warn({ path: ownMusic }, 'no music, who is held hears silence')
    return null
  }
  try {
    return new LoopedMusic(opusPackets(readFileSync(path ?? ownMusic)), { now, after })
  } catch (error) {
    return refuse(`MADOGUCHI_MEDIA_MUSIC ${path ?? ownMusic} cannot be played: ${(error as Error).message}`)
  }
}

/** What the process tells, and what is behind it. */
interface Media extends Workers {
  start(): void
  close(): void
}

/** Without a worker the process stays, so that the hub hears why there is neither voice nor video. */
function without(reason: string): Media {
  return {
    start: () => log.warn({ reason }, 'no media worker, voice and video are off'),
    health: () => ({ available: false, reason, workers: [] }),
    worker: () => null,
    close: () => {},
  }
}

const withWorkers = async (bin: string, changed: () => void): Promise<Media> =>
  new WorkerPool(settings.workers, {
    engine: await mediasoupEngine({ bin, ...settings, music: readMusic(settings.music) }),
    wallNow: () => Date.now(),
    now,
    after,
    changed,
  })

const settings = readSettings()
const media: Media = env.MADOGUCHI_WORKER_BIN
  ? await withWorkers(env.MADOGUCHI_WORKER_BIN, changed)
  : without(env.MADOGUCHI_WORKER_REASON || 'no media worker was found; npm start gets one')
const calls = new Calls({
  workers: media,
  after,
  instancePrefix: randomBytes(6).toString('hex'),
  iceServers: () => iceServers(settings.turn, Date.now() / 1_000),
  tell,
})
const desk = new HubDesk(() => media.health(), calls)
const server = await serveHubs(settings.socket, desk).catch((error: Error) =>
  refuse(`the media socket ${settings.socket} cannot be opened: ${error.message}`),
)

function tell(event: MediaEvent): void {
  if (event.type === 'callLost') log.warn({ call: event.call, reason: event.reason }, 'a call lost its worker')
  desk.tellEvent(event)
}

let runningBefore = 0
let endedBefore = 0
function changed(): void {
  calls.workersChanged()
  desk.tellHealth()
  const { workers }: MediaHealth = media.health()
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
  calls.close()
  media.close()
  void server.close().then(() => process.exit(0))
}
process.on('SIGTERM', end)
process.on('SIGINT', () => {})
process.on('disconnect', end)

// Only now: every change has someone to be told.
media.start()
log.info({ path: settings.socket }, 'ready')
