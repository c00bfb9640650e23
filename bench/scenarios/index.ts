/** The scenarios by name. A new one is a file and a line here: its smoke size then runs in `npm test`. */
import { relay } from './relay.ts'

export interface Size {
  readonly pairs: number
  /** Messages that a pair has under way at once. */
  readonly inFlight: number
  /** Messages of each pair in each run. */
  readonly messages: number
  /** Runs of each side, taken in turns. */
  readonly rounds: number
}

/** One side of a comparison, which carries texts of pairs. `arrived` is called for each text that the pair's receiver got. */
export interface Side {
  readonly name: string
  arrived: (pair: number, text: string) => void
  send(pair: number, text: string): void
  close(): Promise<void>
}

export interface Report {
  readonly lines: readonly string[]
  /** One for each run, of both sides: runs that did the same work have the same. */
  readonly checksums: readonly number[]
}

export interface Scenario {
  readonly about: string
  readonly sizes: { readonly smoke: Size; readonly full: Size }
  /** Rejects with one sentence when it cannot run, or when a side did not do its work. `say` is told how far it is. */
  run(size: Size, say: (line: string) => void): Promise<Report>
}

export const scenarios: Readonly<Record<string, Scenario>> = { relay }
