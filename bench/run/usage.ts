/** What processes use and how noisy the machine is, from `/proc`. Elsewhere than on Linux there are no figures, so none are shown. */
import { readFileSync, readdirSync } from 'node:fs'

export interface Usage {
  /** Processor time of the processes, milliseconds. */
  readonly processorMs: number
  /** Memory that is theirs alone or resident, MiB. */
  readonly memoryMiB: number
}

const read = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

const list = (path: string): readonly string[] => {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}

/** Sum over the processes and all that they have started. Those that have ended count for whoever started them. */
export function usageOf(pids: readonly number[]): Usage {
  let processorMs = 0
  let pages = 0
  for (const pid of new Set(withChildren(pids))) {
    const stat = read(`/proc/${pid}/stat`)
    if (stat === null) continue
    // The name, in brackets, may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // Its own time in programs and in the system, and that of its children that have ended: in steps of 10 ms.
    const [user, system, userEnded, systemEnded] = fields.slice(11, 15).map(Number) as [number, number, number, number]
    processorMs += (exactMs(pid) ?? (user + system) * 10) + (userEnded + systemEnded) * 10
    pages += Number(fields[21])
  }
  return { processorMs, memoryMiB: (pages * 4096) / 2 ** 20 }
}

/** To the nanosecond, of the threads that there are; null where the kernel does not count so. */
function exactMs(pid: number): number | null {
  let nanoseconds = 0
  for (const thread of list(`/proc/${pid}/task`)) {
    const counted = read(`/proc/${pid}/task/${thread}/schedstat`)
    if (counted === null) return null
    nanoseconds += Number(counted.split(' ', 1)[0])
  }
  return nanoseconds === 0 ? null : nanoseconds / 1_000_000
}

/** Open descriptors of a process. */
export const descriptorsOf = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length

function withChildren(pids: readonly number[]): readonly number[] {
  return pids.flatMap((pid) => {
    const children = (read(`/proc/${pid}/task/${pid}/children`) ?? '').trim()
    return [pid, ...(children === '' ? [] : withChildren(children.split(' ').map(Number)))]
  })
}

interface MachineTimes {
  readonly busy: number
  readonly steal: number
  readonly all: number
}

function machineTimes(): MachineTimes | null {
  const line = read('/proc/stat')?.split('\n', 1)[0]
  if (line === undefined) return null
  const [user, nice, system, idle, wait, hard, soft, steal] = line.trim().split(/\s+/).slice(1).map(Number) as number[]
  const busy = user! + nice! + system! + hard! + soft!
  return { busy, steal: steal!, all: busy + idle! + wait! + steal! }
}

export interface Noise {
  /** Part of the machine's time that other machines took. */
  readonly steal: number
  /** Part that programs took which are not ours. */
  readonly foreign: number
}

/** Above these a run is measured again. */
export const noiseLimits: Noise = { steal: 0.05, foreign: 0.1 }

/** Begins to watch; the answer tells how noisy it was since. `pids`: ours, beside this program. */
export function watchNoise(pids: readonly number[]): () => Noise {
  const ours = [process.pid, ...pids]
  const before = machineTimes()
  const usedBefore = usageOf(ours).processorMs
  return () => {
    const after = machineTimes()
    if (before === null || after === null) return { steal: 0, foreign: 0 }
    const all = after.all - before.all || 1
    const used = (usageOf(ours).processorMs - usedBefore) / 10
    return {
      steal: (after.steal - before.steal) / all,
      foreign: Math.max(0, after.busy - before.busy - used) / all,
    }
  }
}
