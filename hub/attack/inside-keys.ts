/**
 * Programs among those who try what they may: a key with the rights of each role, one of a role of the company's own, and
 * three that are worth nothing. A key has nothing of its own: what only a login opens stays shut to all of them.
 */
import type { ApiKeys } from '../auth/api-keys.ts'
import { builtInRoles, rights, type BuiltInRole, type Right } from '../model/rights.ts'
import { later } from '../model/time.ts'
import type { InsideHub } from './inside-hub.ts'

/** What each key may. */
export const keyRights = {
  'key of agent': builtInRoles.agent,
  'key of supervisor': builtInRoles.supervisor,
  'key of quality': builtInRoles.quality,
  'key of administrator': builtInRoles.administrator,
  'key of readOnly': builtInRoles.readOnly,
  'key of trainer': ['contacts.read', 'configuration.read', 'customers.export'],
} as const satisfies Readonly<Record<`key of ${BuiltInRole | 'trainer'}`, readonly Right[]>>
export type GoodKey = keyof typeof keyRights
export const goodKeys = Object.keys(keyRights) as GoodKey[]

/** Keys that prove nobody: one was ended, the time of one is over, one was never made. */
export const deadKeys = ['ended key', 'expired key', 'made-up key'] as const
export type KeyAsker = GoodKey | (typeof deadKeys)[number]
export const keyAskers: readonly KeyAsker[] = [...goodKeys, ...deadKeys]

const deadAfterMs = 10

/** Makes all of them. The ended and the expired one could have done everything. */
export async function keysOf(place: InsideHub): Promise<Readonly<Record<KeyAsker, string>>> {
  const { keys } = place.deps.staff
  const made = {} as Record<KeyAsker, string>
  const make = async (name: KeyAsker, may: readonly Right[], lifeMs: number | null = null): Promise<string> => {
    const expiresAt = lifeMs === null ? null : later(place.clock.now(), lifeMs as never)
    const done = await place.settled(
      keys.make({ name, rights: may, expiresAt }, { by: 'hub', rights: new Set(rights) }),
    )
    if ('refused' in done) throw new Error(`the key could not be made: ${done.refused}`)
    made[name] = done.key
    return done.id
  }
  for (const name of goodKeys) await make(name, keyRights[name])
  await endOf(keys, place, await make('ended key', rights))
  await make('expired key', rights, deadAfterMs)
  made['made-up key'] = `mdk_${'A'.repeat(43)}`
  await place.pass(deadAfterMs)
  return made
}

async function endOf(keys: ApiKeys, place: InsideHub, id: string): Promise<void> {
  if (!(await place.settled(keys.end(id, 'hub')))) throw new Error('the key could not be ended')
}
