/**
 * Manual acts: somebody chooses, where otherwise the floor does. What a supervisor does to somebody else's work is recorded
 * in the transaction that does it (P24); an act that changes nothing leaves no record.
 */
import type { FloorEvent } from '../../acd/index.ts'
import { Refused } from '../../protocol/index.ts'
import { recorded, type Deed } from '../audit.ts'
import { details } from '../../model/audit-details.ts'
import { agentOfActor, liveContact, ownContact, type Handlers, type RequestContext } from './context.ts'

type ManualVerbs =
  | 'contact.pull'
  | 'contact.park'
  | 'contact.extendWrapUp'
  | 'contact.assign'
  | 'contact.takeOver'
  | 'agent.force'
  | 'agent.rescue'

export const manualHandlers: Pick<Handlers, ManualVerbs> = {
  'contact.pull'(context, { contact }) {
    liveContact(context, contact)
    context.work.command({ type: 'pullContact', agent: agentOfActor(context.actor), contact })
    return {}
  },

  'contact.park'(context, { contact }) {
    ownContact(context, contact)
    context.work.command({ type: 'parkContact', agent: agentOfActor(context.actor), contact })
    return {}
  },

  'contact.extendWrapUp'(context, { contact }) {
    ownContact(context, contact)
    context.work.command({ type: 'extendWrapUp', agent: agentOfActor(context.actor), contact })
    return {}
  },

  'contact.assign'(context, { contact, agent, force }) {
    liveContact(context, contact)
    const by = agentOfActor(context.actor)
    const done = context.work.command({ type: 'assignContact', contact, agent, force, by })
    record(context, done, { by, act: 'contact.assigned', object: contact, detail: details.assigned(agent, force) })
    return {}
  },

  'contact.takeOver'(context, { contact }) {
    const { state } = liveContact(context, contact).record
    const by = agentOfActor(context.actor)
    const from = state.phase === 'active' ? state.agent : ''
    const done = context.work.command({ type: 'takeOverContact', contact, by })
    record(context, done, { by, act: 'contact.takenOver', object: contact, detail: details.takenFrom(from) })
    return {}
  },

  'agent.force'(context, { agent, status, reason }) {
    knownReason(context, reason)
    const by = agentOfActor(context.actor)
    const done = context.work.command({ type: 'forcePresence', agent, status, reason, by })
    record(context, done, { by, act: 'agent.forced', object: agent, detail: details.presence(status, reason) })
    return {}
  },

  'agent.rescue'(context, { agent }) {
    const by = agentOfActor(context.actor)
    const done = context.work.command({ type: 'rescueContacts', agent, by })
    record(context, done, { by, act: 'agent.rescued', object: agent, detail: details.contacts(done.length) })
    return {}
  },
}

function record({ work }: RequestContext, done: readonly FloorEvent[], deed: Deed): void {
  if (done.length > 0) work.tick.put(...recorded(work.tick, work.now, [deed]))
}

/** A reason is one of the configured ones. */
export function knownReason({ directory }: RequestContext, reason: string): void {
  const isKnown = reason === '' || directory.organisation.reasons.some((choice) => choice.key === reason)
  if (!isKnown) throw new Refused('request.malformed')
}
