/**
 * What every attack says of itself. A kind of fault that never struck has proven nothing, so each attack names its kinds
 * and counts them, and a run in which one stands at 0 fails. To add an attack: its file, and a line in index.ts.
 */
import type { Chance } from '../sim/chance.ts'

export type Size = 'small' | 'long'

export interface AttackResult {
  /** How often each kind of fault struck, and how often what it might have broken was looked at. */
  readonly chances: Readonly<Record<string, number>>
  /** Kinds that must have struck. */
  readonly planned: readonly string[]
  /** What was measured, as sentences. */
  readonly measured: readonly string[]
}

export interface Attack {
  readonly what: string
  /** Rejects when a promise was broken. */
  run(seed: number, size: Size): Promise<AttackResult>
}

/** Counts by kind. Every planned kind is there from the start, so that a 0 is seen. */
export class Chances {
  readonly counts: Record<string, number> = {}

  constructor(readonly planned: readonly string[]) {
    for (const kind of planned) this.counts[kind] = 0
  }

  count(kind: string, times = 1): void {
    this.counts[kind] = (this.counts[kind] ?? 0) + times
  }

  result(measured: readonly string[]): AttackResult {
    return { chances: this.counts, planned: this.planned, measured }
  }
}

/** Planned kinds that never struck. */
export const neverStruck = ({ planned, chances }: AttackResult): string[] =>
  planned.filter((kind) => (chances[kind] ?? 0) === 0)

/** The result as lines to print. */
export function reportLines(name: string, seed: number, result: AttackResult): string[] {
  const chances = Object.entries(result.chances).sort(([one], [other]) => (one < other ? -1 : 1))
  return [
    `${name}, seed ${seed}`,
    ...chances.map(([kind, times]) => `  ${String(times).padStart(9)}  ${kind}`),
    ...result.measured.map((line) => `  ${line}`),
  ]
}

/** Whole milliseconds: the value that this share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0)
}

/** Bytes of chance. */
export const randomBytes = (chance: Chance, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => chance.between(0, 255))
