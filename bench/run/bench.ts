/** What a scenario is given: where it writes, how often it runs, how it starts servers, and whom it tells how far it is. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startServer, type Server, type ServerPlan } from './server.ts'

export interface Bench {
  /** Progress, a line at a time. */
  say(line: string): void
  /** Runs of each side, when the caller asked for a number. */
  readonly runs: number | undefined
  /** A folder of this run alone, which is removed after it. */
  readonly scratch: string
  /** Starts a server on the servers' core. It is stopped at the end of the run at the latest. */
  start(plan: ServerPlan): Promise<Server>
  /** Extra arguments of Node for a server that is to be profiled; empty otherwise. For servers that `start` cannot start. */
  profiling(name: string): readonly string[]
  /** Hours of a scenario that takes as long as one likes, when the caller asked for a number. */
  readonly hours: number | undefined
  /** A mistake that is planted in the hub (bench/planted/), to see that it is noticed. */
  readonly planted: string | undefined
  /** Called when the run is over, the last one asked for first. */
  atEnd(close: () => Promise<void>): void
}

export interface BenchOptions {
  readonly say: (line: string) => void
  readonly runs?: number
  readonly hours?: number
  readonly planted?: string
  readonly scratch: string
  /** Where processor profiles go, one a server. */
  readonly cpuProfile?: string
  /** Where heap profiles go, one a server. */
  readonly heapProfile?: string
}

/** With `end`, which stops what was started. */
export function openBench(options: BenchOptions): Bench & { end(): Promise<void> } {
  const closers: (() => Promise<void>)[] = []
  const profiling = (name: string): readonly string[] => [
    ...profileArguments('cpu', options.cpuProfile, name),
    ...profileArguments('heap', options.heapProfile, name),
  ]
  return {
    say: options.say,
    runs: options.runs,
    scratch: options.scratch,
    profiling,
    hours: options.hours,
    planted: options.planted,
    atEnd: (close) => void closers.push(close),
    async start(plan) {
      const server = await startServer(plan, options.scratch, profiling(plan.name))
      closers.push(() => server.stop())
      return server
    },
    async end() {
      for (const close of closers.splice(0).reverse()) await close()
    },
  }
}

function profileArguments(kind: 'cpu' | 'heap', folder: string | undefined, name: string): readonly string[] {
  if (folder === undefined) return []
  const into = join(folder, name.replaceAll(/[^a-z0-9]+/gi, '-'))
  mkdirSync(into, { recursive: true })
  return kind === 'cpu' ? ['--cpu-prof', `--cpu-prof-dir=${into}`] : ['--heap-prof', `--heap-prof-dir=${into}`]
}
