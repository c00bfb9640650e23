/**
 * One visitor at one hub, as the panel sees it: owns the connection, gathers what `state.ts` needs, and turns what the
 * customer does into requests. In by methods, out by `changed` and by the events of the host element. The panel renders
 * `view`; nothing here touches the page but its title and, when it is their turn, the window that is closed.
 */
import { browserClock, browserRequestId, HubClient, openBrowserSocket, sessionOutbox, type Answered } from '#client'
import type {
  AttachmentInfo,
  CallMedia,
  Entry,
  Prefilled,
  RefusalCode,
  VisitContact,
  VisitQuestion,
  VisitSite,
  VisitSurvey,
} from '#protocol'
import type { Aside, WidgetHost } from '../host.ts'
import { shownOf, unreadCount, viewOf, type OwnMessage, type Shown, type View } from '../state.ts'
import type { Words } from '../translations/words.ts'
import { Attention } from './attention.ts'
import { Calls } from './calls.ts'
import { dayKey } from './format.ts'
import { Identity } from './identity.ts'
import { listen } from './listen.ts'
import { keep, kept, keyOf, places } from './storage.ts'
import { Typing } from './typing.ts'
import { Uploads } from './uploads.ts'

/** What a customer writes to begin with. */
export interface Begin {
  readonly name: string
  readonly topic: string
  readonly text: string
  /** Where a message that is left can be answered too, '' for nowhere else. */
  readonly reach: string
  /** What they filled in beside. */
  readonly fields?: readonly Prefilled[]
}

type Line = 'quiet' | 'reconnecting' | 'offline' | 'unreachable' | 'signedOut' | 'reload'

export class Session {
  /** What the composer holds; kept over a reload. */
  draft: string
  /** Why the contact could not be started. */
  problem: RefusalCode | null = null
  readonly identity: Identity
  readonly typing: Typing
  readonly uploads: Uploads
  readonly client: HubClient
  readonly calls: Calls
  readonly attention: Attention
  #failed: readonly OwnMessage[] = []
  #startingOver = false
  /** Messages that have no answer yet, with what the outbox does not keep of them. */
  readonly #sent = new Map<string, OwnMessage>()
  /** How far this page has read, by contact: ahead of what the hub knows of all tabs. */
  #read: { contact: string; seq: number } = { contact: '', seq: 0 }
  #before: Partial<VisitContact> = {}
  /** Of the wait; kept over a reload. */
  #shown: Shown | null
  #wasOnline = false
  /** Nobody who waits is taken. */
  #leaving = false
  /** Name and topic of a start that was refused, for the form that takes its place. */
  begun = { name: '', topic: '' }
  readonly #off: (() => void)[]
  /** Of a visitor who is known by name. */
  declare aside?: Aside

  /** Key of the site. */
  readonly siteKey: string

