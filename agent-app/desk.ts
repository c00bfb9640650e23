/**
 * The desk: in by methods (what the agent does), out by `view()` and a call after every change. It owns what only this
 * window knows (choice, drafts, what was asked) and leaves every rule to the hub: nothing that moves a contact is shown as
 * done before the lists say so. What the screen shows is computed in state.ts and talk.ts; the outside is handed in.
 */
import type { HubClient } from '#client'
import {
  Refused,
  type AttachmentInfo,
  type DeskContact,
  type DeskMe,
  type DeskNotice,
  type DeskOffer,
  type Entry,
  type RefusalCode,
  type RequestBody,
  type Verb,
} from '#protocol'
import { Acts } from './acts.ts'
import { Calls } from './calls/calls.ts'
import { Asks, isSeen, type AskKey } from './asks.ts'
import { Choice, type Notice } from './choice.ts'
import type { Chosen, ContactId, DeskOptions, DeskView } from './desk-view.ts'
import type { Draft, Drafts } from './drafts.ts'
import { FloorDoor } from './floor-door.ts'
import { Outgoing } from './outgoing.ts'
import { Questions } from './questions.ts'
import { Reading } from './reading.ts'
import { deskLists, stillPending } from './state.ts'
import { TypingHints } from './typing.ts'
import { Uploads } from './uploads.ts'
import { Woken } from './woken.ts'

/** Wrap-up that is about to be ended by the hub is finished with what the form holds, milliseconds before. */
const finishBeforeMs = 2_500

export class Desk {
  readonly asks = new Asks()
  readonly questions: Questions
  /** What moves contacts other than offers, and what a supervisor does. */
  readonly acts: Acts
  readonly calls: Calls
  /** For the board. */
  readonly floor: FloorDoor
  readonly #client: HubClient
  readonly #drafts: Drafts
  readonly #choice: Choice
  readonly #outgoing = new Outgoing()
  readonly #reading: Reading
  readonly #typing: TypingHints
  readonly #uploads: Uploads
  readonly #offs: (() => void)[] = []
  readonly #listeners = new Set<() => void>()
  readonly #sendWhenUploaded = new Set<string>()
  readonly #woken = new Woken()

