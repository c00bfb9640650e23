/**
 * What happens by itself. Each event is dated to its deadline, not to when the hub came round to it, so that a late timer
 * changes no record (TI1).
 */
import type { Instant } from '../../model/time.ts'
import type { Decision } from '../decide.ts'
import type { FloorEvent } from '../events.ts'
import type { Floor, FloorAgent, FloorContact } from '../floor.ts'
import { nextHold } from '../passes.ts'
import { firstToEnd } from '../rings.ts'
import { strandedAt } from '../stranded.ts'
import { leaveUnanswered } from './contacts.ts'
import { failCall } from './call-back.ts'
import { changeHours, endWait } from './overflow.ts'
import { park } from './parking.ts'
import { endStep } from './offers.ts'
import { missScores } from './scoring.ts'
import { endWrapUp, freeWaiting, handBack, heldInOrder, nothing, takeBack } from './parts.ts'

/** TI1, TI2. */
export function passTime(floor: Floor, now: Instant): Decision {
  const at = floor.deadlines.nextAt()
  if (at === null || at > now) return nothing
  const due = floor.deadlines.first()!
  switch (due.kind) {
    case 'phase':
      return endPhase(floor, due.of, due.at)
    case 'customer':
      return leaveUnanswered(due.of, 'system', due.at, true)
    case 'wait':
      return endWait(floor, due.of, due.at)
    case 'hours':
      return changeHours(due.of, due.at)
    case 'grace':
      return endGrace(floor, due.of, due.at)
    case 'rest':
      return [{ type: 'agentRested', at: due.at, agent: due.of.record.id }]
    case 'step':
      return endStep(due.of, 'time', due.at)
    case 'score':
      return missScores(due.of, due.at)
    case 'cap':
      return [{ type: 'waitCapped', at: due.at, contact: due.of.record.id, capped: true }]
  }
}

function endPhase(floor: Floor, contact: FloorContact, at: Instant): readonly FloorEvent[] {
  const { state, passedBy, id } = contact.record
  switch (state.phase) {
    case 'queued':
      return [{ type: 'holdEnded', at, contact: id, heldUntil: nextHold(passedBy, at) }]
    case 'offered':
      return miss(floor, contact, floor.agents.get(firstToEnd(state.rings).agent)!, at)
    case 'called':
      return state.deadline <= at ? failCall(contact, at) : [handBack(floor, contact, state.agent, at)]
    case 'resting':
      return [{ type: 'restEnded', at, contact: id }]
    case 'active':
      return strandedAt(contact) === null ? park(contact, 'time', at) : [handBack(floor, contact, state.agent, at)]
    case 'wrapUp':
      return endWrapUp(contact, '', at)
  }
}

/** OF5, OF10: nobody answered. The agent is taken off the floor, or the contact would ring an empty chair again. */
function miss(floor: Floor, contact: FloorContact, agent: FloorAgent, at: Instant): readonly FloorEvent[] {
  const missed = takeBack(floor, contact, agent.record.id, 'missed', 'missed', at)
  if (agent.record.missed + 1 < contact.queue.rules.missesBeforeAway) return missed
  return [
    ...missed,
    { type: 'presenceChanged', at, agent: agent.record.id, status: 'away', reason: 'missedOffer' },
    ...freeWaiting(floor, agent, 'agentAway', at),
  ]
}

/** AL4: talks go back to their queues and would like to return to the same agent; wrap-ups are over. */
function endGrace(floor: Floor, agent: FloorAgent, at: Instant): readonly FloorEvent[] {
  const { id } = agent.record
  const end = (contact: FloorContact): readonly FloorEvent[] =>
    contact.record.state.phase === 'wrapUp' ? endWrapUp(contact, '', at) : [handBack(floor, contact, id, at)]
  return [{ type: 'agentGraceEnded', at, agent: id }, ...heldInOrder(agent).flatMap(end)]
}
