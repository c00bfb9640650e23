/** On what machine and from what code a report came. */
import { cpus, totalmem } from 'node:os'
import { execFileSync } from 'node:child_process'

export interface RunFacts {
  readonly command: string
  readonly date: string
  readonly commit: string
  readonly processor: string
  readonly cores: number
  readonly memoryGiB: number
  readonly node: string
}

export const runFacts = (command: string): RunFacts => ({
  command,
  date: new Date().toISOString(),
  commit: commitNow(),
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
})

/** Outside of a repository, as in a copy without its history, there is none to name. */
function commitNow(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim()
  } catch {
    return 'unknown'
  }
}
