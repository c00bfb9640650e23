/** The ways of keeping by name, as a relay is told which one to use. */
import { openJournal } from './journal.ts'
import type { OpenKeeper } from './keeper.ts'
import { openLmdb } from './lmdb.ts'
import { openRedis } from './redis.ts'
import { openSqlite } from './sqlite.ts'

export const keepers = {
  lmdb: openLmdb,
  journal: openJournal,
  sqlite: openSqlite,
  redis: openRedis,
} satisfies Record<string, OpenKeeper>
