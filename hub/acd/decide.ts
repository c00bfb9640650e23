/**
 * The rules: what each command causes, or why it cannot be. Pure: reads the floor and `now`, changes nothing, and gives the
 * same answer for the same floor. An empty list means there is nothing to do, which is no refusal. Rule numbers in the
 * files of `deciding/` are those of SPEC.md.
 */
import { unreachable } from '../model/assert.ts'
import type { Instant } from '../model/time.ts'
import type { Command } from './commands.ts'
import {
  closeContact,
  connectCustomer,
  extendWrapUp,
  finishWrapUp,
  loseCustomer,
  queueContact,
  removeContact,
  transferContact,
} from './deciding/contacts.ts'
import { engageAgent, handOverContact, releaseAgent, releasesBy } from './deciding/engaging.ts'
import { changeChannel } from './deciding/growing.ts'
import { connectAgent, forcePresence, loseAgent, setPresence } from './deciding/agents.ts'
import { acceptOffer, declineOffer, distribute } from './deciding/offers.ts'
import { configure, replanContacts, startEpoch } from './deciding/epoch.ts'
import { assignContact, pullContact, rescueContacts, takeOverContact } from './deciding/manual.ts'
import { holdContact, resumeContact } from './deciding/call-back.ts'
import { flipOverflow, moveOverflow, setHours, setWallClock } from './deciding/overflow.ts'
import { scoreContact } from './deciding/scoring.ts'
import { noteMessage, parkContact, wakeNext } from './deciding/parking.ts'
import { nothing } from './deciding/parts.ts'
import { passTime } from './deciding/time.ts'
import type { FloorEvent, Refusal } from './events.ts'
import type { Floor } from './floor.ts'

/** Events to apply in order, or a refusal that changes nothing. */
export type Decision = readonly FloorEvent[] | Refusal

/** Decides one command at hub time `now`, which never goes back between commands. */
export function decide(floor: Floor, command: Command, now: Instant): Decision {
  const decision = decideAlone(floor, command, now)
  // Mostly nobody is busy with what is somebody else's.
  if (floor.guests.size === 0 || isRefusal(decision)) return decision
  const releases = releasesBy(floor, decision)
  return releases.length === 0 ? decision : [...decision, ...releases]
}

/** Without what follows from it for those who take part in it. */
function decideAlone(floor: Floor, command: Command, now: Instant): Decision {
  switch (command.type) {
    case 'configure':
      return configure(floor, command, now)
    case 'replanContacts':
      return replanContacts(floor, command, now)
    case 'startEpoch':
      return startEpoch(floor, command, now)
    case 'connectAgent':
      return connectAgent(floor, command, now)
    case 'loseAgent':
      return loseAgent(floor, command, now)
    case 'setPresence':
      return setPresence(floor, command, now)
    case 'queueContact':
      return queueContact(floor, command, now)
    case 'acceptOffer':
      return acceptOffer(floor, command, now)
    case 'declineOffer':
      return declineOffer(floor, command, now)
    case 'transferContact':
      return transferContact(floor, command, now)
    case 'pullContact':
      return pullContact(floor, command, now)
    case 'assignContact':
      return assignContact(floor, command, now)
    case 'takeOverContact':
      return takeOverContact(floor, command, now)
    case 'handOverContact':
      return handOverContact(floor, command, now)
    case 'engageAgent':
      return engageAgent(floor, command, now)
    case 'releaseAgent':
      return releaseAgent(floor, command, now)
    case 'forcePresence':
      return forcePresence(floor, command, now)
    case 'rescueContacts':
      return rescueContacts(floor, command, now)
    case 'closeContact':
      return closeContact(floor, command, now)
    case 'removeContact':
      return removeContact(floor, command, now)
    case 'finishWrapUp':
      return finishWrapUp(floor, command, now)
    case 'parkContact':
      return parkContact(floor, command, now)
    case 'noteMessage':
      return noteMessage(floor, command, now)
    case 'changeChannel':
      return changeChannel(floor, command, now)
    case 'extendWrapUp':
      return extendWrapUp(floor, command, now)
    case 'loseCustomer':
      return loseCustomer(floor, command, now)
    case 'connectCustomer':
      return connectCustomer(floor, command, now)
    case 'holdContact':
      return holdContact(floor, command, now)
    case 'resumeContact':
      return resumeContact(floor, command, now)
    case 'setHours':
      return setHours(floor, command, now)
    case 'setWallClock':
      return setWallClock(floor, command, now)
    case 'scoreContact':
      return scoreContact(floor, command, now)
    case 'distribute':
      return settleNext(floor, now)
    case 'passTime':
      return passTime(floor, now)
    default:
      return unreachable(command)
  }
}

/** What follows from how the floor stands, before anything is offered: sending on, waking; then an offer. */
function settleNext(floor: Floor, now: Instant): Decision {
  const flips = floor.flipping.size > 0 ? flipOverflow(floor, now) : nothing
  if (flips.length > 0) return flips
  const moves = floor.overflowing.size > 0 ? moveOverflow(floor, now) : nothing
  if (moves.length > 0) return moves
  const wakes = floor.wakeable.size > 0 ? wakeNext(floor, now) : nothing
  return wakes.length > 0 ? wakes : distribute(floor, now)
}

/** True when a decision is a refusal. */
export const isRefusal = (decision: Decision): decision is Refusal => 'refused' in decision

/** When `passTime` next has something to do, or null. */
export function nextDeadline(floor: Floor): Instant | null {
  return floor.deadlines.nextAt()
}
