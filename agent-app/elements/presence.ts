/** Own availability: what it is, since when, and the menu that changes it. Shown as changed only once the hub has said so. */
import type { DeskMe, PresenceStatus, RefusalCode } from '#protocol'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import { keyNames } from '../keys.ts'
import { dotLook, look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { Clock } from '../ticker.ts'
import { menuLook } from './menu-look.ts'
import { Popup } from './popup.ts'

/** A reason that only the hub gives. */
export const missedOffer = 'missedOffer'

/** How a status is named, with its reason where there is one. */
export function presenceText(
  speech: Speech,
  status: PresenceStatus,
  reason: string,
  reasons: DeskMe['reasons'],
): string {
  const { presence } = speech.words
  if (reason === '') return presence[status]
  const configured = reasons.find(({ key }) => key === reason)
  const text = configured !== undefined ? speech.both(configured.label) : presence.systemReasons[reason]
  return text === undefined ? presence[status] : `${presence[status]} · ${text}`
}

/**
 * @event mdg-a-deed - `presence` with the chosen status and reason.
 */
export class Presence extends LitElement {
  static override styles = [
    look,
    menuLook,
    dotLook,
    css`
      .since {
        --mdg-a-timer-width: 6.2em;
        color: var(--mdg-text-2);
        font-weight: 400;
        text-align: start;
      }
      .status {
        max-width: 16em;
      }
      @media (max-width: 1100px) {
        .since {
          --mdg-a-timer-width: 4.6em;
        }
      }
      @media (max-width: 479px) {
        .since {
          display: none;
        }
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) me!: DeskMe
  @property({ type: Boolean }) busy = false
  @property({ attribute: false }) refusal: RefusalCode | null = null

  readonly #popup = new Popup(this, '[role=menuitemradio]')

  /** Opens or closes the menu. */
  toggle(): void {
    this.#popup.toggle()
  }

  #set(status: PresenceStatus, reason: string): void {
    this.#popup.close()
    if (status !== this.me.status || reason !== this.me.reason) say(this, { do: 'presence', status, reason })
  }

  #item(status: PresenceStatus, reason: string, text: string): TemplateResult {
    const current = this.me.status === status && this.me.reason === reason
    return html`<button
      class="item"
      role="menuitemradio"
      tabindex="-1"
      aria-checked=${current}
      @click=${() => this.#set(status, reason)}
    >
      <span class="dot ${status}"></span><span class="cut">${text}</span>${current ? icons.check : nothing}
    </button>`
  }

  #menu(): TemplateResult {
    const { words } = this.speech
    return html`<div class="menu" role="menu" aria-label=${words.presence.label}>
      ${this.#item('available', '', words.presence.available)}
      <div class="rule" role="separator"></div>
      ${this.#item('away', '', words.presence.awayPlain)}
      ${this.me.reasons
        .filter(({ key }) => key !== missedOffer)
        .map(({ key, label }) => this.#item('away', key, this.speech.both(label)))}
      <div class="rule" role="separator"></div>
      ${this.#item('offline', '', words.presence.offline)}
    </div>`
  }

  protected override render(): unknown {
    const { words } = this.speech
    const { status, reason, since, reasons } = this.me
    return html`<button
        class="button bare"
        aria-haspopup="menu"
        aria-expanded=${this.#popup.open}
        title="${words.presence.label} (${keyNames.toggleAvailable})"
        @click=${() => this.toggle()}
      >
        <span class="dot ${status}"></span>
        <span class="cut status"
          >${this.busy ? words.presence.changing : presenceText(this.speech, status, reason, reasons)}</span
        >
        <span class="since"
          ><mdg-a-timer .clock=${this.clock} .speech=${this.speech} .since=${since}></mdg-a-timer
        ></span>
        <span class="small">${icons.fold}</span>
      </button>
      ${this.#popup.open ? this.#menu() : nothing}
      ${
        this.refusal === null
          ? nothing
          : html`<p class="problem float" role="alert">${words.refusals[this.refusal]}</p>`
      }`
  }
}
