/**
 * Calls: proposed, answered, shaped and ended. Whose contact it is is settled here, what becomes of the call in hub/calls.
 * What a supervisor does to somebody else's call is recorded in the transaction that does it (P24).
 */
import { contactOf, holdersOf } from '../../acd/index.ts'
import { concerned, partOf, type CallRecord, type Change } from '../../calls/index.ts'
import { callSpeaking } from '../../auth/authorize.ts'
import type { Actor } from '../../http/door.ts'
import type { AgentId, ContactId } from '../../model/ids.ts'
import { Refused, type CallMedia } from '../../protocol/index.ts'
import { recorded, type Deed } from '../audit.ts'
import { changeCall } from '../calling.ts'
import type { Work } from '../work.ts'
import { agentOfActor, liveContact, ownContact, type Handlers, type RequestContext } from './context.ts'

type CallVerbs = Extract<keyof Handlers, `call.${string}`>

export const callHandlers: Pick<Handlers, CallVerbs> = {
  'call.propose'(context, { contact, media }) {
    const { file, record } = ownContact(context, contact)
    mayCall(context, file.site, media)
    const by = context.actor.kind === 'visitor' ? 'customer' : 'agent'
    const isActive = record.state.phase === 'active'
    if (by === 'agent' && !isActive) throw new Refused('contact.notActive')
    // CC3
    change(context, contact, isActive ? { type: 'propose', media, by } : { type: 'begin', media, isContact: false })
    return {}
  },

  'call.answer'(context, { contact, accept }) {
    const call = callOf(context, contact)
    const { actor } = context
    if (actor.kind === 'agent' && call.invited.some(({ agent }) => agent === actor.agent)) {
      change(context, contact, { type: accept ? 'join' : 'refuse', agent: actor.agent })
      return {}
    }
    const { file, record } = ownContact(context, contact)
    const by = actor.kind === 'visitor' ? 'customer' : 'agent'
    if (by === call.by) throw new Refused('call.gone')
    if (!accept) change(context, contact, { type: 'decline', by })
    else {
      mayCall(context, file.site, call.media)
      if (record.state.phase !== 'active') throw new Refused('contact.notActive')
      change(context, contact, { type: 'accept', by, owner: record.state.agent })
    }
    return {}
  },

  'call.end'(context, { contact }) {
    const { actor } = context
    const call = callOf(context, contact)
    if (actor.kind === 'agent' && isBesideOwner(call, actor.agent)) {
      change(context, contact, { type: 'leave', agent: actor.agent })
      return {}
    }
    ownContact(context, contact)
    change(context, contact, { type: 'end', by: actor.kind === 'visitor' ? 'customer' : 'agent' })
    return {}
  },

  'call.set'(context, { contact, ...wish }) {
    const { actor } = context
    callOf(context, contact)
    if (actor.kind === 'visitor') ownContact(context, contact)
    change(context, contact, { type: 'set', agent: actor.kind === 'visitor' ? null : actor.agent, ...wish })
    return {}
  },

  'call.consent'(context, { contact, given }) {
    if (context.actor.kind !== 'visitor') throw new Refused('request.forbidden')
    ownContact(context, contact)
    change(context, contact, { type: 'consent', given })
    return {}
  },

  'call.hold'(context, { contact, held }) {
    owned(context, contact)
    change(context, contact, { type: 'hold', held })
    return {}
  },

  'call.invite'(context, { contact, agent, mode }) {
    const owner = owned(context, contact)
    if (agent === owner) throw new Refused('agent.same')
    if (!context.directory.rightsOfAgent(agent).has('contacts.serve')) throw new Refused('agent.unknown')
    if (!context.audience.isHere(agent)) throw new Refused('agent.unavailable')
    change(context, contact, { type: 'invite', agent, mode })
    return {}
  },

  'call.remove'(context, { contact, agent }) {
    owned(context, contact)
    change(context, contact, { type: 'remove', agent })
    return {}
  },

  'call.merge'(context, { contact }) {
    owned(context, contact)
    change(context, contact, { type: 'merge' })
    return {}
  },

  'call.handOver'(context, { contact, agent }) {
    const by = owned(context, contact)
    const part = partOf(callOf(context, contact), agent)
    if (part === undefined || agent === by) throw new Refused('call.gone')
    context.work.command({ type: 'handOverContact', contact, from: by, to: agent })
    return {}
  },

  'call.listen'(context, { contact, mode }) {
    liveContact(context, contact)
    const by = agentOfActor(context.actor)
    // Whoever only listens changes nothing.
    if (mode !== 'monitor' && !maySpeak(context.actor)) throw new Refused('request.forbidden')
    const before = context.work.live.calls.of(contact)
    change(context, contact, { type: 'listen', agent: by, mode })
    if (context.work.live.calls.of(contact) !== before)
      record(context, { by, act: 'call.listened', object: contact, detail: mode })
    return {}
  },

  'call.record'(context, { contact, on }) {
    owned(context, contact)
    change(context, contact, { type: 'record', on })
    return {}
  },
}

/** Whether this site's customers may call like this, and calls can be carried. */
export function mayCall({ directory }: RequestContext, site: string, media: CallMedia): void {
  const offered = directory.callsOffered(site)
  if (offered === 'none' || (media === 'video' && offered === 'audio')) throw new Refused('call.unavailable')
}

const maySpeak = (actor: Actor): boolean => actor.kind === 'agent' && actor.rights.has(callSpeaking)

/** The call of a contact that is the actor's, or that they are in or asked into; of others and missing ones nothing is told. */
function callOf({ work, actor }: RequestContext, contact: ContactId): CallRecord {
  const call = work.live.calls.of(contact)
  if (!isTheirs(work, actor, contact, call)) throw new Refused('contact.gone')
  if (call === null) throw new Refused('call.gone')
  return call
}

function isTheirs({ live }: Work, actor: Actor, contact: ContactId, call: CallRecord | null): boolean {
  if (actor.kind === 'visitor') return live.file(contact)?.session === actor.session
  const record = contactOf(live.floor, contact)
  const holds = record !== undefined && holdersOf(record.state).includes(actor.agent)
  return holds || (call !== null && concerned(call).includes(actor.agent))
}

/** The agent who asks, and has the contact in talk. */
function owned(context: RequestContext, contact: ContactId): AgentId {
  const agent = agentOfActor(context.actor)
  const { record } = ownContact(context, contact)
  if (record.state.phase !== 'active' || record.state.agent !== agent) throw new Refused('contact.notActive')
  return agent
}

const isBesideOwner = (call: CallRecord, agent: AgentId): boolean =>
  call.owner !== agent && partOf(call, agent) !== undefined

function change({ work, ids }: RequestContext, contact: ContactId, wish: Change): void {
  changeCall(work, contact, wish, () => ids.next('call'))
}

function record({ work }: RequestContext, deed: Deed): void {
  work.tick.put(...recorded(work.tick, work.now, [deed]))
}
