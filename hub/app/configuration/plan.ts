/** What another configuration would change, put together: settings, waiting contacts, and what is worth a second look. */
import type { ContactRecord } from '../../acd/state.ts'
import type { ConfigurationPlan } from '../../http/door.ts'
import { idPrefixes } from '../../model/ids.ts'
import { floorRules } from '../floor-rules.ts'
import type { Organisation, Person } from '../organisation.ts'
import { differenceOf } from './difference.ts'
import { digestOf, type Document } from './document.ts'
import { touchedContacts, type TouchedBy } from './touched.ts'
import type { Version } from './versions.ts'

/** A document, and what it is read as. */
export interface Wanted {
  readonly document: Document
  readonly organisation: Organisation
}

/** What is there: the version in force, as it is served, and whom it concerns. */
export interface InForce extends Pick<TouchedBy, 'lastAgentOf' | 'at'> {
  readonly version: Version
  readonly organisation: Organisation
  readonly people: readonly Person[]
  readonly contacts: Iterable<ContactRecord>
}

export function planFor(wanted: Wanted, now: InForce, replan: boolean): ConfigurationPlan {
  const { version, people, contacts, lastAgentOf, at } = now
  const before = floorRules(now.organisation, people).queues
  const after = floorRules(wanted.organisation, people).queues
  return {
    from: version.n,
    digest: digestOf(wanted.document),
    changes: differenceOf(version.document, wanted.document),
    touched: touchedContacts(contacts, { before, after, replan, lastAgentOf, at }),
    warnings: warningsOf(wanted.organisation, people),
  }
}

/** Nothing is wrong enough to refuse it: an account may come later. */
function warningsOf(organisation: Organisation, people: readonly Person[]): readonly string[] {
  const { agents } = floorRules(organisation, people)
  const served = new Set(agents.flatMap((agent) => agent.queues))
  const logins = new Set(people.map((person) => person.login))
  const named = organisation.agents.map((agent) => agent.login)
  const allowed = organisation.queues.flatMap((queue) => Object.values(queue.allowed ?? {}).flat())
  const missing = [...new Set([...named, ...allowed])].filter((login) => !logins.has(login))
  return [
    ...organisation.queues
      .filter((queue) => !served.has(queue.rules.id))
      .map((queue) => `Nobody serves the queue ${queue.rules.id.slice(idPrefixes.queue.length)}.`),
    ...missing.map((login) => `${login} is named, but has no account.`),
  ]
}
