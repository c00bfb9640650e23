/**
 * Microphone, camera and loudspeaker: seen and heard by oneself before others do, and changed in the middle of a call. In a
 * call the devices are those of its line; otherwise they are asked for when this opens and let go of when it closes.
 */
import type { DeviceKind, DevicesView, OwnDevices } from '../../../media/client/index.ts'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import { callWords } from '../words.ts'

/** What a level has to reach once to count as heard. */
const heardLevel = 0.25

type Devices = Omit<OwnDevices, 'close' | 'view'> & { readonly view: DevicesView }

/** What comes after the check, when something waits for it. */
export interface Then {
  readonly text: string
  readonly run: () => void
}

export class DeviceDialog extends LitElement {
  static override styles = [
    look,
    css`
      .frame {
        display: grid;
        gap: var(--mdg-space-4);
        padding: var(--mdg-space-5);
      }
      .lead {
        margin-top: var(--mdg-space-1);
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-13);
      }
      .preview {
        display: grid;
        place-items: center;
        aspect-ratio: 16 / 9;
        overflow: hidden;
        border-radius: var(--mdg-radius-2);
        background: var(--mdg-surface-2);
      }
      video {
        width: 100%;
        height: 100%;
        object-fit: cover;
        transform: scaleX(-1);
      }
      .meter {
        height: 8px;
        overflow: hidden;
        border-radius: 4px;
        background: var(--mdg-surface-3);
      }
      .meter i {
        display: block;
        height: 100%;
        background: var(--mdg-good);
        transform: scaleX(0);
        transform-origin: left;
      }
      .meter + p {
        min-height: 1.45em;
        margin-top: var(--mdg-space-1);
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-13);
      }
      .heard {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        color: var(--mdg-good);
      }
      .heard .icon {
        width: 16px;
        height: 16px;
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  /** The devices of the call that goes on here; null for those of the check alone. */
  @property({ attribute: false }) running: () => Devices | null = () => null
  /** Asks for the microphone. */
  @property({ attribute: false }) check: () => OwnDevices | null = () => null

  @state() private devices: Devices | null = null
  @state() private isHeard = false
  #then: Then | null = null
  #own: OwnDevices | null = null
  #level = 0
  #ends: (() => void)[] = []
  @query('dialog') private dialog!: HTMLDialogElement
  @query('.meter') private meter!: HTMLElement | null

  /** Opens; `then` is what the main button does besides closing. */
  show(then: Then | null = null): void {
    if (this.dialog.open) return
    this.#then = then
    this.isHeard = false
    this.#open()
    this.dialog.showModal()
  }

  protected override willUpdate(): void {
    // The call whose devices they were is over, or has begun.
    if (this.devices === null || this.running() === (this.#own === null ? this.devices : null)) return
    this.#close()
    this.#open()
  }

  override disconnectedCallback(): void {
    this.#close()
    super.disconnectedCallback()
  }

  #open(): void {
    const running = this.running()
    const own = (this.#own = running === null ? this.check() : null)
    const devices = running ?? own
    if (devices === null) return
    this.devices = devices
    this.#ends = [
      devices.onChange(() => this.requestUpdate()),
      devices.onLevel((level) => this.#heard(level)),
      () => own?.close(),
    ]
  }

  readonly #close = (): void => {
    for (const end of this.#ends.splice(0)) end()
    this.devices = null
  }

  #heard(level: number): void {
    this.#level = level
    if (level >= heardLevel) this.isHeard = true
    const bar = this.meter?.firstElementChild
    if (bar instanceof HTMLElement) bar.style.transform = `scaleX(${level})`
    this.meter?.setAttribute('aria-valuenow', String(Math.round(level * 100)))
  }

  #select(kind: DeviceKind, view: DevicesView): TemplateResult | typeof nothing {
    const { devices: words } = callWords(this.speech)
    const choices = view.choices.filter((choice) => choice.kind === kind)
    // Where there is nothing to choose the word would only ask why.
    if (choices.length === 0) return nothing
    const now = kind === 'speaker' ? view.speakerId : view[kind].deviceId
    return html`<label
      ><span class="label">${words[kind]}</span
      ><select
        class="field"
        @change=${(event: Event) => this.devices?.chooseDevice(kind, (event.target as HTMLSelectElement).value)}
      >
        ${now === '' ? html`<option value="" selected>${words.defaultDevice}</option>` : nothing}
        ${choices.map(
          ({ deviceId, label }, at) =>
            html`<option value=${deviceId} ?selected=${deviceId === now}>
              ${label === '' ? words.unnamed(at + 1) : label}
            </option>`,
        )}
      </select></label
    >`
  }

  #problem(kind: 'microphone' | 'camera', view: DevicesView): TemplateResult | typeof nothing {
    const { state: how } = view[kind]
    if (how === 'on' || how === 'off') return nothing
    const words = callWords(this.speech)
    const again = (): unknown =>
      kind === 'microphone' ? this.devices?.setMicrophone(true) : this.devices?.setCamera(true)
    return html`<p class="problem" role="alert">${icons.warn}<span>${words.trouble.device[kind][how]}</span></p>
      ${how === 'asking' ? nothing : html`<button class="button" @click=${again}>${words.retry}</button>`}`
  }

  #microphone(view: DevicesView): TemplateResult {
    const { devices: words } = callWords(this.speech)
    const isOn = view.microphone.state === 'on'
    return html`${this.#select('microphone', view)} ${this.#problem('microphone', view)}
      <div ?hidden=${!isOn}>
        <div
          class="meter"
          role="meter"
          aria-label=${words.level}
          aria-valuemin="0"
          aria-valuemax="100"
          aria-valuenow=${Math.round(this.#level * 100)}
        >
          <i></i>
        </div>
        <p role="status">
          ${this.isHeard ? html`<span class="heard">${icons.check}${words.good}</span>` : words.speak}
        </p>
      </div>`
  }

  #camera(view: DevicesView): TemplateResult {
    const { devices: words, ownCamera } = callWords(this.speech)
    const isOn = view.camera.state === 'on'
    return html`<div class="preview">
        ${
          view.ownCamera === null
            ? html`<button class="button" @click=${() => this.devices?.setCamera(true)}>
                ${icons.video}${words.tryCamera}
              </button>`
            : html`<video
                autoplay
                playsinline
                .muted=${true}
                .srcObject=${view.ownCamera}
                aria-label=${ownCamera}
              ></video>`
        }
      </div>
      ${this.#problem('camera', view)} ${this.#select('camera', view)}
      ${
        isOn && this.running() === null
          ? html`<button class="button" @click=${() => this.devices?.setCamera(false)}>${words.cameraOff}</button>`
          : nothing
      }`
  }

  protected override render(): unknown {
    const { devices: words } = callWords(this.speech)
    const view = this.devices?.view ?? null
    const finish = (): void => {
      const then = this.#then
      this.dialog.close()
      then?.run()
    }
    return html`<dialog aria-labelledby="title" @close=${this.#close}>
      <div class="frame">
        <div>
          <h2 id="title">${words.title}</h2>
          <p class="lead">${words.lead}</p>
        </div>
        ${view === null ? nothing : html`${this.#microphone(view)}${this.#select('speaker', view)}${this.#camera(view)}`}
        <div class="actions">
          ${
            this.#then === null
              ? nothing
              : html`<button class="button" @click=${() => this.dialog.close()}>
                  ${this.speech.words.talk.cancel}
                </button>`
          }
          <button class="button main" autofocus @click=${finish}>${this.#then?.text ?? words.done}</button>
        </div>
      </div>
    </dialog>`
  }
}
