/**
 * Why a contact waits, why it is not somebody's, and what its newest offers were decided by: the floor's codes with the
 * names of today. Past offers are read by the index of a contact's decisions, a page of it, never all events.
 */
import { contactOf, holdersOf, whyNot, whyWaiting, type FloorEvent, type Why } from '../acd/index.ts'
import type { AgentId, ContactId, OfferId } from '../model/ids.ts'
import type { Store } from '../ports/store.ts'
import {
  offersToldMax,
  type NotMe,
  type OfferOutcome,
  type WhyContact,
  type WhyOffered,
  type WhyWaiting,
} from '../protocol/index.ts'
import type { Directory } from './directory.ts'
import type { Live } from './live.ts'
import { closedOf, keys, rows } from './records.ts'
import type { Work } from './work.ts'

export interface WhySight {
  readonly live: Live
  readonly directory: Directory
  readonly store: Pick<Store, 'get' | 'range'>
}

/** Events that an offer, or an act in its place, consists of. Each gets a row of the index. */
const telling = ['offerMade', 'offerAccepted', 'offerEnded', 'contactAssigned', 'callStarted'] as const
type Telling = Extract<FloorEvent, { readonly type: (typeof telling)[number] }>

export const isDecision = (event: FloorEvent): event is Telling => (telling as readonly string[]).includes(event.type)

/** For nobody in particular; null of a contact that is not known. In a tick of its own, or it might tell what is not on the disk yet. */
export async function explained(
  write: (look: (work: Work) => void) => Promise<unknown>,
  directory: Directory,
  contact: ContactId,
): Promise<WhyContact | null> {
  let why: WhyContact | null = null
  await write(({ live, tick }) => {
    const sight = { live, directory, store: tick.store }
    if (isKnown(sight, contact)) why = explanationOf(sight, contact, null)
  })
  return why
}

/** True for a contact that is on the floor or was, and is not erased. */
export const isKnown = ({ live, store }: WhySight, contact: ContactId): boolean =>
  live.file(contact) !== undefined || closedOf(store, live.sealing, contact) !== undefined

/** `asker` null: nobody in particular. The contact is on the floor or was. */
export function explanationOf(sight: WhySight, contact: ContactId, asker: AgentId | null): WhyContact {
  return {
    waiting: waitingOf(sight, contact),
    notMe: asker === null ? '' : notAsker(sight, contact, asker),
    offers: offersOf(sight, contact),
  }
}

function waitingOf({ live, directory }: WhySight, contact: ContactId): WhyWaiting | null {
  const why = whyWaiting(live.floor, contact)
  const state = contactOf(live.floor, contact)?.state
  if (why === null || state === undefined) return null
  const { reason, queue, ...rest } = why
  const offeredTo = directory.agentNames(holdersOf(state))
  return { ...rest, for: reason, queue: directory.queueName(queue), offeredTo }
}

function notAsker({ live }: WhySight, contact: ContactId, asker: AgentId): NotMe {
  const state = contactOf(live.floor, contact)?.state
  if (state !== undefined && holdersOf(state).includes(asker)) return ''
  const reason = whyNot(live.floor, contact, asker)
  // One that rings at some, and may ring at more, is kept from the asker by something else.
  const isElsewhere = state?.phase === 'offered' || state?.phase === 'called'
  return isElsewhere && reason === 'notWaiting' ? 'offeredToAnother' : reason
}

function offersOf(sight: WhySight, contact: ContactId): readonly WhyOffered[] {
  const outcomes = new Map<OfferId, OfferOutcome>()
  const offers: WhyOffered[] = []
  // An offer is at most two events: how it was made, and how it ended.
  const page = sight.store.range('contactEvent', { prefix: [contact], reverse: true, limit: 2 * offersToldMax + 1 })
  for (const { key } of [...page]) {
    const event = rows.event.get(sight.store, keys.event(key[1] as number))
    if (event === undefined || !isDecision(event) || offers.length === offersToldMax) continue
    if (event.type === 'contactAssigned') offers.push(assigned(sight, event))
    else if (event.offer === null) continue
    else if (event.type === 'offerEnded')
      outcomes.set(event.offer, event.cause === 'answered' ? 'answered' : event.ending)
    else if (event.type !== 'offerMade') outcomes.set(event.offer, 'accepted')
    else offers.push(offered(sight, event, outcomes.get(event.offer) ?? ''))
  }
  return offers
}

type Event<Type extends FloorEvent['type']> = Extract<FloorEvent, { readonly type: Type }>

const noWords = { en: '', ja: '' }

function offered({ directory }: WhySight, { agent, at, why }: Event<'offerMade'>, ending: OfferOutcome): WhyOffered {
  const named = { agentName: directory.agentName(agent), at, ending, byName: '' }
  if (why === undefined)
    return { ...named, queue: noWords, step: null, strategy: '', candidates: 0, chosen: '', by: [], others: [] }
  const { queue, by, others, step, strategy, candidates, chosen } = why
  return {
    ...named,
    queue: directory.queueName(queue),
    step,
    strategy,
    candidates,
    chosen,
    by: criteria(by),
    others: others.map((other) => ({
      agentName: directory.agentName(other.agent),
      because: other.because,
      by: criteria(other.by),
    })),
  }
}

function assigned({ directory }: WhySight, { agent, at, how, by }: Event<'contactAssigned'>): WhyOffered {
  return {
    agentName: directory.agentName(agent),
    at,
    ending: 'accepted',
    queue: noWords,
    step: null,
    strategy: '',
    candidates: 0,
    chosen: how,
    by: [],
    others: [],
    byName: directory.agentName(by),
  }
}

const criteria = (by: Why['by']): WhyOffered['by'] => by.map(([name, value]) => ({ name, value }))
