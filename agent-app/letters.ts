/**
 * What the agent writes, from the first letter until it stands in the log: drafts, files on their way, messages sent and not
 * stored yet, notes to colleagues. The desk shows all of it; what a refusal means for a message is in outgoing.ts.
 */
import type { HubClient } from '#client'
import { Refused, type AttachmentInfo, type RefusalCode } from '#protocol'
import type { Ask } from './acts.ts'
import type { ContactId, DeskOptions } from './desk-view.ts'
import type { Draft, Drafts } from './drafts.ts'
import { Outgoing } from './outgoing.ts'
import { TypingHints } from './typing.ts'
import { Uploads, type Upload } from './uploads.ts'
import type { Person } from './writing/find.ts'
import { mentioned } from './writing/mentions.ts'

interface Around extends Pick<DeskOptions, 'client' | 'clock' | 'drafts' | 'sendFile'> {
  readonly ask: Ask
  readonly changed: () => void
  /** A message was refused. */
  readonly answered: (id: string, refusal: RefusalCode | null) => void
  /** An answer has left for a customer. */
  readonly sent: (contact: string) => void
  readonly fileBytesMax: () => number
}

export class Letters {
  readonly outgoing = new Outgoing()
  readonly typing: TypingHints
  readonly #client: HubClient
  readonly #drafts: Drafts
  readonly #uploads: Uploads
  readonly #sendWhenUploaded = new Set<string>()

  constructor(private readonly around: Around) {
    const { client, clock } = around
    this.#client = client
    this.#drafts = around.drafts
    this.typing = new TypingHints(clock, (contact, on) =>
      client.hint('message.typing', { contact: contact as ContactId, on }),
    )
    this.#uploads = new Uploads(
      around.sendFile,
      (contact, file) => this.#fileStored(contact, file),
      () => this.#uploadsChanged(),
    )
  }

  close(): void {
    this.#uploads.close()
  }

  draft(contact: string): Draft {
    return this.#drafts.of(contact)
  }

  uploads(contact: string): readonly Upload[] {
    return this.#uploads.of(contact)
  }

  /** A message waits for its files. */
  waits(contact: string): boolean {
    return this.#sendWhenUploaded.has(contact)
  }

  /** Something stands unsent there. */
  isWriting(contact: string): boolean {
    const { text, note, aside } = this.#drafts.of(contact)
    return text !== '' || note !== '' || aside !== ''
  }

  /** Keeps what is being written; the customer is told that something is, unless it is not for them. */
  write(contact: string, part: Partial<Draft>): void {
    this.#drafts.change(contact, part)
    if (part.text === '') this.typing.stopped(contact)
    else if (part.text !== undefined) this.typing.wrote(contact)
    this.around.changed()
  }

  /** Sends the draft: at once, or when its files have arrived. */
  send(contact: string): void {
    const { text, attachments } = this.#drafts.of(contact)
    const uploads = this.#uploads.of(contact)
    // Which file to leave out is the agent's choice, and so is sending without it.
    if (uploads.some(({ problem }) => problem !== null)) return
    const waits = uploads.length > 0
    this.#sendWhenUploaded[waits ? 'add' : 'delete'](contact)
    if (!waits && (text.trim() !== '' || attachments.length > 0)) {
      this.#drafts.change(contact, { text: '', attachments: [] })
      this.typing.stopped(contact)
      this.#sendMessage(contact, text.trim(), attachments)
      this.around.sent(contact)
    }
    this.around.changed()
  }

  /** Keeps the note beside the talk. It stays where it was written until the hub has it. */
  sendNote(contact: string, people: readonly Person[]): void {
    const text = this.#drafts.of(contact).aside.trim()
    if (text === '') return
    const mentions = mentioned(text, people) as never[]
    this.around.ask(`note ${contact}`, 'contact.note', { contact: contact as ContactId, text, mentions })
  }

  /** The hub has the note. */
  noteKept(contact: string): void {
    this.#drafts.change(contact, { aside: '', mode: 'message' })
  }

  /** Sends a refused message again, as a new request: the old one has its answer. */
  retry(id: string): void {
    const message = this.outgoing.get(id)
    if (message === undefined || message.refusal === null) return
    this.outgoing.remove(id)
    this.#sendMessage(message.contact, message.text, message.attachments)
    this.around.changed()
  }

  discard(id: string): void {
    this.outgoing.remove(id)
    this.around.changed()
  }

  attach(contact: string, files: readonly File[]): void {
    this.#uploads.begin(contact, files, { bytesMax: this.around.fileBytesMax() })
  }

  retryUpload(key: string): void {
    this.#uploads.retry(key)
  }

  /** Takes a file off the draft: `key` of an upload, or the id of a stored attachment. */
  detach(contact: string, key: string): void {
    this.#uploads.remove(key)
    const left = this.#drafts.of(contact).attachments.filter(({ attachment }) => attachment !== key)
    this.#drafts.change(contact, { attachments: left })
    this.around.changed()
  }

  #sendMessage(contact: string, text: string, attachments: readonly AttachmentInfo[]): void {
    const ids = attachments.map(({ attachment }) => attachment)
    const { id, done } = this.#client.request('message.send', {
      contact: contact as ContactId,
      text,
      attachments: ids,
    })
    this.outgoing.sent(id, contact, text, attachments)
    done.catch((error: unknown) => {
      if (error instanceof Refused) this.around.answered(id, error.code)
    })
  }

  #fileStored(contact: string, file: AttachmentInfo): void {
    this.#drafts.change(contact, { attachments: [...this.#drafts.of(contact).attachments, file] })
  }

  #uploadsChanged(): void {
    for (const contact of [...this.#sendWhenUploaded]) {
      const uploads = this.#uploads.of(contact)
      if (uploads.some(({ problem }) => problem !== null)) this.#sendWhenUploaded.delete(contact)
      else if (uploads.length === 0) this.send(contact)
    }
    this.around.changed()
  }
}
