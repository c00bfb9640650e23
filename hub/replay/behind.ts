/**
 * From what happened back to what was asked: the commands that may have decided an event, the likeliest first. What the floor
 * decides by itself is `passTime` or `distribute`; everything else came from outside. A new kind of event needs a line here.
 */
import { contactOf, type Command, type Floor, type FloorEvent } from '../acd/index.ts'
import { unreachable } from '../model/assert.ts'

type Happened<Type extends FloorEvent['type']> = Extract<FloorEvent, { type: Type }>

const time: readonly Command[] = [{ type: 'passTime' }]
const floorItself: readonly Command[] = [{ type: 'distribute' }]

/** True for a command that nobody asks: the floor is brought to it by time, or by how it stands. */
export const isInside = ({ type }: Command): boolean => type === 'passTime' || type === 'distribute'

/** True for what a call means to the floor, which the shell says by itself. */
export const isOfCalls = (asked: Command): asked is Extract<Command, { type: OfCalls }> =>
  asked.type === 'changeChannel' || asked.type === 'engageAgent' || asked.type === 'releaseAgent'

type OfCalls = 'changeChannel' | 'engageAgent' | 'releaseAgent'

/**
 * Commands that may have decided `event`, which is the first of its decision, on this floor; `next` is the event after it, and
 * after the other offers of its contact that ended with it.
 * Which of them it was shows when they are decided again. Empty where no command begins like this.
 */
export function commandsBehind(floor: Floor, event: FloorEvent, next: FloorEvent | undefined): readonly Command[] {
  switch (event.type) {
    case 'configured':
      return [{ type: 'configure', queues: event.queues, agents: event.agents }]
    case 'contactReplanned': {
      const { contact, lastAgent } = event
      return [{ type: 'replanContacts', contacts: [{ contact, ...(lastAgent && { lastAgent }) }] }]
    }
    case 'epochStarted':
      return [{ type: 'startEpoch', epoch: event.epoch, ...(event.rules && { rules: event.rules }) }]
    case 'agentConnected':
      return [{ type: 'connectAgent', agent: event.agent }]
    case 'agentLost':
      return [{ type: 'loseAgent', agent: event.agent }]
    case 'presenceChanged': {
      const { agent, status, reason, by } = event
      return by === undefined
        ? [{ type: 'setPresence', agent, status, reason }]
        : [{ type: 'forcePresence', agent, status, reason, by }]
    }
    case 'contactQueued': {
      const { contact, channel, queue, requirements, priorityMs, lastAgent } = event
      const last = lastAgent === undefined ? {} : { lastAgent }
      const asked = { type: 'queueContact', contact, channel, queue, requirements, priorityMs, ...last } as const
      // Whoever left a message shows it only in the last event.
      return [{ ...asked, message: true }, asked]
    }
    case 'offerAccepted':
      return [{ type: 'acceptOffer', agent: event.agent, offer: event.offer, epoch: floor.epoch }]
    case 'offerEnded':
      return offerEnded(floor, event, next)
    case 'contactAssigned':
      return assigned(event)
    case 'agentEngaged':
      return [{ type: 'engageAgent', agent: event.agent, contact: event.contact, units: event.units }]
    case 'agentReleased':
      return [{ type: 'releaseAgent', agent: event.agent, contact: event.contact }]
    case 'contactRequeued':
      return requeued(event)
    case 'contactParked':
      return event.by === 'time' ? time : [{ type: 'parkContact', agent: event.agent, contact: event.contact }]
    case 'contactWoken':
      return [...floorItself, { type: 'noteMessage', contact: event.contact }]
    case 'contactStirred':
    case 'messageNoted':
      return [{ type: 'noteMessage', contact: event.contact }]
    case 'channelChanged':
      return [{ type: 'changeChannel', contact: event.contact, channel: event.channel }]
    case 'wrapUpStarted':
      return [{ type: 'closeContact', contact: event.contact, by: event.by }]
    case 'wrapUpExtended':
      return [{ type: 'extendWrapUp', agent: event.agent, contact: event.contact }]
    case 'wrapUpFinished': {
      const { agent, contact, disposition } = event
      return [...(isTimeOver(floor, event) ? time : []), { type: 'finishWrapUp', agent, contact, disposition }]
    }
    case 'contactClosed':
      return closed(event)
    case 'contactHeld':
      return [{ type: 'holdContact', contact: event.contact }]
    case 'contactResumed':
    case 'customerJoined':
      return [{ type: 'resumeContact', contact: event.contact }]
    case 'callStarted':
      return called(floor, event)
    case 'hoursChanged': {
      const { queue, open, changesAt } = event
      return [...(changesAt === null ? time : []), { type: 'setHours', queue, open, changesAt }]
    }
    case 'contactScored': {
      const { contact, scores } = event
      const awaited = contactOf(floor, contact)?.scores ?? null
      return awaited !== null && 'until' in awaited
        ? [{ type: 'scoreContact', contact, until: awaited.until, scores }]
        : []
    }
    case 'wallClockSet': {
      const { queue, offsetMs, turnsAt, thenOffsetMs } = event
      return [{ type: 'setWallClock', queue, offsetMs, turnsAt, thenOffsetMs }]
    }
    case 'customerLost':
      return [{ type: 'loseCustomer', contact: event.contact }]
    case 'customerConnected':
      return [{ type: 'connectCustomer', contact: event.contact }]
    case 'stepEnded':
      return event.cause === 'time' ? time : floorItself
    case 'contactOverflowed':
      return event.why === 'waitMax' ? [...time, ...floorItself] : floorItself
    case 'offerMade':
    case 'overflowChanged':
      return floorItself
    case 'agentGraceEnded':
    case 'agentRested':
    case 'holdEnded':
    case 'waitCapped':
    case 'callFailed':
    case 'restEnded':
    case 'scoresMissed':
      return time
    default:
      return unreachable(event)
  }
}

