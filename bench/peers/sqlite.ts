/**
 * Records in SQLite by better-sqlite3: a write-ahead log, synchronous FULL, one transaction for all records that came together.
 * It is no package of ours: set-up.ts has it, and builds its binary.
 */
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { Keeper } from './keeper.ts'
import { homes } from './homes.ts'

/** What we use of better-sqlite3. */
interface Database {
  pragma(text: string): unknown
  exec(sql: string): void
  prepare(sql: string): { run(...values: unknown[]): unknown; get(...values: unknown[]): unknown }
  transaction<Values extends unknown[]>(run: (...values: Values) => void): (...values: Values) => void
  close(): void
}

export async function openSqlite(folder: string): Promise<Keeper> {
  const require = createRequire(join(homes.sqlite.folder, 'package.json'))
  const Sqlite = require('better-sqlite3') as new (file: string) => Database
  const database = new Sqlite(join(folder, 'records.db'))
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec('CREATE TABLE record (at INTEGER PRIMARY KEY, body BLOB NOT NULL)')
  const insert = database.prepare('INSERT INTO record (at, body) VALUES (?, ?)')
  const select = database.prepare('SELECT body FROM record WHERE at = ?')
  let count = 0
  const insertAll = database.transaction((records: readonly Uint8Array[]) => {
    for (const record of records) insert.run(count++, record)
  })
  return {
    async keep(records) {
      insertAll(records)
    },
    read: (at) => (select.get(at) as { body: Uint8Array }).body,
    async close() {
      database.close()
    },
  }
}
