/** What an event names, on the floor. Events are applied where they were decided, so that a name without its thing is our mistake. */
import { assert } from '../model/assert.ts'
import type { AgentId, ContactId, QueueId } from '../model/ids.ts'
import type { Floor, FloorAgent, FloorContact, FloorQueue } from './floor.ts'

export function contactOn(floor: Floor, id: ContactId): FloorContact {
  const contact = floor.contacts.get(id)
  assert(contact !== undefined, `no such contact on the floor: ${id}`)
  return contact
}

export function agentOn(floor: Floor, id: AgentId): FloorAgent {
  const agent = floor.agents.get(id)
  assert(agent !== undefined, `no such agent on the floor: ${id}`)
  return agent
}

export function queueNamed(floor: Floor, id: QueueId): FloorQueue {
  const queue = floor.queues.get(id)
  assert(queue !== undefined, `no such queue on the floor: ${id}`)
  return queue
}
