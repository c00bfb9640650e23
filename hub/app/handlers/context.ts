/** What a handler gets, and the checks that several of them share. */
import { contactOf } from '../../acd/index.ts'
import type { ContactRecord } from '../../acd/state.ts'
import type { AgentId, ContactId } from '../../model/ids.ts'
import type { IdSource } from '../../ports/ids.ts'
import type { Push } from '../../ports/push.ts'
import type { FlushToken } from '../../ports/store.ts'
import { Refused, type ReplyBody, type RequestBody, type Verb } from '../../protocol/index.ts'
import type { Actor } from '../../http/door.ts'
import type { Audience } from '../audience.ts'
import type { Bot } from '../bot.ts'
import type { AgentWish } from '../configuration/serving.ts'
import type { ContactFile } from '../contact-file.ts'
import type { Directory } from '../directory.ts'
import type { Quotas } from '../quotas.ts'
import { standingTo } from '../relations.ts'
import type { Looks } from '../looks.ts'
import { findContact, type FoundContact } from '../reading.ts'
import type { Reporting } from '../reporting.ts'
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
  readonly reporting: Reporting
  /** Null where the hub sends no push. */
  readonly push: Push | null
  /** Gives an agent other queues and skills; false when that cannot be. */
  readonly configure: (wish: AgentWish, by: AgentId) => boolean
  /** Shows a talk of somebody else's in the window that asks, or no longer; after the flush. */
  readonly watch: (contact: ContactId, on: boolean, proof: FlushToken) => void
  /** Neighbour of the address that asks. Never kept, never logged. */
  readonly from: string
}

/** Carries out one verb. Throws `Refused` before it changes anything, or changes everything it is asked to. */
export type Handler<V extends Verb> = (context: RequestContext, body: RequestBody<V>) => ReplyBody<V>

/** Verbs whose answer is looked for between ticks: see finding.ts. */
export const lateVerbs = ['contact.search', 'knowledge.search'] as const satisfies readonly Verb[]
export type LateVerb = (typeof lateVerbs)[number]

export type Handlers = { readonly [V in Exclude<Verb, LateVerb>]: Handler<V> }

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
  const isOver = actor.kind === 'visitor' && record?.state.phase === 'wrapUp'
  const isTheirs = standingTo({ live: work.live, store: work.tick, now: work.now }, actor, contact)('own') && !isOver
  if (file === undefined || record === undefined || !isTheirs) throw new Refused('contact.gone')
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

/** A contact that somebody waits in or is served in; the table of rights has said that the asker may name it. */
export function liveContact({ work }: RequestContext, contact: ContactId): HeldContact {
  const file = work.live.file(contact)
  const record = contactOf(work.live.floor, contact)
  if (file === undefined || record === undefined) throw new Refused('contact.gone')
  return { file, record }
}

/** A contact that the agent has before them, in talk or in wrap-up; one that only rings at them is `contact.notActive`. */
export function workedContact(context: RequestContext, contact: ContactId): HeldContact {
  const own = ownContact(context, contact)
  const { phase } = own.record.state
  if (phase !== 'active' && phase !== 'wrapUp') throw new Refused('contact.notActive')
  return own
}

/** A contact, live or over; the table of rights has said that the asker may name it. */
export function readableContact({ work }: RequestContext, contact: ContactId): FoundContact {
  const found = findContact({ live: work.live, store: work.tick }, contact)
  if (found === undefined) throw new Refused('contact.gone')
  return found
}
