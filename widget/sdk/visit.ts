/**
 * One visitor at one hub. In by methods, each of which gives the hub's answer or rejects with a `Refused` whose message is a
 * stable code; out by `state`, which is a picture of this moment, and by events that say when to look again.
 */
import { browserClock, browserRequestId, HubClient, type OutboxStorage, type StoredRequest } from '#client'
import type {
  Entry,
  Prefilled,
  ReplyBody,
  RequestBody,
  Verb,
  VisitCall,
  VisitContact,
  VisitQuestion,
  VisitSite,
} from '#protocol'
import { openSocket, type SocketLike } from './socket.ts'
import { Tickets, type IdentityGiven, type Keeping } from './tickets.ts'

export interface VisitOptions {
  /** Address of the hub, such as `https://cc.example.jp`. */
  readonly hub: string
  /** Key of the site, `pk_…`. */
  readonly site: string
  /** Language that the visitor is spoken to in. Default: `en`. */
  readonly locale?: 'en' | 'ja'
  readonly identity?: IdentityGiven
  /** Where the hub's token and what was not sent yet are kept. Default: in memory, so that each start is somebody new. */
  readonly storage?: Keeping
  /** Makes a WebSocket. Default: the platform's own. */
  readonly socket?: (url: string) => SocketLike
  /** Default: the platform's own. A program that is no page says here which `Origin` it speaks for. */
  readonly fetch?: typeof fetch
}

export interface VisitState {
  readonly connection: 'idle' | 'connecting' | 'online' | 'waiting' | 'stopped'
  /** Null until the hub has been heard. */
  readonly site: VisitSite | null
  /** The last contact, also when it is closed. */
  readonly contact: VisitContact | null
  /** What the bot asks now. */
  readonly question: VisitQuestion | null
  readonly call: VisitCall | null
  /** The contact's log; entry n has number n + 1. */
  readonly log: readonly Entry[]
  /** Requests without an answer. */
  readonly pending: number
}

export interface VisitEvents {
  /** Anything of the state. */
  changed: VisitState
  /** New entries at the end of the log. */
  entries: readonly Entry[]
  /** The other side writes, or has stopped. */
  typing: boolean
  /** It has stopped for good: `site.forbidden`, `identity.invalid`, `identity.expired` or `version.unsupported`. */
  stopped: string
}

/** What begins a contact. `text` may be '' where the site's contacts begin with the bot. */
export interface Sender {
  readonly text: string
  readonly name?: string
  readonly topic?: string
  readonly intent?: string
  readonly fields?: readonly Prefilled[]
  /** The page that the visitor is on. */
  readonly pageUrl?: string
  readonly pageTitle?: string
}

type Own<V extends Verb> = Omit<RequestBody<V>, 'contact'>

export class Visit {
  readonly #client: HubClient
  readonly #tickets: Tickets
  readonly #listeners = new Map<keyof VisitEvents, Set<(event: never) => void>>()
  readonly #locale: 'en' | 'ja'

