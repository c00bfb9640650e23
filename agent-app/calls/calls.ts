/**
 * The agent's calls in this window, and the door to the part of the app that carries and shows them, which is loaded when the
 * first call comes. Rules are the hub's; sound and picture are the lines' (lines.ts).
 */
import type { HubClient } from '#client'
import type { CallLine, OwnDevices } from '../../media/client/index.ts'
import type { DeskCall, RequestBody, Verb } from '#protocol'
import type { Ringing } from '../alerts.ts'
import type { DeskView } from '../desk-view.ts'
import { quietly } from '../drafts.ts'
import type { Action } from '../keys.ts'
import type { Speech } from '../speech.ts'
import type { CallAsk } from './key.ts'
import type { Seat } from './line.ts'

/** The element that shows a call, as far as keys reach it. */
export interface CallElement extends HTMLElement {
  /** Opens what only it has: keypad, its own size. */
  act?(action: Action): boolean
}

/** What an action is done with. */
export interface CallDoing {
  readonly view: DeskView
  readonly speech: Speech
  /** The contact whose call is on screen, or would be. */
  readonly shown: string | null
  readonly element: CallElement | null
  readonly dialogs: {
    /** `then`: what waits for the check. */
    devices(then: { readonly text: string; readonly run: () => void } | null): void
    invite(call: DeskCall): void
  }
}

/** The part that is loaded when it is needed. */
export interface CallPart {
  /** The calls have changed. */
  follow(): void
  seat(contact: string): Seat | null
  /** Takes a call here that goes on in another window. */
  takeHere(call: DeskCall): void
  /** Calls that wait for a yes or no, in words. */
  ringing(speech: Speech): readonly Ringing[]
  /** Contacts of colleagues in whose calls this agent is. */
  visits(): ReadonlySet<string>
  /** Does what a key asks of a call. False when there is nothing to do it to; null for what is no matter of calls. */
  act(action: Action, doing: CallDoing): boolean | null
  /** A line that this window has. */
  line(): CallLine | null
  /** The own devices, apart from any call. */
  check(): OwnDevices
  close(): void
}

export interface CallsOptions {
  readonly client: HubClient
  readonly ask: (ask: CallAsk) => void
  readonly changed: () => void
  /** The agent wants to hear what happens. */
  readonly sounding: () => boolean
  /** Which calls are this window's; outlives a reload of the page, and no more. */
  readonly store: Pick<Storage, 'getItem' | 'setItem'>
}

/** What brings a call to the window that asks it. An accepted offer names no contact: the desk says that itself. */
const bringing: readonly Verb[] = ['call.propose', 'call.answer', 'call.listen', 'contact.pull', 'contact.takeOver']

/** What can be asked before anything of calls is loaded. */
const beginning: readonly Action[] = ['callVoice', 'callVideo', 'callDevices']

const storeKey = 'madoguchi.agent.calls'

export class Calls {
  /** Null until it is needed. */
  part: CallPart | null = null
  #loading: Promise<void> | null = null
  #closed = false
  readonly #mine: Set<string>
  /** Contacts whose calls were hung up, or taken back, here. */
  readonly ended = new Set<string>()

  constructor(private readonly options: CallsOptions) {
    this.#mine = new Set((quietly(() => options.store.getItem(storeKey)) ?? '').split(' '))
  }

  /** All of this agent's calls by contact. The map changes in place. */
  get all(): ReadonlyMap<string, DeskCall> {
    return this.options.client.list('desk', 'call')
  }

  /** The lists have changed. */
  follow(): void {
    if (this.part !== null) this.part.follow()
    else if (this.all.size > 0) void this.load()
  }

  /** What this window asked for comes here, and not into another window of the agent. */
  mine(contact: string): void {
    this.#mine.delete(contact)
    this.#mine.add(contact)
    quietly(() => this.options.store.setItem(storeKey, [...this.#mine].slice(-20).join(' ')))
  }

  isMine(contact: string): boolean {
    return this.#mine.has(contact)
  }

  /** Something was asked here. */
  asked<V extends Verb>(verb: V, body: RequestBody<V>): void {
    if (!('contact' in body)) return
    if (bringing.includes(verb)) this.mine(body.contact)
    if (verb === 'call.end') this.ended.add(body.contact)
    if (verb === 'call.propose') this.ended.delete(body.contact)
  }

  takeHere(call: DeskCall): void {
    this.mine(call.contact)
    this.part?.takeHere(call)
  }

  /** Does what a key asks of a call. False when there is nothing to do it to; null for what is no matter of calls. */
  act(action: Action, doing: CallDoing): boolean | null {
    if (this.part !== null) return this.part.act(action, doing)
    if (!beginning.includes(action)) return null
    void this.load().then(() => this.part?.act(action, doing))
    return true
  }

  /** Loads the screens of calls; those that stand already come to life. Rejects never. */
  load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => (this.#loading = null))
    return this.#loading
  }

  async #load(): Promise<void> {
    // Null: the network is away, or the hub serves another build. The next change of the lists tries again.
    const loaded = this.part === null ? await import('./index.ts').catch(() => null) : null
    if (loaded === null || this.#closed) return
    this.part = loaded.openCalls(this.options, this)
    this.part.follow()
    this.options.changed()
  }

  close(): void {
    this.#closed = true
    this.part?.close()
  }
}
