/** Agents: their line to the hub, and what they say of their presence. */
import type { Instant } from '../../model/time.ts'
import type { Decision } from '../decide.ts'
import type { FloorEvent } from '../events.ts'
import type { Floor } from '../floor.ts'
import { lose, nothing, refuse, standDown, type Asked } from './parts.ts'

/** PR1, AL3. */
export function connectAgent(floor: Floor, { agent: id }: Asked<'connectAgent'>, at: Instant): Decision {
  const agent = floor.agents.get(id)
  if (agent === undefined || agent.rules === null) return refuse('agent.unknown')
  if (agent.record.link.state === 'connected') return nothing
  return [{ type: 'agentConnected', at, agent: id }]
}

/** AL1, AL2. An agent struck from the configuration can still be lost. */
export function loseAgent(floor: Floor, { agent: id }: Asked<'loseAgent'>, at: Instant): Decision {
  const agent = floor.agents.get(id)
  if (agent === undefined) return refuse('agent.unknown')
  if (agent.record.link.state !== 'connected') return nothing
  return [lose(agent, at), ...standDown(floor, agent, 'agentLost', at)]
}

/** PR2, PR3. */
export function setPresence(floor: Floor, command: Asked<'setPresence'>, at: Instant): Decision {
  const { status, reason } = command
  const agent = floor.agents.get(command.agent)
  if (agent === undefined || agent.rules === null) return refuse('agent.unknown')
  if (agent.record.status === status && agent.record.reason === reason) return nothing
  const changed: FloorEvent = { type: 'presenceChanged', at, agent: command.agent, status, reason }
  return status === 'available' ? [changed] : [changed, ...standDown(floor, agent, 'agentAway', at)]
}

/** MA6. As if the agent had stated it, with the name of whoever did. */
export function forcePresence(floor: Floor, command: Asked<'forcePresence'>, at: Instant): Decision {
  const { agent, status, reason, by } = command
  const decision = setPresence(floor, { type: 'setPresence', agent, status, reason }, at)
  if ('refused' in decision) return decision
  return decision.map((event) => (event.type === 'presenceChanged' ? { ...event, by } : event))
}
