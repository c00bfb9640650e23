/**
 * What a scenario found, as data: figures of each side in each run. How it is printed is decided elsewhere, so a text, a
 * JSON file and a page say the same.
 */

/** A column. `better` says which way is good; `count` is a plain fact, neither good nor bad. */
export interface Figure {
  readonly name: string
  readonly unit: string
  readonly better: 'more' | 'less' | 'count'
}

/** One side at one size: for each figure of its table the values of its runs, in the order of the runs. */
export interface Row {
  readonly side: string
  /** Values by the name of the figure. A figure that could not be taken is left out. */
  readonly values: Readonly<Record<string, readonly number[]>>
}

export interface Table {
  readonly title: string
  readonly figures: readonly Figure[]
  readonly rows: readonly Row[]
  /** The side that the others are divided by, run by run. Without one there are no ratios. */
  readonly base?: string
}

/** What was to be reached, as a ratio in this run or with its unit. */
export interface Goal {
  readonly what: string
  readonly value: number
  readonly goal: number
  readonly stretch?: number
  readonly unit: string
  readonly better: 'more' | 'less'
}

export interface Report {
  readonly tables: readonly Table[]
  readonly goals: readonly Goal[]
  /** Groups of runs that did the same work: within a group all are equal, or a side did less. */
  readonly checksums: readonly (readonly number[])[]
  /** What makes a figure doubtful: the generator was the limit, the machine was noisy, a core could not be had. */
  readonly doubts: readonly string[]
  /** With which the program ends. Default: 0. */
  readonly exitCode?: number
}

export const isMet = ({ value, goal, better }: Goal): boolean => (better === 'more' ? value >= goal : value <= goal)

/** The one in the middle: of two, the lower one, so that it is always a value that was measured. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[(sorted.length - 1) >> 1] ?? Number.NaN
}

/** Value at this part (0 to 1) of the sorted values. Sorts in place. */
export function quantile(values: number[] | Float64Array, part: number): number {
  values.sort((a, b) => a - b)
  return values[Math.min(values.length - 1, Math.floor(part * values.length))] ?? Number.NaN
}

/** Half the distance from least to most over the median: how far the runs are apart. */
export const spread = (values: readonly number[]): number =>
  values.length < 2 ? 0 : (Math.max(...values) - Math.min(...values)) / 2 / Math.abs(median(values) || 1)

/** Middle of the ratios of runs that were neighbours in time, which a machine that drifts does not move. */
export const ratio = (of: readonly number[], to: readonly number[]): number =>
  median(of.map((value, run) => value / (to[run] ?? Number.NaN)).filter(Number.isFinite))
