/**
 * The desk: in by methods (what the agent does), out by `view()` and a call after every change. It owns what only this
 * window knows (choice, drafts, what was asked) and leaves every rule to the hub: nothing that moves a contact is shown as
 * done before the lists say so. What the screen shows is computed in state.ts and talk.ts; the outside is handed in.
 */
import type { HubClient } from '#client'
import {
  Refused,
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
import { serves } from './may.ts'
import { Calls } from './calls/calls.ts'
import { Asks, isSeen, type AskKey } from './asks.ts'
import { Choice, type Notice } from './choice.ts'
import type { Chosen, ContactId, DeskOptions, DeskView } from './desk-view.ts'
import type { Draft } from './drafts.ts'
import { FloorDoor } from './floor-door.ts'
import { Letters } from './letters.ts'
import { Questions } from './questions.ts'
import { Reading } from './reading.ts'
import { Ready } from './ready.ts'
import { activeInOrder, deskLists, stillPending } from './state.ts'
import { Woken } from './woken.ts'
import type { Person } from './writing/find.ts'

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
  /** Quick replies and tags. */
  readonly ready: Ready
  /** What the agent writes. */
  readonly letters: Letters
  readonly #client: HubClient
  readonly #choice: Choice
  readonly #reading: Reading
  readonly #offs: (() => void)[] = []
  readonly #listeners = new Set<() => void>()
  readonly #woken = new Woken()

  constructor(private readonly options: DeskOptions) {
    const client = (this.#client = options.client)
    this.questions = new Questions(client)
    this.floor = new FloorDoor(client)
    this.ready = new Ready(
      () => this.questions.replies(),
      () => this.#changed(),
    )
    this.#choice = new Choice(options.place)
    this.acts = new Acts(
      (key, verb, body, refused) => this.#ask(key, verb, body, refused),
      this.#choice,
      () => this.#isWriting(),
    )
    this.letters = new Letters({
      ...options,
      ask: (key, verb, body, refused) => this.#ask(key, verb, body, refused),
      changed: () => this.#changed(),
      answered: (id, refusal) => this.#answered(id, refusal),
      sent: (contact) => this.#sent(contact),
      fileBytesMax: () => this.#me()?.attachmentBytesMax ?? 0,
    })
    this.calls = new Calls({
      client,
      ask: (ask) => this.acts.call(ask),
      changed: () => this.#changed(),
      sounding: options.sounding,
      store: options.callStore,
    })
    this.#reading = new Reading(client, () => this.#contacts())
  }

  /** Begins to listen. The client is connected, and closed, by its owner. */
  open(): void {
    const client = this.#client
    this.asks.resume(client.resumePending())
    this.letters.outgoing.resume(client.resumePending())
    this.#offs.push(
      client.on('state', ({ kind }) => {
        if (kind === 'online') this.#reading.tellAll()
        this.#changed()
      }),
      client.on('list', () => this.#listChanged()),
      client.on('entries', ({ contact, entries }) => this.#entriesCame(contact, entries)),
      client.on('reset', () => this.#changed()),
      client.on('hint', ({ verb, body }) => {
        if (verb === 'message.typing') this.letters.typing.heard(body.contact, body.on)
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
    this.letters.close()
    this.#listeners.clear()
  }

  /** Calls `listener` after every change. Returns what ends it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Is this contact one's own now? */
  readonly isMine = (contact: string): boolean => this.#contacts().has(contact)

  /** All that the screen shows now. */
  view(): DeskView {
    const lists = deskLists({
      me: this.#me(),
      offers: this.#offers(),
      contacts: this.#contacts().values(),
      queues: this.#client.list('floor', 'queue').values(),
      agents: this.#client.list('floor', 'agent').values(),
      log: (contact) => this.#client.log(contact),
      pending: this.letters.outgoing.all(),
      typing: this.letters.typing.now(),
      woken: this.#woken.all,
      calls: this.calls.all,
      draft: (contact) => this.letters.draft(contact).text,
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

  /** Keeps what is being written, and that the agent is writing here. */
  write(contact: string, part: Partial<Draft>): void {
    this.#choice.wrote()
    this.letters.write(contact, part)
  }

  /** Keeps a note beside the talk, and tells those whom it names. */
  sendNote(contact: string): void {
    this.letters.sendNote(contact, this.people())
  }

  /** Colleagues whom a note can name. */
  people(): readonly Person[] {
    const me = this.#me()?.agent
    return [...this.#client.list('floor', 'agent').values()].filter(({ agent }) => agent !== me)
  }

  /** Ends wrap-up with what the form holds. */
  wrapUp(contact: ContactId): void {
    this.acts.wrapUp(contact, this.letters.draft(contact))
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
    if (this.options.drafts.reload(key) !== null) this.#changed()
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

  /** An answer has left: the line "new" has done its work, and who waits longest is next where the agent wants that. */
  #sent(contact: string): void {
    this.#reading.newAfter = null
    if (contact !== this.#choice.chosen || !this.options.followsLongest()) return
    const next = activeInOrder(this.#contacts().values()).find((one) => one.contact !== contact)
    if (next !== undefined && next.waitingSince !== null) this.choose(next.contact)
  }

  #answered(id: string, refusal: RefusalCode | null): void {
    const key = this.asks.answered(id, refusal)
    if (refusal === null && key?.startsWith('note ') === true) this.letters.noteKept(key.slice('note '.length))
    if (refusal !== null) this.letters.outgoing.refused(id, refusal)
    this.#seen()
    this.#changed()
  }

  #entriesCame(contact: string, entries: readonly Entry[]): void {
    this.letters.outgoing.stored(entries)
    if (entries.some((entry) => entry.kind === 'message' && entry.from === 'customer'))
      this.letters.typing.heard(contact, false)
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
      // Who writes to nobody has no use for what is ready to be written.
      if (serves(this.#me())) this.ready.follow(this.#me()?.configuration ?? 0)
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
    return this.letters.isWriting(this.#choice.chosen ?? '')
  }

  #told(): DeskNotice | null {
    const notices = [...this.#client.list('desk', 'notice').values()].sort((a, b) => b.at - a.at)
    const newest = notices[0]
    return newest === undefined || newest.at <= this.options.noticed.get() ? null : newest
  }

  #chosenChanged(before: string | null): void {
    if (before !== null) this.letters.typing.stopped(before)
    if (this.#choice.chosen !== null) this.#woken.seen(this.#choice.chosen)
    this.#reading.rememberNew(this.#choice.chosen)
  }

  #advanceMarks(): void {
    this.#reading.advance(this.options.attentive() ? this.#choice.chosen : null)
  }

  #second(): void {
    const now = this.options.clock.now()
    if (this.letters.typing.pass() || this.#choice.pass(now)) this.#changed()
    for (const { contact, phase, until } of this.#contacts().values()) {
      const { disposition, note } = this.letters.draft(contact)
      const ends = phase === 'wrapUp' && until !== null && until - now < finishBeforeMs
      if (ends && (disposition !== '' || note !== '') && this.asks.refusal(`wrapUp ${contact}`) === null)
        this.wrapUp(contact)
    }
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
      pending: stillPending(this.letters.outgoing.all(), id, log),
      uploads: this.letters.uploads(id),
      draft: this.letters.draft(id),
      sendsWhenUploaded: this.letters.waits(id),
      customerTypes: this.letters.typing.now().has(id),
      newAfter: this.#reading.newAfter,
    }
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener()
  }
}
