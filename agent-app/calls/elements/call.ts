/**
 * One call of this agent: how it stands and what can be done, what is wrong, who else is asked or consulted, and the
 * pictures. Shown between a talk's header and its words, or in a place of its own. It listens to the line by itself, so that
 * a voice that rises moves nothing else on the desk.
 */
import type { DeskCall } from '#protocol'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query } from 'lit/decorators.js'
import type { Asks } from '../../asks.ts'
import { say } from '../../deeds.ts'
import { icons } from '../../icons.ts'
import { ariaKeys, keyNames, type Action } from '../../keys.ts'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import type { DeskLists } from '../../state.ts'
import type { Clock } from '../../ticker.ts'
import { isPhone } from '../../widths.ts'
import { actOnCall, endAsk } from '../act.ts'
import { callIcons } from '../icons.ts'
import { callKey, type CallAsk } from '../key.ts'
import { kindOf } from '../kind.ts'
import type { Seat } from '../line.ts'
import { levelStep, marksOf, nameOf } from '../people.ts'
import { callScreen, type CallScreen, type Control, type Person, type Stage } from '../screen.ts'
import { callWords } from '../words.ts'
import { callLook } from './call-look.ts'
import { colleagueLines } from './colleague-lines.ts'
import type { CallStage } from './call-stage.ts'
import type { DigitEvent, Keypad } from './keypad.ts'
import { modeChoice } from './mode-choice.ts'
import { statusText, stateClass } from './status.ts'
import { troubleLines } from './trouble-lines.ts'

/**
 * @slot captions - What is said, in writing; its place is kept free below pictures.
 * @event mdg-a-deed - `call`, `callHere`, `action`, `askTakeOver`.
 */
export class Call extends LitElement {
  static override styles = [look, callLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) call!: DeskCall
  @property({ attribute: false }) seat: Seat | null = null
  @property({ attribute: false }) lists!: DeskLists
  @property({ attribute: false }) asks!: Asks
  /** Counts the desk's changes: what was asked changes without any other property. */
  @property({ type: Number }) turn = 0
  /** Takes all the room that there is. */
  @property({ type: Boolean, reflect: true }) large = false
  @property({ reflect: true }) stage: Stage = 'voice'

  @query('mdg-a-call-stage') private pictures!: CallStage | null
  @query('mdg-a-keypad') private keypad!: Keypad | null
  #offLine: () => void = () => {}
  #line: Extract<Seat, { at: 'here' }>['line'] | null = null

  override disconnectedCallback(): void {
    this.#listen(null)
    super.disconnectedCallback()
  }

  /** Opens what only the screen has. Returns false for anything else. */
  act(action: Action): boolean {
    const { controls } = callScreen(this.call, this.seat)
    if (action === 'callKeypad' && controls.has('keypad')) this.keypad?.toggle()
    else if (action === 'callLarge' && this.stage !== 'voice') this.large = !this.large
    else return false
    return true
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    this.#listen(this.seat?.at === 'here' ? this.seat.line : null)
    const { stage } = callScreen(this.call, this.seat)
    if (changed.has('call') && changed.get('call')?.call !== this.call.call) this.large = false
    // On a phone there is no room for words beside a picture.
    if (this.stage === 'voice' && stage !== 'voice') this.large = isPhone()
    if (stage === 'voice') this.large = false
    this.stage = stage
  }

  #listen(line: Extract<Seat, { at: 'here' }>['line'] | null): void {
    if (line === this.#line) return
    this.#offLine()
    this.#line = line
    this.#offLine = line?.onChange(() => this.requestUpdate()) ?? (() => {})
  }

