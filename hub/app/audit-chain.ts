/**
 * Reads the chain of audit.ts and says what is wrong with it: also a single bit, wherever it is. Who can write the whole
 * store can write a whole new chain; that is found by an anchor which stands elsewhere, such as in the log.
 */
import type { Log } from '../ports/log.ts'
import type { Store } from '../ports/store.ts'
import {
  anchorText,
  baseKey,
  beginning,
  hashOf,
  headKey,
  linkOf,
  partsOf,
  readRecord,
  type AuditRecord,
  type Link,
} from './audit.ts'

/** What can be wrong with a chain. */
export const damages = {
  altered: 'a record is not what was written',
  misplaced: 'a record stands under another number than its own',
  missing: 'records are missing',
  truncated: 'records are missing at the end',
  surplus: 'there are records after the end',
  head: 'the end of the chain is not noted, or noted wrongly',
  base: 'records are missing at the beginning, and no record says that they were removed',
  anchor: 'the chain is not the one that the anchor was taken from',
} as const satisfies Readonly<Record<string, string>>
export type Damage = keyof typeof damages

export interface Finding {
  readonly damage: Damage
  /** The record concerned. */
  readonly n: number
}

export interface Verdict {
  /** Empty for a sound chain. */
  readonly findings: readonly Finding[]
  /** Records that were read. */
  readonly count: number
  readonly head: Link
}

export interface ChainReading {
  /** Read so many of the newest records only; all without it. */
  readonly tail?: number
  /** Links noted elsewhere that the chain must hold. Those older than what is read are passed over. */
  readonly anchors?: readonly Link[]
  /** Is told of each record that can be read, oldest first. */
  readonly each?: (record: AuditRecord) => void
}

const metaLink = (reader: Pick<Store, 'range'>, key: typeof headKey): Link | null => {
  for (const row of reader.range('meta', { from: key, limit: 1 }))
    if (row.key.length === 1 && row.key[0] === key[0]) return linkOf(row.value)
  return null
}

/** Reads the chain, or its end. What it costs grows with the records it is asked to read. */
export function verifyChain(reader: Pick<Store, 'range'>, reading: ChainReading = {}): Verdict {
  const steps = chainSteps(reader, reading)
  for (;;) {
    const { done, value } = steps.next()
    if (done === true) return value
  }
}

/** Records that are read at once: a matter of some milliseconds. */
const recordsAtOnce = 500

/** The same in steps, between which others may have their turn: records that are added meanwhile are read as well. */
export function* chainSteps(reader: Pick<Store, 'range'>, reading: ChainReading = {}): Generator<undefined, Verdict> {
  const base = metaLink(reader, baseKey) ?? beginning
  let noted = metaLink(reader, headKey)
  const first = reading.tail === undefined ? base.n : Math.max(base.n, (noted?.n ?? 0) - reading.tail)
  const walk = new Walk(first === base.n ? base : { n: first, hash: hashAt(reader, first) })
  for (let read = recordsAtOnce; read === recordsAtOnce;) {
    // Together with the rows that may be the last ones: the end is noted with each record.
    noted = metaLink(reader, headKey)
    read = 0
    for (const { key, value } of reader.range('audit', { after: [walk.last.n], limit: recordsAtOnce })) {
      read += 1
      walk.next(Number(key[0]), value, reading.each)
    }
    if (read === recordsAtOnce) yield
  }
  // Rows from before the base were to be gone; numbers begin at 1.
  for (const { key } of reader.range('audit', { before: [base.n + 1] })) walk.found('surplus', Number(key[0]))
  const { last } = walk
  if (noted === null ? last.n > 0 : noted.n === last.n && !same(noted.hash, last.hash)) walk.found('head', last.n)
  if (noted !== null && noted.n > last.n) walk.found('truncated', noted.n)
  if (noted !== null && noted.n < last.n) walk.found('surplus', last.n)
  if (first === base.n && base.n > 0 && !walk.trims.has(base.n)) walk.found('base', base.n)
  for (const anchor of reading.anchors ?? []) {
    if (anchor.n <= first) continue
    const row = [...reader.range('audit', { from: [anchor.n], before: [anchor.n + 1] })][0]
    if (row === undefined || !same(partsOf(row.value).hash, anchor.hash)) walk.found('anchor', anchor.n)
  }
  return { findings: walk.findings, count: walk.count, head: last }
}

/** From record to record, with the hash that the next one must go on from. */
class Walk {
  readonly findings: Finding[] = []
  readonly #first: number
  readonly trims = new Set<number>()
  count = 0

  constructor(public last: Link) {
    this.#first = last.n
  }

  found(damage: Damage, n: number): void {
    this.findings.push({ damage, n })
  }

  next(n: number, row: Uint8Array, each: ((record: AuditRecord) => void) | undefined): void {
    const { hash, body } = partsOf(row)
    const record = readRecord(body)
    const follows = n === this.last.n + 1
    if (!follows) this.found('missing', this.last.n + 1)
    if (record !== null && record.n !== n) this.found('misplaced', n)
    else if (record === null || (follows && !same(hashOf(this.last.hash, body), hash))) this.found('altered', n)
    if (record !== null && n > this.#first) {
      each?.(record)
      if (record.act === 'audit.trimmed') this.trims.add(Number(record.object))
    }
    this.count += 1
    this.last = { n, hash }
  }
}

/** The hash of a record that is itself not looked at. */
function hashAt(reader: Pick<Store, 'range'>, n: number): Uint8Array {
  for (const { value } of reader.range('audit', { from: [n], before: [n + 1] })) return partsOf(value).hash
  return beginning.hash
}

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0

/** "a record is not what was written (record 7)", at most a handful. */
export const describeFindings = (findings: readonly Finding[]): string =>
  findings
    .slice(0, 5)
    .map(({ damage, n }) => `${damages[damage]} (record ${n})`)
    .join('; ') + (findings.length > 5 ? `; and ${findings.length - 5} more` : '')

/** Looks at the newest records at a start. The newest link goes to the log, where whoever rewrites the whole store does not reach it. */
export function tellOfChain(store: Pick<Store, 'get' | 'range'>, log: Log): void {
  const { findings, head } = verifyChain(store, { tail: recordsReadAtStart })
  if (findings.length > 0)
    log.error({ findings: describeFindings(findings) }, 'the audit chain is broken: somebody changed its records')
  log.info({ link: anchorText(head) }, 'the audit chain stands here')
}

/** Records of the audit that a start looks at: enough for a while, and a matter of milliseconds. All: `admin audit`. */
const recordsReadAtStart = 1_000
