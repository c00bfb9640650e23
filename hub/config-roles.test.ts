/** Roles of the configuration: what they may do, and what is refused in which words. */
import { expect, test } from 'vitest'
import { rightsByRole } from './app/roles.ts'
import { organisationFrom } from './config.ts'
import { refusalOf, small, words } from './config-testing.ts'
import { builtInRoles } from './model/rights.ts'

const trainer = { id: 'trainer', name: words, rights: ['contacts.read', 'reports.read'] }
const withRoles = (...roles: readonly object[]): object => ({ ...small, roles })

test('a role of one’s own may do what it says, and those built in what they always may', () => {
  const byRole = rightsByRole(organisationFrom(withRoles(trainer) as never, 'a file'))
  expect([...byRole.get('trainer')!]).toEqual(trainer.rights)
  for (const [id, rights] of Object.entries(builtInRoles)) expect([id, [...byRole.get(id)!]]).toEqual([id, [...rights]])
  expect(byRole.get('nobody')).toBeUndefined()
})

test.each<[string, readonly object[], string]>([
  ['roles/0/rights/1', [{ ...trainer, rights: ['contacts.read', 'all'] }], 'one of contacts.serve, contacts.read,'],
  ['roles/0/id', [{ ...trainer, id: 'administrator' }], 'another than those of the roles that are built in: agent,'],
  ['roles/1/id', [trainer, trainer], 'different from all others in the list.'],
  [
    'roles/0/rights',
    [{ ...trainer, rights: ['reports.read', 'reports.read'] }],
    'a list, each once, of contacts.serve,',
  ],
  ['roles/0/name', [{ ...trainer, name: 'Trainer' }], 'a text in both languages'],
])('%s that cannot be used is named with what is allowed', (place, roles, allowed) => {
  expect(refusalOf({}, withRoles(...roles))).toContain(`"${place}" in ./madoguchi.json`)
  expect(refusalOf({}, withRoles(...roles))).toContain(`it must be ${allowed}`)
})
