/** What a handler gets, and the checks that several of them share. */
import { contactOf, holdersOf, rulesOf } from '../../acd/index.ts'
import type { ContactRecord } from '../../acd/state.ts'
import type { AgentId, ContactId } from '../../model/ids.ts'
import type { IdSource } from '../../ports/ids.ts'
import type { Push } from '../../ports/push.ts'
import { Refused, type ReplyBody, type RequestBody, type Verb } from '../../protocol/index.ts'
import type { Actor } from '../../http/door.ts'
import type { Audience } from '../audience.ts'
import type { Bot } from '../bot.ts'
import type { ContactFile } from '../contact-file.ts'
import type { Directory } from '../directory.ts'
import type { Quotas } from '../quotas.ts'
import type { Looks } from '../looks.ts'
import { findContact, mayRead, type FoundContact } from '../reading.ts'
import type { Work } from '../work.ts'

export interface RequestContext {
  /** Who asks, from the session; never from the request. */
  readonly actor: Actor
  readonly work: Work
  readonly requestId: string
  readonly directory: Directory
  readonly audience: Audience
  readonly ids: IdSource
  readonly looks: Looks
  readonly draining: boolean
  readonly quotas: Quotas
  readonly bot: Bot
  /** Null where the hub sends no push. */
  readonly push: Push | null
  /** Neighbour of the address that asks. Never kept, never logged. */
  readonly from: string
}

/** Carries out one verb. Throws `Refused` before it changes anything, or changes everything it is asked to. */
export type Handler<V extends Verb> = (context: RequestContext, body: RequestBody<V>) => ReplyBody<V>

export type Handlers = { readonly [V in Verb]: Handler<V> }

export interface HeldContact {
  readonly file: ContactFile
  readonly record: ContactRecord
}

/** The agent behind the request. `authorize` has let only agents through. */
export function agentOfActor(actor: Actor): AgentId {
  if (actor.kind !== 'agent') throw new Refused('request.forbidden')
  return actor.agent
}

/** A live contact that belongs to the actor: the customer's own, or one the agent holds. Foreign and missing are refused alike. */
export function ownContact({ actor, work }: RequestContext, contact: ContactId): HeldContact {
  const file = work.live.file(contact)
  const record = contactOf(work.live.floor, contact)
  if (isOwnWithBot(work, actor, file)) throw new Refused('contact.notWaiting')
  if (file === undefined || record === undefined || !owns(actor, file, record)) throw new Refused('contact.gone')
  return { file, record }
}

/** The actor's own contact, also while the bot has it: then there is no record. */
export function ownFile(
  context: RequestContext,
  contact: ContactId,
): Pick<HeldContact, 'file'> & { readonly record: ContactRecord | null } {
  const { actor, work } = context
  const file = work.live.file(contact)
  return isOwnWithBot(work, actor, file) ? { file: file!, record: null } : ownContact(context, contact)
}

const isOwnWithBot = ({ live }: Work, actor: Actor, file: ContactFile | undefined): boolean =>
  file !== undefined && live.bots.has(file.contact) && actor.kind === 'visitor' && file.session === actor.session

/**
 * A live contact that somebody of the staff may know of: a supervisor of any, an agent of their own, and of those that wait
 * in their queues or for them alone. Others' and missing are refused alike.
 */
export function contactInSight({ actor, work }: RequestContext, contact: ContactId): HeldContact {
  const file = work.live.file(contact)
  const record = contactOf(work.live.floor, contact)
  if (file === undefined || record === undefined || actor.kind !== 'agent') throw new Refused('contact.gone')
  const isSeen = actor.role !== 'agent' || owns(actor, file, record) || waitsFor(actor.agent, record, work)
  if (!isSeen) throw new Refused('contact.gone')
  return { file, record }
}

/** A contact that the agent has before them, in talk or in wrap-up; one that only rings at them is `contact.notActive`. */
export function workedContact(context: RequestContext, contact: ContactId): HeldContact {
  const own = ownContact(context, contact)
  const { phase } = own.record.state
  if (phase !== 'active' && phase !== 'wrapUp') throw new Refused('contact.notActive')
  return own
}

/** A contact, live or over, that this actor may read. Others' and missing are refused alike. */
export function readableContact({ actor, work }: RequestContext, contact: ContactId): FoundContact {
  const sight = { live: work.live, store: work.tick }
  const found = findContact(sight, contact)
  if (found === undefined || !mayRead(sight, actor, found, work.now)) throw new Refused('contact.gone')
  return found
}

function waitsFor(agent: AgentId, { state, queue }: ContactRecord, { live }: Work): boolean {
  if (state.phase === 'active' || state.phase === 'wrapUp') return false
  const isMeant = state.phase === 'queued' && state.only === agent
  return isMeant || (rulesOf(live.floor, agent)?.queues.includes(queue) ?? false)
}

function owns(actor: Actor, file: ContactFile, record: ContactRecord): boolean {
  if (actor.kind === 'visitor') return file.session === actor.session && record.state.phase !== 'wrapUp'
  return holdersOf(record.state).includes(actor.agent)
}
