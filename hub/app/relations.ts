/**
 * What somebody is to a contact, as the rows of auth/rights-table.ts ask it: one answer for each relation, from what lives and
 * what is kept. Of what does not exist, or was erased, nobody is anything; what a handler may do with what is theirs, such as
 * in which phase, is its own to say.
 */
import { contactOf, rulesOf } from '../acd/index.ts'
import type { Relation, Standing } from '../auth/authorize.ts'
import { concerned } from '../calls/index.ts'
import type { Actor } from '../http/door.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'
import { identifiedCustomer } from './identities.ts'
import { findContact, holds, isMentioned, isOwnWork, type ReadingSight } from './reading.ts'

/** Where it is looked up. */
export interface RelationSight extends ReadingSight {
  readonly now: Instant
}

type StaffActor = Actor & { readonly kind: 'agent' }
type VisitActor = Actor & { readonly kind: 'visitor' }

/** Answers what this actor is to this contact. */
export function standingTo(sight: RelationSight, actor: Actor, contact: ContactId): Standing {
  return actor.kind === 'visitor'
    ? (relation) => isCustomers(sight, actor, contact, relation)
    : (relation) => isStaffs(sight, actor, contact, relation)
}

function isCustomers(sight: RelationSight, { session }: VisitActor, contact: ContactId, relation: Relation): boolean {
  const { live, store, now } = sight
  if (relation !== 'past') return relation === 'own' && live.file(contact)?.session === session
  const file = findContact(sight, contact)?.file
  return file !== undefined && (file.session === session || identifiedCustomer(store, session, now) === file.customer)
}

function isStaffs(sight: RelationSight, actor: StaffActor, contact: ContactId, relation: Relation): boolean {
  const found = relation === 'served' || relation === 'mentioned' ? findContact(sight, contact) : undefined
  switch (relation) {
    case 'own':
      return holds(sight, actor, contact)
    case 'served':
      return found !== undefined && isOwnWork(sight, actor, found)
    case 'mentioned':
      return found !== undefined && isMentioned(actor, found, sight.now)
    case 'inCall':
      return holds(sight, actor, contact) || isInCall(sight, actor.agent, contact)
    case 'inSight':
      return holds(sight, actor, contact) || waitsFor(sight, actor.agent, contact)
    case 'none':
    case 'past':
    case 'any':
      return false
  }
}

function isInCall({ live }: ReadingSight, agent: AgentId, contact: ContactId): boolean {
  const call = live.calls.of(contact)
  return call !== null && concerned(call).includes(agent)
}

/** It waits in a queue that the agent serves, or for them alone. */
function waitsFor({ live }: ReadingSight, agent: AgentId, contact: ContactId): boolean {
  const record = contactOf(live.floor, contact)
  if (record === undefined || live.file(contact) === undefined) return false
  const { state, queue } = record
  if (state.phase === 'active' || state.phase === 'wrapUp') return false
  const isMeant = state.phase === 'queued' && state.only === agent
  return isMeant || (rulesOf(live.floor, agent)?.queues.includes(queue) ?? false)
}
