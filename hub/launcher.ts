/**
 * The parent of the two processes that make up Madoguchi: the hub and the media process. It keeps both alive, passes a
 * wish to stop on in the right order (the hub first, while calls still run), and does nothing else, so that nothing in
 * it can break. Should it die all the same, the children notice by their channel to it and end themselves.
 *
 * Environment, besides what the children read: MADOGUCHI_HUB_ENTRY and MADOGUCHI_MEDIA_ENTRY name other scripts than the
 * built ones; MADOGUCHI_DRAIN_MS is how long the hub may take to drain (default 10,000).
 */
import { fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ChildKeeper, type Child, type KeeperEvent } from './child-keeper.ts'
import { processLog } from './process-log.ts'

const log = processLog('launcher', process.env.MADOGUCHI_LOG_LEVEL)
const drainMs = Number(process.env.MADOGUCHI_DRAIN_MS ?? 10_000)
/** The media process only has workers to close, which end by themselves within 250 ms of their parent. */
const mediaStopMs = 3_000
/** A terminal's Ctrl-C reaches this process directly and through npm; only a later one is a second wish. */
const secondWishAfterMs = 1_000

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const entries = {
  hub: process.env.MADOGUCHI_HUB_ENTRY ?? beside('./main.js'),
  media: process.env.MADOGUCHI_MEDIA_ENTRY ?? beside('../media/main.js'),
}

// A folder of our own: only we can enter it, and its path is short enough for a socket (107 bytes at most).
const socketFolder = mkdtempSync(join(tmpdir(), 'madoguchi-'))
/** Where there is but one core, the collector's helpers only take turns on it with the hub, and cost more than they help. */
const collector = availableParallelism() === 1 ? ['--single-threaded-gc'] : []
/** Stack traces in the log then name our source files. */
const execArgv = [...process.execArgv, '--enable-source-maps', ...collector]
const childEnv = { MADOGUCHI_MEDIA_SOCKET: join(socketFolder, 'media.sock'), ...process.env }

function spawnChild(entry: string): Child {
  // Detached, so that a terminal's Ctrl-C does not reach the children: a hub that is told twice would not drain.
  const child = fork(entry, [], {
    env: childEnv,
    execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  })
  return {
    pid: child.pid,
    kill: (signal) => child.kill(signal),
    onEnd: (ended) => {
      child.once('exit', (code, signal) => ended({ code, signal }))
      child.once('error', (error) => {
        log.error({ entry, error: error.message }, 'a child could not be started')
        // One that never ran has no exit to report.
        if (child.pid === undefined) ended({ code: 1, signal: null })
      })
    },
  }
}

const parts = {
  now: () => performance.now(),
  after: (ms: number, call: () => void) => {
    const timer = setTimeout(call, ms)
    return () => clearTimeout(timer)
  },
}

function keep(name: 'hub' | 'media'): ChildKeeper {
  const tell = (event: KeeperEvent): void => {
    if (event.type === 'started') log.info({ child: name, childPid: event.pid }, 'started')
    else if (event.type === 'ended')
      log.warn({ child: name, ...event.end, livedMs: Math.round(event.livedMs), againInMs: event.againInMs }, 'ended')
    else void stop(event.code)
  }
  return new ChildKeeper({ ...parts, spawn: () => spawnChild(entries[name]) }, tell)
}

const hub = keep('hub')
const media = keep('media')
let stoppingSince: number | null = null

/** The hub drains while calls go on; then the media process goes; then this one, with `code` unless a child was killed. */
async function stop(code: number): Promise<void> {
  if (stoppingSince !== null) return
  stoppingSince = parts.now()
  log.info({}, 'stopping')
  const hubDrained = await hub.stop(drainMs)
  const mediaClosed = await media.stop(mediaStopMs)
  rmSync(socketFolder, { recursive: true, force: true })
  if (!hubDrained) log.error({ drainMs }, 'the hub had to be killed, it did not drain in time')
  process.exit(code || (hubDrained && mediaClosed ? 0 : 1))
}

function asked(): void {
  if (stoppingSince !== null && parts.now() - stoppingSince > secondWishAfterMs) {
    hub.kill()
    media.kill()
  }
  void stop(0)
}
process.on('SIGTERM', asked)
process.on('SIGINT', asked)
// The terminal is closed. The children would notice only that we are gone.
process.on('SIGHUP', asked)

media.start()
hub.start()
