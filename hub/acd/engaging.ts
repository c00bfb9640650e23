/**
 * Agents who are busy with a contact that somebody else has: a colleague asked into a call, a supervisor who listens. It
 * stands on the agent's record; who is engaged with a contact is found by its id, for hardly any contact has somebody.
 */
import type { ContactId } from '../model/ids.ts'
import type { Floor, FloorAgent } from './floor.ts'
import { channelNumber } from './limits.ts'
import type { Engagement } from './state.ts'

/** Whatever the contact's channel is: who takes part listens and speaks, and is rung beside it as beside a call of their own. */
export const engagedChannel = channelNumber.voice

/** The agent's part in this contact, if they have one. */
export const engagementWith = ({ record }: FloorAgent, contact: ContactId): Engagement | undefined =>
  record.engaged.find((one) => one.contact === contact)

/** Who is engaged with the contact, by their ids. */
export const guestsOf = ({ guests }: Floor, contact: ContactId): readonly FloorAgent[] =>
  guests.size === 0 ? nobody : (guests.get(contact) ?? nobody)

const nobody: readonly FloorAgent[] = []
