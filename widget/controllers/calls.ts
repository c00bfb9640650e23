/**
 * Calls as far as the chat knows of them: what the hub says of the contact's call, what the customer is about to ask for,
 * and whether this tab is the one that has it. Everything that sounds or is seen is in `call/`, which the panel loads as soon
 * as one of these is there.
 */
import type { HubClient } from '#client'
import {
  Refused,
  type CallMedia,
  type RefusalCode,
  type RequestBody,
  type VisitCall,
  type VisitContact,
} from '#protocol'
import type { WidgetHost } from '../host.ts'
import { callStateOf, type CallState } from '../state.ts'
import type { Begin } from './session.ts'
import { keep } from './storage.ts'

/** What the customer is about to begin: they are shown what will be seen and heard, and press once more. */
export interface Wish {
  readonly media: CallMedia
  /** What they wrote before, where the call begins a contact. */
  readonly begin: Begin | null
  /** It answers what the other side has proposed. */
  readonly accepts: boolean
}

/** What calls need of the session. */
export interface CallsHost {
  readonly client: HubClient
  readonly siteKey: string
  readonly contact: VisitContact | undefined
  start(begin: Begin, media: CallMedia): Promise<unknown>
}

export class Calls {
  wish: Wish | null = null
  /** Why what was pressed last did not work. */
  problem: RefusalCode | null = null
  /** The chat is behind the call: what comes in is not seen. */
  covers = false
  /** The hub has been asked and has not answered. */
  busy = false
  /** By what the hub says; null while there is none. */
  state: CallState | null = null

  constructor(
    private readonly session: CallsHost,
    private readonly host: WidgetHost,
    private readonly changed: () => void,
  ) {}

  /** The call of the contact that is shown. */
  get call(): VisitCall | undefined {
    const [call] = this.session.client.list('visit', 'call').values()
    return call?.contact === this.session.contact?.contact ? call : undefined
  }

  /** There is something to show beside the chat. */
  get shown(): boolean {
    return Boolean(this.wish ?? this.call)
  }

  /** This tab has the contact's call, or takes it; kept over a reload. */
  get isMine(): boolean {
    return keep(this.session.siteKey, 'call') !== null
  }
  set isMine(mine: boolean) {
    keep(this.session.siteKey, 'call', mine ? '1' : null)
    this.changed()
  }

  /** The customer wants to call, or to take what is proposed; null when they do not after all. */
  want(media: CallMedia | null, begin: Begin | null = null): void {
    if (media && this.state && this.state !== 'asked') return
    this.problem = null
    this.wish = media && { media, begin, accepts: this.state === 'asked' }
    this.changed()
  }

  /** They have seen what will be seen, and do it. */
  go(): void {
    const { wish, session } = this
    if (!wish || this.busy) return
    this.isMine = true
    if (wish.accepts) void this.ask('call.answer', { accept: true })
    else if (session.contact && session.contact.phase !== 'closed') void this.ask('call.propose', { media: wish.media })
    else void this.#settle(session.start(wish.begin ?? nothingSaid, wish.media))
  }

  /** Asks the hub for something about the contact's call. Resolves when it has answered: to whether it is done. */
  ask<V extends CallVerb>(verb: V, body: Omit<RequestBody<V>, 'contact'>): Promise<boolean> {
    const { client, contact } = this.session
    if (!contact) return Promise.resolve(false)
    return this.#settle(client.request(verb, { contact: contact.contact, ...body } as RequestBody<V>).done)
  }

  async #settle(done: Promise<unknown>): Promise<boolean> {
    this.busy = true
    this.problem = null
    this.changed()
    const isDone = await done.then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refused) this.problem = error.code
        return false
      },
    )
    this.busy = false
    this.changed()
    return isDone
  }

  /** The hub has said something new. True when the window should be open: somebody asks, or the call of this tab goes on. */
  update(): boolean {
    const { call } = this
    const state = call ? callStateOf(call) : null
    const before = this.state
    this.state = state
    if (state !== before && this.wish && (state ? state !== 'asked' : this.wish.accepts)) this.wish = null
    // What was asked for comes with a later list than its answer.
    if (!state && !this.wish && this.isMine) this.isMine = false
    if (state === before) return false
    this.host.emit('call', { state: state ?? 'ended' })
    return before === null && (state === 'asked' || this.isMine)
  }
}

type CallVerb = 'call.propose' | 'call.answer' | 'call.end' | 'call.set' | 'call.consent'

const nothingSaid: Begin = { name: '', topic: '', text: '', reach: '' }
