/**
 * Bots in the configuration: the flows, and which contacts of a site begin with one. A flow stands in the file as it is, or as
 * the path of its own file. What a flow names of the configuration must be there.
 */
import { createHash } from 'node:crypto'
import Type, { type Static } from 'typebox'
import type { SiteBot } from './app/organisation.ts'
import { closed, key, oneOf, whole } from './config-parts.ts'
import { readFlow, type Fault, type Flow } from './flow/index.ts'
import { minutes } from './model/time.ts'

/** As it is written; the reader of flows looks at the rest, and tells more of what is wrong. */
export const flowSettings = Type.Array(
  Type.Object({ flow: Type.String({ description: 'a short key' }) }, { description: 'a flow, see docs/FLOWS.md' }),
  { maxItems: 50, description: 'a list of at most 50 flows, see docs/FLOWS.md' },
)

export const botSettings = Type.Object(
  {
    flow: key,
    when: Type.Optional(oneOf('always', 'overflow')),
    idleMinutes: Type.Optional(whole(1, 1_440, 'minutes')),
  },
  { ...closed, description: 'a bot { "flow", "when", "idleMinutes" }' },
)

type Refuse = (place: string, value: unknown, allowed: string) => never

const idleMinutesDefault = 30

/** Names that flows may speak of. */
interface Known {
  readonly queues: readonly string[]
  readonly calendars: readonly string[]
  readonly bots?: readonly string[]
}

/** The flows by key. Calls `refuse` with the first fault of the first one that cannot be used. */
export function buildFlows(
  settings: Static<typeof flowSettings>,
  known: Known,
  refuse: Refuse,
): ReadonlyMap<string, Flow> {
  const flows = new Map<string, Flow>()
  for (const [at, written] of settings.entries()) {
    const read = readFlow(JSON.stringify(written), known)
    if ('faults' in read) return refuseFault(`flows/${at}`, read.faults[0]!, refuse)
    if (flows.has(written.flow)) refuse(`flows/${at}/flow`, written.flow, 'different from all others in the list')
    flows.set(written.flow, { ...read.flow, version: versionOf(read.flow) })
  }
  return flows
}

/** What the file calls it, and the beginning of what it says: a change that nobody gave a number is another version all the same. */
const versionOf = (flow: Flow): string =>
  `${flow.version}.${createHash('sha256').update(JSON.stringify(flow)).digest('hex').slice(0, 12)}`

function refuseFault(place: string, { place: within, problem, remedy }: Fault, refuse: Refuse): never {
  const where = within === '' ? place : `${place}/${within}`
  return refuse(where, undefined, `such that this is mended: ${problem}; ${remedy}`)
}

/** Calls `refuse` when the flow is none of those. */
export function buildBot(
  { flow, when = 'always', idleMinutes = idleMinutesDefault }: Static<typeof botSettings>,
  place: string,
  flows: ReadonlyMap<string, Flow>,
  refuse: Refuse,
): SiteBot {
  if (!flows.has(flow))
    refuse(`${place}/flow`, flow, `one of the flows: ${[...flows.keys()].join(', ') || 'there are none'}`)
  return { flow, when, idleMs: minutes(idleMinutes) }
}
