/** What the system tells of a hub's process, from outside: Linux only, as the hub is. */
import { readdirSync, readFileSync } from 'node:fs'
import type { RealHub } from './real-hub.ts'

/** How many descriptors it holds open. */
export const descriptorsOf = ({ pid }: RealHub): number => readdirSync(`/proc/${pid}/fd`).length

/** Memory that it holds, megabytes. */
export function memoryMbOf({ pid }: RealHub): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Math.round(Number(kilobytes) / 1024)
}
