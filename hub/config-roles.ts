/** Roles of the company's own in the configuration: an id, its name, and what it may do of what there is to be allowed. */
import Type, { type Static } from 'typebox'
import type { OwnRole } from './app/organisation.ts'
import type { Refuse } from './config-organisation.ts'
import { bothLanguages, closed, key, oneOf } from './config-parts.ts'
import { builtInRoles, rights } from './model/rights.ts'

export const roleSettings = Type.Array(
  Type.Object(
    {
      id: key,
      name: bothLanguages,
      rights: Type.Array(oneOf(...rights), {
        maxItems: rights.length,
        uniqueItems: true,
        description: `a list, each once, of ${rights.join(', ')}`,
      }),
    },
    { ...closed, description: 'a role { "id", "name", "rights" }' },
  ),
  { maxItems: 50, description: 'a list of at most 50 roles { "id", "name", "rights" }' },
)

/** Calls `refuse` for a role that stands twice, or is one of those built in. */
export function buildRoles(settings: Static<typeof roleSettings>, refuse: Refuse): readonly OwnRole[] {
  settings.forEach(({ id }, at) => {
    if (Object.hasOwn(builtInRoles, id))
      refuse(
        `roles/${at}/id`,
        id,
        `another than those of the roles that are built in: ${Object.keys(builtInRoles).join(', ')}`,
      )
    if (settings.findIndex((role) => role.id === id) < at)
      refuse(`roles/${at}/id`, id, 'different from all others in the list')
  })
  return settings
}
