/**
 * From starting the built launcher until `/readyz` says that the hub serves: on data without a history, with what lives, and
 * with everything that has ever been. Cold: what the disk holds is not in the system's memory; warm: it is.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { startCompanyHub } from '../drivers/company-hub.ts'
import { makeHistory, type HistoryPlan } from '../drivers/history.ts'
import { inTurns } from '../run/turns.ts'
import { median, ratio, type Figure, type Goal } from '../run/report.ts'
import type { Bench } from '../run/bench.ts'
import { scenario } from './scenario.ts'

interface Size {
  readonly agents: number
  readonly live: number
  readonly closed: number
  readonly rounds: number
  /** With a hub that has no contacts, and a cold start of each. */
  readonly whole: boolean
}

interface Started {
  readonly ms: number
  readonly memoryMiB: number
  /** Contacts that wait in the hub that came up. */
  readonly waiting: number
}

const figures: readonly Figure[] = [
  { name: 'warm', unit: 'ms', better: 'less' },
  { name: 'cold', unit: 'ms', better: 'less' },
  { name: 'memory', unit: 'MiB', better: 'count' },
  { name: 'waiting', unit: 'contacts', better: 'count' },
]

const none = 'no contacts'
const live = 'live ones'
const all = 'live and ended ones'

export const start = scenario<Size>({
  about: 'Start of the built hub until it serves, by what lives and by what has ever been',
  sizes: {
    smoke: { agents: 2, live: 20, closed: 50, rounds: 1, whole: false },
    full: { agents: 100, live: 10_000, closed: 1_000_000, rounds: 5, whole: true },
  },
  async run({ agents, live: living, closed, rounds, whole }, bench) {
    const plans: Readonly<Record<string, HistoryPlan>> = {
      ...(whole && { [none]: { agents, live: 0, closed: 0 } }),
      [live]: { agents, live: living, closed: 0 },
      [all]: { agents, live: living, closed },
    }
    const folders = new Map(Object.keys(plans).map((side, at) => [side, join(bench.scratch, `data-${at}`)]))
    for (const [side, folder] of folders) {
      bench.say(`making the data of a hub with ${side}`)
      await makeHistory(folder, plans[side]!, bench.say)
    }
    const cold = new Map<string, Started>()
    for (const [side, folder] of folders) if (whole && forget(folder)) cold.set(side, await startOnce(bench, folder))
    const turns = [...folders].map(([side, folder]) => ({ side, pids: [], run: () => startOnce(bench, folder) }))
    const described = ({ ms }: Started): string => `${Math.round(ms)} ms`
    const { runs, doubts } = await inTurns(bench, turns, bench.runs ?? rounds, described, {
      warmUp: cold.size === 0 && whole,
    })
    const rows = [...runs].map(([side, of]) => ({
      side,
      values: {
        warm: of.map(({ ms }) => ms),
        ...(cold.has(side) && { cold: [cold.get(side)!.ms] }),
        memory: of.map(({ memoryMiB }) => memoryMiB),
        waiting: of.map(({ waiting }) => waiting),
      },
    }))
    const warm = (side: string): number[] => runs.get(side)!.map(({ ms }) => ms)
    const counted = (side: string): number[] => runs.get(side)!.map(({ waiting }) => waiting)
    const title = `${living.toLocaleString('en')} live contacts, ${closed.toLocaleString('en')} ended ones`
    return {
      tables: [{ title, figures, rows, base: live }],
      goals: goalsOf(warm(live), warm(all)),
      checksums: [[...counted(live), ...counted(all), living]],
      doubts:
        cold.size > 0 || !whole
          ? doubts
          : [...doubts, 'No cold start: dd of GNU is needed to have the system forget files.'],
    }
  },
})

const goalsOf = (withoutHistory: readonly number[], withHistory: readonly number[]): readonly Goal[] => [
  {
    what: 'start with all that lives and all that has ended',
    value: median(withHistory),
    goal: 1_000,
    stretch: 500,
    unit: 'ms',
    better: 'less',
  },
  {
    what: 'the same against a hub without history',
    value: ratio(withHistory, withoutHistory),
    goal: 1.2,
    unit: 'x',
    better: 'less',
  },
]

async function startOnce(bench: Bench, folder: string): Promise<Started> {
  const hub = await startCompanyHub(bench, { dataFolder: folder })
  try {
    const metrics = await hub.metrics()
    const waiting = ['orders', 'delivery', 'returns', 'invoices', 'other']
      .map((queue) => metrics.value(`madoguchi_queue_contacts{queue="que_${queue}",what="waiting"}`))
      .reduce((sum, count) => sum + count, 0)
    return { ms: hub.startMs, memoryMiB: hub.usage().memoryMiB, waiting }
  } finally {
    await hub.stop()
  }
}

/** Has the system forget what it has read of these files. False where it cannot be asked to. */
function forget(folder: string): boolean {
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (entry.isFile())
        execFileSync('dd', [`if=${join(entry.parentPath, entry.name)}`, 'iflag=nocache', 'count=0'], {
          stdio: 'ignore',
        })
    return true
  } catch {
    return false
  }
}
