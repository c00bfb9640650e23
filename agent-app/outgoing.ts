/**
 * Own messages from the moment they are written until they stand in the log: on their way, or refused and waiting to be
 * sent again or discarded. A message whose answer came before its entry stays until the entry does.
 */
import type { PendingRequest } from '#client'
import type { AttachmentInfo, Entry, RefusalCode } from '#protocol'
import type { PendingMessage } from './state.ts'

export class Outgoing {
  readonly #messages = new Map<string, PendingMessage>()

  all(): readonly PendingMessage[] {
    return [...this.#messages.values()]
  }

  get(id: string): PendingMessage | undefined {
    return this.#messages.get(id)
  }

  sent(id: string, contact: string, text: string, attachments: readonly AttachmentInfo[]): void {
    this.#messages.set(id, { id, contact, text, attachments, refusal: null })
  }

  /** Messages of a page before the reload. Of their files only the number is known. */
  resume(requests: readonly PendingRequest[]): void {
    for (const { id, verb, body } of requests) {
      if (verb !== 'message.send') continue
      const files = body.attachments.map((attachment) => ({ attachment, name: '', type: '', sizeBytes: 0 }))
      this.sent(id, body.contact, body.text, files)
    }
  }

  /** Returns whether this was one of ours. */
  refused(id: string, code: RefusalCode): boolean {
    const message = this.#messages.get(id)
    if (message === undefined) return false
    this.#messages.set(id, { ...message, refusal: code })
    return true
  }

  remove(id: string): void {
    this.#messages.delete(id)
  }

  /** Entries have arrived: the messages among them are no longer on their way. */
  stored(entries: readonly Entry[]): void {
    for (const entry of entries) if (entry.kind === 'message') this.#messages.delete(entry.requestId)
  }

  /** A contact that is no longer held takes its messages along, but for refused ones, which nobody else has. */
  forgetContact(contact: string): void {
    for (const message of this.all())
      if (message.contact === contact && message.refusal === null) this.#messages.delete(message.id)
  }
}
