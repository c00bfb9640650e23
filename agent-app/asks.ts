/**
 * What was asked of the hub and is not yet seen to have happened, by what it is about: the button that asked shows it, and a
 * refusal is shown beside it. An answer is not the end: the button stays until the lists show the change, so that nothing
 * flickers back between the two. Messages have their own keeper (outgoing.ts).
 */
import type { PendingRequest } from '#client'
import type { DeskContact, FloorWaiting, RefusalCode } from '#protocol'
import { callKey, type CallAsk } from './calls/key.ts'

/** `presence`, or a deed and the id it is done to: `accept ofr_…`, `close cnt_…`. */
export type AskKey = string

export class Asks {
  /** Waiting for an answer, by request id. */
  readonly #asked = new Map<string, AskKey>()
  /** Answered "done"; the lists do not show it yet. */
  readonly #done = new Set<AskKey>()
  readonly #refused = new Map<AskKey, RefusalCode>()

  asked(id: string, key: AskKey): void {
    this.#asked.set(id, key)
    this.#refused.delete(key)
  }

  /** Takes the answer to a request. Returns what it was about, null when that is not known here or was told before. */
  answered(id: string, refusal: RefusalCode | null): AskKey | null {
    const key = this.#asked.get(id)
    if (key === undefined) return null
    this.#asked.delete(id)
    if (refusal === null) this.#done.add(key)
    else this.#refused.set(key, refusal)
    return key
  }

  /** Requests of a page before the reload, which may still be answered. */
  resume(requests: readonly PendingRequest[]): void {
    for (const request of requests) {
      const key = keyOf(request)
      if (key !== null) this.asked(request.id, key)
    }
  }

  /** The lists have changed: what was done and is seen now needs no more showing. */
  seen(isDone: (key: AskKey) => boolean): void {
    for (const key of this.#done) if (isDone(key)) this.#done.delete(key)
  }

  busy(key: AskKey): boolean {
    return this.#done.has(key) || [...this.#asked.values()].includes(key)
  }

  /** Was this asked for by this window? Then what follows from it may be acted upon. */
  doneHere(key: AskKey): boolean {
    return this.#done.has(key)
  }

  refusal(key: AskKey): RefusalCode | null {
    return this.#refused.get(key) ?? null
  }

  dismiss(key: AskKey): void {
    this.#refused.delete(key)
  }
}

/** What a request is about; null for those that move nothing. */
export function keyOf(request: PendingRequest): AskKey | null {
  switch (request.verb) {
    case 'presence.set':
      return 'presence'
    case 'offer.accept':
      return `accept ${request.body.offer}`
    case 'offer.decline':
      return `decline ${request.body.offer}`
    case 'contact.close':
      return `close ${request.body.contact}`
    case 'contact.transfer':
      return `transfer ${request.body.contact}`
    case 'contact.wrapUp':
      return `wrapUp ${request.body.contact}`
    case 'contact.pull':
      return `pull ${request.body.contact}`
    case 'contact.park':
      return `park ${request.body.contact}`
    case 'contact.note':
      return `note ${request.body.contact}`
    case 'contact.tag':
      return `tag ${request.body.contact}`
    case 'contact.setField':
      return `field ${request.body.contact} ${request.body.name}`
    case 'customer.change':
      return `card ${request.body.contact}`
    case 'contact.extendWrapUp':
      return `extend ${request.body.contact}`
    case 'contact.assign':
      return `assign ${request.body.contact}`
    case 'contact.takeOver':
      return `takeOver ${request.body.contact}`
    case 'agent.force':
      return `force ${request.body.agent}`
    case 'agent.rescue':
      return `rescue ${request.body.agent}`
    default:
      return request.verb.startsWith('call.') ? callKey(request as CallAsk) : null
  }
}

/** Do the lists show what was done? Offers, contacts and who waits are those of the screen now. */
export function isSeen(
  key: AskKey,
  offers: { has(offer: string): boolean },
  contacts: ReadonlyMap<string, Pick<DeskContact, 'phase' | 'parked'>>,
  waiting: ReadonlyMap<string, Pick<FloorWaiting, 'phase'>>,
): boolean {
  const [deed, id = ''] = key.split(' ')
  switch (deed) {
    case 'accept':
    case 'decline':
      return !offers.has(id)
    case 'close':
      return contacts.get(id)?.phase !== 'active'
    case 'transfer':
    case 'wrapUp':
    case 'call.handOver':
      return !contacts.has(id)
    case 'park':
      return contacts.get(id)?.parked !== null
    case 'pull': {
      const phase = waiting.get(id)?.phase
      return contacts.has(id) || (phase !== 'queued' && phase !== 'held' && phase !== 'left')
    }
    case 'takeOver':
      return contacts.has(id)
    default:
      // What is asked of an agent, or changes a time: the list that shows it comes with the answer, or says nothing new.
      return true
  }
}
