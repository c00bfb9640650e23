/**
 * Who reads talks that are not theirs while they go on: each window by itself, so that closing a talk in one leaves it open in
 * another. In memory, as long as the window has its line: pages ask again.
 */
import type { ContactId } from '../model/ids.ts'

/** Talks that one window reads at once; beyond it the one it came to longest ago goes. */
const watchedMax = 20

export class Watchers<Window> {
  readonly #byWindow = new Map<Window, Set<ContactId>>()
  readonly #byContact = new Map<ContactId, Set<Window>>()

  add(window: Window, contact: ContactId): void {
    const watched = this.#byWindow.get(window) ?? new Set()
    watched.delete(contact)
    watched.add(contact)
    this.#byWindow.set(window, watched)
    this.#byContact.set(contact, (this.#byContact.get(contact) ?? new Set()).add(window))
    if (watched.size > watchedMax) this.remove(window, watched.values().next().value!)
  }

  remove(window: Window, contact: ContactId): void {
    drop(this.#byWindow, window, contact)
    drop(this.#byContact, contact, window)
  }

  gone(window: Window): void {
    for (const contact of [...this.by(window)]) this.remove(window, contact)
  }

  by(window: Window): Iterable<ContactId> {
    return this.#byWindow.get(window) ?? []
  }

  of(contact: ContactId): Iterable<Window> {
    return this.#byContact.get(contact) ?? []
  }
}

function drop<Key, Value>(all: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const held = all.get(key)
  held?.delete(value)
  if (held?.size === 0) all.delete(key)
}
