/**
 * Why a contact waits, why it is not the asker's, and why it was offered to whom it was. Codes and numbers: the sentences
 * are the screens'. A code is added at the end of its list.
 */
import { figure, id, list, maybe, oneOf, record, text, whole, type Of } from '../shape.ts'
import { limits } from '../frame.ts'
import { at, bothLanguages } from './common.ts'

/** What a waiting contact waits for. `called`: its customer is being called; `resting`: until the next call. */
export const waitingFor = oneOf(
  'offered',
  'called',
  'resting',
  'nobodyEligible',
  'nobodyAvailable',
  'allBusy',
  'spared',
  'scoring',
)
export type WaitingFor = Of<typeof waitingFor>

/** Why the asker is not offered it; '' when they are, or have it. */
export const notMe = oneOf(
  '',
  'notWaiting',
  'offeredToAnother',
  'unknown',
  'notConnected',
  'notAvailable',
  'meantForAnother',
  'notOfQueue',
  'lacksSkills',
  'notInStep',
  'rung',
  'resting',
  'noCapacity',
  'spared',
  'othersFirst',
)
export type NotMe = Of<typeof notMe>

/** Why somebody near the top was not asked. */
export const passedOver = oneOf('spared', 'passed', 'behind')
export type PassedOver = Of<typeof passedOver>

/** How whoever was asked came to be: by the strategy, by preference, as the only one; the rest are somebody's choice. */
export const chosenBy = oneOf('', 'order', 'prefer', 'only', 'pulled', 'forced', 'takenOver', 'score', 'handedOver')
export type ChosenBy = Of<typeof chosenBy>

/** '' while it rings; `answered` when it rang at others as well and one of them was faster. */
export const offerOutcome = oneOf('', 'accepted', 'declined', 'missed', 'rescinded', 'canceled', 'answered')
export type OfferOutcome = Of<typeof offerOutcome>

const criterion = record({ name: text(40), value: figure })

export const whyWaiting = record({
  for: waitingFor,
  queue: bothLanguages,
  /** From 1; null where it is not known. */
  place: maybe(whole(1)),
  since: at,
  /** From 0, of how many, and when it ends if its time runs; null for none, or after the last. */
  step: maybe(record({ index: whole(0), of: whole(0), until: maybe(at) })),
  /** Who may serve it, in its step; null while it is offered. */
  agents: maybe(record({ eligible: whole(0), available: whole(0), ready: whole(0) })),
  /** When those who passed it may be asked again. */
  heldUntil: maybe(at),
  /** Whom it rings at, several by commas, or who waits for its customer to come; '' for nobody. */
  offeredTo: text(limits.nameMax),
})
export type WhyWaiting = Of<typeof whyWaiting>

/** An offer, or what somebody did in place of one. */
export const whyOffered = record({
  agentName: text(limits.nameMax),
  at,
  ending: offerOutcome,
  queue: bothLanguages,
  /** From 0; null for none. */
  step: maybe(whole(0)),
  /** '' where it is not known, or nothing was asked of one. */
  strategy: text(40),
  /** How many could have been asked. */
  candidates: whole(0),
  chosen: chosenBy,
  by: list(criterion, 8),
  others: list(record({ agentName: text(limits.nameMax), because: passedOver, by: list(criterion, 8) }), 8),
  /** Who pulled, forced or took it over; '' for an offer. */
  byName: text(limits.nameMax),
})
export type WhyOffered = Of<typeof whyOffered>

/** The newest of them are told. */
export const offersToldMax = 20

export const why = record({
  /** Null for a contact that does not wait. */
  waiting: maybe(whyWaiting),
  notMe,
  /** Newest first. */
  offers: list(whyOffered, offersToldMax),
})
export type WhyContact = Of<typeof why>

export const whyRequests = {
  /** Agent: of a contact that they are offered, hold, or that waits in a queue of theirs. Supervisor: of any. Only reads. */
  'contact.why': { body: record({ contact: id('contact') }), reply: why },
} as const
