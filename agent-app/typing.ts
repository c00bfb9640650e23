/**
 * Who is writing: hints of the other side hold for six seconds unless renewed, own ones are renewed every four while keys
 * are pressed and end after five quiet ones. Nothing here is stored or answered.
 */
import type { Clock } from './ticker.ts'

const holdsMs = 6_000
const renewMs = 4_000
const quietMs = 5_000

export class TypingHints {
  readonly #theirs = new Map<string, number>()
  readonly #own = new Map<string, { toldAt: number; wroteAt: number }>()

  constructor(
    private readonly clock: Clock,
    private readonly tell: (contact: string, on: boolean) => void,
  ) {}

  heard(contact: string, on: boolean): void {
    if (on) this.#theirs.set(contact, this.clock.now() + holdsMs)
    else this.#theirs.delete(contact)
  }

  /** Contacts whose customer is writing now. */
  now(): ReadonlySet<string> {
    const now = this.clock.now()
    return new Set([...this.#theirs].filter(([, until]) => until > now).map(([contact]) => contact))
  }

  wrote(contact: string): void {
    const now = this.clock.now()
    const toldAt = this.#own.get(contact)?.toldAt ?? -Infinity
    const renew = now - toldAt >= renewMs
    if (renew) this.tell(contact, true)
    this.#own.set(contact, { toldAt: renew ? now : toldAt, wroteAt: now })
  }

  stopped(contact: string): void {
    if (this.#own.delete(contact)) this.tell(contact, false)
  }

  /** Once a second. Returns whether somebody's hint ran out. */
  pass(): boolean {
    const now = this.clock.now()
    for (const [contact, { wroteAt }] of this.#own) if (now - wroteAt >= quietMs) this.stopped(contact)
    const before = this.#theirs.size
    for (const [contact, until] of this.#theirs) if (until <= now) this.#theirs.delete(contact)
    return this.#theirs.size !== before
  }
}