  constructor(private readonly options: DeskOptions) {
    const client = (this.#client = options.client)
    this.questions = new Questions(client)
    this.floor = new FloorDoor(client)
    this.#drafts = options.drafts
    this.#choice = new Choice(options.place)
    this.acts = new Acts(
      (key, verb, body, refused) => this.#ask(key, verb, body, refused),
      this.#choice,
      () => this.#isWriting(),
    )
    this.calls = new Calls({
      client,
      ask: (ask) => this.acts.call(ask),
      changed: () => this.#changed(),
      sounding: options.sounding,
      store: options.callStore,
    })
    this.#typing = new TypingHints(options.clock, (contact, on) =>
      client.hint('message.typing', { contact: contact as ContactId, on }),
    )
    this.#reading = new Reading(client, () => this.#contacts())
    this.#uploads = new Uploads(
      options.sendFile,
      (contact, file) => this.#fileStored(contact, file),
      () => this.#uploadsChanged(),
    )
  }

  /** Begins to listen. The client is connected, and closed, by its owner. */
  open(): void {
    const client = this.#client
    this.asks.resume(client.resumePending())
    this.#outgoing.resume(client.resumePending())
    this.#offs.push(
      client.on('state', ({ kind }) => {
        if (kind === 'online') this.#reading.tellAll()
        this.#changed()
      }),
      client.on('list', () => this.#listChanged()),
      client.on('entries', ({ contact, entries }) => this.#entriesCame(contact, entries)),
      client.on('reset', () => this.#changed()),
      client.on('hint', ({ verb, body }) => {
        if (verb === 'message.typing') this.#typing.heard(body.contact, body.on)
        if (verb === 'offer.lost') this.#offerLost(body.offer)
        this.#changed()
      }),
      client.on('answered', ({ id, refusal }) => this.#answered(id, refusal)),
      this.options.clock.every(() => this.#second()),
      this.floor.watchTrend(this.options.clock),
    )
  }

  close(): void {
    for (const off of this.#offs.splice(0)) off()
    this.calls.close()
    this.#uploads.close()
    this.#listeners.clear()
  }

  /** Calls `listener` after every change. Returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** All that the screen shows now. */
  view(): DeskView {
    const lists = deskLists({
      me: this.#me(),
      offers: this.#offers(),
      contacts: this.#contacts().values(),
      queues: this.#client.list('floor', 'queue').values(),
      agents: this.#client.list('floor', 'agent').values(),
      log: (contact) => this.#client.log(contact),
      pending: this.#outgoing.all(),
      typing: this.#typing.now(),
      woken: this.#woken.all,
      calls: this.calls.all,
      draft: (contact) => this.#drafts.of(contact).text,
      readHere: (contact) => this.#reading.read(contact),
    })
    return {
      connection: this.#client.state,
      lists,
      chosen: this.#chosenView(),
      notice: this.#choice.notice,
      told: this.#told(),
      floor: {
        waiting: this.#client.list('floor', 'waiting'),
        held: this.#client.list('floor', 'held'),
        bots: this.#client.list('floor', 'bot'),
      },
    }
  }

  /** Puts a contact on screen, or none. */
  choose(contact: string | null): void {
    const before = this.#choice.chosen
    if (this.#choice.choose(contact)) this.#chosenChanged(before)
    this.attentionChanged()
  }

  /** The window gained or lost the agent's eyes, or shows another column. */
  attentionChanged(): void {
    if (this.options.attentive()) this.#advanceMarks()
    else this.#reading.rememberNew(this.#choice.chosen)
    this.#changed()
  }

  accept(offer: DeskOffer): void {
    if (this.#answers(offer)) return
    this.#choice.accepted(offer.contact, offer.customerName, this.#isWriting())
    this.calls.mine(offer.contact)
    const lost = (): void => this.#choice.lost(offer.contact, offer.customerName)
    this.#ask(`accept ${offer.offer}`, 'offer.accept', { offer: offer.offer, epoch: offer.epoch }, lost)
  }

  decline(offer: DeskOffer): void {
    if (this.#answers(offer)) return
    this.#ask(`decline ${offer.offer}`, 'offer.decline', { offer: offer.offer, epoch: offer.epoch })
  }

  /** Keeps what is being written; the customer is told that something is. */
  write(contact: string, part: Partial<Draft>): void {
    this.#drafts.change(contact, part)
    this.#choice.wrote()
    if (part.text === '') this.#typing.stopped(contact)
    else if (part.text !== undefined) this.#typing.wrote(contact)
    this.#changed()
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
      this.#typing.stopped(contact)
      this.#reading.newAfter = null
      this.#sendMessage(contact, text.trim(), attachments)
    }
    this.#changed()
  }

  /** Sends a refused message again, as a new request: the old one has its answer. */
  retry(id: string): void {
    const message = this.#outgoing.get(id)
    if (message === undefined || message.refusal === null) return
    this.#outgoing.remove(id)
    this.#sendMessage(message.contact, message.text, message.attachments)
    this.#changed()
  }

  discard(id: string): void {
    this.#outgoing.remove(id)
    this.#changed()
  }

  attach(contact: string, files: readonly File[]): void {
    this.#uploads.begin(contact, files, { bytesMax: this.#me()?.attachmentBytesMax ?? 0 })
  }

  retryUpload(key: string): void {
    this.#uploads.retry(key)
  }

  /** Takes a file off the draft: `key` of an upload, or the id of a stored attachment. */
  detach(contact: string, key: string): void {
    this.#uploads.remove(key)
    const left = this.#drafts.of(contact).attachments.filter(({ attachment }) => attachment !== key)
    this.#drafts.change(contact, { attachments: left })
    this.#changed()
  }

  /** Ends wrap-up with what the form holds. */
  wrapUp(contact: ContactId): void {
    this.acts.wrapUp(contact, this.#drafts.of(contact))
  }

  /** Says something that belongs to no row. */
  notify(notice: Notice): void {
    this.#choice.notice = notice
    this.#changed()
  }

  /** Takes off what is told: the notice, else what a supervisor did. */
  dismissNotice(): void {
    const told = this.#told()
    if (this.#choice.notice === null && told !== null) this.options.noticed.set(told.at)
    this.#choice.notice = null
    this.#changed()
  }

  /** Another window of this agent changed what is stored. */
  storageChanged(key: string): void {
    if (this.#drafts.reload(key) !== null) this.#changed()
  }

  retryConnection(): void {
    this.#client.retryNow()
  }

  #ask<V extends Verb>(
    key: AskKey,
    verb: V,
    body: RequestBody<V>,
    refused: (code: RefusalCode) => void = () => {},
  ): void {
    if (this.asks.busy(key)) return
    const { id, done } = this.#client.request(verb, body)
    this.asks.asked(id, key)
    this.calls.asked(verb, body)
    // Event `answered` tells the same, but not of what the client itself refuses.
    done.catch((error: unknown) => {
      if (!(error instanceof Refused)) return
      refused(error.code)
      this.#answered(id, error.code)
    })
    this.#changed()
  }

  #sendMessage(contact: string, text: string, attachments: readonly AttachmentInfo[]): void {
    const ids = attachments.map(({ attachment }) => attachment)
    const { id, done } = this.#client.request('message.send', {
      contact: contact as ContactId,
      text,
      attachments: ids,
    })
    this.#outgoing.sent(id, contact, text, attachments)
    done.catch((error: unknown) => {
      if (error instanceof Refused) this.#answered(id, error.code)
    })
  }

  #answered(id: string, refusal: RefusalCode | null): void {
    this.asks.answered(id, refusal)
    if (refusal !== null) this.#outgoing.refused(id, refusal)
    this.#seen()
    this.#changed()
  }

  #entriesCame(contact: string, entries: readonly Entry[]): void {
    this.#outgoing.stored(entries)
    if (entries.some((entry) => entry.kind === 'message' && entry.from === 'customer'))
      this.#typing.heard(contact, false)
    this.#advanceMarks()
    this.#changed()
  }

  /** Told before the offer leaves the list, which still knows whom it was about. */
  #offerLost(offer: string): void {
    const lost = this.#client.list('desk', 'offer').get(offer)
    if (lost !== undefined) this.#choice.answered(lost.contact, lost.customerName, this.options.clock.now())
  }

  #listChanged(): void {
    // Before the first snapshot an empty list means nothing.
    if (this.#me() !== null) {
      const before = this.#choice.chosen
      const sentAway = (contact: string): boolean =>
        ['wrapUp', 'transfer', 'call.handOver'].some((deed) => this.asks.doneHere(`${deed} ${contact}`))
      if (this.#choice.follow(this.#contacts(), sentAway)) this.#chosenChanged(before)
      this.#seen()
      this.#followWoken()
      this.calls.follow()
    }
    this.#advanceMarks()
    this.#changed()
  }

  /** What was asked and done shows in the lists now. */
  #seen(): void {
    const offers = this.#client.list('desk', 'offer')
    const waiting = this.#client.list('floor', 'waiting')
    this.asks.seen((key) => isSeen(key, offers, this.#contacts(), waiting))
  }

  /** Talks that go on are told, unless they are open already. */
  #followWoken(): void {
    for (const { contact, customerName } of this.#woken.follow(this.#contacts()))
      if (contact !== this.#choice.chosen) this.#choice.notice = { kind: 'woken', contact, name: customerName }
    if (this.#choice.chosen !== null) this.#woken.seen(this.#choice.chosen)
  }

  #isWriting(): boolean {
    const { text, note } = this.#drafts.of(this.#choice.chosen ?? '')
    return text !== '' || note !== ''
  }

  #told(): DeskNotice | null {
    const notices = [...this.#client.list('desk', 'notice').values()].sort((a, b) => b.at - a.at)
    const newest = notices[0]
    return newest === undefined || newest.at <= this.options.noticed.get() ? null : newest
  }

  #chosenChanged(before: string | null): void {
    if (before !== null) this.#typing.stopped(before)
    if (this.#choice.chosen !== null) this.#woken.seen(this.#choice.chosen)
    this.#reading.rememberNew(this.#choice.chosen)
  }

  #advanceMarks(): void {
    this.#reading.advance(this.options.attentive() ? this.#choice.chosen : null)
  }

  #second(): void {
    const now = this.options.clock.now()
    if (this.#typing.pass() || this.#choice.pass(now)) this.#changed()
    for (const { contact, phase, until } of this.#contacts().values()) {
      const { disposition, note } = this.#drafts.of(contact)
      const ends = phase === 'wrapUp' && until !== null && until - now < finishBeforeMs
      if (ends && (disposition !== '' || note !== '') && this.asks.refusal(`wrapUp ${contact}`) === null)
        this.wrapUp(contact)
    }
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
    this.#changed()
  }

  /** Those that still ring. A decline that the hub has confirmed needs no list to be believed. */
  #offers(): readonly DeskOffer[] {
    const offers = [...this.#client.list('desk', 'offer').values()]
    return offers.filter(({ offer }) => !this.asks.doneHere(`decline ${offer}`))
  }

  #answers(offer: DeskOffer): boolean {
    return this.asks.busy(`accept ${offer.offer}`) || this.asks.busy(`decline ${offer.offer}`)
  }

  #me(): DeskMe | null {
    return this.#client.list('desk', 'me').get('') ?? null
  }

  #contacts(): ReadonlyMap<string, DeskContact> {
    return this.#client.list('desk', 'contact')
  }

  #chosenView(): Chosen | null {
    const id = this.#choice.chosen
    if (id === null) return null
    const log = this.#client.log(id)
    return {
      id,
      contact: this.#contacts().get(id) ?? null,
      log,
      pending: stillPending(this.#outgoing.all(), id, log),
      uploads: this.#uploads.of(id),
      draft: this.#drafts.of(id),
      sendsWhenUploaded: this.#sendWhenUploaded.has(id),
      customerTypes: this.#typing.now().has(id),
      newAfter: this.#reading.newAfter,
    }
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
