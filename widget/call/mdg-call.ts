/**
 * A call beside the chat, from the question to the end: the check of what will be seen and heard, the card of a proposal,
 * and the call itself. Shows what `screenOf` says; `Seat` has the line.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { CallSounds } from '../../media/client/index.ts'
import type { Session } from '../controllers/session.ts'
import { MdgElement, styles } from '../elements/base.ts'
import { refusal } from '../elements/mdg-log.ts'
import { icons } from '../icons.ts'
import { waitingOf } from '../state.ts'
import { controls } from './controls.ts'
import own from './mdg-call.css?inline'
import { check, choices, meter, trouble } from './own-devices.ts'
import { clock, screenOf, type CallScreen, type Running } from './screen.ts'
import { Seat } from './seat.ts'
import { stage } from './stage.ts'
import type { CallWords } from './words.ts'

/** `only`: in place of the chat. `card`: above it. `tall`, `wide`: with room for a voice, or for pictures. */
type Layout = 'only' | 'card' | 'tall' | 'wide'

/** Longer than any sound lasts. */
const farewellMs = 3_000

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#']

/** @event layout - How much room it needs beside the chat: a `Layout`. */
export class MdgCall extends MdgElement {
  static override styles = styles(own)
  static override properties = {
    ...MdgElement.properties,
    // The same object all the time, which changes inside.
    session: { attribute: false, hasChanged: () => true },
    said: { state: true },
    tray: { reflect: true },
    small: { state: true },
    layout: { reflect: true },
  }

  declare session: Session
  /** The words of a call, once they are loaded. */
  said: CallWords | null = null
  /** What stands open above the buttons. */
  tray: 'keys' | 'devices' | null = null
  /** The chat has the room, the call a bar. */
  small = false
  layout: Layout = 'card'
  declare seat: Seat
  readonly #sounds = new CallSounds()
  screen: CallScreen = { kind: 'none' }
  #language = ''
  #panel: HTMLElement | null = null
  #focusWanted = false
  #ticking: ReturnType<typeof setInterval> | undefined
  #measured: { readonly by: unknown; readonly shownBy: unknown; readonly off: () => void } | null = null

