/**
 * `npm run admin -- COMMAND`: what an administrator does on the machine itself. One file per command; a new one is a line
 * in `subCommands`. The data commands are described in docs/STORE.md.
 */
import { defineCommand, runMain } from 'citty'
import { audit } from './audit.ts'
import { backup } from './backup.ts'
import { apply, configurations, plan, rollback, schema } from './configuration.ts'
import { erase, exportCustomer } from './erase.ts'
import { flow } from './flow.ts'
import { identity } from './identity.ts'
import { keys } from './keys.ts'
import { reports } from './reports.ts'
import { restore } from './restore.ts'
import { staff } from './staff.ts'
import { user } from './user.ts'
import { verify } from './verify.ts'

const subCommands = {
  audit,
  backup,
  verify,
  restore,
  keys,
  erase,
  export: exportCustomer,
  plan,
  apply,
  rollback,
  configurations,
  schema,
  flow,
  identity,
  reports,
  staff,
  user,
}

void runMain(
  defineCommand({
    meta: { name: 'npm run admin --', description: 'Madoguchi: commands for the administrator' },
    subCommands,
  }),
)
