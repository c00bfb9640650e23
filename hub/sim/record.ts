/** What the simulated people were told: the ground truth that the checkers hold the hub to. */
import type { ContactId, SessionId } from '../model/ids.ts'

/** A message whose sender was told that it is kept. */
export interface AckedMessage {
  readonly contact: ContactId
  readonly session: SessionId
  readonly requestId: string
  readonly text: string
  readonly seq: number
}

/** A message that was handed to the client, in order, whatever came of it. */
export interface SentMessage {
  readonly requestId: string
  readonly text: string
}

export class Record {
  /** By contact. */
  readonly acked = new Map<ContactId, AckedMessage[]>()
  readonly startedContacts = new Set<ContactId>()
  readonly sent = new Map<SessionId, SentMessage[]>()
  /** How often each kind of thing happened: a promise with no chance to break was not tested. */
  readonly chances: { [kind: string]: number } = {}

  count(kind: string): void {
    this.chances[kind] = (this.chances[kind] ?? 0) + 1
  }

  send(session: SessionId, message: SentMessage): void {
    const sent = this.sent.get(session)
    if (sent === undefined) this.sent.set(session, [message])
    else sent.push(message)
  }

  ack(message: AckedMessage): void {
    this.count('messages acknowledged')
    const acked = this.acked.get(message.contact)
    if (acked === undefined) this.acked.set(message.contact, [message])
    else acked.push(message)
  }
}