  override connectedCallback(): void {
    super.connectedCallback()
    this.role = 'region'
    this.#panel = (this.getRootNode() as ShadowRoot).host as HTMLElement
    // Before the panel itself, which closes with Escape.
    this.#panel.addEventListener('keydown', this.#keyPressed, true)
    this.addEventListener('fullscreenchange', () => this.requestUpdate())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#panel?.removeEventListener('keydown', this.#keyPressed, true)
    clearInterval(this.#ticking)
    this.#measured?.off()
    this.#measured = null
    this.seat?.close()
    this.farewell()
  }

  override willUpdate(): void {
    super.willUpdate()
    const { session, words } = this
    // Not before: an element that stood there before its class was loaded gets its properties with the first update.
    const seat = (this.seat ??= new Seat(session, () => this.requestUpdate()))
    const { kind } = this.screen
    seat.update()
    if (words.lang !== this.#language) void this.speak(words.lang)
    this.ariaLabel = this.said?.call ?? ''
    const { call, wish, isMine } = session.calls
    this.screen = screenOf({ call, wish, isMine, line: seat.view })
    if (this.screen.kind !== kind) {
      // A question that comes by itself leaves the focus where the customer writes.
      this.#focusWanted = this.screen.kind === 'check' || Boolean(this.shadowRoot?.activeElement)
      this.tray = null
      this.small = false
    }
    this.layout = this.fitting()
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has('layout')) this.tell('layout', this.layout)
    clearInterval(this.#ticking)
    if (this.screen.kind === 'running') this.#ticking = setInterval(() => this.requestUpdate(), 1_000)
    this.measure()
    const first = this.renderRoot.querySelector<HTMLElement>('.first')
    if (this.#focusWanted && first) {
      first.focus()
      this.#focusWanted = false
    }
  }

  /** Switches the microphone, or with `v` the camera, wherever in the window one does not write. */
  readonly #keyPressed = (event: KeyboardEvent): void => {
    const { screen, seat } = this
    const [target] = event.composedPath() as HTMLElement[]
    if (event.key === 'Escape' && this.tray) {
      event.stopImmediatePropagation()
      this.tray = null
    }
    if (screen.kind !== 'running' || event.ctrlKey || event.metaKey || event.altKey) return
    if (target?.matches('input,textarea,select') || event.isComposing) return
    const { muted, cameraOff } = seat.switches(this.session.calls.call!)
    if (event.key === 'm') seat.mute(!muted)
    if (event.key === 'v' && this.mayShow) seat.hide(!cameraOff)
    if (this.tray === 'keys' && keys.includes(event.key)) seat.line?.dtmf(event.key)
  }

  /** Pictures are offered here, or there are some already. */
  get mayShow(): boolean {
    const { calls, site } = this.session
    return site?.calls === 'video' || calls.call?.media === 'video'
  }

  /** A call that is over is heard to be, and so is a question that was answered with no. */
  private farewell(): void {
    const { calls } = this.session
    if (!calls.call && this.screen.kind === 'running') this.#sounds.ended()
    else if (!calls.call && this.screen.kind === 'asking' && !calls.busy) this.#sounds.busy()
    setTimeout(() => this.#sounds.close(), farewellMs)
  }

  private async speak(language: 'en' | 'ja'): Promise<void> {
    this.#language = language
    this.said = (language === 'ja' ? await import('./call-ja.ts') : await import('./call-en.ts')).words
  }

  private fitting(): Layout {
    const { screen } = this
    if (screen.kind === 'check') return 'only'
    if (screen.kind !== 'running' || this.small) return 'card'
    return screen.hasPicture ? 'wide' : 'tall'
  }

  /** The meter follows the own voice without anything being drawn anew. */
  private measure(): void {
    const shown = this.renderRoot.querySelector('meter')
    const by = this.seat.own
    if (this.#measured?.by === by && this.#measured?.shownBy === shown) return
    this.#measured?.off()
    this.#measured = null
    if (shown && by) this.#measured = { by, shownBy: shown, off: by.onLevel((level) => (shown.value = level)) }
  }

  override render(): TemplateResult | typeof nothing {
    const { said, screen } = this
    if (!said) return nothing
    switch (screen.kind) {
      case 'none':
        return nothing
      case 'check':
        return this.checking(said, screen.media === 'video')
      case 'asked':
        return this.card(
          said.asked(this.session.contact?.agentName ?? '', screen.media),
          this.button(said.accept, () => this.session.calls.want(screen.media), 'main first'),
          this.button(said.notNow, () => this.session.calls.ask('call.answer', { accept: false })),
        )
      case 'asking':
        return this.card(
          said.asking,
          this.button(said.takeBack, () => this.session.calls.ask('call.end', {}), 'first'),
        )
      case 'elsewhere':
        return this.card(
          said.elsewhere,
          this.button(said.here, () => (this.session.calls.isMine = true), 'main first'),
        )
      case 'running':
        return this.running(said, screen)
    }
  }

  private button(label: string, press: () => unknown, more = ''): TemplateResult {
    return html`<button class=${more} @click=${press}>${label}</button>`
  }

  /** Why what was pressed did not work. */
  private problem(): TemplateResult {
    const { problem } = this.session.calls
    return html`<p class="wrong" role="alert">${problem ? refusal(this.words, problem) : ''}</p>`
  }

  private card(text: string, ...buttons: TemplateResult[]): TemplateResult {
    return html`<div class="card">
      <p role="status">${icons.phone}<span>${text}</span></p>
      ${this.problem()}
      <div class="row">${buttons}</div>
    </div>`
  }

  private checking(said: CallWords, camera: boolean): TemplateResult {
    const { calls } = this.session
    const { own } = this.seat
    const media = camera ? 'video' : 'audio'
    return html`<div class="check">
      <h3>${said.checkTitle[media]}</h3>
      <p class="quiet">${said.checkLead[media]}</p>
      ${own ? check(said, own, camera) : nothing} ${this.problem()}
      <div class="row">
        ${this.button(said.back, () => calls.want(null))}
        ${this.button(calls.busy ? said.wait : calls.wish?.accepts ? said.join : said.start, () => calls.go(), 'main first')}
      </div>
    </div>`
  }

  private running(said: CallWords, screen: Running): TemplateResult {
    const { seat, session, tray } = this
    const { calls } = session
    const call = calls.call!
    const names = [...screen.main, ...screen.strip].flatMap(({ kind, name }) => (kind === 'person' ? [name] : []))
    const length = clock(session.client.hubNow() - (call.answeredAt ?? call.since))
    return html`<div class="bar">
        <p role="status">
          ${names.length > 0 && /talking|failed/.test(screen.status) ? said.talking(names) : said.status[screen.status as 'held']}
        </p>
        ${call.recording === 'on' ? this.recording(said) : nothing}
        <span role="timer" aria-label="${said.time} ${length}">${length}</span>
      </div>
      ${this.notes(said, screen)}
      ${screen.main.length > 0 || seat.view?.ownCamera ? stage(said, screen, seat.view) : nothing} ${this.place(screen)}
      <p class="captions"></p>
      ${tray && seat.own ? html`<div class="tray">${this.opened(said)}</div>` : nothing}
      ${controls(this, said, call, screen)}`
  }

  /** Whoever has agreed may think otherwise at any time. */
  private recording(said: CallWords): TemplateResult {
    return html`<button
      class="bare recording"
      aria-label="${said.recording}: ${said.recordEnd}"
      title=${said.recordEnd}
      @click=${() => this.session.calls.ask('call.consent', { given: false })}
    >
      ${said.recording}
    </button>`
  }

  /** What stands in the way, each with the way out. */
  private notes(said: CallWords, { status, poor }: Running): TemplateResult {
    const { seat, session } = this
    const { line } = seat
    const { whose, name } = poor
    const note = (text: unknown, button: unknown = nothing): TemplateResult =>
      html`<div class="note" role="status">${icons.warn}<span>${text}</span>${button}</div>`
    return html`${whose === 'nobody' ? nothing : note(whose === 'own' ? said.poorOwn : said.poor(name))}
    ${
      line?.view.soundBlocked
        ? note(
            said.blocked,
            this.button(said.hear, () => line.unblock(), 'main'),
          )
        : nothing
    }
    ${
      status === 'failed'
        ? note(
            said.status.failed,
            this.button(said.again, () => line?.rejoin()),
          )
        : nothing
    }
    ${line ? html`${trouble(said, line, 'microphone')}${trouble(said, line, 'camera')}` : nothing}
    ${
      session.calls.call?.recording === 'asked'
        ? this.card(
            said.recordAsk,
            this.button(said.recordYes, () => session.calls.ask('call.consent', { given: true }), 'main'),
            this.button(said.recordNo, () => session.calls.ask('call.consent', { given: false })),
          )
        : this.problem()
    }`
  }

  /** Where in line they are, for the phone, on which the chat with its card is behind the call. */
  private place({ status }: Running): TemplateResult | typeof nothing {
    const { session, words } = this
    const waiting = status === 'waiting' ? waitingOf(session.contact, session.site) : null
    if (!waiting?.place || this.small) return nothing
    return html`<p class="place">
      ${words.place(waiting.place)}<br />${waiting.range ? words.wait(waiting.range) : ''}
    </p>`
  }

  private opened(said: CallWords): TemplateResult {
    const { seat } = this
    if (this.tray === 'keys')
      return html`<div class="keys">${keys.map((key) => this.button(key, () => seat.line?.dtmf(key)))}</div>`
    const kinds = ['microphone', 'camera', 'speaker'] as const
    return html`${meter(said)} ${choices(said, seat.own!, this.mayShow ? kinds : ['microphone', 'speaker'])}`
  }
}
