/** Offers: who is asked next, and what an agent answers. */
import { assert } from '../../model/assert.ts'
import { makeId, type AgentId, type OfferId } from '../../model/ids.ts'
import { later, type Instant } from '../../model/time.ts'
import { isCalledFirst, isToBeCalled } from '../call-back.ts'
import type { Decision } from '../decide.ts'
import type { FloorEvent } from '../events.ts'
import { whyOffered } from '../explain.ts'
import type { Floor, FloorContact } from '../floor.ts'
import { ringAt } from '../rings.ts'
import { asksSeveral } from '../routing/index.ts'
import type { ContactPhase } from '../state.ts'
import { firstOf, seatFor, type Line } from '../waiting-line.ts'
import { startCall } from './call-back.ts'
import { endOffers, nothing, refuse, takeBack, type Asked } from './parts.ts'

/** CQ2, OF1, OF2, RG1, RG2. Looks at the best of the lines that can be served now, and at nothing else. */
export function distribute(floor: Floor, at: Instant): Decision {
  const left = floor.skippable.top()
  const skipped = left && firstOf(floor, left)
  if (skipped !== undefined) return endStep(skipped, 'skipped', at)
  const line = floor.matchable.best(floor, at)
  const contact = line && firstOf(floor, line)
  if (line === undefined || contact === undefined) return nothing
  const seat = seatFor(floor, line, contact)
  assert(seat !== null, 'a matchable line has a ready agent')
  const { agent } = seat
  if (isCalledFirst(contact.record)) return startCall(contact, agent.record.id, null, at)
  const { rules, turn } = contact.queue
  const ring = ringNumber(line, contact.record.state, agent.record.id)
  return [
    {
      type: 'offerMade',
      at,
      offer: makeId('offer', `${floor.epoch}.${floor.offersMade + 1}`),
      contact: contact.record.id,
      agent: agent.record.id,
      epoch: floor.epoch,
      attempt: contact.record.attempts + 1,
      ...(ring === null ? {} : { ring }),
      ...(line.bench.strategy.kind === 'turn' ? { turn: turn + 1 } : {}),
      deadline: later(at, rules.offerTimeoutMs),
      why: whyOffered(floor, line, contact, seat),
    },
  ]
}

/** RG1, RG6: at how many agents the contact will ring, or null where it is to ring at this one alone. */
function ringNumber({ bench }: Line, state: ContactPhase, to: AgentId): number | null {
  if (state.phase === 'offered') return state.rings.length + 1
  const isForOne = bench.only !== null || (state.phase === 'queued' && state.prefer === to)
  return asksSeveral(bench.strategy) && !isForOne ? 1 : null
}

/** ST3, ST5. The contact must be in a step. */
export function endStep({ record }: FloorContact, cause: 'time' | 'skipped', at: Instant): readonly FloorEvent[] {
  return record.step === null
    ? nothing
    : [{ type: 'stepEnded', at, contact: record.id, step: record.step.index, cause }]
}

/** OF3, OF4, RG3. */
export function acceptOffer(floor: Floor, { agent, offer, epoch }: Asked<'acceptOffer'>, at: Instant): Decision {
  const contact = liveOffer(floor, agent, offer, epoch, at)
  if (contact === null) return refuse('offer.gone')
  const answer: readonly FloorEvent[] = isToBeCalled(contact.record)
    ? startCall(contact, agent, offer, at)
    : [{ type: 'offerAccepted', at, offer, contact: contact.record.id, agent }]
  if (contact.holders.length === 1) return answer
  return [...endOffers(contact, 'rescinded', at, 'answered', (ring) => ring.offer !== offer), ...answer]
}

/** OF4, OF6. */
export function declineOffer(floor: Floor, { agent, offer, epoch }: Asked<'declineOffer'>, at: Instant): Decision {
  const contact = liveOffer(floor, agent, offer, epoch, at)
  if (contact === null) return refuse('offer.gone')
  return takeBack(floor, contact, agent, 'declined', 'declined', at)
}

/** The contact whose live offer this is, or null: the compare of the compare-and-set. */
function liveOffer(floor: Floor, agent: AgentId, offer: OfferId, epoch: number, now: Instant): FloorContact | null {
  const contact = floor.agents.get(agent)?.ringing ?? null
  const ring = contact === null ? undefined : ringAt(contact.record.state, agent)
  if (ring === undefined) return null
  const isLive = ring.offer === offer && ring.epoch === epoch && epoch === floor.epoch && now < ring.deadline
  return isLive ? contact : null
}
