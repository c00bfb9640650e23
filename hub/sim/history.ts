/**
 * The history of the floor, held to P7, P9 and P10 by an account of its own: who waits since when, who was asked, who
 * passed. It knows nothing of how the floor decides.
 */
import type { FloorEvent } from '../acd/events.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'

interface Waiting {
  readonly since: Instant
  only: AgentId | null
  heldUntil: Instant
  /** Agents who declined or missed it, or were lost with it. */
  readonly passedBy: Set<AgentId>
}

type Made = Extract<FloorEvent, { type: 'offerMade' }>

/** Replays events in order; `next` returns what an event breaks, or null. */
export class History {
  readonly #enqueued = new Map<ContactId, Instant>()
  readonly #waiting = new Map<ContactId, Waiting>()
  readonly #offers = new Map<ContactId, Made>()
  #epoch = 0

  next(event: FloorEvent): string | null {
    switch (event.type) {
      case 'epochStarted':
        this.#epoch = event.epoch
        return null
      case 'contactQueued':
        this.#enqueued.set(event.contact, event.at)
        this.#wait(event.contact, null, event.at)
        return null
      case 'contactRequeued':
        this.#wait(event.contact, event.only, event.heldUntil ?? event.at)
        return null
      case 'contactClosed':
        this.#waiting.delete(event.contact)
        return this.#offers.has(event.contact) ? `P6: ${event.contact} closed with a live offer` : null
      case 'offerMade':
        return this.#offered(event)
      case 'offerAccepted':
      case 'offerEnded':
        return this.#answered(event)
      default:
        return null
    }
  }

  #wait(contact: ContactId, only: AgentId | null, heldUntil: Instant): void {
    const passedBy = this.#passed.get(contact) ?? new Set()
    this.#passed.set(contact, passedBy)
    this.#waiting.set(contact, { since: this.#enqueued.get(contact)!, only, heldUntil, passedBy })
  }

  readonly #passed = new Map<ContactId, Set<AgentId>>()

  #offered(event: Made): string | null {
    const { contact, agent, at, epoch } = event
    const offered = this.#waiting.get(contact)
    if (this.#offers.has(contact)) return `P7: ${contact} is offered twice at ${at}`
    if (offered === undefined) return `P7: ${contact} is offered at ${at} but does not wait`
    if (epoch !== this.#epoch) return `P9: ${event.offer} belongs to epoch ${epoch} in epoch ${this.#epoch}`
    this.#waiting.delete(contact)
    this.#offers.set(contact, event)
    for (const [other, waiting] of this.#waiting) {
      const free =
        (waiting.only === null || waiting.only === agent) && waiting.heldUntil <= at && !waiting.passedBy.has(agent)
      if (free && waiting.since < offered.since)
        return `P9: ${contact} is offered to ${agent} at ${at} before ${other}, who came earlier`
    }
    return null
  }

  #answered(event: Extract<FloorEvent, { type: 'offerAccepted' | 'offerEnded' }>): string | null {
    const made = this.#offers.get(event.contact)
    if (made?.offer !== event.offer || made.agent !== event.agent) return `P7: ${event.offer} ended, but was not live`
    this.#offers.delete(event.contact)
    if (event.type === 'offerEnded') {
      this.#passed.get(event.contact)?.add(event.agent)
      return null
    }
    return event.at >= made.deadline ? `P10: ${event.offer} was accepted too late` : null
  }
}