  #ask(ask: CallAsk): void {
    if (!this.asks.busy(callKey(ask))) say(this, { do: 'call', ask })
  }

  #press(action: Action): void {
    const done = actOnCall(action, this.call, this.seat, (ask) => this.#ask(ask)) || this.act(action)
    if (!done) say(this, { do: 'action', action })
  }

  #control(action: Action, label: string, icon: TemplateResult, how: '' | 'on' | 'off' = ''): TemplateResult {
    const { contact } = this.call
    const verb = ({ callMute: 'muted', callCamera: 'cameraOff' } as Partial<Record<Action, string>>)[action]
    const busy = verb !== undefined && this.asks.busy(`call.set ${contact} ${verb}`)
    return html`<button
      class="button control ${how}"
      aria-disabled=${busy}
      aria-label=${label}
      aria-keyshortcuts=${ariaKeys(action)}
      title="${label} (${keyNames[action]})"
      @click=${() => this.#press(action)}
    >
      ${icon}
    </button>`
  }

  #controls({ controls, own, muted, customer }: CallScreen): TemplateResult {
    const { act } = callWords(this.speech)
    const has = (control: Control, make: () => TemplateResult): TemplateResult | typeof nothing =>
      controls.has(control) ? make() : nothing
    const line = this.seat?.at === 'here' ? this.seat.line : null
    const isSharing = (line?.view.ownScreen ?? null) !== null
    const isHeld = customer?.held === true
    return html`<div class="controls" role="toolbar" aria-label=${this.#label}>
      ${has('modes', () => modeChoice(this.speech, this.call, own, (ask) => this.#ask(ask)))}
      ${has('mute', () =>
        muted
          ? this.#control('callMute', act.unmute, callIcons.muted, 'off')
          : this.#control('callMute', act.mute, callIcons.microphone),
      )}
      ${has('camera', () =>
        own?.cameraOff === false
          ? this.#control('callCamera', act.cameraOff, icons.video, 'on')
          : this.#control('callCamera', act.cameraOn, callIcons.cameraOff),
      )}
      ${has('screen', () =>
        isSharing
          ? this.#control('callScreen', act.stopShare, callIcons.stopScreen, 'on')
          : this.#control('callScreen', act.share, callIcons.screen),
      )}
      ${has('hold', () =>
        isHeld
          ? this.#control('callHold', act.resume, callIcons.resume, 'off')
          : this.#control('callHold', act.hold, icons.pause),
      )}
      ${has(
        'keypad',
        () =>
          html`<mdg-a-keypad
            ?upwards=${this.large}
            .speech=${this.speech}
            @mdg-a-digit=${(event: DigitEvent) => line?.dtmf(event.detail)}
          ></mdg-a-keypad>`,
      )}
      ${has('people', () => this.#control('callInvite', act.people, callIcons.invite))}
      ${has('devices', () => this.#control('callDevices', act.devices, callIcons.devices))}
      ${has(
        'quality',
        () =>
          html`<mdg-a-call-quality
            ?upwards=${this.large}
            .speech=${this.speech}
            .up=${line?.view.up ?? null}
            .down=${line?.view.down ?? null}
          ></mdg-a-call-quality>`,
      )}
      ${this.#sizes()}${has('takeOver', () => this.#takeOver())}${this.#end()}
    </div>`
  }

  /** Only where there is something to see. */
  #sizes(): TemplateResult | typeof nothing {
    if (this.stage === 'voice') return nothing
    const { act } = callWords(this.speech)
    const plain = (label: string, icon: TemplateResult, press: () => void): TemplateResult =>
      html`<button class="button control wide" aria-label=${label} title=${label} @click=${press}>${icon}</button>`
    return html`${this.#control('callLarge', this.large ? act.small : act.large, this.large ? callIcons.small : callIcons.large)}
    ${document.fullscreenEnabled ? plain(act.fullScreen, callIcons.full, () => void this.#toggleFullScreen()) : nothing}
    ${
      document.pictureInPictureEnabled
        ? plain(act.pictureInPicture, callIcons.picture, () => void this.pictures?.togglePictureInPicture())
        : nothing
    }`
  }

  async #toggleFullScreen(): Promise<void> {
    try {
      if (document.fullscreenElement === null) await this.requestFullscreen()
      else await document.exitFullscreen()
    } catch {
      // A browser may refuse, and has said so itself.
    }
  }

  #takeOver(): TemplateResult {
    const { contact, customerName } = this.call
    const holder = this.call.parties.find(({ role, mode }) => role === 'agent' && mode === 'talk')?.name ?? ''
    const of = { contact, name: this.speech.customer(customerName) }
    return html`<button class="button" @click=${() => say(this, { do: 'askTakeOver', of, from: holder })}>
      ${callWords(this.speech).act.takeOver}
    </button>`
  }

  #end(): TemplateResult {
    const { act } = callWords(this.speech)
    const ask = endAsk(this.call)
    const ending = this.asks.busy(callKey(ask))
    const label = this.call.part === 'owner' ? act.end : act.leave
    return html`<button
      class="button end"
      aria-disabled=${ending}
      aria-label=${label}
      aria-keyshortcuts=${ariaKeys('callEnd')}
      title="${label} (${keyNames.callEnd})"
      @click=${() => this.#ask(ask)}
    >
      ${callIcons.hangUp}<span class="word">${label}</span>
    </button>`
  }

  get #label(): string {
    return callWords(this.speech).label(this.speech.customer(this.call.customerName))
  }

  /** A proposal of either side: what is asked, and the answer or the way back. */
  #proposal(): TemplateResult {
    const words = callWords(this.speech)
    const { contact, media } = this.call
    const isOurs = kindOf(this.call) === 'asking'
    const answer = (accept: boolean): CallAsk => ({ verb: 'call.answer', body: { contact, accept } })
    return html`<div class="bar">
      <p class="state waiting" role="status">
        ${media === 'video' ? icons.video : icons.call}<span
          >${(isOurs ? words.status.asking : words.status.proposed)[media]}</span
        ><mdg-a-timer .clock=${this.clock} .speech=${this.speech} .since=${this.call.since}></mdg-a-timer>
      </p>
      <div class="controls answers">
        ${
          isOurs
            ? html`<button class="button" @click=${() => this.#ask(endAsk(this.call))}>${words.takeBack}</button>`
            : html`<button class="button main" @click=${() => this.#ask(answer(true))}>
                  ${words.accept}<kbd aria-hidden="true">${keyNames.acceptOffer}</kbd>
                </button>
                <button class="button" @click=${() => this.#ask(answer(false))}>
                  ${words.decline}<kbd aria-hidden="true">${keyNames.declineOffer}</kbd>
                </button>`
        }
      </div>
    </div>`
  }

  #bar(screen: CallScreen): TemplateResult {
    const { status } = screen
    const words = callWords(this.speech)
    return html`<div class="bar">
      <div class="state ${stateClass(status)}">
        ${icons.call}<span
          ><span role="status">${statusText(this.speech, this.call, status)}</span>
          <mdg-a-timer .clock=${this.clock} .speech=${this.speech} .since=${screen.since}></mdg-a-timer>
          ${this.#recording()}</span
        >
        ${
          status.is === 'elsewhere'
            ? html`<button class="button" @click=${() => say(this, { do: 'callHere', call: this.call })}>
                ${words.takeHere}
              </button>`
            : nothing
        }${status.is === 'failed' ? this.#retry() : nothing}
      </div>
      ${this.#controls(screen)}
    </div>`
  }

  /** Whoever talks knows whether it is kept. */
  #recording(): TemplateResult | typeof nothing {
    const { recording } = this.call
    return recording === 'off' ? nothing : html`<span class="tag">${callWords(this.speech).recording[recording]}</span>`
  }

  #retry(): TemplateResult {
    const again = (): void => {
      if (this.seat?.at === 'here') this.seat.line.rejoin()
    }
    return html`<button class="button" @click=${again}>${callWords(this.speech).retry}</button>`
  }

  /** One's own screen is not shown to oneself; that others see it is said as long as they do. */
  #sharing(): TemplateResult | typeof nothing {
    if (this.seat?.at !== 'here' || this.seat.line.view.ownScreen === null) return nothing
    const words = callWords(this.speech)
    return html`<p class="line" role="status">
      ${callIcons.screen}<span>${words.youShare}</span
      ><button class="button" @click=${() => this.#press('callScreen')}>${words.act.stopShare}</button>
    </p>`
  }

  /** Without pictures: who is in it, and who speaks. */
  #people({ people, muted, stage }: CallScreen): TemplateResult | typeof nothing {
    // With pictures only those who have none of their own.
    const shown =
      stage === 'voice' ? people : people.filter(({ party }) => party.mode === 'whisper' || party.mode === 'monitor')
    if (shown.length === 0) return nothing
    return html`<ul class="people">
      ${shown.map((person) => this.#person(person, muted))}
    </ul>`
  }

  #person(person: Person, muted: boolean): TemplateResult {
    const { party, level, own } = person
    const name = nameOf(this.speech, person, this.call.customerName)
    return html`<li class="person level-${levelStep(own && muted ? 0 : level)}">
      <mdg-a-avatar .name=${party.name} .seed=${party.leg}></mdg-a-avatar><span class="cut">${name}</span>${marksOf(
        this.speech,
        person,
        muted,
      )}
    </li>`
  }

  protected override render(): unknown {
    if (kindOf(this.call) !== 'running')
      return html`<section aria-label=${this.#label}>${this.#proposal()}${this.#refusal()}</section>`
    const screen = callScreen(this.call, this.seat)
    const here = this.seat?.at === 'here' && screen.status.is !== 'elsewhere'
    return html`<section aria-label=${this.#label}>
      ${this.#bar(screen)} ${troubleLines(this, this.speech, screen.troubles, this.seat)}${this.#sharing()}
      ${colleagueLines(this.speech, this.call, screen, this.asks, (ask) => this.#ask(ask))}${this.#refusal()}
      ${here ? this.#people(screen) : nothing}
      ${
        this.stage === 'voice'
          ? nothing
          : html`<div class="picture">
              <mdg-a-call-stage
                .speech=${this.speech}
                .people=${screen.people}
                .customerName=${this.call.customerName}
                .muted=${screen.muted}
                .stage=${this.stage}
              ></mdg-a-call-stage>
              <div class="captions" aria-live="off"><slot name="captions"></slot></div>
            </div>`
      }
    </section>`
  }

  #refusal(): TemplateResult | typeof nothing {
    const { contact } = this.call
    const verbs = ['call.answer', 'call.end', 'call.hold', 'call.merge', 'call.remove', 'call.handOver', 'call.listen']
    const parts = ['muted', 'cameraOff', 'sharing'].map((part) => `call.set ${contact} ${part}`)
    const keys = [...verbs.map((verb) => `${verb} ${contact}`), ...parts]
    const code = keys.map((key) => this.asks.refusal(key)).find((one) => one !== null)
    return code == null
      ? nothing
      : html`<p class="line trouble wrong" role="alert">
          ${icons.warn}<span>${this.speech.words.refusals[code]}</span>
        </p>`
  }
}
