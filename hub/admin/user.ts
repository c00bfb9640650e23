/**
 * `user add|list|password|forget|disable|enable`: who may sign in. A change goes through the account inbox (auth/account-inbox.ts):
 * a running hub takes it within a second and ends the logins it concerns; a stopped one when it starts.
 */
import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { defineCommand } from 'citty'
import { realClock } from '../adapters/clock-real.ts'
import { openLmdbReader } from '../adapters/store-lmdb.ts'
import { ownerOf } from '../adapters/store-owner.ts'
import type { Person } from '../app/organisation.ts'
import { accountsLeft, leaveAccount } from '../auth/account-inbox.ts'
import { readAccount, type Account } from '../auth/accounts.ts'
import { Passwords } from '../auth/passwords.ts'
import { idPrefixes, makeId } from '../model/ids.ts'
import { builtInRoles, rights, rightsOf } from '../model/rights.ts'
import { instant } from '../model/time.ts'
import { dataArgument, dataFolderFrom, storeOf } from './data-folder.ts'
import { askPassword } from './password-input.ts'
import { ordered } from './ordering.ts'
import { AdminError, answering, counted, say } from './say.ts'
import { capacityOf, loginOf, nameOf, queuesOf, roleOf, skillsOf } from './user-input.ts'

/** How long a running hub is waited for, and how often it is looked at. */
const hubTakesMs = 5_000
const lookEveryMs = 50

const login = { type: 'positional', description: 'What the person types to sign in', required: true } as const
const generate = { type: 'boolean', description: 'Make a password and print it, instead of asking for one' } as const

const add = defineCommand({
  meta: { name: 'add', description: 'Add a person; the password is asked for' },
  args: {
    login,
    name: { type: 'string', description: 'Shown to customers and colleagues; else the login' },
    role: { type: 'string', description: `${Object.keys(builtInRoles).join(', ')}, or one of your own; else agent` },
    queues: { type: 'string', description: 'Ids of queues, with commas; else all', valueHint: 'a,b' },
    skills: { type: 'string', description: 'Skills with their level, 1 to 5', valueHint: 'lang.ja=5,lang.en=2' },
    capacity: { type: 'string', description: 'Units of work at once; a chat takes 25, else 100' },
    generate,
    ...dataArgument,
  },
  run: ({ args }) =>
    answering(async () => {
      const data = dataFolderFrom(args.data)
      const typed = loginOf(args.login)
      if (knownAccounts(data).has(typed))
        throw new AdminError(
          `${typed} is there already. To set another password: npm run admin -- user password ${typed}`,
        )
      const person: Person = {
        agent: makeId('agent', randomBytes(16).toString('base64url')),
        login: typed,
        name: nameOf(args.name ?? typed),
        role: roleOf(args.role ?? 'agent'),
        queues: queuesOf(args.queues),
        skills: skillsOf(args.skills ?? ''),
        capacityUnits: capacityOf(args.capacity ?? '100'),
        disabled: false,
      }
      const passwordHash = await newPassword(person, args.generate ?? false)
      await hand(data, { person, passwordHash }, `${typed} can sign in`)
    }),
})

const list = defineCommand({
  meta: { name: 'list', description: 'Everybody who has an account' },
  args: { ...dataArgument },
  run: ({ args }) =>
    answering(() => {
      const people = [...knownAccounts(dataFolderFrom(args.data)).values()].map((account) => account.person)
      for (const person of people) say(lineOf(person))
      say(people.length === 1 ? '1 person.' : `${people.length} people.`)
      return Promise.resolve()
    }),
})

const password = defineCommand({
  meta: { name: 'password', description: 'Set another password; signs the person out everywhere' },
  args: { login, generate, ...dataArgument },
  run: ({ args }) =>
    answering(async () => {
      const data = dataFolderFrom(args.data)
      const account = accountOf(data, args.login)
      const passwordHash = await newPassword(account.person, args.generate ?? false)
      await hand(data, { ...account, passwordHash }, `${account.person.login} has another password`)
    }),
})

