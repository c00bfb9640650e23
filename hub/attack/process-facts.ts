/** What the system and the hub itself tell of a hub's process, from outside: Linux only, as the hub is. */
import { readdirSync, readFileSync } from 'node:fs'
import type { RealHub } from './real-hub.ts'

type Process = Pick<RealHub, 'pid'>

/** How many descriptors it holds open. */
export const descriptorsOf = ({ pid }: Process): number => readdirSync(`/proc/${pid}/fd`).length

/** How many descriptors a process may hold open: at least two attackers' worth are needed for the long sizes. */
export const descriptorsMax = ({ pid }: Process): number =>
  Number(/Max open files\s+(\d+)/.exec(readFileSync(`/proc/${pid}/limits`, 'utf8'))?.[1])

/** Memory that it holds, megabytes. */
export const memoryMbOf = ({ pid }: Process): number =>
  Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)

/** Processor time that it has used so far, seconds. The system counts in hundredths. */
export function cpuSecondsOf({ pid }: Process): number {
  // The name stands in brackets and may hold anything; counted from behind it, times of user and system are 11 and 12.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}

/** Children of a process. */
export const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)

/** The hub's own numbers at `/metrics`, by name and labels as they stand there. */
export class HubMetrics {
  readonly #values: ReadonlyMap<string, number>

  private constructor(text: string) {
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    this.#values = new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]))
  }

  static async of({ origin }: Pick<RealHub, 'origin'>): Promise<HubMetrics> {
    const response = await fetch(`${origin}/metrics`)
    if (!response.ok) throw new Error(`no metrics: ${response.status}`)
    return new HubMetrics(await response.text())
  }

  /** 0 for what was never counted. */
  value(name: string): number {
    return this.#values.get(name) ?? 0
  }

  /** Sum over all labels. */
  sum(name: string): number {
    let sum = 0
    for (const [full, value] of this.#values) if (full === name || full.startsWith(`${name}{`)) sum += value
    return sum
  }

  /** The smallest bound, seconds, that this share of a histogram's values does not exceed; Infinity above all bounds. */
  bound(histogram: string, share: number): number {
    const all = this.value(`${histogram}_count`)
    for (const [full, value] of this.#values) {
      const bound = new RegExp(`^${histogram}_bucket{le="([^"]+)"}$`).exec(full)?.[1]
      if (bound !== undefined && value >= all * share) return bound === '+Inf' ? Infinity : Number(bound)
    }
    return Infinity
  }
}
