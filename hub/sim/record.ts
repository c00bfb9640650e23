/** What the simulated people were told: the ground truth that the checkers hold the hub to. */
import type { Actor } from '../http/door.ts'
import type { AgentId, ContactId, OfferId } from '../model/ids.ts'

/** A message whose sender was told that it is kept. */
export interface AckedMessage {
  readonly contact: ContactId
  readonly requestId: string
  readonly text: string
  readonly seq: number
}

/** Who handed a message to their client, and as which of all they ever said. */
export interface Said {
  readonly speaker: string
  readonly order: number
}

/** Whose browser hears by one of the media engine's transports, and what. */
export interface Ear {
  readonly actor: Actor
  readonly name: string
  readonly contact: ContactId
}

export class Record {
  /** By the transport's number. */
  readonly ears = new Map<number, Ear>()
  /** By contact. */
  readonly acked = new Map<ContactId, AckedMessage[]>()
  readonly startedContacts = new Set<ContactId>()
  /** By request id, whatever came of it. */
  readonly said = new Map<string, Said>()
  /** Offers that an agent was told to have accepted. */
  readonly accepted = new Map<OfferId, AgentId>()
  /** The longest that anybody waited for an answer to what they asked, milliseconds, and what that was. */
  slowest = { tookMs: 0, what: '' }
  /** Nobody does anything new any more. */
  isOver = false
  /** How often each kind of thing happened: a promise with no chance to break was not tested. */
  readonly chances: { [kind: string]: number } = {}

  count(kind: string): void {
    this.chances[kind] = (this.chances[kind] ?? 0) + 1
  }

  answered(what: string, tookMs: number): void {
    if (tookMs > this.slowest.tookMs) this.slowest = { tookMs, what }
  }

  ack(message: AckedMessage): void {
    this.count('messages acknowledged')
    const acked = this.acked.get(message.contact)
    if (acked === undefined) this.acked.set(message.contact, [message])
    else acked.push(message)
  }
}