/** How an offer ended says who ended it; what was taken back or canceled is told by the event after it. */
function offerEnded(
  floor: Floor,
  { ending, cause, agent, offer, contact }: Happened<'offerEnded'>,
  next: FloorEvent | undefined,
): readonly Command[] {
  if (ending === 'missed') return time
  if (ending === 'declined') return [{ type: 'declineOffer', agent, offer, epoch: floor.epoch }]
  // Others lost it to whoever accepts it next.
  if (cause === 'answered' && (next?.type === 'offerAccepted' || next?.type === 'callStarted'))
    return next.offer === null
      ? []
      : [{ type: 'acceptOffer', agent: next.agent, offer: next.offer, epoch: floor.epoch }]
  if (next?.type === 'contactClosed') return closed(next)
  if (next?.type === 'contactRequeued') return requeued(next)
  if (next?.type === 'contactAssigned') return assigned(next)
  // By force, of a contact whose customer does not wait in person.
  return next?.type === 'callStarted' ? [byForce({ contact, agent: next.agent })] : []
}

const byForce = ({ contact, agent }: Pick<Happened<'callStarted'>, 'contact' | 'agent'>): Command => ({
  type: 'assignContact',
  contact,
  agent,
  force: true,
  by: agent,
})

function assigned({ contact, agent, how, by, from }: Happened<'contactAssigned'>): readonly Command[] {
  switch (how) {
    case 'pulled':
      return [{ type: 'pullContact', agent, contact }]
    case 'forced':
      return [{ type: 'assignContact', contact, agent, force: true, by }]
    case 'takenOver':
      return [{ type: 'takeOverContact', contact, by }]
    case 'handedOver':
      return from === null ? [] : [{ type: 'handOverContact', contact, from, to: agent }]
  }
}

function requeued({ contact, cause, from, only, queue, by }: Happened<'contactRequeued'>): readonly Command[] {
  if (cause === 'assigned' && only !== null)
    return [{ type: 'assignContact', contact, agent: only, force: false, by: by ?? only }]
  if (cause === 'transfer' && from !== null)
    return [{ type: 'transferContact', agent: from, contact, to: only === null ? { queue } : { agent: only } }]
  if (cause !== 'agentLost' || from === null) return []
  const rescued: Command = { type: 'rescueContacts', agent: from, by: by ?? from }
  return by === undefined ? [...time, rescued] : [rescued]
}

function closed({ contact, by, outcome, agent }: Happened<'contactClosed'>): readonly Command[] {
  // The end of a customer's grace.
  if (by === 'system' && outcome === 'abandoned') return time
  const removed: readonly Command[] =
    by === 'system' && outcome === 'closed' ? [{ type: 'removeContact', contact }] : []
  return agent !== null && removed.length > 0 ? removed : [{ type: 'closeContact', contact, by }, ...removed]
}

function called(floor: Floor, { contact, agent, offer }: Happened<'callStarted'>): readonly Command[] {
  if (offer !== null) return [{ type: 'acceptOffer', agent, offer, epoch: floor.epoch }]
  return [...floorItself, { type: 'pullContact', agent, contact }, byForce({ contact, agent })]
}

function isTimeOver(floor: Floor, { contact, at, disposition }: Happened<'wrapUpFinished'>): boolean {
  const state = contactOf(floor, contact)?.state
  return state?.phase === 'wrapUp' && state.until === at && disposition === ''
}
