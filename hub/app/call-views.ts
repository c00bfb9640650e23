/** What lists show of calls: to a customer the one of their contact, to an agent those that concern them. */
import { contactOf, contactsOf } from '../acd/index.ts'
import { isHeld, isOpen, type CallRecord, type Part } from '../calls/index.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import type { CallParty, DeskCall, VisitCall } from '../protocol/index.ts'
import { legOf } from './calling.ts'
import { aboutOf, item, type Sight, type ViewItem } from './views.ts'

/** The customer sees of others only those whom they can hear. */
export function visitCallItem(sight: Sight, contact: ContactId): ViewItem | undefined {
  const call = sight.live.calls.of(contact)
  return call === null ? undefined : item('visit', 'call', '', shown(sight, call, null, isOpen))
}

/** The calls of the contacts that this agent holds, is asked into, is a guest of or listens to. */
export function deskCallItems(sight: Sight, agent: AgentId): ViewItem[] {
  const { live } = sight
  const contacts = new Set([...contactsOf(live.floor, agent), ...live.calls.concerning(agent)])
  return [...contacts].flatMap((contact) => {
    const value = deskCall(sight, agent, contact)
    return value === null ? [] : [item('desk', 'call', contact, value)]
  })
}

function deskCall(sight: Sight, agent: AgentId, contact: ContactId): DeskCall | null {
  const { live, directory } = sight
  const call = live.calls.of(contact)
  const file = live.file(contact)
  const part = call === null ? null : partIn(sight, call, agent)
  if (call === null || file === undefined || part === null) return null
  const named = (one: AgentId): string => directory.agentName(one)
  return {
    // Who listens in silence is known to supervisors alone.
    ...shown(sight, call, agent, (one) => part === 'listener' || one.mode !== 'monitor'),
    customerName: aboutOf(sight, file).customerName,
    part,
    invited: call.invited
      .filter((one) => part !== 'asked' || one.agent === agent)
      .map(({ agent: asked, by, mode, at }) => ({ agent: asked, name: named(asked), by: named(by), mode, at })),
  }
}

function partIn({ live }: Sight, call: CallRecord, agent: AgentId): DeskCall['part'] | null {
  const state = contactOf(live.floor, call.contact)?.state
  if (state?.phase === 'active' && state.agent === agent) return 'owner'
  const own = call.parts.find((part) => part.agent === agent)
  if (own !== undefined) return own.role === 'supervisor' ? 'listener' : 'guest'
  return call.invited.some((one) => one.agent === agent) ? 'asked' : null
}

function shown(sight: Sight, call: CallRecord, reader: AgentId | null, mayKnow: (part: Part) => boolean): VisitCall {
  const { id, contact, phase, media, by, since, answeredAt, recording } = call
  const parties = call.parts.filter((part) => part.agent === reader || part.agent === null || mayKnow(part))
  return {
    call: id,
    contact,
    phase,
    media,
    by,
    since,
    answeredAt,
    leg: legOf(call, reader),
    parties: parties.map((part) => ({ ...party(sight, part), held: isHeld(call, part) })),
    recording,
  }
}

function party({ directory }: Sight, part: Part): CallParty {
  return { ...part, name: part.agent === null ? '' : directory.agentName(part.agent) }
}
