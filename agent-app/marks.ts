/**
 * Tells the hub up to where this side has received and read each talk. Marks are hints: never stored, never answered, so
 * what may have been lost with a line is told again on the next one. They never go back.
 */
export interface Mark {
  readonly contact: string
  readonly received: number
  readonly read: number
}

export class Marks {
  readonly #wanted = new Map<string, Mark>()
  readonly #told = new Map<string, Mark>()

  /** `tell` returns false when nothing could be told now. */
  constructor(private readonly tell: (mark: Mark) => boolean) {}

  /** Up to where this window has shown the talk. */
  read(contact: string): number {
    return this.#wanted.get(contact)?.read ?? 0
  }

  advance(contact: string, received: number, read: number): void {
    const before = this.#wanted.get(contact) ?? { contact, received: 0, read: 0 }
    this.#wanted.set(contact, {
      contact,
      received: Math.max(before.received, received),
      read: Math.max(before.read, Math.min(read, Math.max(before.received, received))),
    })
    this.#tellIfNew(contact)
  }

  /** A new line: the hub may have missed what was told on the old one. */
  tellAll(): void {
    this.#told.clear()
    for (const contact of this.#wanted.keys()) this.#tellIfNew(contact)
  }

  forget(contact: string): void {
    this.#wanted.delete(contact)
    this.#told.delete(contact)
  }

  #tellIfNew(contact: string): void {
    const wanted = this.#wanted.get(contact)
    const told = this.#told.get(contact)
    if (wanted === undefined || (told?.received === wanted.received && told.read === wanted.read)) return
    if (this.tell(wanted)) this.#told.set(contact, wanted)
  }
}