  constructor(
    readonly host: WidgetHost,
    hubUrl: string,
    public words: Words,
    readonly changed: () => void,
    /** Begins another session in place of this one. */
    readonly anew: () => void,
  ) {
    const site = (this.siteKey = host.getAttribute('site') ?? '')
    this.draft = keep(site, 'draft') ?? ''
    this.#shown = kept<Shown>(site, 'shown')
    const identity = (this.identity = new Identity(this, hubUrl))
    const client = (this.client = new HubClient({
      openSocket: (events) => openBrowserSocket(identity.socketUrl)(events),
      getTicket: () => identity.ticket(),
      clock: browserClock,
      random: Math.random,
      requestId: browserRequestId,
      // An answer may be a secret: it is asked for once more after a reload.
      outbox: sessionOutbox(keyOf(site, 'outbox'), places.get(site), ({ verb }) => verb !== 'flow.answer'),
    }))
    this.attention = new Attention(() => this.#open())
    this.calls = new Calls(this, host, () => (this.#remind(), changed()))
    this.typing = new Typing(
      (on) => this.contact && client.hint('message.typing', { contact: this.contact.contact, on }),
      changed,
    )
    this.uploads = new Uploads(
      () => this.#uploadTarget(),
      () => this.site,
      changed,
    )
    // What a page before the reload had not got through yet.
    for (const { id, verb, body } of client.resumePending())
      if (verb === 'message.send' || verb === 'contact.start' || verb === 'contact.leave' || verb === 'contact.call')
        this.show({ id, text: body.text, attachments: [] })
    const retry = (): void => {
      client.retryNow()
      this.mark()
      this.attention.look()
    }
    // First of all that listen, so that it knows what was read before.
    const unfollow = host.page.follow(this)
    this.#off = [
      unfollow,
      client.on('state', () => this.#connectionChanged()),
      client.on('list', () => this.#listChanged()),
      client.on('entries', ({ entries }) => this.#entriesCame(entries)),
      client.on('reset', changed),
      client.on('answered', (answer) => this.#answered(answer)),
      client.on('pending', changed),
      listen(host, 'madoguchi-subscribe', ({ detail }: CustomEvent<PushSubscriptionJSON>) => this.#subscribe(detail)),
      client.on('hint', ({ verb, body }) => {
        if (verb === 'message.typing' && body.contact === this.contact?.contact) this.typing.heard(body.on)
      }),
      listen(window, 'online', retry),
      listen(window, 'offline', changed),
      () => identity.signed?.close(),
      listen(document, 'visibilitychange', retry),
    ]
  }

  get site(): VisitSite | undefined {
    return [...this.client.list('visit', 'site').values()][0]
  }
  get contact(): VisitContact | undefined {
    return [...this.client.list('visit', 'contact').values()][0]
  }
  /** What the bot asks; undefined while it asks nothing. */
  get question(): VisitQuestion | undefined {
    return [...this.client.list('visit', 'question').values()][0]
  }
  get survey(): VisitSurvey | undefined {
    return [...this.client.list('visit', 'survey').values()][0]
  }
  /** The bot has the contact, or the customer is asked what they think of it. */
  get asks(): boolean {
    return Boolean(this.survey) || this.contact?.phase === 'bot'
  }
  /** What the page says of them already. */
  get prefilled(): readonly Prefilled[] {
    return this.host.page.prefilled()
  }
  get log(): readonly Entry[] {
    return this.contact ? this.client.log(this.contact.contact) : []
  }

  /** A message is left: because nobody is waited for, or by the hours, unless a bot answers. */
  get #leaves(): boolean {
    return this.#leaving || (this.site?.open === false && !this.site.bot)
  }

  get view(): View {
    const { site, contact, log } = this
    const starting = this.client.resumePending().some(({ verb }) => isBegin(verb))
    const pending = [...this.#sent.values()]
    const own = { pending, failed: this.#failed, starting, startingOver: this.#startingOver, leaving: this.#leaves }
    const { worse = null } = this.#shown ?? {}
    return viewOf({ site, contact, log, worse, ...own }, dayKey)
  }

  /** What the one quiet line about the connection says; most of the time nothing. */
  get line(): Line {
    const { state } = this.client
    if (state.kind === 'stopped')
      return state.reason === 'versionUnsupported' ? 'reload' : this.site ? 'signedOut' : 'unreachable'
    if (state.kind === 'online' || state.kind === 'idle') return 'quiet'
    if (!navigator.onLine) return 'offline'
    return this.#wasOnline ? 'reconnecting' : state.kind === 'waiting' && state.attempt > 2 ? 'unreachable' : 'quiet'
  }

  connect(): void {
    this.client.connect()
  }

  /** Closes the connection. The contact goes on. */
  destroy(): void {
    for (const off of this.#off) off()
    this.uploads.clear()
    this.attention.destroy()
    this.client.close()
  }

  /** Begins a contact, with `media` by calling, or leaves a message in place of waiting. Resolves when the hub has done it. */
  start({ name, topic, text, reach, fields = [] }: Begin, media?: CallMedia): Promise<unknown> {
    if (!this.host.emit('before-send', { text }, true)) return Promise.reject(new Error('send.prevented'))
    this.#failed = []
    this.problem = null
    this.begun = { name, topic }
    this.keepDraft('')
    const { url, title } = this.host.about ?? { url: location.href, title: this.attention.ownTitle }
    const [pageUrl, pageTitle] = [url.slice(0, 2_000), title.slice(0, 300)]
    const brought = this.host.page.bring()
    const body = { name, topic, text, locale: this.words.lang, pageUrl, pageTitle, ...brought }
    body.fields = [...brought.fields, ...fields]
    const { id, done } = media
      ? this.client.request('contact.call', { ...body, media })
      : this.#leaves
        ? this.client.request('contact.leave', { ...body, reach })
        : this.client.request('contact.start', body)
    this.show({ id, text, attachments: [] })
    return done
  }

  /** The customer need not wait in person: called by a press. */
  hold(): void {
    this.problem = null
    this.attention.prepare()
    if (this.contact) this.client.request('contact.hold', { contact: this.contact.contact })
  }

  /** The customer comes: because it is their turn, or to wait here after all. */
  comeBack(): void {
    this.problem = null
    if (this.contact) this.client.request('contact.resume', { contact: this.contact.contact })
  }

  /** Whether there is another page that could tell them when this one is closed. */
  get mayPopOut(): boolean {
    const { pushKey } = this.site ?? {}
    return Boolean(pushKey) && 'PushManager' in window && !location.href.startsWith(this.identity.at('wait/'))
  }

  /** Whether the chat may go on in a window of its own; false where it has one. */
  get mayLeavePage(): boolean {
    return this.host.getAttribute('placement') !== 'page'
  }

  /** To be called while a press is being handled. Resolves to whether there is a page of the hub's now: for who waits, or for the whole chat. */
  async popOut(where: 'wait/' | 'chat/' = 'wait/'): Promise<boolean> {
    const { popOut } = await import('../pop-out.ts')
    return popOut(this, where)
  }

  /** Sends a message, at once visible; undefined when the page did not want it. The attachments have been uploaded before. */
  send(text: string, attachments: readonly AttachmentInfo[]): Promise<unknown> | undefined {
    const { contact } = this
    if (!contact || !this.host.emit('before-send', { text }, true)) return
    this.typing.own(false)
    const ids = attachments.map(({ attachment }) => attachment)
    const { id, done } = this.client.request('message.send', { contact: contact.contact, text, attachments: ids })
    this.show({ id, text, attachments })
    return done
  }

  /** Sends a message with all files that have arrived. Whether it goes. */
  sendWithUploads(text: string): boolean {
    const goes = this.send(text, this.uploads.ready) !== undefined
    if (goes) this.uploads.clear()
    return goes
  }

  /** Sends a refused message anew. */
  retry(id: string): void {
    const message = this.#failed.find((one) => one.id === id)
    if (!message) return
    if (this.send(message.text, message.attachments)) this.#failed = this.#failed.filter((one) => one !== message)
    this.changed()
  }

  /** The customer, who is with the bot, wants a person. */
  wantPerson(): Promise<unknown> {
    return this.client.request('flow.person', { contact: this.contact!.contact }).done
  }

  end(): Promise<unknown> | undefined {
    return this.contact && this.client.request('contact.end', { contact: this.contact.contact }).done
  }

  /** `leaving`: to leave a message, since waiting was of no use. */
  startOver(leaving = false): void {
    this.#startingOver = true
    this.#leaving = leaving
    this.uploads.clear()
    this.changed()
  }

  /** The bytes of an attachment. Rejects when they cannot be had now. */
  readonly getFile = async (attachment: string): Promise<Blob> => {
    const { identity } = this
    const answer = await fetch(identity.at(`api/attachments/${attachment}`), {
      headers: { authorization: `Bearer ${identity.token}` },
      credentials: 'omit',
    })
    if (!answer.ok) throw new Error('gone')
    return answer.blob()
  }

  keepDraft(text: string): void {
    this.draft = text
    keep(this.siteKey, 'draft', text || null)
  }

  /** Up to where the open contact was read, here or elsewhere. */
  get readSeq(): number {
    const { contact } = this
    return Math.max(contact?.customerRead ?? 0, this.#read.contact === contact?.contact ? this.#read.seq : 0)
  }

  get unread(): number {
    return Number(this.host.getAttribute('unread'))
  }

  /** Says how far this side has received and, when the panel is seen, read. */
  mark(): void {
    const { contact, log } = this
    if (!contact) return
    if (this.#read.contact !== contact.contact) this.#read = { contact: contact.contact, seq: 0 }
    const seen = this.host.hasAttribute('open') && document.visibilityState === 'visible' && !this.calls.covers
    const read = seen ? log.length : Math.max(this.#read.seq, contact.customerRead)
    this.#read.seq = Math.min(read, log.length)
    this.client.hint('message.mark', { contact: contact.contact, received: log.length, read: this.#read.seq })
    const unread = unreadCount(log, this.#read.seq)
    if (unread !== this.unread) {
      if (unread > 0) this.host.setAttribute('unread', `${unread}`)
      else this.host.removeAttribute('unread')
      this.host.emit('unread', { count: unread })
    }
    this.#remind()
  }

  /** What reaches them elsewhere: that it is their turn, that somebody asks for a call, or what they have not read. */
  #remind(): void {
    const { calls, contact, site, words } = this
    const turn = contact?.phase !== 'closed' && contact?.hold?.state === 'called'
    const asked = calls.state === 'asked' && !calls.wish
    const title = turn ? words.yourTurn : asked ? words.callAsked(contact?.agentName ?? '') : ''
    const body = site?.name[words.lang] ?? ''
    this.attention.ring(contact && title ? { tag: contact.contact, title, body } : null)
    const seen = document.visibilityState === 'visible'
    this.attention.title(seen ? '' : title ? `${title} – ` : this.unread ? `(${this.unread}) ` : '')
  }

  /** Shows what this side says until the hub has it. */
  show(message: Omit<OwnMessage, 'at'>): void {
    this.#sent.set(message.id, { ...message, at: this.client.hubNow() })
    this.changed()
  }

  #uploadTarget(): { url: string; token: string | null } | null {
    const { contact, identity } = this
    if (!contact) return null
    return { url: identity.at(`api/attachments/${contact.contact}`), token: identity.token }
  }

  #connectionChanged(): void {
    const online = this.client.state.kind === 'online'
    this.#wasOnline ||= online
    if (online) this.mark()
    this.changed()
  }

  #listChanged(): void {
    const { contact, host } = this
    const before = this.#before
    this.#before = contact ?? {}
    if (!contact) return this.changed()
    const open = contact.phase !== 'closed'
    this.#shown = shownOf(this.#shown, this)
    keep(this.siteKey, 'shown', this.#shown && JSON.stringify(this.#shown))
    if (contact.contact !== before.contact) this.#startingOver = this.#leaving = false
    this.#placeChanged(contact, before)
    if (this.calls.update()) this.#open()
    const doing = this.calls.state
      ? 'call'
      : !open
        ? null
        : contact.phase === 'active' || contact.phase === 'bot'
          ? 'chat'
          : 'queue'
    if (doing) host.dataset.state = doing
    else delete host.dataset.state
    keep(this.siteKey, 'open', open ? '1' : null)
    if (contact.customerRead !== before.customerRead) this.mark()
    this.#remind()
    this.changed()
  }

  #entriesCame(entries: readonly Entry[]): void {
    if (entries.some((entry) => entry.kind === 'message' && entry.from !== 'customer')) this.typing.heard(false)
    this.mark()
    this.changed()
  }

  #answered({ id, verb, refusal }: Answered): void {
    const message = this.#sent.get(id)
    this.#sent.delete(id)
    if (refusal === null) return this.changed()
    if (isBegin(verb)) {
      // Nothing was begun, or another tab has begun it: what was written goes back to where it can be sent again.
      const leaves = refusal === 'queue.form' || refusal === 'queue.bot'
      this.#leaving ||= leaves
      if (leaves) this.calls.want(null)
      this.problem = leaves || refusal === 'contact.open' ? null : refusal
      if (message) this.keepDraft(message.text)
    } else if (verb === 'message.send') {
      if (message) this.#failed = [...this.#failed, { ...message, refused: refusal }]
    } else if (verb === 'contact.hold' || verb === 'contact.resume') this.problem = refusal
    this.changed()
  }

  #open(): void {
    this.host.toggleAttribute('open', true)
  }

  /** What is kept of a place has changed: the customer hears it when it is their turn. */
  #placeChanged({ hold, phase }: VisitContact, before: Partial<VisitContact>): void {
    const state = phase === 'closed' ? undefined : hold?.state
    const was = before.phase === 'closed' ? undefined : before.hold?.state
    if (state === was) return
    if (state === 'kept') void this.attention.load()
    if (state === 'called') this.#open()
  }

  /** The page, or the hub's own, has a subscription to Web Push for this contact. */
  #subscribe({ endpoint, keys }: PushSubscriptionJSON): void {
    const { contact } = this
    if (!contact || !endpoint || !keys) return
    const { p256dh = '', auth = '' } = keys
    this.client.request('push.subscribe', { contact: contact.contact, endpoint, p256dh, auth })
  }
}

const isBegin = (verb: string): boolean => /^contact\.(start|leave|call)$/.test(verb)
