/**
 * Reading a store that may be damaged. A page that is not there ends the process that touches it, past every handler, so
 * the reading is done by a child process (inspect-child.ts), and its death is the finding.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Table } from '../ports/store.ts'
import { AdminError } from './say.ts'

/** What a table holds. */
export interface TableSummary {
  readonly rows: number
  /** SHA-256 over all keys and values in order. */
  readonly checksum: string
}

/** What the chain of privileged acts says of itself (app/audit-chain.ts). */
export interface ChainSummary {
  readonly records: number
  /** Its newest link, as `audit --anchor` takes it. */
  readonly link: string
  /** What is wrong with it, in words; null when it is whole. */
  readonly broken: string | null
}

export interface StoreSummary {
  /** As it stands in `meta`; null when the store has none. */
  readonly dataVersion: string | null
  readonly tables: Readonly<Record<Table, TableSummary>>
  readonly chain: ChainSummary
}

/** The number of the last event in the store, 0 when there is none: what a copy must at least reach. */
export interface CopySummary {
  readonly lastEventBefore: number
  readonly lastEvent: number
}

/** As it was built, it lies beside this; so it does in the sources. */
const childFile = fileURLToPath(new URL(`./inspect-child${import.meta.url.slice(-3)}`, import.meta.url))

/** Reads every row of a backup's store. Throws `AdminError` when it cannot be read to the end. */
export const inspectStore = (folder: string): Promise<StoreSummary> =>
  inChild(['inspect', folder], `The store in ${folder} is damaged`, 'Use another backup.')

/** Copies the store in `from`, which a hub may be writing, into the empty folder `to`. Throws `AdminError`. */
export const copyStore = (from: string, to: string): Promise<CopySummary> =>
  inChild(['copy', from, to], `The store in ${from} could not be copied to ${to}`, 'Nothing was changed.')

async function inChild<Answer>(task: string[], wrong: string, next: string): Promise<Answer> {
  const child = spawn(process.execPath, [...process.execArgv, childFile, ...task], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [answer, complaint, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ])
  if (signal) throw new AdminError(`${wrong}: reading it ended with ${signal}. ${next}`)
  if (code !== 0) throw new AdminError(`${wrong}: ${complaint.trim() || `exit code ${code}.`} ${next}`)
  return JSON.parse(answer) as Answer
}
