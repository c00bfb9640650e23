/**
 * What still fits beside what an agent has. The distributor asks by index (waiting-line.ts); here it is asked of one agent
 * and one contact, where somebody has chosen both.
 */
import { channels } from '../channels/index.ts'
import type { Floor, FloorAgent, FloorContact } from './floor.ts'
import { waitingFor } from './waiting-line.ts'

/** True when the contact fits beside all the agent holds, and beside what is on its way to them alone. */
export function hasRoomFor(floor: Floor, agent: FloorAgent, contact: FloorContact): boolean {
  if (agent.rules === null) return false
  const promised = waitingFor(floor, agent).reduce((units, one) => (one === contact ? units : units + one.units), 0)
  const held = agent.usedUnits - (agent.held.has(contact) ? contact.units : 0)
  return agent.rules.capacityUnits - held - promised >= channels[contact.record.channel].units
}
