/** What stands behind `--replay` on the command line. */
import { hours, instant, later, type Instant } from '../model/time.ts'
import type { ServiceGoal } from '../metrics/index.ts'
import type { Span } from './figures.ts'

export interface ReplayOptions {
  /** A data folder, or a backup. */
  readonly data: string
  /** A configuration file; undefined for what happened alone. */
  readonly policy: string | undefined
  readonly span: Partial<Span>
  readonly goal: ServiceGoal
  /** How often the other day is run, and the first of its seeds. */
  readonly runs: number
  readonly seed: number
  /** Data instead of a table. */
  readonly json: boolean
}

export const replayArguments = {
  replay: { type: 'string', description: 'instead, decides the record in this data folder or backup again' },
  policy: {
    type: 'string',
    description: 'with --replay: also under this configuration file, --seeds times (default 5)',
  },
  day: {
    type: 'string',
    description: 'with --replay: figures from then on, such as 2026-11-20 or 2026-11-20T09:00+09:00',
  },
  until: { type: 'string', description: 'with --replay: and before that; default a day later' },
  target: { type: 'string', default: '20', description: 'with --replay: seconds within which an answer is in time' },
  short: { type: 'string', default: '5', description: 'with --replay: seconds within which giving up does not count' },
  json: { type: 'boolean', description: 'with --replay: data instead of a table' },
} as const

interface Given {
  readonly policy?: string | undefined
  readonly day?: string | undefined
  readonly until?: string | undefined
  readonly target: string
  readonly short: string
  readonly seeds?: string | undefined
  readonly seed?: string | undefined
  readonly json?: boolean | undefined
}

/** Throws with a sentence that names the argument. */
export function replayOptions(data: string, given: Given): ReplayOptions {
  const from = given.day === undefined ? undefined : instantOf('day', given.day)
  const to = given.until === undefined ? from && later(from, hours(24)) : instantOf('until', given.until)
  return {
    data,
    policy: given.policy,
    span: { ...(from !== undefined && { from }), ...(to !== undefined && { to }) },
    goal: { targetMs: numberOf('target', given.target, 0) * 1_000, shortMs: numberOf('short', given.short, 0) * 1_000 },
    runs: numberOf('seeds', given.seeds ?? '5', 1),
    seed: numberOf('seed', given.seed ?? '1', 1),
    json: given.json ?? false,
  }
}

function instantOf(name: string, text: string): Instant {
  const ms = Date.parse(text)
  if (Number.isNaN(ms))
    throw new Error(`--${name} takes an instant such as 2026-11-20 or 2026-11-20T09:00+09:00, not ${text}`)
  return instant(ms)
}

function numberOf(name: string, text: string, least: number): number {
  const value = Number(text)
  if (!(value >= least)) throw new Error(`--${name} takes a number from ${least} on, not ${text}`)
  return value
}
