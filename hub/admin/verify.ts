/**
 * `verify DIR`: opens a backup, reads every row and every file, compares with what was noted when it was made, and holds the
 * chain of the audit against itself: what was noted lies beside the copy, where whoever changes one can change both.
 */
import { resolve } from 'node:path'
import { defineCommand } from 'citty'
import { brokenChain, describeBackup, verifyBackup } from './backup-folder.ts'
import { AdminError, answering, counted, say } from './say.ts'

export const verify = defineCommand({
  meta: { name: 'verify', description: 'Read a backup whole and say whether it is good' },
  args: { dir: { type: 'positional', description: 'The backup', required: true } },
  run: ({ args }) => answering(() => tellOf(resolve(args.dir))),
})

async function tellOf(folder: string): Promise<void> {
  const backup = await verifyBackup(folder)
  for (const [table, { rows }] of Object.entries(backup.tables))
    say(`${table.padEnd(16)}${rows.toLocaleString('en').padStart(12)}`)
  const { records, link, broken } = backup.chain
  if (broken !== null) throw new AdminError(`The backup in ${folder} is what was copied, but ${brokenChain(broken)}`)
  say(`The audit chain of ${counted(records, 'record')} is whole. It stands at ${link}`)
  say(`The backup in ${folder}, made at ${backup.madeAt}, is good: ${describeBackup(backup)}.`)
}
