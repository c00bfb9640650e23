/**
 * The one interval of the page: everything that shows time passing listens here, so that all of it ticks in the same
 * moment and a page without anything to tick could stop it in one place.
 */

/** Hub time and a call each second. */
export interface Clock {
  /** Hub time, milliseconds. */
  now(): number
  /** Calls `action` about once a second. Returns what ends it. */
  every(action: () => void): () => void
}

export class Ticker implements Clock {
  readonly #actions = new Set<() => void>()
  #timer: ReturnType<typeof setInterval> | null = null

  constructor(private readonly hubNow: () => number) {}

  now(): number {
    return this.hubNow()
  }

  every(action: () => void): () => void {
    this.#actions.add(action)
    this.#timer ??= setInterval(() => this.#tick(), 1_000)
    return () => {
      this.#actions.delete(action)
      if (this.#actions.size === 0) this.close()
    }
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  #tick(): void {
    for (const action of [...this.#actions]) action()
  }
}
