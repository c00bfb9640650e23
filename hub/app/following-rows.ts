/**
 * Which contacts' rows are behind their logs. A row is ten times what a message is, and a message changes nothing in it that
 * its entry does not tell: so it is written with every few messages only, or a little later in a tick that has others to
 * write. A start reads what was said since (`Live.load`), so that these few are also all that it must read.
 */
import type { ContactId } from '../model/ids.ts'
import { seconds, since, type Instant } from '../model/time.ts'

/** A row is written with so many messages: a start opens at most as many of each contact. */
const messagesMost = 8
/** Or when the first of them is so old, */
const restMs = seconds(5)
/** as many rows in one tick. */
const rowsMost = 16

interface Behind {
  messages: number
  readonly since: Instant
}

export class FollowingRows {
  /** Longest behind first. */
  readonly #behind = new Map<ContactId, Behind>()

  /** A message was kept which the contact's row knows nothing of; or nothing but marks were set, `messages` is 0 then. */
  behind(contact: ContactId, now: Instant, messages = 1): void {
    const behind = this.#behind.get(contact)
    if (behind === undefined) this.#behind.set(contact, { messages, since: now })
    else behind.messages += messages
  }

  /** The row is as the log is, or gone. */
  written(contact: ContactId): void {
    this.#behind.delete(contact)
  }

  /** Whose rows are to be written now. */
  due(spoken: Iterable<ContactId>, now: Instant): ReadonlySet<ContactId> {
    const due = new Set<ContactId>()
    for (const contact of spoken) if ((this.#behind.get(contact)?.messages ?? 0) >= messagesMost) due.add(contact)
    let old = 0
    for (const [contact, behind] of this.#behind) {
      if (old === rowsMost || since(behind.since, now) < restMs) break
      due.add(contact)
      old += 1
    }
    return due
  }
}
