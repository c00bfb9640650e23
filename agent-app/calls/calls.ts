/**
 * The agent's calls in this window: which there are, and the door to the part of the app that carries and shows them, which
 * is loaded when the first call comes. Rules are the hub's; sound and picture are the lines' (lines.ts).
 */
import type { HubClient } from '#client'
import type { CallLine, OwnDevices } from '../../media/client/index.ts'
import type { DeskCall, RequestBody, Verb } from '#protocol'
import type { Action } from '../keys.ts'
import { quietly } from '../drafts.ts'
import { atHand, rings, ringing, type CallAsk } from './kind.ts'
import type { Seat } from './line.ts'

/** The part that is loaded when it is needed. */
export interface CallPart {
  /** The calls have changed. */
  follow(calls: ReadonlyMap<string, DeskCall>): void
  seat(contact: string): Seat | null
  /** Takes a call here that goes on in another window. */
  takeHere(call: DeskCall): void
  /** Does what a key asks of a call. Returns false for what only its screen can do, and where there is nothing to do. */
  act(action: Action, call: DeskCall): boolean
  /** The own devices, apart from any call. */
  check(): OwnDevices
  close(): void
}

export interface CallsOptions {
  readonly client: HubClient
  readonly ask: (ask: CallAsk) => void
  readonly changed: () => void
  /** Which calls are this window's; outlives a reload of the page, and no more. */
  readonly store: Pick<Storage, 'getItem' | 'setItem'>
}

/** What brings a call to the window that asks it. An accepted offer names no contact: the desk says that itself. */
const bringing: readonly Verb[] = ['call.propose', 'call.answer', 'call.listen', 'contact.pull', 'contact.takeOver']

const storeKey = 'madoguchi.agent.calls'

export class Calls {
  #part: CallPart | null = null
  #loading = false
  #closed = false
  readonly #mine: Set<string>

  constructor(private readonly options: CallsOptions) {
    this.#mine = new Set((quietly(() => options.store.getItem(storeKey)) ?? '').split(' '))
  }

  /** All of this agent's calls by contact. The map changes in place. */
  get all(): ReadonlyMap<string, DeskCall> {
    return this.options.client.list('desk', 'call')
  }

  get ringing(): readonly DeskCall[] {
    return ringing(this.all.values())
  }

  /** The lists have changed. */
  follow(): void {
    if (this.#part === null && [...this.all.values()].some((call) => call.leg !== null || rings(call))) void this.load()
    this.#part?.follow(this.all)
  }

  /** What this window asked for comes here, and not into another window of the agent. */
  mine(contact: string): void {
    this.#mine.delete('')
    this.#mine.add(contact)
    quietly(() => this.options.store.setItem(storeKey, [...this.#mine].slice(-20).join(' ')))
  }

  /** Something was asked here. */
  asked<V extends Verb>(verb: V, body: RequestBody<V>): void {
    if (bringing.includes(verb) && 'contact' in body) this.mine(body.contact)
  }

  isMine(contact: string): boolean {
    return this.#mine.has(contact)
  }

  /** How the call stands in this window; null while that is not known. */
  seat(contact: string): Seat | null {
    return this.#part?.seat(contact) ?? null
  }

  /** A line that this window has. */
  get line(): CallLine | null {
    for (const contact of this.all.keys()) {
      const seat = this.seat(contact)
      if (seat?.at === 'here') return seat.line
    }
    return null
  }

  /** The own devices, apart from any call; null before the part is loaded. */
  check(): OwnDevices | null {
    return this.#part?.check() ?? null
  }

  takeHere(call: DeskCall): void {
    this.mine(call.contact)
    this.#part?.takeHere(call)
  }

  /** The call that a key means. */
  atHand(shown: string | null): DeskCall | null {
    return atHand(this.all, shown)
  }

  act(action: Action, call: DeskCall): boolean {
    return this.#part?.act(action, call) ?? false
  }

  /** Loads the screens of calls; those that stand already come to life. Rejects never. */
  async load(): Promise<void> {
    if (this.#loading || this.#part !== null) return
    this.#loading = true
    try {
      const { openCalls } = await import('./index.ts')
      if (this.#closed) return
      this.#part = openCalls(this.options, (contact) => this.isMine(contact))
      this.#part.follow(this.all)
      this.options.changed()
    } catch {
      // The network is away, or the hub serves another build: the next change of the lists tries again.
    } finally {
      this.#loading = false
    }
  }

  close(): void {
    this.#closed = true
    this.#part?.close()
  }
}
