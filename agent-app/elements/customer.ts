/** Who the customer is and what is known of the contact; earlier contacts, each with its own log to read. */
import type { ContactSummary, DeskContact } from '#protocol'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import type { Desk } from '../desk.ts'
import type { ContactId } from '../desk-view.ts'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import { ariaKeys, keyNames } from '../keys.ts'
import { webAddress } from '../links.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import { isBlank } from '../state.ts'
import type { EarlierDialog } from './earlier-dialog.ts'
import { identifiedLook, identifiedMark } from './identified.ts'

type Earlier =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'there'; readonly contacts: readonly ContactSummary[] }

/**
 * @event mdg-a-deed - `why`.
 */
export class Customer extends LitElement {
  static override styles = [
    look,
    identifiedLook,
    css`
      :host {
        display: block;
        padding: var(--mdg-space-4);
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--mdg-space-3);
        margin-bottom: var(--mdg-space-4);
      }
      mdg-a-avatar {
        --mdg-a-avatar: 44px;
      }
      header div {
        min-width: 0;
      }
      h2 {
        font-size: var(--mdg-size-16);
        line-height: 1.4;
        overflow-wrap: anywhere;
      }
      .online {
        display: flex;
        align-items: baseline;
        gap: 6px;
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-12);
      }
      .online::before {
        content: '';
        width: 8px;
        height: 8px;
        flex: none;
        border: 2px solid var(--mdg-text-2);
        border-radius: 50%;
      }
      .online.yes {
        color: var(--mdg-good);
      }
      .online.yes::before {
        border-color: var(--mdg-good);
        background: var(--mdg-good);
      }
      mdg-a-known:not([hidden]) {
        margin-bottom: var(--mdg-space-4);
      }
      .identified {
        margin-top: 2px;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(5em, auto) minmax(0, 1fr);
        gap: var(--mdg-space-2) var(--mdg-space-3);
        font-size: var(--mdg-size-13);
      }
      dt {
        color: var(--mdg-text-2);
      }
      dd {
        overflow-wrap: anywhere;
      }
      dd a {
        color: var(--mdg-accent);
        text-underline-offset: 2px;
      }
      dd small {
        display: block;
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-12);
      }
      h3 {
        margin: var(--mdg-space-5) 0 var(--mdg-space-2);
        padding-top: var(--mdg-space-4);
        border-top: 1px solid var(--mdg-line);
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
      .why {
        margin-top: var(--mdg-space-4);
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

  #page(): TemplateResult | string {
    const { pageUrl, pageTitle } = this.contact
    const url = webAddress(pageUrl)
    if (url === null) return pageTitle || this.speech.words.customer.noPage
    return html`<a href=${url.href} target="_blank" rel="noopener noreferrer nofollow">${pageTitle || url.host}</a
      ><small>${url.host}${url.pathname}</small>`
  }

  #past(summary: ContactSummary): TemplateResult {
    const { customer } = this.speech.words
    const result = isBlank(summary.disposition) ? '' : this.speech.both(summary.disposition)
    return html`<li>
      <button class="past" @click=${() => void this.dialog.show(this.contact, summary)}>
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
      </button>
    </li>`
  }

  #earlierList(): TemplateResult {
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
    const { words } = this.speech
    const { contact } = this
    const topic = this.speech.both(contact.topic)
    const known = contact.fields ?? []
    return html`<header>
        <mdg-a-avatar .name=${contact.customerName} .seed=${contact.customer}></mdg-a-avatar>
        <div>
          <h2>${this.speech.customer(contact.customerName)}</h2>
          <p class="online ${contact.customerOnline ? 'yes' : ''}">
            ${contact.customerOnline ? words.customer.online : contact.message ? words.customer.message : words.customer.offline}
          </p>
          ${contact.identified === true ? identifiedMark(this.speech) : nothing}
        </div>
      </header>
      <mdg-a-known
        ?hidden=${known.length === 0}
        .speech=${this.speech}
        .fields=${known}
        .of=${contact.contact}
      ></mdg-a-known>
      <dl>
        ${
          topic === '' && known.length > 0
            ? nothing
            : html`<dt>${words.customer.topic}</dt>
                <dd>${topic === '' ? words.customer.noTopic : topic}</dd>`
        }
        <dt>${words.customer.queue}</dt>
        <dd>${this.speech.both(contact.queue)}</dd>
        <dt>${words.customer.page}</dt>
        <dd>${this.#page()}</dd>
        <dt>${words.customer.language}</dt>
        <dd>${words.languages[contact.locale]}</dd>
        <dt>${words.customer.started}</dt>
        <dd>${this.speech.moment(contact.startedAt)}</dd>
        ${
          contact.reach === null
            ? nothing
            : html`<dt>${words.customer.reach}</dt>
                <dd>${contact.reach}</dd>`
        }
      </dl>
      <p class="why">
        <button
          class="button"
          aria-keyshortcuts=${ariaKeys('why')}
          title="${words.actions.why} (${keyNames.why})"
          @click=${() => say(this, { do: 'why', of: { contact: contact.contact, name: this.speech.customer(contact.customerName) } })}
        >
          ${icons.why}${words.floor.why.buttonHere}
        </button>
      </p>
      <h3>${words.customer.earlier}</h3>
      ${this.#earlierList()}
      <mdg-a-earlier-dialog .speech=${this.speech} .desk=${this.desk} .now=${this.now}></mdg-a-earlier-dialog>`
  }
}
