/** What the simulated people were told: the ground truth that the checkers hold the hub to. */
import type { ContactId } from '../model/ids.ts'

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

export class Record {
  /** By contact. */
  readonly acked = new Map<ContactId, AckedMessage[]>()
  readonly startedContacts = new Set<ContactId>()
  /** By request id, whatever came of it. */
  readonly said = new Map<string, Said>()
  /** How often each kind of thing happened: a promise with no chance to break was not tested. */
  readonly chances: { [kind: string]: number } = {}

  count(kind: string): void {
    this.chances[kind] = (this.chances[kind] ?? 0) + 1
  }

  ack(message: AckedMessage): void {
    this.count('messages acknowledged')
    const acked = this.acked.get(message.contact)
    if (acked === undefined) this.acked.set(message.contact, [message])
    else acked.push(message)
  }
}
