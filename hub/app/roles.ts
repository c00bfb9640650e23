/**
 * Roles and what they may do, of one organisation: those that are built in and its own. And what another configuration may
 * not make of them: nobody is left with a role that is gone, and nobody gives or takes rights by it that are not their own to give.
 */
import { builtInRoles, rightsOf, type Right } from '../model/rights.ts'
import type { Organisation, Person } from './organisation.ts'

type Roles = Pick<Organisation, 'roles'>

/** What each role may do. The company's own have other ids than those that are built in. */
export function rightsByRole({ roles = [] }: Roles): ReadonlyMap<string, ReadonlySet<Right>> {
  const own = new Map(roles.map(({ id, rights }) => [id, rights]))
  return new Map([...Object.keys(builtInRoles), ...own.keys()].map((id) => [id, new Set(rightsOf(id, own))]))
}

/** A sentence for whoever wants this organisation served: a role is gone that somebody has. Null: every role is there. */
export function roleMissed({ roles = [] }: Roles, before: Roles, people: Iterable<Person>): string | null {
  const removed = (before.roles ?? []).filter(({ id }) => !roles.some((role) => role.id === id))
  for (const { role, login } of people)
    if (removed.some(({ id }) => id === role))
      return `The role ${role} is not in "roles" any more, but ${login} has it. Give them another one first.`
  return null
}

/** One line for each role whose rights differ: its id, and which came and went, in words and as they are. */
export function roleChanges(
  before: Roles,
  after: Roles,
): readonly { readonly role: string; readonly detail: string; readonly rights: readonly Right[] }[] {
  const [old, now] = [rightsByRole(before), rightsByRole(after)]
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((role) => {
    const [had, has] = [old.get(role) ?? none, now.get(role) ?? none]
    const came = [...has].filter((right) => !had.has(right))
    const went = [...had].filter((right) => !has.has(right))
    const detail = [...came.map((right) => `+${right}`), ...went.map((right) => `-${right}`)].join(' ')
    return detail === '' ? [] : [{ role, detail, rights: [...came, ...went] }]
  })
}

const none: ReadonlySet<Right> = new Set()
