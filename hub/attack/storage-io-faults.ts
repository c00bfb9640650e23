/**
 * Ways to make the disk fail beneath a process that runs, one after the other, and to mend it again. The kernel itself
 * answers with an error: by a limit of the process on the size of files, or by strace, which puts an error in the place of a
 * system call's answer. lmdb's data goes by `pwrite64` and `pwritev`, its flush is `fdatasync`.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** Lets the disk of this process fail from now on. Resolves, once it does, to what mends it. */
export type Fault = (pid: number) => Promise<() => Promise<void>>

const writes = 'pwrite64,pwritev'
const flushes = 'fdatasync,fsync,msync'

export const faults: Readonly<Record<string, Fault>> = {
  'writes fail with EFBIG': (pid) => {
    limitFiles(pid, '0')
    return Promise.resolve(() => Promise.resolve(limitFiles(pid, 'unlimited')))
  },
  'writes fail with EIO': injecting(writes, 'error=EIO'),
  'writes fail with EROFS': injecting(writes, 'error=EROFS'),
  // Unlike a full disk this cannot be seen coming.
  'writes fail with ENOSPC': injecting(writes, 'error=ENOSPC'),
  'writes end half-way': injecting(writes, 'retval=512'),
  'flushes fail with EIO': injecting(flushes, 'error=EIO'),
  // What lmdb's binding does when the words of an error do not fit into its buffer.
  'the process is aborted': (pid) => {
    process.kill(pid, 'SIGABRT')
    return Promise.resolve(() => Promise.resolve())
  },
}

/** Why they cannot be had here, or null. */
export function faultsSkipped(): string | null {
  for (const [tool, flag] of [
    ['strace', '-V'],
    ['prlimit', '--version'],
  ] as const)
    if (spawnSync(tool, [flag]).error !== undefined) return `${tool} is missing, which makes system calls fail`
  const child = spawn('sleep', ['10'])
  try {
    const tried = spawnSync('timeout', ['1', 'strace', '-p', String(child.pid)])
    return tried.stderr.includes('attached') ? null : `strace may not attach: ${tried.stderr.toString().trim()}`
  } finally {
    child.kill()
  }
}

/** Only the soft limit, so that it can be lifted again. A process that is gone has no limit. */
function limitFiles(pid: number, bytes: string): void {
  spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`])
}

function injecting(calls: string, answer: string): Fault {
  return async (pid) => {
    const flags = ['-f', '-e', `trace=${calls}`, '-e', `inject=${calls}:${answer}`, '-o', '/dev/null']
    const strace = spawn('strace', [...flags, '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] })
    const ended = once(strace, 'exit')
    const attached = (async () => {
      for await (const line of createInterface({ input: strace.stderr })) if (line.includes('attached')) return
      throw new Error(`strace could not attach to ${pid}`)
    })()
    await attached
    strace.stderr.resume()
    return async () => {
      // It lets go of the process, which runs on; when that is gone, so is strace.
      if (strace.exitCode === null && strace.signalCode === null) strace.kill('SIGINT')
      await ended
    }
  }
}
