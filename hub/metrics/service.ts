/**
 * How customers were served, by the definitions that call centres share. The raw counts stand beside the shares made of
 * them, so that whoever defines the service level otherwise can reckon it again. All durations are milliseconds.
 */

/** One who came and waited in person: how long until answered, or until the wait ended otherwise. */
export interface Wait {
  readonly waitedMs: number
  /** `elsewhere`: sent another way than waiting, closed by somebody else, or still waiting when the record ends. */
  readonly end: 'answered' | 'abandoned' | 'elsewhere'
}

/** What a good service is. */
export interface ServiceGoal {
  /** Who is answered within this is answered in time. Default 20 s. */
  readonly targetMs: number
  /** Who gives up sooner was never there. Default 5 s. */
  readonly shortMs: number
}

export const usualGoal: ServiceGoal = { targetMs: 20_000, shortMs: 5_000 }

/** Counts, shares from 0 to 1, and durations; null where there is nothing to measure. */
export interface Served {
  /** All who came. */
  readonly offered: number
  readonly answered: number
  readonly abandoned: number
  readonly answeredInTime: number
  readonly abandonedShort: number
  /** Answered in time, of all who came without those who gave up at once: in 80/20 the 80. */
  readonly level: number | null
  /** Given up after more than a moment, of the same. */
  readonly abandonShare: number | null
  /** Over those who were answered. */
  readonly meanWaitMs: number | null
  readonly p50WaitMs: number | null
  readonly p90WaitMs: number | null
  readonly p95WaitMs: number | null
  /** Over everybody, answered or not. */
  readonly longestWaitMs: number | null
}

export function served(waits: readonly Wait[], { targetMs, shortMs }: ServiceGoal): Served {
  const answered = waits
    .filter(({ end }) => end === 'answered')
    .map(({ waitedMs }) => waitedMs)
    .sort((a, b) => a - b)
  const abandoned = waits.filter(({ end }) => end === 'abandoned')
  const abandonedShort = abandoned.filter(({ waitedMs }) => waitedMs <= shortMs).length
  const answeredInTime = answered.filter((waitedMs) => waitedMs <= targetMs).length
  const counted = waits.length - abandonedShort
  return {
    offered: waits.length,
    answered: answered.length,
    abandoned: abandoned.length,
    answeredInTime,
    abandonedShort,
    level: ratio(answeredInTime, counted),
    abandonShare: ratio(abandoned.length - abandonedShort, counted),
    meanWaitMs: mean(answered),
    p50WaitMs: quantile(answered, 0.5),
    p90WaitMs: quantile(answered, 0.9),
    p95WaitMs: quantile(answered, 0.95),
    longestWaitMs: waits.length === 0 ? null : waits.reduce((longest, { waitedMs }) => Math.max(longest, waitedMs), 0),
  }
}

/** Time with work in hand of the time at work: talks and wrap-ups, of being there. Null for who was never there. */
export const occupancy = (workMs: number, presentMs: number): number | null => ratio(workMs, presentMs)

/** Null of nothing. */
export const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length

/** How far values lie from their mean on the average: the standard deviation of a sample. Null of fewer than two. */
export function spread(values: readonly number[]): number | null {
  const middle = mean(values)
  if (middle === null || values.length < 2) return null
  return Math.sqrt(values.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (values.length - 1))
}

/** The least of the values that so large a share of them does not exceed (nearest rank). `sorted` ascending; null of nothing. */
export const quantile = (sorted: readonly number[], share: number): number | null =>
  sorted[Math.max(0, Math.ceil(sorted.length * share - 1e-9) - 1)] ?? null

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)
