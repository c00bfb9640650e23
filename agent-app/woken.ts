/**
 * Which talks rested and go on because their customer wrote: they draw the eye until they are opened. The lists tell only
 * what is, so what was before is kept here. PURE but for that.
 */
import type { DeskContact } from '#protocol'

export class Woken {
  readonly #parked = new Set<string>()
  readonly #woken = new Set<string>()

  get all(): ReadonlySet<string> {
    return this.#woken
  }

  /** Takes the contacts as they are now. Returns those that have just woken. */
  follow(contacts: ReadonlyMap<string, DeskContact>): readonly DeskContact[] {
    const fresh: DeskContact[] = []
    for (const contact of contacts.values()) {
      const { contact: id, phase, parked, waitingSince } = contact
      if (parked !== null && contact.stirred === null) this.#parked.add(id)
      else if (this.#parked.delete(id) && phase === 'active' && waitingSince !== null) {
        this.#woken.add(id)
        fresh.push(contact)
      }
    }
    for (const set of [this.#parked, this.#woken])
      for (const id of set) if (contacts.get(id)?.phase !== 'active') set.delete(id)
    return fresh
  }

  /** The agent has it open. Returns whether that is a change. */
  seen(contact: string): boolean {
    return this.#woken.delete(contact)
  }
}
