/**
 * A backup: `store/`, `attachments/`, `secret` where there is one, and `backup.json`, which says what the others must
 * hold. `backup.json` is written last, after the copy was opened and read, so a folder without it is no backup.
 */
import { open, readFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { tables, type Table } from '../ports/store.ts'
import { attachmentsOf, flush, secretOf, storeOf, summarise, type FilesSummary } from './data-folder.ts'
import { inspectStore, type StoreSummary, type TableSummary } from './inspect.ts'
import { AdminError, counted } from './say.ts'

/** What `backup.json` holds. */
export interface Backup extends StoreSummary {
  readonly format: 1
  /** ISO 8601, by the clock of the machine that made it. */
  readonly madeAt: string
  readonly attachments: FilesSummary
  readonly secret: boolean
}

const manifestOf = (folder: string): string => join(folder, 'backup.json')

/** Opens and reads everything in the folder, in a child where it may kill. */
export async function contentsOf(folder: string): Promise<Omit<Backup, 'format' | 'madeAt'>> {
  const store = await inspectStore(storeOf(folder))
  return { ...store, attachments: await summarise(attachmentsOf(folder)), secret: existsSync(secretOf(folder)) }
}

export async function writeManifest(folder: string, backup: Backup): Promise<void> {
  const file = await open(manifestOf(folder), 'wx', 0o600)
  try {
    await file.writeFile(`${JSON.stringify(backup, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await flush(folder)
}

async function readManifest(folder: string): Promise<Backup> {
  let text: string
  try {
    text = await readFile(manifestOf(folder), 'utf8')
  } catch {
    throw new AdminError(`${folder} is no finished backup: backup.json is missing. Use another backup.`)
  }
  try {
    const backup = JSON.parse(text) as Backup
    if (backup.format !== 1)
      throw new AdminError(`The backup in ${folder} was made by a newer Madoguchi. Use that version.`)
    return backup
  } catch (error) {
    if (error instanceof AdminError) throw error
    throw new AdminError(`The backup in ${folder} is damaged: backup.json cannot be read. Use another backup.`)
  }
}

/**
 * Reads a backup whole and compares it with what was noted when it was made. Throws `AdminError` at any difference. A
 * broken chain of the audit is none: it is the caller's to judge, who may have no other backup.
 */
export async function verifyBackup(folder: string): Promise<Backup> {
  const noted = await readManifest(folder)
  const found = await contentsOf(folder)
  const differences = [
    ...tables.flatMap((table) => differenceOf(table, noted.tables[table], found.tables[table])),
    ...(same(noted.attachments, found.attachments) ? [] : ['the attachments differ from those that were copied']),
    ...(noted.secret === found.secret ? [] : ['the file "secret" is missing or was added']),
  ]
  if (differences.length > 0)
    throw new AdminError(`The backup in ${folder} is damaged: ${differences.join('; ')}. Use another backup.`)
  // As it is, and not as somebody may have noted it: backups from before it was looked at note nothing of it.
  return { ...noted, chain: found.chain }
}

/** What to say of a chain that is broken so. */
export const brokenChain = (broken: string): string =>
  `THE AUDIT CHAIN IS BROKEN: ${broken}. Somebody changed the records.`

const same = (noted: FilesSummary, found: FilesSummary): boolean =>
  noted.files === found.files && noted.bytes === found.bytes && noted.checksum === found.checksum

/** A backup of an older version may lack a table that came later. */
function differenceOf(table: Table, noted: TableSummary | undefined, found: TableSummary): string[] {
  const notedRows = noted?.rows ?? 0
  if (notedRows !== found.rows) return [`table "${table}" has ${counted(found.rows, 'row')}, not ${notedRows}`]
  return noted === undefined || noted.checksum === found.checksum ? [] : [`rows of table "${table}" were changed`]
}

/** "1,234 rows in 9 tables and 5 attachments". */
export function describeBackup({ tables: summaries, attachments }: Pick<Backup, 'tables' | 'attachments'>): string {
  const filled = Object.values(summaries).filter(({ rows }) => rows > 0)
  const rows = filled.reduce((sum, table) => sum + table.rows, 0)
  return `${counted(rows, 'row')} in ${counted(filled.length, 'table')} and ${counted(attachments.files, 'attachment')}`
}
