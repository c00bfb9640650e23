/**
 * What each line was sent of each log, by number: a resumed line gets exactly what its client lacks, then what is new, each
 * entry once (P4, P5). The client drops what it knows and asks again for what it lacks, so this is looked at before it does.
 */

/** One socket, from its hello on. */
export interface Line {
  /** The client said that it holds entries 1 to `seq` of this contact. */
  greeted(contact: string, seq: number): void
  /** What the client lacked at its hello was sent: what follows is new. */
  caughtUp(): void
  /** The hub sent `count` entries, the first of them with this number. */
  entries(contact: string, firstSeq: number, count: number): void
  /** The hub said that it has less of this contact than the client holds. */
  reset(contact: string): void
}

export class Lines {
  /** The first thing that was wrong, in words, or null. */
  broken: string | null = null
  /** How much was looked at. */
  readonly chances = { 'entries sent in order': 0, 'resumes from a number': 0 }

  /** `rereads`: an agent's line, which shows a contact from its beginning when the agent has it once more. */
  open(who: string, rereads: boolean): Line {
    const held = new Map<string, number>()
    const claimed = new Map<string, number>()
    let resuming = true
    const wrong = (what: string): void => void (this.broken ??= `${what} on a line of ${who}`)
    return {
      greeted: (contact, seq) => void claimed.set(contact, seq),
      caughtUp: () => void (resuming = false),
      entries: (contact, firstSeq, count) => {
        const before = held.get(contact)
        const has = before ?? claimed.get(contact) ?? 0
        const where = resuming && before === undefined && has > 0 ? 'at a resume' : 'while connected'
        const again = rereads && firstSeq === 1 && (before !== undefined || !resuming)
        if (firstSeq > has + 1) wrong(`P4: gap ${where}: ${contact} goes on at ${firstSeq} after ${has}`)
        if (firstSeq <= has && !again) wrong(`P4: twice ${where}: ${contact} goes on at ${firstSeq} after ${has}`)
        held.set(contact, firstSeq + count - 1)
        this.chances['entries sent in order'] += count
        if (where === 'at a resume') this.chances['resumes from a number'] += 1
      },
      reset: (contact) => wrong(`P1: the hub has less of ${contact} than it has told`),
    }
  }
}