  constructor(options: VisitOptions) {
    const { hub, site, locale = 'en', identity = null, storage = inMemory() } = options
    const { socket = (url) => new WebSocket(url), fetch: ask = fetch } = options
    this.#locale = locale
    this.#tickets = new Tickets(hub.replace(/\/*$/, '/'), site, storage, (...given) => ask(...given), identity)
    const client = (this.#client = new HubClient({
      openSocket: (events) => openSocket(socket(this.#tickets.socketUrl), events),
      getTicket: () => this.#tickets.take(),
      clock: browserClock,
      random: Math.random,
      requestId: browserRequestId,
      outbox: outboxIn(storage, `madoguchi:${site}:outbox`),
    }))
    const changed = (): void => this.#tell('changed', this.state)
    client.on('state', (state) => {
      changed()
      if (state.kind === 'stopped' && state.reason !== 'closed')
        this.#tell(
          'stopped',
          state.reason === 'signedOut' ? this.#tickets.refusal || 'site.forbidden' : 'version.unsupported',
        )
    })
    client.on('list', changed)
    client.on('pending', changed)
    client.on('reset', changed)
    client.on('entries', ({ entries }) => {
      this.#tell('entries', entries)
      changed()
    })
    client.on('hint', ({ verb, body }) => {
      if (verb === 'message.typing') this.#tell('typing', body.on)
    })
  }

  get state(): VisitState {
    const client = this.#client
    const one = <K extends 'site' | 'contact' | 'question' | 'call'>(kind: K) =>
      [...client.list('visit', kind).values()][0] ?? null
    const contact = one('contact')
    return {
      connection: client.state.kind,
      site: one('site'),
      contact,
      question: one('question'),
      call: one('call'),
      log: contact ? [...client.log(contact.contact)] : [],
      pending: client.resumePending().length,
    }
  }

  /** Returns what ends the listening. */
  on<Name extends keyof VisitEvents>(name: Name, listener: (event: VisitEvents[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, listeners)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** Connects, and stays connected until `close`. */
  connect(): void {
    this.#client.connect()
  }

  /** Ends the connection; the contact goes on. What was not answered is rejected. */
  close(): void {
    this.#client.close()
  }

  /** Resolves with what `found` finds in a state, now or later: anything that is not empty. */
  until<T>(found: (state: VisitState) => T | undefined | null | false | ''): Promise<T> {
    return new Promise((resolve) => {
      const look = (): boolean => {
        const value = found(this.state)
        if (!value) return false
        off()
        resolve(value)
        return true
      }
      const off = this.on('changed', look)
      look()
    })
  }

  /** Begins a contact. `contact.open` while one is open. */
  start({
    text,
    name = '',
    topic = '',
    intent,
    fields,
    pageUrl = '',
    pageTitle = '',
  }: Sender): Promise<ReplyBody<'contact.start'>> {
    const about = { fields: fields ?? null, intent: intent ?? null }
    return this.#ask('contact.start', { name, topic, text, locale: this.#locale, pageUrl, pageTitle, ...about })
  }

  /** Sends a message; it also answers what the bot asks, as words. */
  send(text: string): Promise<ReplyBody<'message.send'>> {
    return this.#own('message.send', { text, attachments: [] })
  }

  /** Answers the bot's question: by a choice's key, by the values of a form, or by a text that must not be shown. */
  answer(given: { choice?: string; values?: Readonly<Record<string, string>>; text?: string }): Promise<unknown> {
    const { ask = 0 } = this.state.question ?? {}
    const values = given.values && Object.entries(given.values).map(([field, value]) => ({ field, value }))
    return this.#own('flow.answer', {
      ask,
      text: given.text ?? null,
      choice: given.choice ?? null,
      values: values ?? null,
    })
  }

  /** Wants a person in place of the bot. */
  askForPerson(): Promise<unknown> {
    return this.#own('flow.person', {})
  }

  /** Says something of the visitor; resolves with what was refused. */
  prefill(fields: readonly Prefilled[]): Promise<ReplyBody<'contact.prefill'>> {
    return this.#own('contact.prefill', { fields })
  }

  /** Keeps the place without waiting in person; `resume` comes back. */
  hold(): Promise<unknown> {
    return this.#own('contact.hold', {})
  }
  resume(): Promise<unknown> {
    return this.#own('contact.resume', {})
  }

  /** Ends the contact. */
  end(): Promise<unknown> {
    return this.#own('contact.end', {})
  }

  /** What the visitor thinks of a contact that is over. */
  rate(score: number, comment = ''): Promise<unknown> {
    return this.#own('survey.answer', { score, comment })
  }

  /** Tells the other side that the visitor writes; holds for 6 s. May be lost. */
  typing(on: boolean): void {
    const { contact } = this.state
    if (contact) this.#client.hint('message.typing', { contact: contact.contact, on })
  }

  /** Tells that all of the log has been shown. May be lost; to be said again after each new entry. */
  markRead(): void {
    const { contact, log } = this.state
    if (contact) this.#client.hint('message.mark', { contact: contact.contact, received: log.length, read: log.length })
  }

  /** Says who the visitor is, from the next connection on, which is made at once. */
  identify(identity: IdentityGiven): void {
    this.#tickets.identity = identity
    if (this.#client.state.kind === 'idle') return
    this.#client.close()
    this.#client.connect()
  }

  /** Forgets the visitor, here and on the hub. */
  async logout(): Promise<void> {
    const { contact } = this.state
    this.#client.close()
    if (contact) this.#client.forget(contact.contact)
    await this.#tickets.end()
  }

  /** A request about the contact of this moment. */
  #own<V extends Verb>(verb: V, body: Own<V>): Promise<ReplyBody<V>> {
    const { contact } = this.state
    if (!contact) return Promise.reject(new Error('contact.none'))
    return this.#ask(verb, { contact: contact.contact, ...body } as unknown as RequestBody<V>)
  }

  #ask<V extends Verb>(verb: V, body: RequestBody<V>): Promise<ReplyBody<V>> {
    return this.#client.request(verb, body).done
  }

  #tell<Name extends keyof VisitEvents>(name: Name, event: VisitEvents[Name]): void {
    for (const listener of this.#listeners.get(name) ?? []) (listener as (event: VisitEvents[Name]) => void)(event)
  }
}

function inMemory(): Keeping {
  const kept = new Map<string, string>()
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
}

function outboxIn(storage: Keeping, key: string): OutboxStorage {
  return {
    load: () => {
      try {
        return JSON.parse(storage.getItem(key) ?? '[]') as StoredRequest[]
      } catch {
        return []
      }
    },
    save: (requests) => {
      try {
        storage.setItem(key, JSON.stringify(requests))
      } catch {
        // Full: they are in memory still.
      }
    },
  }
}
