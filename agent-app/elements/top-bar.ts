/** The bar above everything: own availability, the way to all actions, alerts, and oneself. */
import type { DeskMe } from '#protocol'
import { LitElement, css, html, nothing } from 'lit'
import { property } from 'lit/decorators.js'
import type { Alerts } from '../alerts.ts'
import type { Asks } from '../asks.ts'
import { say, type Density } from '../deeds.ts'
import { icons } from '../icons.ts'
import { ariaKeys, keyNames } from '../keys.ts'
import { look } from '../look.ts'
import { serves } from '../may.ts'
import type { Identity } from '../session.ts'
import type { Speech } from '../speech.ts'
import type { Clock } from '../ticker.ts'

/**
 * @event mdg-a-deed - `action`, `allowAlerts`, and those of presence and account.
 */
export class TopBar extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
      }
      .top {
        display: flex;
        align-items: center;
        gap: var(--mdg-space-2);
        min-height: 48px;
        padding: 0 var(--mdg-space-3);
        border-bottom: 1px solid var(--mdg-line);
      }
      .brand {
        display: flex;
        align-items: center;
        gap: var(--mdg-space-2);
        padding-inline-end: var(--mdg-space-2);
        font-size: var(--mdg-size-14);
        font-weight: 650;
      }
      h1 {
        font-size: inherit;
      }
      .gap {
        flex: 1;
      }
      .finder {
        justify-content: flex-start;
        width: clamp(160px, 22vw, 280px);
        color: var(--mdg-text-2);
        border-color: var(--mdg-line);
        background: var(--mdg-surface-1);
        font-weight: 400;
      }
      .finder .cut {
        flex: 1;
        text-align: start;
      }
      @media (max-width: 1180px) {
        .finder {
          justify-content: center;
          width: 36px;
          padding: 0;
        }
        .finder kbd {
          display: none;
        }
        .finder .cut {
          position: absolute;
          width: 1px;
          clip-path: inset(50%);
        }
      }
      @media (max-width: 767px) {
        .brand,
        .gap {
          display: none;
        }
        .top {
          gap: 0;
          padding: 0 var(--mdg-space-2);
        }
        mdg-a-presence {
          flex: 1;
        }
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  /** Null until the hub has said who we are to it. */
  @property({ attribute: false }) me: DeskMe | null = null
  @property({ attribute: false }) asks!: Asks
  /** Counts the desk's changes: what was asked changes without any other property. */
  @property({ type: Number }) turn = 0
  @property({ attribute: false }) identity!: Identity
  @property() density: Density = 'comfortable'
  @property({ type: Boolean }) sound = true
  @property() permission: Alerts['permission'] = 'none'

  protected override render(): unknown {
    const { words } = this.speech
    const { me, sound } = this
    return html`<header class="top">
      <div class="brand">
        <mdg-a-mark></mdg-a-mark>
        <h1>${words.product}</h1>
      </div>
      ${
        me === null || !serves(me)
          ? nothing
          : html`<mdg-a-presence
              .speech=${this.speech}
              .clock=${this.clock}
              .me=${me}
              .busy=${this.asks.busy('presence')}
              .refusal=${this.asks.refusal('presence')}
            ></mdg-a-presence>`
      }
      <span class="gap"></span>
      <button
        class="button finder"
        aria-keyshortcuts=${ariaKeys('palette')}
        title="${words.palette.open} (${keyNames.palette}, ?)"
        @click=${() => say(this, { do: 'action', action: 'palette' })}
      >
        ${icons.search}<span class="cut">${words.palette.open}</span><kbd aria-hidden="true">${keyNames.palette}</kbd>
      </button>
      ${
        this.permission === 'default'
          ? html`<button
              class="button bare square"
              aria-label=${words.alerts.enable}
              title=${words.alerts.enable}
              @click=${() => say(this, { do: 'allowAlerts' })}
            >
              ${icons.notify}
            </button>`
          : nothing
      }
      <button
        class="button bare square"
        aria-pressed=${sound}
        aria-label=${words.actions.toggleSound}
        title="${sound ? words.alerts.sounding : words.alerts.muted} (${keyNames.toggleSound})"
        @click=${() => say(this, { do: 'action', action: 'toggleSound' })}
      >
        ${sound ? icons.bell : icons.bellOff}
      </button>
      <mdg-a-account
        .speech=${this.speech}
        .name=${this.identity.name}
        .agent=${this.identity.agent}
        .me=${me}
        .density=${this.density}
      ></mdg-a-account>
    </header>`
  }
}
