/** The place of a call that has no talk of its own here: a colleague's, that this agent is asked into, or listens to. */
import type { DeskCall } from '#protocol'
import { LitElement, css, html, nothing } from 'lit'
import { property, query } from 'lit/decorators.js'
import type { Asks } from '../../asks.ts'
import type { Notice } from '../../choice.ts'
import { say } from '../../deeds.ts'
import { icons } from '../../icons.ts'
import type { Action } from '../../keys.ts'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import type { DeskLists } from '../../state.ts'
import type { Clock } from '../../ticker.ts'
import type { Seat } from '../line.ts'
import { callWords } from '../words.ts'
import type { Call } from './call.ts'

/**
 * @event mdg-a-deed - `pane`, and those of the call.
 */
export class CallPlace extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-height: 0;
        height: 100%;
        outline: none;
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--mdg-space-3);
        min-height: 56px;
        padding: var(--mdg-space-2) var(--mdg-space-4) var(--mdg-space-2) var(--mdg-space-5);
        border-bottom: 1px solid var(--mdg-line);
      }
      h2 {
        font-size: var(--mdg-size-16);
        line-height: 1.4;
      }
      mdg-a-notice {
        padding: 0 var(--mdg-space-4);
      }
      @media (max-width: 767px) {
        header {
          padding-inline: var(--mdg-space-1) var(--mdg-space-2);
        }
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) call: DeskCall | null = null
  @property({ attribute: false }) seat: Seat | null = null
  @property({ attribute: false }) lists!: DeskLists
  @property({ attribute: false }) asks!: Asks
  /** An act on the contact that the hub refused. */
  @property({ attribute: false }) notice: Notice | null = null
  /** Counts the desk's changes: what was asked changes without any other property. */
  @property({ type: Number }) turn = 0
  @query('mdg-a-call') private shown!: Call | null

  act(action: Action): boolean {
    return this.shown?.act(action) ?? false
  }

  protected override render(): unknown {
    const { call, speech } = this
    if (call === null) return nothing
    const { floor } = speech.words
    return html`<header>
        <button
          class="button bare square"
          aria-label=${floor.places.back}
          title=${floor.places.back}
          @click=${() => say(this, { do: 'action', action: 'calls' })}
        >
          ${icons.back}
        </button>
        <h2 class="cut">${callWords(speech).label(speech.customer(call.customerName))}</h2>
      </header>
      <mdg-a-notice .speech=${speech} .notice=${this.notice}></mdg-a-notice>
      <mdg-a-call
        .speech=${speech}
        .clock=${this.clock}
        .call=${call}
        .seat=${this.seat}
        .lists=${this.lists}
        .asks=${this.asks}
        .turn=${this.turn}
      ></mdg-a-call>`
  }
}
