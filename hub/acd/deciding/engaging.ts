/** Engagements: being busy with a contact that somebody else has, the end of that, and being handed it. */
import type { AgentId, ContactId } from '../../model/ids.ts'
import type { Instant } from '../../model/time.ts'
import type { Decision } from '../decide.ts'
import { engagementWith, guestsOf } from '../engaging.ts'
import type { FloorEvent } from '../events.ts'
import type { Floor, FloorAgent } from '../floor.ts'
import type { ContactPhase } from '../state.ts'
import { notHeldBy } from './contacts.ts'
import { present } from './manual.ts'
import { nothing, refuse, type Asked } from './parts.ts'

/** EN1, EN2. Neither presence nor capacity is asked: they take part already, or are about to by their own choice. */
export function engageAgent(floor: Floor, command: Asked<'engageAgent'>, at: Instant): Decision {
  const { agent: id, contact: name, units } = command
  const contact = floor.contacts.get(name)
  if (contact === undefined) return refuse('contact.gone')
  const { state } = contact.record
  if (state.phase === 'wrapUp') return refuse('contact.notActive')
  const agent = floor.agents.get(id)
  if (agent === undefined || agent.rules === null) return refuse('agent.unknown')
  if (agent.record.link.state !== 'connected') return refuse('agent.unavailable')
  if (isTheirs(state, id)) return refuse('agent.same')
  if (engagementWith(agent, name)?.units === units) return nothing
  return [{ type: 'agentEngaged', at, agent: id, contact: name, units }]
}

/** Whether the agent has the contact, or its customer is called for them. */
const isTheirs = (state: ContactPhase, agent: AgentId): boolean => 'agent' in state && state.agent === agent

/** EN4. */
export function releaseAgent(floor: Floor, command: Asked<'releaseAgent'>, at: Instant): Decision {
  const agent = floor.agents.get(command.agent)
  if (agent === undefined || engagementWith(agent, command.contact) === undefined) return nothing
  return [release(agent, command.contact, at)]
}

/** TR6. Whether it fits is not asked: they are busy with it already, and no longer beside it (EN5). */
export function handOverContact(floor: Floor, command: Asked<'handOverContact'>, at: Instant): Decision {
  const { contact: name, from, to } = command
  const contact = floor.contacts.get(name)
  if (contact === undefined) return refuse('contact.gone')
  const refusal = notHeldBy(contact.record.state, from)
  if (refusal !== null) return refusal
  if (from === to) return refuse('agent.same')
  const agent = present(floor, to)
  if ('refused' in agent) return agent
  if (engagementWith(agent, name) === undefined) return refuse('agent.notEngaged')
  const { queue: left } = contact.record
  return [{ type: 'contactAssigned', at, contact: name, agent: to, how: 'handedOver', by: from, from, left }]
}

const release = ({ record }: FloorAgent, contact: ContactId, at: Instant): FloorEvent => ({
  type: 'agentReleased',
  at,
  agent: record.id,
  contact,
})

/** What is over by these events, which are decided together: to be told after them. */
export function releasesBy(floor: Floor, decided: readonly FloorEvent[]): readonly FloorEvent[] {
  return decided.flatMap((event): readonly FloorEvent[] => {
    const { at } = event
    switch (event.type) {
      // EN4: the contact is over.
      case 'wrapUpStarted':
      case 'contactClosed':
        return guestsOf(floor, event.contact).map((agent) => release(agent, event.contact, at))
      // EN4: the agent is gone for good.
      case 'agentGraceEnded': {
        const agent = floor.agents.get(event.agent)!
        return agent.record.engaged.map(({ contact }) => release(agent, contact, at))
      }
      // EN5: the contact is their own from now on.
      case 'offerAccepted':
      case 'contactAssigned':
      case 'callStarted':
        return guestsOf(floor, event.contact)
          .filter((agent) => agent.record.id === event.agent)
          .map((agent) => release(agent, event.contact, at))
      default:
        return nothing
    }
  })
}
