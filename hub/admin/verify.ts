/** `verify DIR`: opens a backup, reads every row and every file, and compares with what was noted when it was made. */
import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import { describeBackup, verifyBackup } from './backup-folder.ts'
import { answering, say } from './say.ts'

export const verify = defineCommand({
  meta: { name: 'verify', description: 'Read a backup whole and say whether it is good' },
  args: { dir: { type: 'positional', description: 'The backup', required: true } },
  run: ({ args }) => answering(() => tellOf(resolve(args.dir))),
})

async function tellOf(folder: string): Promise<void> {
  const backup = await verifyBackup(folder)
  for (const [table, { rows }] of Object.entries(backup.tables))
    say(`${table.padEnd(16)}${rows.toLocaleString('en').padStart(12)}`)
  say(`The backup in ${folder}, made at ${backup.madeAt}, is good: ${describeBackup(backup)}.`)
}
