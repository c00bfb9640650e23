/**
 * What the configuration says of agents' work: queues, skills and whatever else the floor knows of them. Who they are, and
 * that they may sign in, is for their accounts; somebody who is named here has all rules of their work from here.
 */
import type { AgentSetup } from './app/organisation.ts'
import type { Refuse } from './config-organisation.ts'
import type { FileSettings } from './config-schema.ts'
import { makeId, type QueueId } from './model/ids.ts'
import { normalLogin } from './model/login.ts'

type AgentSettings = NonNullable<FileSettings['agents']>[number]

const skillForm = /^[a-z0-9][A-Za-z0-9_.-]{0,39}$/
const skillWords =
  'a name of 1 to 40 letters, digits, ".", - or _, beginning with a small letter or a digit, such as lang.ja'

/** The agents of the file. `known`: keys of all queues. Calls `refuse` for what is not there or stands there twice. */
export function buildAgents(
  agents: readonly AgentSettings[],
  known: ReadonlySet<string>,
  refuse: Refuse,
): readonly AgentSetup[] {
  const seen = new Set<string>()
  return agents.map((agent, at) => {
    const login = readLogin(agent.login, `agents/${at}/login`, refuse)
    if (seen.has(login)) refuse(`agents/${at}/login`, agent.login, 'different from all others in the list')
    seen.add(login)
    return buildAgent(agent, login, `agents/${at}`, known, refuse)
  })
}

/** As accounts have it. */
export const readLogin = (typed: string, place: string, refuse: Refuse): string =>
  normalLogin(typed) ??
  refuse(place, typed, 'what an agent signs in with: 1 to 64 letters, digits and . _ @ + - , without blanks')

function buildAgent(
  { queues, skills = {}, attributes = [], position, weight, capacityUnits, channels }: AgentSettings,
  login: string,
  place: string,
  known: ReadonlySet<string>,
  refuse: Refuse,
): AgentSetup {
  for (const name of Object.keys(skills)) if (!skillForm.test(name)) refuse(`${place}/skills/${name}`, name, skillWords)
  attributes.forEach((name, at) => {
    if (!skillForm.test(name)) refuse(`${place}/attributes/${at}`, name, skillWords)
    if (Object.hasOwn(skills, name)) refuse(`${place}/attributes/${at}`, name, 'none of the skills')
  })
  const asQueue = (key: string, at: number): QueueId =>
    known.has(key)
      ? makeId('queue', key)
      : refuse(`${place}/queues/${at}`, key, `one of the queues: ${[...known].join(', ') || 'there are none'}`)
  return {
    login,
    queues: (queues ?? [...known]).map(asQueue),
    skills,
    capacityUnits: capacityUnits ?? 100,
    ...(attributes.length > 0 && { attributes }),
    ...(position !== undefined && { position }),
    ...(weight !== undefined && { weight }),
    ...(channels !== undefined && { channels }),
  }
}
