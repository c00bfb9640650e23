/**
 * Calls in the list column: those that wait for a yes or no, as cards that ring like an offer's, and those that the agent is
 * in without a talk of their own, as the way to them.
 */
import type { DeskCall } from '#protocol'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Asks } from '../../asks.ts'
import { say } from '../../deeds.ts'
import { icons } from '../../icons.ts'
import { ariaKeys, keyNames } from '../../keys.ts'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import type { Clock } from '../../ticker.ts'
import { callSentence } from '../ringing.ts'
import { isVisited, ringing, rings } from '../kind.ts'
import { callWords } from '../words.ts'

/**
 * @event mdg-a-deed - `call` with the answer, `showCall`.
 */
export class CallCards extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: grid;
        gap: var(--mdg-space-2);
      }
      h2 {
        display: flex;
        gap: var(--mdg-space-2);
        padding: var(--mdg-space-3) var(--mdg-space-2) 0;
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-12);
        font-weight: 600;
      }
      h2 span {
        font-weight: 400;
      }
      article {
        display: grid;
        gap: var(--mdg-space-2);
        padding: var(--mdg-space-3);
        border: 1px solid var(--mdg-line);
        border-radius: var(--mdg-radius-2);
        background: var(--mdg-surface-0);
      }
      .rings {
        border-color: var(--mdg-accent);
        background: var(--mdg-accent-soft);
      }
      h3 {
        display: flex;
        align-items: flex-start;
        gap: 6px;
        font-size: var(--mdg-size-14);
        line-height: inherit;
        overflow-wrap: anywhere;
      }
      h3 .icon {
        width: 18px;
        height: 18px;
        margin-top: 1px;
        color: var(--mdg-accent);
      }
      .meta {
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-13);
      }
      .buttons {
        display: flex;
        gap: var(--mdg-space-2);
      }
      .main {
        flex: 1;
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) calls: ReadonlyMap<string, DeskCall> = new Map()
  @property({ attribute: false }) asks!: Asks
  /** No offer rings: the keys mean the first of these. */
  @property({ type: Boolean }) first = false
  /** Counts the desk's changes: what was asked changes without any other property. */
  @property({ type: Number }) turn = 0

  #answer({ contact }: DeskCall, accept: boolean): void {
    if (!this.asks.busy(`call.answer ${contact}`))
      say(this, { do: 'call', ask: { verb: 'call.answer', body: { contact, accept } } })
  }

  #ringing(call: DeskCall, isFirst: boolean): TemplateResult {
    const words = callWords(this.speech)
    const busy = this.asks.busy(`call.answer ${call.contact}`)
    const refusal = this.asks.refusal(`call.answer ${call.contact}`)
    const button = (accept: boolean, action: 'acceptOffer' | 'declineOffer', text: string): TemplateResult =>
      html`<button
        class="button ${accept ? 'main' : ''}"
        aria-disabled=${busy}
        aria-keyshortcuts=${isFirst ? ariaKeys(action) : nothing}
        @click=${() => this.#answer(call, accept)}
      >
        ${text}${isFirst ? html`<kbd aria-hidden="true">${keyNames[action]}</kbd>` : nothing}
      </button>`
    const sentence = callSentence(this.speech, call)
    return html`<article class="rings" aria-label=${sentence}>
      <h3>${call.media === 'video' ? icons.video : icons.call}<span>${sentence}</span></h3>
      ${this.#since(call)}
      <div class="buttons">
        ${button(true, 'acceptOffer', words.accept)}${button(false, 'declineOffer', words.decline)}
      </div>
      ${refusal === null ? nothing : html`<p class="problem" role="alert">${this.speech.words.refusals[refusal]}</p>`}
    </article>`
  }

  #visit(call: DeskCall): TemplateResult {
    const words = callWords(this.speech)
    const mode = call.parties.find(({ leg }) => leg === call.leg)?.mode ?? 'talk'
    const { listening } = this.speech.words.calls
    const how = mode === 'consult' ? words.party.consult : listening[mode]
    const name = this.speech.customer(call.customerName)
    return html`<article aria-label=${words.label(name)}>
      <h3>${call.part === 'listener' ? icons.hear : icons.call}<span>${name}</span></h3>
      <p class="meta">${how}${how === '' ? '' : ' · '}${this.#timer(call.answeredAt ?? call.since)}</p>
      <div class="buttons">
        <button
          class="button"
          aria-keyshortcuts=${ariaKeys('calls')}
          @click=${() => say(this, { do: 'showCall', contact: call.contact })}
        >
          ${this.speech.words.calls.show}<span class="unseen">: ${name}</span
          ><kbd aria-hidden="true">${keyNames.calls}</kbd>
        </button>
      </div>
    </article>`
  }

  #since({ since }: DeskCall): TemplateResult {
    return html`<p class="meta">${this.#timer(since)}</p>`
  }

  #timer(since: number): TemplateResult {
    const { time } = callWords(this.speech)
    return html`<mdg-a-timer
      .clock=${this.clock}
      .speech=${this.speech}
      .since=${since}
      .sentence=${time}
    ></mdg-a-timer>`
  }

  protected override render(): unknown {
    const shown = [...this.calls.values()].filter((call) => rings(call) || isVisited(call))
    if (shown.length === 0) return nothing
    const [first] = ringing(shown)
    const { calls, list } = this.speech.words
    return html`<h2>${calls.section}<span class="figures">${list.count(shown.length)}</span></h2>
      ${repeat(
        shown,
        ({ call }) => call,
        (call) => (rings(call) ? this.#ringing(call, this.first && call === first) : this.#visit(call)),
      )}`
  }
}
