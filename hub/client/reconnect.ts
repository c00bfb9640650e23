/**
 * How long to stay away after a line was lost. The first return is almost at once, since most losses are a switch of
 * networks; later ones double. The whole span is drawn at random ("full jitter"), so that ten thousand clients of a hub
 * that restarts do not come back as one.
 */
import { closeCodes } from '../protocol/index.ts'

export interface ReconnectPolicy {
  /** Longest wait before the first return, milliseconds. Default 100. */
  readonly firstMs: number
  /** Longest wait before the second return; doubles from there, milliseconds. Default 250. */
  readonly baseMs: number
  /** No wait is longer, milliseconds. Default 10,000. */
  readonly maxMs: number
  /** From the start of an attempt to the hub's welcome, milliseconds. Default 10,000. */
  readonly openTimeoutMs: number
  /** A line that held so long was a good one: the count of attempts starts again, milliseconds. Default 5,000. */
  readonly stableMs: number
}

export const defaultPolicy: ReconnectPolicy = {
  firstMs: 100,
  baseMs: 250,
  maxMs: 10_000,
  openTimeoutMs: 10_000,
  stableMs: 5_000,
}

/** Milliseconds to wait before attempt number `attempt` (from 1), after a line that ended with `code`. */
export function retryDelayMs(attempt: number, code: number, policy: ReconnectPolicy, random: () => number): number {
  if (code === closeCodes.tooMany) return policy.maxMs * (0.5 + random() / 2)
  const most = attempt <= 1 ? policy.firstMs : Math.min(policy.maxMs, policy.baseMs * 2 ** (attempt - 2))
  return random() * most
}
