/**
 * PURE: the floor's queues and agents in, the four numbers of the board out, and how each went in the last half hour. The
 * numbers are kept by the page alone, from the moment it is opened.
 */
import type { FloorAgent, FloorQueue, FloorQueueDay } from '#protocol'

export interface Totals {
  readonly waiting: number
  /** Hub milliseconds; null when nobody waits. */
  readonly longestSince: number | null
  /** Permille of the last half hour and of today; null when there was nobody to be counted. */
  readonly levelNow: number | null
  readonly levelToday: number | null
  /** What queues strive for, permille; null where that is not known. */
  readonly levelTarget: number | null
  readonly free: number
  readonly staffed: number
}

/** Over all queues; an agent who serves two of them counts once. */
export function totalsOf(
  queues: Iterable<FloorQueue>,
  agents: Iterable<FloorAgent>,
  days: Iterable<FloorQueueDay> = [],
): Totals {
  const all = [...queues]
  const today = [...days]
  const since = all.map(({ longestSince }) => longestSince).filter((at) => at !== null)
  let [free, staffed] = [0, 0]
  for (const agent of agents) {
    if (agent.free) free += 1
    if (agent.status !== 'offline') staffed += 1
  }
  return {
    waiting: all.reduce((sum, { waiting }) => sum + waiting, 0),
    longestSince: since.length === 0 ? null : Math.min(...since),
    levelNow: meanOf(
      today,
      ({ levelNow }) => levelNow,
      ({ levelNowOf }) => levelNowOf,
    ),
    levelToday: meanOf(
      today,
      ({ level }) => level,
      ({ levelOf }) => levelOf,
    ),
    // A queue that has served nobody yet has a goal all the same.
    levelTarget: meanOf(
      today,
      ({ levelPercent }) => levelPercent * 10,
      ({ levelOf }) => Math.max(1, levelOf),
    ),
    free,
    staffed,
  }
}

/** The mean of shares, each by how many it is a share of; null when there is none. */
function meanOf(
  days: readonly FloorQueueDay[],
  share: (day: FloorQueueDay) => number | null,
  weight: (day: FloorQueueDay) => number,
): number | null {
  let [sum, count] = [0, 0]
  for (const day of days) {
    const [permille, of] = [share(day), weight(day)]
    if (permille === null) continue
    sum += permille * of
    count += of
  }
  return count === 0 ? null : Math.round(sum / count)
}

export interface Sample {
  readonly at: number
  readonly waiting: number
  readonly longestMs: number
  readonly level: number | null
  readonly free: number
}
export type Measure = Exclude<keyof Sample, 'at'>

/** A line tells no more than so much of the past, in steps of so much. */
export const trendMs = 30 * 60_000
export const stepMs = 15_000

export class Trend {
  #samples: Sample[] = []

  /** Keeps the first of each step. Returns whether that is a new point of the line. */
  take(at: number, { waiting, longestSince, levelNow, free }: Totals): boolean {
    const last = this.#samples.at(-1)
    if (last !== undefined && at - last.at < stepMs) return false
    const longestMs = longestSince === null ? 0 : Math.max(0, at - longestSince)
    this.#samples = this.#samples.filter((one) => at - one.at <= trendMs)
    this.#samples.push({ at, waiting, longestMs, level: levelNow, free })
    return true
  }

  get samples(): readonly Sample[] {
    return this.#samples
  }
}

/** Room that a line has, in the units of its drawing. */
/** So long a line must last to be shown, and so much time its width stands for at least. */
const [leastMs, shortestMs] = [60_000, 5 * 60_000]
const [width, height, edge] = [120, 28, 2]

/**
 * The path of a line that ends now, '' until there is a minute of it: before, it would be a stroke at the edge. A short one is drawn wider than its time. What is not known leaves a gap. The bottom is 0, so that a
 * small wave of a large number does not look like a storm.
 */
export function trendPath(samples: readonly Sample[], measure: Measure, now: number): string {
  const values = samples.map((sample) => sample[measure])
  const known = values.filter((value) => value !== null)
  const lasts = now - (samples[0]?.at ?? now)
  if (known.length < 2 || lasts < leastMs) return ''
  const shownMs = Math.min(trendMs, Math.max(shortestMs, lasts))
  const top = Math.max(1, ...known)
  let pen = 'M'
  let path = ''
  values.forEach((value, at) => {
    if (value === null) return void (pen = 'M')
    const x = width - ((now - samples[at]!.at) / shownMs) * width
    const y = height - edge - (value / top) * (height - 2 * edge)
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`
    pen = 'L'
  })
  return path
}

export const trendBox = `0 0 ${width} ${height}`
