/** How long to wait before something that ended is started again. For processes: the hub, the media process, its workers. */

/** All in milliseconds. */
export interface BackOffPolicy {
  /** After the first early end. Doubles with each further one. Default 100. */
  readonly firstMs: number
  /** Never longer than this. Default 5,000. */
  readonly longestMs: number
  /** What lived this long begins at `firstMs` again: longer than a start takes, so that it has served. Default 2,000. */
  readonly healthyAfterMs: number
}
export const defaultBackOff: BackOffPolicy = { firstMs: 100, longestMs: 5_000, healthyAfterMs: 2_000 }

/** The next wait, from the one before (0 when there was none) and how long the thing then lived. */
export function nextDelayMs(previousMs: number, livedMs: number, policy: BackOffPolicy): number {
  if (previousMs === 0 || livedMs >= policy.healthyAfterMs) return policy.firstMs
  return Math.min(previousMs * 2, policy.longestMs)
}