const switching = (name: 'disable' | 'enable', description: string, done: string) =>
  defineCommand({
    meta: { name, description },
    args: { login, ...dataArgument },
    run: ({ args }) =>
      answering(async () => {
        const data = dataFolderFrom(args.data)
        const account = accountOf(data, args.login)
        const disabled = name === 'disable'
        const { person } = account
        if (disabled && isLast(data, person))
          throw new AdminError(`${person.login} is the last administrator who can sign in. Add another one first.`)
        await hand(data, { ...account, person: { ...person, disabled } }, `${person.login} ${done}`)
      }),
  })

const forget = defineCommand({
  meta: { name: 'forget', description: 'Forget the second factor of somebody who has lost it' },
  args: { login, ...dataArgument },
  run: ({ args }) =>
    answering(async () => {
      const data = dataFolderFrom(args.data)
      const { person } = accountOf(data, args.login)
      const answer = await ordered(data, { kind: 'forget', id: person.agent }, hubTakesMs)
      if (answer?.done === false) throw new AdminError(answer.words)
      say(answer?.words ?? 'The second factor is forgotten once the hub runs.')
    }),
})

/** The command with its sub-commands, for main.ts. */
export const user = defineCommand({
  meta: { name: 'user', description: 'Who may sign in: add, list, password, forget, disable, enable' },
  subCommands: {
    add,
    list,
    password,
    forget,
    disable: switching('disable', 'Sign a person out and let them in no more', 'cannot sign in'),
    enable: switching('enable', 'Let a disabled person in again', 'can sign in'),
  },
})

/** What the store has, and over it what the hub has not taken yet, by login. */
function knownAccounts(data: string): Map<string, Account> {
  const all = [...keptAccounts(storeOf(data)), ...accountsLeft(data)]
  return new Map(
    all.map((account) => [account.person.login, account] as const).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  )
}

function keptAccounts(store: string): Account[] {
  if (!existsSync(join(store, 'data.mdb'))) return []
  const reader = openLmdbReader(store)
  try {
    return Array.from(reader.range('account', {}), ({ value }) => readAccount(value))
  } finally {
    void reader.close()
  }
}

function accountOf(data: string, typed: string): Account {
  const account = knownAccounts(data).get(loginOf(typed))
  if (account === undefined)
    throw new AdminError(`There is no ${typed}. To see who there is: npm run admin -- user list`)
  return account
}

/** Whether nobody else who can sign in may do everything. */
function isLast(data: string, { agent, role }: Person): boolean {
  const keeps = (one: string): boolean => rightsOf(one).length === rights.length
  const others = [...knownAccounts(data).values()].map((account) => account.person)
  return keeps(role) && !others.some((other) => other.agent !== agent && !other.disabled && keeps(other.role))
}

/** Leaves the account for the hub and says how it went; `done` is what is true once the hub has it. */
async function hand(data: string, account: Account, done: string): Promise<void> {
  const taken = leaveAccount(data, account, realClock({ notBefore: instant(0) }).now())
  const store = storeOf(data)
  if (!existsSync(store) || ownerOf(realpathSync(store)) === undefined) return say(`${done} once the hub runs.`)
  for (let waitedMs = 0; waitedMs < hubTakesMs; waitedMs += lookEveryMs) {
    if (taken()) return say(`${done} now.`)
    await setTimeout(lookEveryMs)
  }
  say(
    `${done} as soon as the hub has taken it; it has not within ${counted(hubTakesMs / 1_000, 'second')}. See its log.`,
  )
}

async function newPassword(person: Person, generated: boolean): Promise<string> {
  const password = generated ? randomBytes(12).toString('base64url') : await askPassword(person)
  const hash = await new Passwords().hash(password)
  if (generated) say(`Password: ${password}`)
  return hash
}

function lineOf({ login: typed, name, role, queues, disabled }: Person): string {
  const keys = queues.map((id) => id.slice(idPrefixes.queue.length)).join(', ') || 'no queues'
  return `${typed}  ${name}  ${role}  ${keys}${disabled ? '  disabled' : ''}`
}
