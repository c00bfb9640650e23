/** Why a contact waits, why it is not one's own, and how its offers were decided: asked of the hub each time it is opened. */
import type { WhyContact } from '#protocol'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import type { Named } from '../deeds.ts'
import { icons } from '../icons.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { Clock } from '../ticker.ts'
import { whyText, type OfferText } from '../why.ts'

type Answer =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'there'; readonly why: WhyContact; readonly at: number }

export class WhyDialog extends LitElement {
  static override styles = [
    look,
    css`
      dialog {
        width: min(560px, calc(100vw - 32px));
      }
      .frame {
        display: flex;
        flex-direction: column;
        max-height: min(638px, calc(100dvh - 34px));
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--mdg-space-2);
        padding: var(--mdg-space-3) var(--mdg-space-4);
        border-bottom: 1px solid var(--mdg-line);
      }
      h2 {
        flex: 1;
        overflow-wrap: anywhere;
      }
      .body {
        min-height: 160px;
        overflow: auto;
        padding: var(--mdg-space-4);
      }
      section + section {
        margin-top: var(--mdg-space-4);
        padding-top: var(--mdg-space-4);
        border-top: 1px solid var(--mdg-line);
      }
      h3 {
        margin-bottom: var(--mdg-space-1);
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-12);
      }
      .reason {
        font-weight: 600;
      }
      .facts,
      .small-text {
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-13);
        font-variant-numeric: tabular-nums;
      }
      .facts {
        margin-top: var(--mdg-space-1);
      }
      .offer + .offer {
        margin-top: var(--mdg-space-3);
        padding-top: var(--mdg-space-3);
        border-top: 1px dashed var(--mdg-line);
      }
      .offer > p,
      .others li {
        overflow-wrap: anywhere;
      }
      .offer .to {
        font-weight: 600;
      }
      .figure {
        display: inline-block;
        margin: var(--mdg-space-1) var(--mdg-space-1) 0 0;
        padding: 0 8px;
        border-radius: 10px;
        background: var(--mdg-surface-2);
        font-size: var(--mdg-size-12);
        line-height: 20px;
        font-variant-numeric: tabular-nums;
      }
      .others {
        margin-top: var(--mdg-space-2);
        padding-inline-start: var(--mdg-space-3);
        border-inline-start: 2px solid var(--mdg-line);
        font-size: var(--mdg-size-13);
      }
      .others li + li {
        margin-top: var(--mdg-space-1);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  /** Asks the hub. */
  @property({ attribute: false }) ask!: (contact: string) => Promise<WhyContact>

  @state() private of: Named | null = null
  @state() private answer: Answer = { kind: 'loading' }
  @query('dialog') private dialog!: HTMLDialogElement

  /** Opens for this contact. */
  show(of: Named): void {
    this.of = of
    if (!this.dialog.open) this.dialog.showModal()
    void this.#load(of)
  }

  async #load(of: Named): Promise<void> {
    this.answer = { kind: 'loading' }
    let answer: Answer
    try {
      answer = { kind: 'there', why: await this.ask(of.contact), at: this.clock.now() }
    } catch {
      answer = { kind: 'failed' }
    }
    if (this.of === of) this.answer = answer
  }

  #offer({ to, meta, because, figures, others }: OfferText): TemplateResult {
    const chips = (texts: readonly string[]): readonly TemplateResult[] =>
      texts.map((text) => html`<span class="figure">${text}</span>`)
    return html`<li class="offer">
      <p class="to">${to}</p>
      <p class="small-text">${meta.join(' · ')}</p>
      ${because.map((sentence) => html`<p>${sentence}</p>`)} ${chips(figures)}
      ${
        others.length === 0
          ? nothing
          : html`<div class="others">
              <h4 class="unseen">${this.speech.words.floor.why.others}</h4>
              <ul>
                ${others.map(
                  (other) =>
                    html`<li>
                      <b>${other.name}</b> <span class="quiet">${other.because}</span> ${chips(other.figures)}
                    </li>`,
                )}
              </ul>
            </div>`
      }
    </li>`
  }

  #body(): TemplateResult {
    const { why } = this.speech.words.floor
    const { answer, of } = this
    if (answer.kind === 'loading') return html`<p class="quiet" role="status">${why.loading}</p>`
    if (answer.kind === 'failed')
      return html`<p class="problem" role="alert">${icons.warn}${why.failed}</p>
        <p>
          <button class="button" @click=${() => of !== null && void this.#load(of)}>
            ${this.speech.words.customer.again}
          </button>
        </p>`
    const text = whyText(this.speech, answer.why, answer.at)
    return html`${
        text.waits === null
          ? nothing
          : html`<section>
              <h3>${why.waitsTitle}</h3>
              <p class="reason">${text.waits.reason}</p>
              <ul class="facts">
                ${text.waits.facts.map((fact) => html`<li>${fact}</li>`)}
              </ul>
            </section>`
      }${
        text.notMe === null
          ? nothing
          : html`<section>
              <h3>${why.notMeTitle}</h3>
              <p class="reason">${text.notMe}</p>
            </section>`
      }
      <section>
        <h3>${why.offersTitle}</h3>
        ${
          text.offers.length === 0
            ? html`<p class="quiet">${why.none}</p>`
            : html`<ul>
                ${text.offers.map((offer) => this.#offer(offer))}
              </ul>`
        }
      </section>`
  }

  protected override render(): unknown {
    const { words } = this.speech
    return html`<dialog aria-labelledby="title" @close=${() => (this.of = null)}>
      <div class="frame">
        <header>
          <h2 id="title">${words.floor.why.title(this.of?.name ?? '')}</h2>
          <button
            class="button bare square"
            autofocus
            aria-label=${words.talk.close}
            title=${words.talk.close}
            @click=${() => this.dialog.close()}
          >
            ${icons.close}
          </button>
        </header>
        <div class="body" tabindex="0" role="group" aria-labelledby="title">${this.#body()}</div>
      </div>
    </dialog>`
  }
}
