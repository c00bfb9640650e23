/**
 * The desk on screen: takes deeds from the elements and keys from anywhere, hands them to the desk, and lays out what the
 * desk shows. Focus moves only where the agent sent it: an offer or a message never takes it.
 */
import type { DeskOffer } from '#protocol'
import { LitElement, html } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { readAddress } from '../admin/address.ts'
import { type Deed, type DeedEvent, type Density, type Pane } from '../deeds.ts'
import type { CallElement } from '../calls/calls.ts'
import type { Desk } from '../desk.ts'
import type { DeskView } from '../desk-view.ts'
import type { Composer } from '../elements/composer.ts'
import type { Customer } from '../elements/customer.ts'
import type { Talk } from '../elements/talk.ts'
import { readKey, type Action } from '../keys.ts'
import { look } from '../look.ts'
import { serves } from '../may.ts'
import { homeOf, isRefusal, mayDo, mayGo, placeOf, placeShown } from '../places.ts'
import type { Alerts, Ringing } from '../alerts.ts'
import type { Identity } from '../session.ts'
import { needsGuide } from '../first-run.ts'
import type { Speech } from '../speech.ts'
import { longestWaiting, neighbour, rowsInOrder } from '../state.ts'
import type { Clock } from '../ticker.ts'
import { isPhone, isWide } from '../widths.ts'
import { act, openFor } from './action-doer.ts'
import { connectionLine } from './connection-line.ts'
import { doAtDesk } from './deed-doer.ts'
import { applyWidths, setWidth } from './columns.ts'
import { deskLook } from './desk-look.ts'
import { announcement, customerColumn, edges, listOf, strip, talkOf } from './desk-parts.ts'
import type { Dialogs } from './dialogs.ts'
import { actAroundTalk } from './talk-doer.ts'

/** What a key may ask while a dialog is open; the rest would change what the dialog is about. */
const anytime: readonly Action[] = [
  'acceptOffer',
  'declineOffer',
  'callMute',
  'toggleAvailable',
  'toggleSound',
  'palette',
]

/** A talk that rested goes on, or a supervisor has given one: nothing else rings for it. */
const hasCome = (before: DeskView, { notice, told }: DeskView): boolean =>
  (notice?.kind === 'woken' && notice !== before.notice) || (told?.act === 'given' && told.at !== before.told?.at)

const offerRings = (speech: Speech, { offer, customerName, queue, topic }: DeskOffer): Ringing => ({
  key: offer,
  title: speech.words.alerts.title(speech.customer(customerName)),
  body: speech.words.alerts.body(speech.both(queue), speech.both(topic)),
})

/**
 * @event mdg-a-deed - Goes on to the app: `locale`, `density`, `signOut`.
 */
export class DeskScreen extends LitElement {
  static override styles = [look, deskLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) desk!: Desk
  @property({ attribute: false }) alerts!: Alerts
  @property({ attribute: false }) identity!: Identity
  @property() density: Density = 'comfortable'
  /** The column that a phone shows. Reflected, so that the layout can follow. */
  @property({ reflect: true }) pane: Pane = 'list'

  /** In a place beside the desk, and in one that takes the list's room as well. */
  @property({ type: Boolean, reflect: true }) away = false
  @property({ type: Boolean, reflect: true }) wide = false
  /** The customer's column is put away, where there is room for all three. */
  @property({ type: Boolean, reflect: true, attribute: 'customer-hidden' }) customerHidden = false

  @state() view!: DeskView
  /** Counts the desk's changes. */
  @state() turn = 0
  @state() private side = false
  /** The call of somebody else's contact that the place shows. */
  @state() private visited: string | null = null
  private visits: ReadonlySet<string> = new Set()
  private ringingCalls: readonly Ringing[] = []
  /** The offer whose customer is looked at. */
  @state() looked: string | null = null
  @query('mdg-a-talk') private talk!: Talk
  @query('mdg-a-customer') private customer!: Customer | null
  @query('mdg-a-dialogs') private dialogs!: Dialogs
  @query('.place > *') private placeShown!: (HTMLElement & { readonly escape?: () => boolean }) | null
  /** Where the way to a call of somebody else began. */
  #from: Pane = 'list'
  #off: () => void = () => {}
  /** Focus goes to the next talk once it stands there. */
  #focusNext = false

