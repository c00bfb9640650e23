/** Scores: what somebody outside says of agents, in time or not at all. */
import type { Instant } from '../../model/time.ts'
import type { Decision } from '../decide.ts'
import type { FloorEvent } from '../events.ts'
import type { Floor, FloorContact } from '../floor.ts'
import { heldForScores, keptScores } from '../scoring.ts'
import { nothing, type Asked } from './parts.ts'

/** PL2, PL3. Whoever scores has no part in the contact: what comes too late, or for another wait of it, is no refusal. */
export function scoreContact(floor: Floor, command: Asked<'scoreContact'>, at: Instant): Decision {
  const contact = floor.contacts.get(command.contact)
  if (contact === undefined) return nothing
  const queue = contact.queue
  const until = heldForScores(queue.rules, contact.record)
  if (until === null || until !== command.until || at >= until) return nothing
  const scores = keptScores(floor, queue, command.scores)
  return [{ type: 'contactScored', at, contact: contact.record.id, scores }]
}

/** PL1. Their time is over. */
export const missScores = ({ record }: FloorContact, at: Instant): readonly FloorEvent[] => [
  { type: 'scoresMissed', at, contact: record.id },
]
