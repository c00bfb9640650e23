/** Who rings, looked at before taking it: card, fields and the last contacts. Takes no focus, and moves nothing. */
import type { ContactSummary, DeskOffer } from '#protocol'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { look } from '../look.ts'
import type { Questions } from '../questions.ts'
import type { Speech } from '../speech.ts'
import type { Card } from './customer-card.ts'

type Shown =
  | { readonly kind: 'loading' }
  | { readonly kind: 'there'; readonly card: Card | null; readonly past: readonly ContactSummary[] }

/** Earlier contacts that are told. */
const pastMax = 3

export class OfferLook extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
        margin-top: var(--mdg-space-2);
        padding-top: var(--mdg-space-2);
        border-top: 1px solid var(--mdg-line);
        font-size: var(--mdg-size-13);
      }
      dl {
        display: grid;
        grid-template-columns: minmax(4em, auto) minmax(0, 1fr);
        gap: 2px var(--mdg-space-3);
      }
      dt {
        color: var(--mdg-text-2);
      }
      dd {
        overflow-wrap: anywhere;
      }
      .note {
        display: -webkit-box;
        overflow: hidden;
        margin-top: var(--mdg-space-1);
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      h4 {
        margin: var(--mdg-space-2) 0 0;
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-12);
        font-weight: 500;
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) questions!: Questions
  @property({ attribute: false }) offer!: DeskOffer

  @state() private shown: Shown = { kind: 'loading' }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('offer') && changed.get('offer')?.contact !== this.offer.contact) void this.#load()
  }

  async #load(): Promise<void> {
    const { contact } = this.offer
    this.shown = { kind: 'loading' }
    // What is missing of either is left away: taking the offer shows why.
    const [card, past] = await Promise.all([
      this.questions.card(contact).catch(() => null),
      this.questions.earlier(contact).catch(() => []),
    ])
    if (this.offer.contact === contact) this.shown = { kind: 'there', card, past }
  }

  #facts(card: Card): TemplateResult {
    const { card: words } = this.speech.words.desk
    const facts = [
      ...(['company', 'email', 'phone'] as const).map((part) => [words[part], card[part]] as const),
      ...card.attributes.map(({ name, value }) => [name, value] as const),
    ].filter(([, value]) => value !== '')
    return html`<dl>
        ${facts.map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
      ${card.note === '' ? nothing : html`<p class="note">${card.note}</p>`}`
  }

  #past(past: readonly ContactSummary[]): TemplateResult | typeof nothing {
    if (past.length === 0) return nothing
    const { speech } = this
    return html`<h4>${speech.words.customer.earlier}</h4>
      <ul>
        ${past
          .slice(0, pastMax)
          .map(
            ({ startedAt, queue, disposition }) =>
              html`<li class="cut">
                ${[speech.moment(startedAt), speech.both(queue), speech.both(disposition)].filter((part) => part !== '').join(' · ')}
              </li>`,
          )}
      </ul>`
  }

  protected override render(): unknown {
    const { look: words } = this.speech.words.desk
    if (this.shown.kind === 'loading') return html`<p class="quiet" role="status">${words.loading}</p>`
    const { card, past } = this.shown
    const isEmpty =
      past.length === 0 && (card === null || `${card.company}${card.email}${card.phone}${card.note}` === '')
    return html`${card === null ? nothing : this.#facts(card)}${this.#past(past)}${
      isEmpty && (card?.attributes.length ?? 0) === 0 ? html`<p class="quiet">${words.nothing}</p>` : nothing
    }`
  }
}
