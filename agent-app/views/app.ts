/**
 * The page: who is signed in decides between the sign-in form and the desk. Everything that lives as long as one person's
 * session (client, desk, alerts, ticker) is made and closed here.
 */
import { HubClient, browserClock, browserRequestId, openBrowserSocket, sessionOutbox } from '#client'
import { LitElement, css, html } from 'lit'
import { property, state } from 'lit/decorators.js'
import { readAddress } from '../admin/address.ts'
import { Alerts } from '../alerts.ts'
import type { Place } from '../choice.ts'
import type { DeedEvent, Density } from '../deeds.ts'
import { Desk } from '../desk.ts'
import type { DeskOptions } from '../desk-view.ts'
import { Drafts } from '../drafts.ts'
import { look } from '../look.ts'
import { store, stored } from '../preferences.ts'
import {
  agentTicket,
  currentIdentity,
  signOut,
  signOutEverywhere,
  socketUrl,
  upload,
  type Identity,
} from '../session.ts'
import { firstLocale, speechOf, type Speech } from '../speech.ts'
import { Ticker } from '../ticker.ts'
import { placeOf } from '../places.ts'
import { isPhone } from '../widths.ts'
import type { DeskScreen } from './desk.ts'
import type { SignedInEvent } from './sign-in.ts'

interface Session {
  readonly identity: Identity
  readonly client: HubClient
  readonly desk: Desk
  readonly ticker: Ticker
  readonly alerts: Alerts
  readonly drafts: Drafts
  /** Listeners of this session on the page. */
  readonly ends: AbortController
}

type Phase =
  | { readonly kind: 'asking' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'signIn'; readonly signedOut: boolean; readonly mustEnrol: boolean }
  | { readonly kind: 'desk'; readonly session: Session }

/** Kept for each agent who signs in at this browser. */
const noticedBy = (agent: string): DeskOptions['noticed'] => ({
  get: () => Number(stored(`noticed.${agent}`) ?? 0),
  set: (at) => store(`noticed.${agent}`, String(at)),
})

