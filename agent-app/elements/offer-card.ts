/**
 * One offer: who, from which queue, about what, how long they have waited, and a ring that empties until the deadline.
 * It never takes the focus; its keys work from everywhere (keys.ts).
 */
import type { DeskOffer } from '#protocol'
import { LitElement, css, html, nothing, svg, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import { ariaKeys, keyNames } from '../keys.ts'
import { look } from '../look.ts'
import type { Questions } from '../questions.ts'
import type { Speech } from '../speech.ts'
import type { Clock } from '../ticker.ts'

const radius = 19
const around = 2 * Math.PI * radius

/**
 * @event mdg-a-deed - `accept`, `decline`, `why` or `look`.
 */
export class OfferCard extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
        container-type: inline-size;
      }
      article {
        display: grid;
        grid-template-columns: 44px minmax(0, 1fr);
        gap: 2px var(--mdg-space-3);
        padding: var(--mdg-space-3);
        border: 1px solid var(--mdg-accent);
        border-radius: var(--mdg-radius-2);
        background: var(--mdg-accent-soft);
        animation: come var(--mdg-motion) ease-out;
      }
      @keyframes come {
        from {
          transform: translateY(-6px);
          opacity: 0;
        }
      }
      .ring {
        position: relative;
        grid-row: span 4;
        width: 44px;
        height: 44px;
      }
      .ring svg {
        width: 44px;
        height: 44px;
        fill: none;
        stroke-width: 3;
        transform: rotate(-90deg);
      }
      .ring .track {
        stroke: var(--mdg-surface-3);
      }
      .ring .rest {
        stroke: var(--mdg-accent);
        stroke-linecap: round;
        transition: stroke-dashoffset 1s linear;
      }
      .ring.soon .rest {
        stroke: var(--mdg-late);
      }
      .ring b {
        position: absolute;
        inset: 0;
        display: grid;
        place-items: center;
        font-size: var(--mdg-size-14);
        font-variant-numeric: tabular-nums;
      }
      h3 {
        font-size: var(--mdg-size-14);
        line-height: inherit;
      }
      .meta,
      .preview {
        font-size: var(--mdg-size-13);
      }
      .meta {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--mdg-space-2);
        color: var(--mdg-text-2);
      }
      .channel {
        display: inline-flex;
        align-items: center;
        gap: 4px;
        color: var(--mdg-accent);
      }
      .channel .icon {
        width: 16px;
        height: 16px;
      }
      .fields {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--mdg-space-3);
        min-width: 0;
        font-size: var(--mdg-size-13);
      }
      .fields div {
        display: flex;
        gap: var(--mdg-space-1);
        min-width: 0;
      }
      .fields dt {
        flex: none;
        max-width: 8em;
        overflow: hidden;
        color: var(--mdg-text-2);
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .fields dd {
        font-weight: 600;
      }
      .preview {
        display: -webkit-box;
        overflow: hidden;
        overflow-wrap: anywhere;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
      }
      .buttons {
        grid-column: 1 / -1;
        display: flex;
        gap: var(--mdg-space-2);
        margin-top: var(--mdg-space-2);
      }
      .main {
        flex: 1;
      }
      .buttons .square {
        flex: none;
      }
      /* The keys stand in the tooltips and in the palette as well. */
      @container (max-width: 350px) {
        .buttons .button:not(.main) kbd {
          display: none;
        }
      }
      @container (max-width: 270px) {
        .buttons kbd {
          display: none;
        }
      }
      mdg-a-offer-look {
        grid-column: 1 / -1;
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) offer!: DeskOffer
  @property({ type: Boolean }) accepting = false
  @property({ type: Boolean }) declining = false
  /** The first offer: the keys mean this one. */
  @property({ type: Boolean }) first = false
  /** Its customer is looked at. */
  @property({ type: Boolean }) looked = false
  @property({ attribute: false }) questions!: Questions

  #off: () => void = () => {}

  override connectedCallback(): void {
    super.connectedCallback()
    this.#off = this.clock.every(() => this.requestUpdate())
  }

  override disconnectedCallback(): void {
    this.#off()
    super.disconnectedCallback()
  }

  #ring(): unknown {
    const leftMs = Math.max(0, this.offer.deadline - this.clock.now())
    const share = Math.min(1, leftMs / Math.max(1, this.offer.deadline - this.offer.madeAt))
    const seconds = Math.ceil(leftMs / 1_000)
    return html`<div
      class="ring ${seconds <= 5 ? 'soon' : ''}"
      role="img"
      aria-label=${this.speech.words.offer.left(this.speech.duration(seconds * 1_000))}
    >
      <svg viewBox="0 0 44 44" aria-hidden="true">
        ${svg`<circle class="track" cx="22" cy="22" r=${radius}></circle>
          <circle class="rest" cx="22" cy="22" r=${radius} stroke-dasharray=${around}
            stroke-dashoffset=${around * (1 - share)}></circle>`}
      </svg>
      <b aria-hidden="true">${seconds}</b>
    </div>`
  }

  /** What it is that rings; a chat needs no word. */
  #channel(): TemplateResult | typeof nothing {
    const word = this.speech.words.calls.channel[this.offer.channel]
    if (word === undefined) return nothing
    return html`<strong class="channel">${this.offer.channel === 'video' ? icons.video : icons.call}${word}</strong>`
  }

  /** What the bot or the page knows already. */
  #fields(): TemplateResult | typeof nothing {
    const fields = this.offer.fields ?? []
    if (fields.length === 0) return nothing
    return html`<dl class="fields">
      ${fields.map(
        ({ label, shown }) =>
          html`<div>
            <dt>${label}</dt>
            <dd class="cut" title=${shown}>${shown}</dd>
          </div>`,
      )}
    </dl>`
  }

  /** The first words, unless they stand among the fields: a choice that was pressed is both. */
  #preview(): TemplateResult | typeof nothing {
    const { preview, fields } = this.offer
    if (preview === '' || fields?.some(({ shown }) => shown === preview) === true) return nothing
    return html`<p class="preview">${preview}</p>`
  }

  #key(action: 'acceptOffer' | 'declineOffer'): unknown {
    return this.first ? html`<kbd aria-hidden="true">${keyNames[action]}</kbd>` : null
  }

  protected override render(): unknown {
    const { speech, offer, clock } = this
    const { words } = speech
    const name = speech.customer(offer.customerName)
    const busy = this.accepting || this.declining
    return html`<article aria-label=${words.offer.label(name)}>
      ${this.#ring()}
      <h3 class="cut" title=${name}>${name}</h3>
      <p class="meta">
        ${offer.hold === null ? nothing : html`<strong>${words.offer.hold[offer.hold]}</strong>`}
        ${this.#channel()}<span>${speech.both(offer.queue)}</span><span>${speech.both(offer.topic)}</span
        ><mdg-a-timer
          .clock=${clock}
          .speech=${speech}
          .since=${offer.enqueuedAt}
          .sentence=${words.offer.waited}
        ></mdg-a-timer>
      </p>
      ${this.#fields()}${this.#preview()}
      <div class="buttons">
        <button
          class="button main"
          aria-disabled=${busy}
          aria-keyshortcuts=${ariaKeys('acceptOffer')}
          title="${words.actions.acceptOffer} (${keyNames.acceptOffer})"
          @click=${() => busy || say(this, { do: 'accept', offer })}
        >
          ${this.accepting ? words.offer.accepting : words.offer.accept}${this.#key('acceptOffer')}
        </button>
        <button
          class="button"
          aria-disabled=${busy}
          aria-keyshortcuts=${ariaKeys('declineOffer')}
          title="${words.actions.declineOffer} (${keyNames.declineOffer})"
          @click=${() => busy || say(this, { do: 'decline', offer })}
        >
          ${this.declining ? words.offer.declining : words.offer.decline}${this.#key('declineOffer')}
        </button>
        <button
          class="button square"
          aria-label=${words.floor.why.buttonMe}
          aria-keyshortcuts=${ariaKeys('why')}
          title="${words.floor.why.buttonMe} (${keyNames.why})"
          @click=${() => say(this, { do: 'why', of: { contact: offer.contact, name } })}
        >
          ${icons.why}
        </button>
        <button
          class="button square"
          aria-expanded=${this.looked}
          aria-label=${words.desk.look.show}
          aria-keyshortcuts=${ariaKeys('lookAtOffer')}
          title="${this.looked ? words.desk.look.hide : words.desk.look.show} (${keyNames.lookAtOffer})"
          @click=${() => say(this, { do: 'look', offer: this.looked ? null : offer.offer })}
        >
          ${icons.person}
        </button>
      </div>
      ${
        this.looked
          ? html`<mdg-a-offer-look .speech=${speech} .questions=${this.questions} .offer=${offer}></mdg-a-offer-look>`
          : nothing
      }
    </article>`
  }
}
