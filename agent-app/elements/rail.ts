/** The places of the app: a rail beside everything, at the foot of a phone. Nothing of it takes the focus from a talk. */
import type { DeskMe } from '#protocol'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import { say, type Pane } from '../deeds.ts'
import { icons } from '../icons.ts'
import { ariaKeys, keyNames } from '../keys.ts'
import { look } from '../look.ts'
import { serves } from '../may.ts'
import { mayGo, placeOf, places, type Place } from '../places.ts'
import type { Speech } from '../speech.ts'
import type { DeskLists } from '../state.ts'

/**
 * @event mdg-a-deed - `action` of a place, or of the desk.
 */
export class Rail extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
        border-inline-end: 1px solid var(--mdg-line);
        background: var(--mdg-surface-1);
        overflow: hidden auto;
        scrollbar-width: none;
      }
      nav {
        display: flex;
        flex-direction: column;
        gap: var(--mdg-space-1);
        padding: var(--mdg-space-2) 6px;
      }
      button {
        position: relative;
        display: flex;
        flex-direction: column;
        align-items: center;
        justify-content: center;
        gap: 2px;
        min-height: 52px;
        padding: var(--mdg-space-1) 2px;
        border: 0;
        border-radius: var(--mdg-radius-2);
        background: none;
        color: var(--mdg-text-2);
        font: inherit;
        font-size: var(--mdg-size-12);
        line-height: 1.25;
        cursor: pointer;
      }
      button:hover {
        background: var(--mdg-surface-2);
        color: var(--mdg-text);
      }
      button[aria-current] {
        background: var(--mdg-accent-soft);
        color: var(--mdg-text);
        font-weight: 600;
      }
      button[aria-current]::before {
        content: '';
        position: absolute;
        inset-block: 12px;
        inset-inline-start: -6px;
        width: 3px;
        border-radius: 0 3px 3px 0;
        background: var(--mdg-accent);
      }
      .word {
        max-width: 100%;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      b {
        position: absolute;
        top: 2px;
        inset-inline-start: calc(50% + 6px);
        min-width: 18px;
        padding: 0 4px;
        border-radius: 9px;
        background: var(--mdg-waiting-soft);
        color: var(--mdg-waiting);
        text-align: center;
      }
      @media (max-width: 1023px) {
        .word {
          position: absolute;
          width: 1px;
          clip-path: inset(50%);
        }
        button {
          min-height: 44px;
        }
      }
      @media (max-width: 767px) {
        :host {
          border-inline-end: 0;
          border-block-start: 1px solid var(--mdg-line);
        }
        nav {
          flex-direction: row;
          padding: 2px var(--mdg-space-1) max(2px, env(safe-area-inset-bottom));
        }
        button {
          flex: 1;
          min-width: 44px;
        }
        .word {
          position: static;
          width: auto;
          clip-path: none;
        }
        button[aria-current]::before {
          inset-block: -2px auto;
          inset-inline: 25%;
          width: auto;
          height: 3px;
          border-radius: 0 0 3px 3px;
        }
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) lists!: DeskLists
  /** Null until the hub has said who we are to it. */
  @property({ attribute: false }) me: DeskMe | null = null
  @property() pane: Pane = 'list'

  #place(place: Place): TemplateResult {
    const { floor, actions } = this.speech.words
    const { name, icon, waiting } = place
    const count = waiting?.(this.lists) ?? 0
    return html`<button
      class=${name}
      aria-current=${this.pane === name ? 'page' : nothing}
      aria-keyshortcuts=${ariaKeys(name)}
      title="${actions[name]} (${keyNames[name]})"
      @click=${() => say(this, { do: 'action', action: name })}
    >
      ${icon}<span class="word">${floor.places[name]}</span>${
        count === 0
          ? nothing
          : html`<b class="figures" aria-hidden="true">${count > 999 ? '999+' : count}</b
              ><span class="unseen">${floor.queues.waiting(count)}</span>`
      }
    </button>`
  }

  #desk(): TemplateResult {
    const { floor, actions } = this.speech.words
    return html`<button
      class="desk"
      aria-current=${placeOf(this.pane) === null ? 'page' : nothing}
      title=${actions.desk}
      @click=${() => say(this, { do: 'action', action: 'desk' })}
    >
      ${icons.chat}<span class="word">${floor.places.desk}</span>
    </button>`
  }

  protected override render(): unknown {
    const { floor } = this.speech.words
    return html`<nav aria-label=${floor.places.all}>
      ${serves(this.me) ? this.#desk() : nothing}
      ${places.filter((place) => mayGo(place, this.me)).map((place) => this.#place(place))}
    </nav>`
  }
}
