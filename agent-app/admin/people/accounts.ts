/** Accounts as the hub tells them, and the roles that somebody may be given. */
import { builtInRoles, type BothLanguages, type Right } from '#protocol'
import type { Speech } from '../../speech.ts'
import { enPeople, type PeopleWords } from '../../translations/en-admin-people.ts'
import { jaPeople } from '../../translations/ja-admin-people.ts'
import type { Editing } from '../editing.ts'

export interface Account {
  readonly agent: string
  readonly login: string
  readonly name: string
  readonly role: string
  readonly disabled: boolean
  readonly secondFactor: boolean
  readonly sessions: number
  readonly lastSeenAt: number | null
  readonly by: 'password' | 'oidc'
  /** How long they must wait after wrong passwords. */
  readonly lockedMs: number
}

interface OwnRole {
  readonly id: string
  readonly name: BothLanguages
  readonly rights: readonly Right[]
}

export const peopleWords = ({ locale }: Pick<Speech, 'locale'>): PeopleWords => (locale === 'ja' ? jaPeople : enPeople)

/** Roles that are in force, as id and words. */
export function rolesInForce(
  speech: Speech,
  { inForce }: Pick<Editing, 'inForce'>,
): readonly (readonly [string, string])[] {
  const { names } = peopleWords(speech).roles
  const own = Array.isArray(inForce['roles']) ? (inForce['roles'] as OwnRole[]) : []
  return [
    ...Object.keys(builtInRoles).map((role) => [role, names[role] ?? role] as const),
    ...own.map(({ id, name }) => [id, speech.both(name) || id] as const),
  ]
}
