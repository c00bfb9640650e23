/**
 * What a role may do, in rights that can be given one by one. Screens hide what a right is missing for; the hub alone
 * refuses it (auth/authorize.ts). To add a right: a line here, and its words in the agent app.
 */

export const rights = [
  /** Is offered contacts and holds them. */
  'contacts.serve',
  /** Reads any contact. */
  'contacts.read',
  /** Gives contacts, takes them over, has them wait again. */
  'contacts.assign',
  /** Comes into a colleague's call, reads a talk while it goes on. */
  'contacts.listen',
  /** States a colleague's presence, sends them a word, changes their skills and queues. */
  'agents.lead',
  /** Sees all queues, agents and contacts of the floor. */
  'floor.read',
  'reports.read',
  'customers.change',
  'customers.export',
  'customers.erase',
  'configuration.read',
  'configuration.change',
  'accounts.read',
  'accounts.change',
  'audit.read',
  /** Makes and ends keys by which programs ask over HTTP. */
  'keys.change',
  'health.read',
] as const
export type Right = (typeof rights)[number]

const serving = ['contacts.serve', 'customers.change'] as const satisfies readonly Right[]

/** Roles that are always there, by id. */
export const builtInRoles = {
  agent: serving,
  supervisor: [
    ...serving,
    'contacts.read',
    'contacts.assign',
    'contacts.listen',
    'agents.lead',
    'floor.read',
    'reports.read',
  ],
  /** Reads and listens, and changes nothing. */
  quality: ['contacts.read', 'contacts.listen', 'floor.read', 'reports.read'],
  administrator: rights,
  readOnly: ['floor.read', 'reports.read', 'configuration.read', 'accounts.read', 'health.read'],
} as const satisfies Readonly<Record<string, readonly Right[]>>
export type BuiltInRole = keyof typeof builtInRoles

/** What a role may do: one of those above, or one of the company's own by its id. A role that is not known may nothing. */
export function rightsOf(role: string, own: ReadonlyMap<string, readonly Right[]> = new Map()): readonly Right[] {
  return Object.hasOwn(builtInRoles, role) ? builtInRoles[role as BuiltInRole] : (own.get(role) ?? [])
}
