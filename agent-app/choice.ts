/**
 * Which contact is on screen, and when that may change by itself: a contact accepted here opens when it comes, unless the
 * agent is writing elsewhere; one that left because this window sent it away makes room for who has
 * waited longest. Anything else that vanishes is said, never jumped away from, so that what is being typed cannot
 * land with another customer.
 */
import type { DeskContact, RefusalCode } from '#protocol'
import { activeInOrder, wrapUpInOrder } from './state.ts'

/** Something to tell that belongs to no row of the list. */
export type Notice =
  | { readonly kind: 'offerGone'; readonly name: string }
  /** It rang at others as well, and one of them was faster. */
  | { readonly kind: 'answered'; readonly contact: string; readonly name: string; readonly until: number }
  /** It has come while the agent writes elsewhere. */
  | { readonly kind: 'taken'; readonly contact: string; readonly name: string }
  /** A talk that rested goes on. */
  | { readonly kind: 'woken'; readonly contact: string; readonly name: string }
  /** An act on somebody that the hub refused. */
  | {
      readonly kind: 'refused'
      readonly name: string
      readonly code: RefusalCode
      /** The agent wanted it for themselves. */
      readonly mine: boolean
    }
  | { readonly kind: 'stillSignedIn' }

/** Long enough to be read, or read out, twice. */
const answeredShownMs = 20_000

/** Where the choice outlives a reload (the address of the page). */
export interface Place {
  get(): string | null
  set(contact: string | null): void
}

export class Choice {
  notice: Notice | null = null
  #chosen: string | null
  #held = false
  #coming: { readonly contact: string; readonly name: string; wrote: boolean } | null = null

  constructor(private readonly place: Place) {
    this.#chosen = place.get()
  }

  get chosen(): string | null {
    return this.#chosen
  }

  /** Returns whether that is a change. */
  choose(contact: string | null): boolean {
    if (this.notice !== null && 'contact' in this.notice && this.notice.contact === contact) this.notice = null
    if (contact === this.#chosen) return false
    this.#chosen = contact
    this.#held = false
    this.place.set(contact)
    return true
  }

  /** The agent has asked for this contact; `writing` tells that something stands unsent where they are. */
  accepted(contact: string, name: string, writing: boolean): void {
    this.notice = null
    this.#coming = { contact, name, wrote: writing }
  }

  /** It went to somebody else after all, or is over; where the hub has said which, that stands. */
  lost(contact: string, name: string): void {
    if (this.#coming?.contact === contact) this.#coming = null
    const isTold = this.notice?.kind === 'answered' && this.notice.contact === contact
    if (!isTold) this.notice = { kind: 'offerGone', name }
  }

  /** Another agent was faster. Where many ring at once that is told often: so it goes by itself after a while. */
  answered(contact: string, name: string, now: number): void {
    if (this.#coming?.contact === contact) this.#coming = null
    this.notice = { kind: 'answered', contact, name, until: now + answeredShownMs }
  }

  /** Time has passed. Returns whether that is a change. */
  pass(now: number): boolean {
    if (this.notice?.kind !== 'answered' || now < this.notice.until) return false
    this.notice = null
    return true
  }

  /** An act on somebody was refused; where the agent had asked for them, they are not coming. */
  refused(contact: string, name: string, code: RefusalCode): void {
    const mine = this.#coming?.contact === contact
    if (mine) this.#coming = null
    this.notice = { kind: 'refused', name, code, mine }
  }

  wrote(): void {
    if (this.#coming !== null) this.#coming.wrote = true
  }

  /** The contacts held have changed. `sentAway` tells whether this window asked for a contact to leave. Returns whether the choice changed. */
  follow(contacts: ReadonlyMap<string, DeskContact>, sentAway: (contact: string) => boolean): boolean {
    const coming = this.#coming
    if (coming !== null && contacts.has(coming.contact)) {
      this.#coming = null
      if (!coming.wrote) return this.choose(coming.contact)
      if (coming.contact !== this.#chosen) this.notice = { kind: 'taken', contact: coming.contact, name: coming.name }
    }
    const chosen = this.#chosen
    if (chosen === null) return false
    if (contacts.has(chosen)) {
      this.#held = true
      return false
    }
    if (sentAway(chosen)) return this.choose(next(contacts))
    // A stale address: it was never ours while this page was open.
    return this.#held ? false : this.choose(null)
  }
}

/** Who has waited longest, else a wrap-up, else nobody. */
function next(contacts: ReadonlyMap<string, DeskContact>): string | null {
  const all = [...contacts.values()]
  return (activeInOrder(all)[0] ?? wrapUpInOrder(all)[0])?.contact ?? null
}