  override connectedCallback(): void {
    super.connectedCallback()
    applyWidths(this)
    this.view = this.desk.view()
    this.pane = this.view.chosen === null ? 'list' : 'talk'
    this.#off = this.desk.onChange(() => this.#changed())
    this.addEventListener('mdg-a-deed', this.#deed)
    document.addEventListener('keydown', this.#key, true)
    addEventListener('hashchange', this.#followAddress)
  }

  override disconnectedCallback(): void {
    this.#off()
    this.removeEventListener('mdg-a-deed', this.#deed)
    document.removeEventListener('keydown', this.#key, true)
    removeEventListener('hashchange', this.#followAddress)
    super.disconnectedCallback()
  }

  /** A page of the administration that the address names is opened, once it is known that one may. */
  readonly #followAddress = (): void => {
    if (readAddress(location.hash) !== null && this.pane !== 'admin') this.#go('admin')
  }

  /** It is known who one is: the address may name a page, and an empty hub has a guide. */
  #arrived(): void {
    this.#followAddress()
    const home = homeOf(this.view.lists.me)
    if (this.pane === 'list') this.pane = home
    void needsGuide(this.view.lists).then((needed) => {
      if (needed && this.pane === 'list') location.hash = '#admin=guide'
    })
  }

  #changed(): void {
    const before = this.view
    this.view = this.desk.view()
    if (before.lists.me === null && this.view.lists.me !== null) this.#arrived()
    this.turn += 1
    this.ringingCalls = this.desk.calls.part?.ringing(this.speech) ?? []
    this.alerts.show([...this.view.lists.offers.map((offer) => offerRings(this.speech, offer)), ...this.ringingCalls])
    this.#followVisits()
    if (hasCome(before, this.view) || this.desk.floor.hasNewAlert()) this.alerts.once()
    this.#countInTitle()
    const chosen = this.view.chosen?.id ?? null
    if (chosen !== (before.chosen?.id ?? null)) {
      // What leaves the desk closes no place beside it.
      if (chosen !== null) this.pane = 'talk'
      else if (!this.#isAway()) this.pane = homeOf(this.view.lists.me)
      this.#focusNext = chosen !== null
    }
    // The talk ended and wrap-up took the composer's place: whoever was writing goes on there.
    const phase = this.view.chosen?.contact?.phase
    if (phase === 'wrapUp' && before.chosen?.contact?.phase === 'active') this.#focusNext = true
  }

  protected override willUpdate(): void {
    this.away = this.#isAway()
    const place = placeOf(this.pane)
    // Without a list of contacts its room is free.
    this.wide = place !== null && (place.isWide || !serves(this.view.lists.me))
  }

  protected override updated(): void {
    if (!this.#focusNext || this.view.chosen?.contact == null || this.dialogs.open) return
    this.#focusNext = false
    if (!isPhone()) void this.talk.updateComplete.then(() => this.talk.focus())
  }

  #countInTitle(): void {
    const unread = this.view.lists.active.reduce((sum, row) => sum + row.unread, 0)
    this.alerts.title = unread > 0 ? `(${unread}) ${this.speech.words.product}` : this.speech.words.product
  }

  // Keys: heard before any element, so that they work from everywhere; readKey leaves composition alone.

  readonly #key = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0]
    const inText =
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLInputElement && !['radio', 'checkbox', 'button'].includes(target.type))
    const inPlace = this.placeShown !== null && event.composedPath().includes(this.placeShown)
    if (event.key === 'Escape' && inPlace && !inText && !this.dialogs.open) {
      // A place may have something open of its own.
      if (this.placeShown?.escape?.() !== true) this.#go(this.pane)
    }
    const ask = readKey(event, inText)
    if (ask === null || (this.dialogs.open && !('action' in ask && anytime.includes(ask.action)))) return
    const done = 'digit' in ask ? this.#chooseDigit(ask.digit) : this.#act(ask.action)
    if (done) {
      event.preventDefault()
      event.stopPropagation()
    }
  }

  #chooseDigit(digit: number): boolean {
    const row = rowsInOrder(this.view.lists).find((one) => one.digit === digit)
    if (row !== undefined) this.#choose(row.contact.contact)
    return row !== undefined
  }

  /** Does what a key or the palette asks for. Returns false when there is nothing to do it to, so that the browser may have the key. */
  #act(action: Action): boolean {
    const { desk, view, dialogs, speech } = this
    const { lists, chosen } = view
    if (!mayDo(action, lists.me)) return false
    switch (action) {
      case 'nextContact':
        return this.#chooseIfThere(neighbour(lists, chosen?.id ?? null, 1))
      case 'previousContact':
        return this.#chooseIfThere(neighbour(lists, chosen?.id ?? null, -1))
      case 'longestWaiting':
        return this.#chooseIfThere(longestWaiting(lists))
      case 'writeMessage':
        if (chosen?.contact == null) return false
        this.pane = 'talk'
        void this.updateComplete.then(() => this.talk.focus())
        return true
      case 'showCustomer':
        this.#showCustomer()
        return true
      case 'toggleSound':
        this.#toggleSound()
        return true
      case 'lookAtOffer':
        return this.#lookAtOffer()
      case 'desk':
        return this.#isAway() && this.#go(this.pane)
      case 'calls':
        return this.#go('call')
      default:
        if (placeOf(action as Pane) !== null) return this.#go(action as Pane)
        return (
          act({ desk, view, dialogs, speech }, action) ?? this.#actAround(action) ?? this.#actOnCall(action) ?? false
        )
    }
  }

