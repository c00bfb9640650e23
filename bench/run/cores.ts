/**
 * Server and generator on cores of their own, so that one does not take from the other. Linux alone can say so (`taskset`);
 * elsewhere everything runs where the system puts it, and the report says that.
 */
import { execFileSync } from 'node:child_process'
import { availableParallelism } from 'node:os'

const able = ((): boolean => {
  if (process.platform !== 'linux' || availableParallelism() < 2) return false
  try {
    execFileSync('taskset', ['-p', String(process.pid)], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

export const pinned = able
export const unpinnedDoubt = 'Server and generator share their cores: taskset and two cores are needed to part them.'

/** The first core is the servers'; the last one is the generators', as is this program itself. */
const coreOf = { server: '0', generator: String(availableParallelism() - 1) } as const

/** A command that runs on the core of its part. Threads and children inherit it. */
export const onCore = (part: keyof typeof coreOf, command: string, args: readonly string[]): [string, string[]] =>
  able ? ['taskset', ['-c', coreOf[part], command, ...args]] : [command, [...args]]

/** Moves a process that runs already, with its threads. */
export function moveToCore(part: keyof typeof coreOf, pid = process.pid): void {
  if (able) execFileSync('taskset', ['-a', '-c', '-p', coreOf[part], String(pid)], { stdio: 'ignore' })
}
