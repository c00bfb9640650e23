/** The earlier contacts of a customer, over all channels, each with its own log to read. */
import type { ContactSummary, DeskContact } from '#protocol'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import type { Desk } from '../desk.ts'
import type { ContactId } from '../desk-view.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import { isBlank } from '../state.ts'
import type { EarlierDialog } from './earlier-dialog.ts'

type Earlier =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'there'; readonly contacts: readonly ContactSummary[] }

export class EarlierList extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
      }
      h3 {
        margin-bottom: var(--mdg-space-2);
        font-size: var(--mdg-size-13);
      }
      .past {
        display: block;
        width: 100%;
        padding: var(--mdg-space-2);
        border: 0;
        border-radius: var(--mdg-radius-1);
        background: none;
        font-size: var(--mdg-size-13);
        text-align: start;
        cursor: pointer;
      }
      .past:hover {
        background: var(--mdg-surface-2);
      }
      .past > span {
        display: block;
      }
      .past b {
        font-weight: 600;
      }
      .past .note {
        display: -webkit-box;
        overflow: hidden;
        color: var(--mdg-text-2);
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow-wrap: anywhere;
      }
      .tags {
        display: flex;
        flex-wrap: wrap;
        gap: var(--mdg-space-1);
      }
      .tags i {
        padding: 0 6px;
        border-radius: 9px;
        background: var(--mdg-surface-2);
        font-size: var(--mdg-size-12);
        font-style: normal;
      }
      .say {
        font-size: var(--mdg-size-13);
      }
      ul {
        margin: 0 calc(-1 * var(--mdg-space-2));
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) desk!: Desk
  @property({ attribute: false }) contact!: DeskContact
  /** Hub milliseconds, for "today" in what is read. */
  @property({ type: Number }) now = 0

  @state() private earlier: Earlier = { kind: 'loading' }
  @query('mdg-a-earlier-dialog') private dialog!: EarlierDialog

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('contact')
    if (changed.has('contact') && before?.contact !== this.contact.contact) void this.#load()
  }

  async #load(): Promise<void> {
    const id: ContactId = this.contact.contact
    this.earlier = this.contact.earlier === 0 ? { kind: 'there', contacts: [] } : { kind: 'loading' }
    if (this.contact.earlier === 0) return
    try {
      const contacts = await this.desk.questions.earlier(id)
      if (this.contact.contact === id) this.earlier = { kind: 'there', contacts }
    } catch {
      if (this.contact.contact === id) this.earlier = { kind: 'failed' }
    }
  }

  #past(summary: ContactSummary): TemplateResult {
    const { customer } = this.speech.words
    const result = isBlank(summary.disposition) ? '' : this.speech.both(summary.disposition)
    const tags = summary.tags ?? []
    return html`<li>
      <button
        class="past"
        @click=${() => void this.dialog.show({ of: this.contact.contact, customerName: this.contact.customerName, ...summary })}
      >
        <span><b>${this.speech.moment(summary.startedAt)}</b></span>
        <span class="quiet"
          >${[
            this.speech.both(summary.queue),
            summary.agentName || customer.noAgent,
            summary.closedAt === null ? customer.stillOpen : result,
          ]
            .filter((part) => part !== '')
            .join(' · ')}</span
        >
        ${summary.note === '' ? nothing : html`<span class="note">${summary.note}</span>`}
        ${tags.length === 0 ? nothing : html`<span class="tags">${tags.map((tag) => html`<i>${this.speech.both(tag)}</i>`)}</span>`}
      </button>
    </li>`
  }

  #body(): TemplateResult {
    const { customer } = this.speech.words
    if (this.earlier.kind === 'loading') return html`<p class="say quiet" role="status">${customer.earlierLoading}</p>`
    if (this.earlier.kind === 'failed')
      return html`<p class="problem" role="alert">${customer.earlierFailed}</p>
        <p><button class="button" @click=${() => void this.#load()}>${customer.again}</button></p>`
    if (this.earlier.contacts.length === 0) return html`<p class="say quiet">${customer.earlierNone}</p>`
    return html`<ul>
      ${this.earlier.contacts.map((summary) => this.#past(summary))}
    </ul>`
  }

  protected override render(): unknown {
    return html`<h3>${this.speech.words.customer.earlier}</h3>
      ${this.#body()}
      <mdg-a-earlier-dialog .speech=${this.speech} .desk=${this.desk} .now=${this.now}></mdg-a-earlier-dialog>`
  }
}