  #actAround(action: Action): boolean | null {
    const { desk, dialogs } = this
    if (action === 'followLongest') this.requestUpdate()
    const composer = async (): Promise<Composer | null> => {
      this.pane = 'talk'
      await this.updateComplete
      return this.talk.composer
    }
    const customer = async (): Promise<Customer | null> => {
      if (isWide() ? this.customerHidden || this.#isAway() : this.pane !== 'customer' && !this.side)
        this.#showCustomer()
      await this.updateComplete
      return this.customer
    }
    return actAroundTalk({ desk, chosen: this.view.chosen, dialogs, composer, customer }, action)
  }

  /** Looks at the customer of the offer that the keys mean, or no more. */
  #lookAtOffer(): boolean {
    const offer = this.view.lists.offers[0]?.offer ?? null
    this.looked = this.looked === offer ? null : offer
    return offer !== null
  }

  #widthOf(part: string): number {
    return this.renderRoot.querySelector(part)?.getBoundingClientRect().width ?? 0
  }

  #actOnCall(action: Action): boolean | null {
    const { desk, view, dialogs, speech } = this
    const isVisit = this.pane === 'call'
    const shown = isVisit ? this.visited : (view.chosen?.id ?? null)
    const element = isVisit ? (this.placeShown as CallElement | null) : this.talk.call
    return desk.calls.act(action, { view, dialogs, speech, shown, element })
  }

  /** A call that this window asked for and that has no talk of its own comes on screen; it leaves when it is over. */
  #followVisits(): void {
    const { visits, visited } = this
    this.visits = this.desk.calls.part?.visits() ?? this.visits
    const come = [...this.visits].find((one) => !visits.has(one) && this.desk.calls.isMine(one))
    // Who leads from the board stays there, and is told on it that they are in a call.
    if (come !== undefined && this.pane === 'board') this.visited = come
    else if (come !== undefined) this.#visit(come)
    if (visited === null || this.visits.has(visited)) return
    this.visited = [...this.visits][0] ?? null
    if (this.pane !== 'call' || this.visited !== null) return
    // The contact has come with it, or the call is over.
    if (this.view.lists.active.some(({ contact }) => contact.contact === visited)) this.#choose(visited)
    else this.#go('call')
  }

  #visit(contact: string): void {
    this.visited = contact
    if (this.pane !== 'call') this.#go('call')
  }

  /** In a place beside the desk. */
  #isAway(): boolean {
    return this.pane === 'call' || placeOf(this.pane) !== null
  }

  /** To a place, or back to the desk from it. */
  #go(place: Pane): boolean {
    const there = placeOf(place)
    if (there !== null && !mayGo(there, this.view.lists.me)) return false
    if (place === 'call' && this.visits.size === 0 && this.pane !== place) return false
    if (place === 'call') this.visited ??= [...this.visits][0] ?? null
    const isBack = this.pane === place
    if (place === 'call' && !isBack) this.#from = this.pane
    // A supervisor who has listened goes on where the way began.
    const came = place === 'call' && (this.#from === 'team' || this.#from === 'board') ? this.#from : null
    const home = came ?? (this.view.chosen === null ? homeOf(this.view.lists.me) : 'talk')
    this.pane = isBack ? home : place
    void this.updateComplete.then(() => {
      if (isBack && !this.#isAway()) this.talk.focus()
      else this.placeShown?.focus()
      this.desk.attentionChanged()
    })
    return true
  }

  #chooseIfThere(contact: string | null): boolean {
    if (contact !== null) this.#choose(contact)
    return contact !== null
  }

  #choose(contact: string): void {
    this.pane = 'talk'
    this.desk.choose(contact)
    this.#focusNext = true
    this.requestUpdate()
  }

  #showCustomer(): void {
    if (isWide()) {
      this.customerHidden = !this.#isAway() && !this.customerHidden
      if (this.#isAway()) this.pane = 'talk'
      return
    }
    this.side = !this.side
    this.pane = this.pane === 'customer' ? 'talk' : 'customer'
    void this.updateComplete.then(() => this.desk.attentionChanged())
  }

  #toggleSound(): void {
    this.alerts.sound = !this.alerts.sound
    localStorage.setItem('madoguchi.agent.sound', this.alerts.sound ? 'on' : 'off')
    this.requestUpdate()
  }

  readonly #deed = (event: DeedEvent): void => {
    if (this.#do(event.detail)) event.stopPropagation()
  }

  /** Returns false for what belongs to the app. */
  #do(deed: Deed): boolean {
    const { desk } = this
    switch (deed.do) {
      case 'choose':
        this.#choose(deed.contact)
        return true
      case 'pane':
        if (deed.pane === 'list' && !this.#isAway()) desk.choose(null)
        this.pane = deed.pane
        void this.updateComplete.then(() => desk.attentionChanged())
        return true
      case 'showCall':
        this.#visit(deed.contact)
        return true
      case 'action':
        this.#act(deed.action)
        return true
      case 'look':
        this.looked = deed.offer
        return true
      case 'insert':
        this.pane = 'talk'
        if (this.view.chosen !== null) desk.write(this.view.chosen.id, { mode: 'message' })
        void this.updateComplete
          .then(() => this.talk.composer?.updateComplete)
          .then(() => this.talk.composer?.insert(deed.text))
        return true
      case 'width':
        setWidth(this, deed.column, deed.px)
        return true
      case 'allowAlerts':
        void this.alerts.askPermission().then(() => this.requestUpdate())
        return true
      default:
        return openFor(this.dialogs, deed) || doAtDesk(desk, deed)
    }
  }

  protected override render(): unknown {
    const { lists, chosen, notice } = this.view
    const { words } = this.speech
    const asks = this.desk.asks
    return html`<mdg-a-top-bar
        .speech=${this.speech}
        .clock=${this.clock}
        .me=${lists.me}
        .asks=${asks}
        .turn=${this.turn}
        .identity=${this.identity}
        .density=${this.density}
        .sound=${this.alerts.sound}
        .permission=${this.alerts.permission}
      ></mdg-a-top-bar>
      <mdg-a-rail .speech=${this.speech} .lists=${lists} .me=${lists.me} .pane=${this.pane}></mdg-a-rail>
      ${connectionLine(this, this.view, this.speech)}
      <nav aria-label=${words.places.list}>${listOf(this, this.#isAway() && isRefusal(notice) ? null : notice)}</nav>
      <main>${talkOf(this, this.side || (isWide() && !this.customerHidden))}</main>
      ${customerColumn(this, this.side)}${edges(this.speech, (part) => this.#widthOf(part))}${strip(this, isPhone() || this.wide)}${announcement(
        this.speech,
        lists.offers[0],
        this.ringingCalls[0],
      )}
      ${placeShown(this.pane, this.visited, this)}
      <mdg-a-dialogs
        .speech=${this.speech}
        .clock=${this.clock}
        .desk=${this.desk}
        .lists=${lists}
        .waiting=${this.view.floor.waiting}
        .chosen=${chosen?.id ?? null}
        .turn=${this.turn}
      ></mdg-a-dialogs>`
  }
}