export class App extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
        height: 100%;
      }
      .centre {
        display: grid;
        place-content: center;
        justify-items: center;
        gap: var(--mdg-space-3);
        height: 100%;
        padding: var(--mdg-space-4);
        color: var(--mdg-text-2);
        text-align: center;
      }
    `,
  ]

  @property({ attribute: false }) speech: Speech = speechOf(firstLocale(stored('locale'), navigator.languages))
  @state() private phase: Phase = { kind: 'asking' }
  @state() private density: Density = stored('density') === 'compact' ? 'compact' : 'comfortable'

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener('mdg-a-deed', this.#deed)
    this.addEventListener('mdg-a-signed-in', this.#signedIn)
    this.#showOnPage()
    void this.#ask()
  }

  override disconnectedCallback(): void {
    if (this.phase.kind === 'desk') this.#end(this.phase.session)
    this.phase = { kind: 'asking' }
    this.removeEventListener('mdg-a-deed', this.#deed)
    this.removeEventListener('mdg-a-signed-in', this.#signedIn)
    super.disconnectedCallback()
  }

  async #ask(): Promise<void> {
    this.phase = { kind: 'asking' }
    try {
      const identity = await currentIdentity()
      if (identity === null || identity === 'mustEnrol')
        this.phase = { kind: 'signIn', signedOut: false, mustEnrol: identity === 'mustEnrol' }
      else this.#begin(identity)
    } catch {
      this.phase = { kind: 'unreachable' }
    }
  }

  readonly #signedIn = (event: Event): void => this.#begin((event as SignedInEvent).detail)

  #begin(identity: Identity): void {
    const client = new HubClient({
      openSocket: openBrowserSocket(socketUrl(location)),
      getTicket: agentTicket,
      clock: browserClock,
      random: Math.random,
      outbox: sessionOutbox(`madoguchi.agent.outbox.${identity.agent}`),
      requestId: browserRequestId,
    })
    const ticker = new Ticker(() => client.hubNow())
    const drafts = new Drafts(localStorage, identity.agent, Date.now)
    const desk = new Desk({
      client,
      clock: ticker,
      drafts,
      sendFile: upload,
      place: addressPlace,
      sounding: () => stored('sound') !== 'off',
      callStore: sessionStorage,
      noticed: noticedBy(identity.agent),
      followsLongest: () => stored('follow') === 'on',
      attentive: () => this.#attentive(),
    })
    const alerts = new Alerts(
      stored('sound') !== 'off',
      () => this.speech.words.alerts.blink,
      () => {},
    )
    const session: Session = { identity, client, desk, ticker, alerts, drafts, ends: new AbortController() }
    client.on('state', (now) => {
      if (now.kind === 'stopped' && now.reason === 'signedOut') this.#leave(session, true)
    })
    this.#listen(session)
    desk.open()
    client.connect()
    this.phase = { kind: 'desk', session }
  }

  /** What the page tells: eyes, network, address, other windows. */
  #listen({ client, desk, ends: { signal } }: Session): void {
    const attention = (): void => desk.attentionChanged()
    addEventListener('focus', attention, { signal })
    addEventListener('blur', attention, { signal })
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.visibilityState === 'visible') client.retryNow()
        attention()
      },
      { signal },
    )
    addEventListener('online', () => client.retryNow(), { signal })
    // A page of the administration says nothing of contacts.
    const moved = (): unknown => readAddress(location.hash) === null && desk.choose(addressPlace.get())
    addEventListener('popstate', moved, { signal })
    addEventListener('storage', ({ key }) => desk.storageChanged(key ?? ''), { signal })
  }

  #attentive(): boolean {
    const screen = this.renderRoot.querySelector<DeskScreen>('mdg-a-desk')
    const pane = screen?.pane ?? 'list'
    const talkShown = pane === 'talk' || (!isPhone() && pane !== 'call' && placeOf(pane) === null)
    return document.visibilityState === 'visible' && document.hasFocus() && talkShown
  }

  #end({ client, desk, ticker, alerts, ends }: Session): void {
    ends.abort()
    desk.close()
    alerts.close()
    ticker.close()
    client.close()
  }

  #leave(session: Session, byHub: boolean): void {
    if (this.phase.kind !== 'desk' || this.phase.session !== session) return
    this.#end(session)
    document.title = this.speech.words.product
    this.phase = { kind: 'signIn', signedOut: byHub, mustEnrol: false }
  }

  readonly #deed = (event: DeedEvent): void => {
    const deed = event.detail
    if (deed.do === 'locale') {
      this.speech = speechOf(deed.locale)
      store('locale', deed.locale)
    } else if (deed.do === 'density') {
      this.density = deed.density
      store('density', deed.density)
    } else if (deed.do === 'signOut' && this.phase.kind === 'desk') {
      this.#forget(this.phase.session)
      void signOut()
    } else if (deed.do === 'signOutEverywhere' && this.phase.kind === 'desk') {
      void this.#signOutEverywhere(this.phase.session)
    }
    this.#showOnPage()
  }

  #forget(session: Session): void {
    session.drafts.clear()
    this.#leave(session, false)
    addressPlace.set(null)
  }

  /** Unlike signing out here, which this page can do alone, it is not done before the hub has said so. */
  async #signOutEverywhere(session: Session): Promise<void> {
    if (await signOutEverywhere()) this.#forget(session)
    else session.desk.notify({ kind: 'stillSignedIn' })
  }

  #showOnPage(): void {
    document.documentElement.lang = this.speech.locale
    document.documentElement.dataset['density'] = this.density
    if (this.phase.kind !== 'desk') document.title = this.speech.words.product
  }

  protected override render(): unknown {
    const { words } = this.speech
    const { phase } = this
    switch (phase.kind) {
      case 'asking':
        return html`<div class="centre" role="status"><mdg-a-mark></mdg-a-mark>${words.loading}</div>`
      case 'unreachable':
        return html`<div class="centre" role="alert">
          <mdg-a-mark></mdg-a-mark>
          <p>${words.signIn.unreachable}</p>
          <button class="button main" @click=${() => void this.#ask()}>${words.connection.retry}</button>
        </div>`
      case 'signIn':
        return html`<mdg-a-sign-in
          .speech=${this.speech}
          .signedOut=${phase.signedOut}
          .enrolling=${phase.mustEnrol}
        ></mdg-a-sign-in>`
      case 'desk':
        return html`<mdg-a-desk
          .speech=${this.speech}
          .clock=${phase.session.ticker}
          .desk=${phase.session.desk}
          .alerts=${phase.session.alerts}
          .identity=${phase.session.identity}
          .density=${this.density}
        ></mdg-a-desk>`
    }
  }
}

/**
 * The chosen contact stands in the page's address: it survives a reload, and on a phone "back" leads to the list. Wide
 * screens only replace it, so that a day's work does not pile up behind the back button.
 */
const addressPlace: Place = {
  get: () => /^#contact=(cnt_[A-Za-z0-9_.-]+)$/.exec(location.hash)?.[1] ?? null,
  set: (contact) => {
    const address = contact === null ? location.pathname + location.search : `#contact=${contact}`
    if (contact !== null && isPhone() && addressPlace.get() === null) history.pushState(null, '', address)
    else history.replaceState(null, '', address)
  },
}
