/**
 * The demo's people in the store: added where they are missing, with one password for all, and serving all queues that the
 * demo has at the moment. Runs at each start of a demo.
 */
import type { Organisation } from './app/organisation.ts'
import type { Accounts } from './auth/accounts.ts'
import { demoPeopleOf } from './demo.ts'

/**
 * `password`: as configured; null: one that `secret` makes on the first start, which is returned so that it can be said. Whoever a
 * later build has added has the password of those who were there.
 */
export async function ensureDemoPeople(
  organisation: Organisation,
  accounts: Accounts,
  password: string | null,
  secret: () => string,
): Promise<string | null> {
  const people = demoPeopleOf(organisation)
  if (password !== null) {
    await accounts.ensure(people, password)
    return null
  }
  await serveAll(organisation, accounts)
  const missing = people.filter((person) => accounts.find(person.login) === null)
  const there = people.map((person) => accounts.find(person.login)?.passwordHash ?? null).find((hash) => hash !== null)
  if (there !== undefined) {
    for (const person of missing) await accounts.put({ person, passwordHash: there })
    return null
  }
  if (missing.length === 0) return null
  const made = secret().slice(0, 14)
  await accounts.ensure(missing, made)
  return made
}

/** The demo's people serve all queues there are. */
export async function serveAll(organisation: Organisation, accounts: Accounts): Promise<void> {
  for (const { login, queues } of demoPeopleOf(organisation)) {
    const person = accounts.find(login)?.person
    if (person !== undefined && person.queues.join() !== queues.join()) await accounts.update({ ...person, queues })
  }
}
