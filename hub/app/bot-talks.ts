/**
 * Contacts that the bot has: which, of which site, and when something must happen to each if nothing else does before. Kept in
 * memory only, and built from the contacts' files at a start.
 */
import { KeyedHeap, nowhere } from '../acd/heap.ts'
import type { ContactId } from '../model/ids.ts'
import type { Instant } from '../model/time.ts'

interface Talk {
  readonly contact: ContactId
  readonly site: string
  handle: number
}

const byId = (one: Talk, other: Talk): number =>
  one.contact < other.contact ? -1 : one.contact > other.contact ? 1 : 0

export class BotTalks {
  readonly #talks = new Map<ContactId, Talk>()
  readonly #due = new KeyedHeap<Talk>(byId, { steps: 0 })
  readonly #bySite = new Map<string, number>()

  has(contact: ContactId): boolean {
    return this.#talks.has(contact)
  }

  /** The bot has this contact, and something must happen at `due`; null for never. */
  set(contact: ContactId, site: string, due: Instant | null): void {
    let talk = this.#talks.get(contact)
    if (talk === undefined) {
      talk = { contact, site, handle: nowhere }
      this.#talks.set(contact, talk)
      this.#bySite.set(site, this.ofSite(site) + 1)
    }
    if (talk.handle !== nowhere) this.#due.remove(talk.handle)
    talk.handle = due === null ? nowhere : this.#due.push(talk, due, 0)
  }

  /** The bot has it no longer. */
  delete(contact: ContactId): void {
    const talk = this.#talks.get(contact)
    if (talk === undefined) return
    this.#talks.delete(contact)
    if (talk.handle !== nowhere) this.#due.remove(talk.handle)
    const left = this.ofSite(talk.site) - 1
    if (left > 0) this.#bySite.set(talk.site, left)
    else this.#bySite.delete(talk.site)
  }

  /** How many of this site the bot has. */
  ofSite(site: string): number {
    return this.#bySite.get(site) ?? 0
  }

  /** In no order. */
  contacts(): Iterable<ContactId> {
    return this.#talks.keys()
  }

  get size(): number {
    return this.#talks.size
  }

  nextDue(): Instant | null {
    return this.#due.topKey() as Instant | null
  }

  /** The contact whose time came first, if it has come. */
  dueBy(now: Instant): ContactId | null {
    const next = this.nextDue()
    return next !== null && next <= now ? this.#due.top()!.contact : null
  }
}
