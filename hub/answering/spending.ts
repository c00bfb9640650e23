/**
 * How many tokens have gone, today and for each contact, against what may go. What a question may cost at most is set aside
 * before it is asked, so that many at once cannot spend more together. Days are those of universal time.
 */
import type { ContactId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'

export interface Spent {
  /** Since 1970. */
  readonly day: number
  readonly tokens: number
}

export interface SpendingLimits {
  readonly tokensPerDay: number
  readonly tokensPerContact: number
}

const dayMs = 86_400_000
/** Contacts that are remembered; those that ended are forgotten before. */
const contactsMax = 20_000

export class Spending {
  #today: Spent
  /** Set aside for what is under way. */
  #aside = 0
  readonly #byContact = new Map<ContactId, number>()

  /** `kept`: as it was kept last; `keep` is told whenever more has gone. */
  constructor(
    kept: Spent | null,
    private readonly keep: (spent: Spent) => void,
  ) {
    this.#today = kept ?? { day: 0, tokens: 0 }
  }

  /** Sets so much aside; false when that would be too much. */
  take(contact: ContactId, tokens: number, limits: SpendingLimits, now: Instant): boolean {
    this.#turn(now)
    const ofContact = this.#byContact.get(contact) ?? 0
    if (this.#today.tokens + this.#aside + tokens > limits.tokensPerDay) return false
    if (ofContact + tokens > limits.tokensPerContact) return false
    this.#aside += tokens
    this.#note(contact, ofContact + tokens)
    return true
  }

  /** What was set aside has come to this. */
  settle(contact: ContactId, taken: number, tokens: number, now: Instant): void {
    this.#turn(now)
    this.#aside -= taken
    const ofContact = this.#byContact.get(contact)
    if (ofContact !== undefined) this.#note(contact, Math.max(0, ofContact - taken + tokens))
    if (tokens === 0) return
    this.#today = { ...this.#today, tokens: this.#today.tokens + tokens }
    this.keep(this.#today)
  }

  /** The contact is over. */
  forget(contact: ContactId): void {
    this.#byContact.delete(contact)
  }

  #turn(now: Instant): void {
    const day = Math.floor(now / dayMs)
    if (day !== this.#today.day) this.#today = { day, tokens: 0 }
  }

  #note(contact: ContactId, tokens: number): void {
    this.#byContact.delete(contact)
    this.#byContact.set(contact, tokens)
    const [oldest] = this.#byContact.keys()
    if (this.#byContact.size > contactsMax) this.#byContact.delete(oldest!)
  }
}
