/** How far this side has received and read each talk, and where the line "new" stands in the one that is open. */
import type { HubClient } from '#client'
import type { DeskContact } from '#protocol'
import type { ContactId } from './desk-view.ts'
import { Marks } from './marks.ts'

export class Reading {
  /** Where the line "new" stands in the open talk; null for none. */
  newAfter: number | null = null
  readonly #marks: Marks

  constructor(
    private readonly client: HubClient,
    private readonly contacts: () => ReadonlyMap<string, DeskContact>,
  ) {
    this.#marks = new Marks(({ contact, received, read }) => {
      if (client.state.kind !== 'online') return false
      client.hint('message.mark', { contact: contact as ContactId, received, read })
      return true
    })
  }

  /** Up to where this window has shown the talk. */
  read(contact: string): number {
    return this.#marks.read(contact)
  }

  /** A new line: the hub may have missed what was told on the old one. */
  tellAll(): void {
    this.#marks.tellAll()
  }

  /** Puts the line "new" where this side has read the open talk up to now. */
  rememberNew(open: string | null): void {
    const mark = open === null ? 0 : (this.contacts().get(open)?.agentRead ?? 0)
    this.newAfter = open === null ? null : Math.max(mark, this.read(open))
  }

  /** What has come is received, and read in `seen`, the talk that the agent looks at. */
  advance(seen: string | null): void {
    for (const contact of this.contacts().keys()) {
      const received = this.client.log(contact).length
      if (received > 0) this.#marks.advance(contact, received, contact === seen ? received : 0)
    }
  }
}
