/** The child of inspect.ts: opens one store, does one task, prints its findings as JSON. It may die of what it reads. */
import { createHash } from 'node:crypto'
import { openLmdbReader, type StoreReader } from '../adapters/store-lmdb.ts'
import { anchorText } from '../app/audit.ts'
import { describeFindings, verifyChain } from '../app/audit-chain.ts'
import { tables, type Table } from '../ports/store.ts'
import type { CopySummary, StoreSummary, TableSummary } from './inspect.ts'

const eventNumber = (key: readonly (string | number)[] | undefined): number => Number(key?.[0] ?? 0)

function lastEventOf(reader: StoreReader): number {
  for (const { key } of reader.range('event', { reverse: true, limit: 1 })) return eventNumber(key)
  return 0
}

/** Reads every row. A damaged tree may lead in a circle: more rows than lmdb has noted are enough to know. */
function summaryOf(reader: StoreReader, table: Table): TableSummary {
  const noted = reader.rowCount(table)
  const hash = createHash('sha256')
  let rows = 0
  for (const { key, value } of reader.range(table, {})) {
    if (++rows > noted) break
    hash.update(JSON.stringify([key, value.length])).update(value)
  }
  const found = rows > noted ? 'more' : rows
  if (rows !== noted) throw new Error(`table "${table}" should have ${noted} rows and has ${found}.`)
  return { rows, checksum: hash.digest('hex') }
}

async function inspect(folder: string): Promise<StoreSummary> {
  const reader = openLmdbReader(folder)
  let dataVersion: string | null = null
  for (const { key, value } of reader.range('meta', {}))
    if (key[0] === 'dataVersion') dataVersion = Buffer.from(value).toString()
  const summaries = tables.map((table) => [table, summaryOf(reader, table)] as const)
  const { findings, count, head } = verifyChain(reader)
  await reader.close()
  return {
    dataVersion,
    tables: Object.fromEntries(summaries) as Record<Table, TableSummary>,
    chain: {
      records: count,
      link: anchorText(head),
      broken: findings.length === 0 ? null : describeFindings(findings),
    },
  }
}

async function copy(from: string, to: string): Promise<CopySummary> {
  const reader = openLmdbReader(from)
  const lastEventBefore = lastEventOf(reader)
  await reader.backup(to)
  await reader.close()
  const copied = openLmdbReader(to)
  const lastEvent = lastEventOf(copied)
  await copied.close()
  return { lastEventBefore, lastEvent }
}

const [task, folder = '', to = ''] = process.argv.slice(2)
try {
  const answer = task === 'copy' ? await copy(folder, to) : await inspect(folder)
  process.stdout.write(JSON.stringify(answer))
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
