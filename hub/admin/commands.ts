/** Every command of `npm run admin` by its name. A new one: its file, a line here, and one in audited.int.test.ts. */
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

export const commands = {
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
