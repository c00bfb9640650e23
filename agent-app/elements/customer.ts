/**
 * The column beside the talk: who the customer is and what is known of the contact, or what the company knows of what they
 * ask. Which of the two is open stays as it was from contact to contact.
 */
import type { DeskContact } from '#protocol'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import type { Desk } from '../desk.ts'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import { ariaKeys, keyNames } from '../keys.ts'
import { webAddress } from '../links.ts'
import { look } from '../look.ts'
import { store, stored } from '../preferences.ts'
import type { Speech } from '../speech.ts'
import type { CustomerCard } from './customer-card.ts'
import { customerLook } from './customer-look.ts'
import { identifiedLook, identifiedMark } from './identified.ts'
import type { KnowledgePanel } from './knowledge.ts'
import type { Tag, Tags } from './tags.ts'

const tabs = ['customer', 'knowledge'] as const
type Tab = (typeof tabs)[number]

/**
 * @event mdg-a-deed - `why`, and those of its parts.
 */
export class Customer extends LitElement {
  static override styles = [look, identifiedLook, customerLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) desk!: Desk
  @property({ attribute: false }) contact!: DeskContact
  /** What the customer wrote last. */
  @property() words = ''
  /** Tags that may be put on. */
  @property({ attribute: false }) tags: readonly Tag[] = []
  /** Hub milliseconds, for "today" in what is read. */
  @property({ type: Number }) now = 0
  /** Counts the desk's changes: what was asked changes without any other property. */
  @property({ type: Number }) turn = 0

  @state() private tab: Tab = stored('beside') === 'knowledge' ? 'knowledge' : 'customer'
  @query('mdg-a-card') private card!: CustomerCard | null
  @query('mdg-a-tags') private tagging!: Tags | null
  @query('mdg-a-knowledge') private knowledge!: KnowledgePanel | null

  /** Opens a part of it, with the focus where one goes on. */
  async show(part: 'card' | 'tags' | 'knowledge'): Promise<void> {
    this.#open(part === 'knowledge' ? 'knowledge' : 'customer')
    await this.updateComplete
    if (part === 'card') this.card?.edit()
    else if (part === 'tags') this.tagging?.focus()
    else this.knowledge?.focus()
  }

  #open(tab: Tab): void {
    this.tab = tab
    store('beside', tab)
  }

  readonly #tabKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
    if (by === 0 || event.altKey) return
    event.preventDefault()
    this.#open(tabs[(tabs.indexOf(this.tab) + by + tabs.length) % tabs.length] ?? 'customer')
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('[aria-selected=true]')?.focus())
  }

  #tabs(): TemplateResult {
    const { tabs: words } = this.speech.words.desk
    return html`<div role="tablist" aria-label=${words.label} @keydown=${this.#tabKey}>
      ${tabs.map(
        (tab) =>
          html`<button
            role="tab"
            id="tab-${tab}"
            aria-selected=${tab === this.tab}
            aria-controls="panel"
            tabindex=${tab === this.tab ? 0 : -1}
            aria-keyshortcuts=${tab === 'knowledge' ? ariaKeys('knowledge') : nothing}
            title=${tab === 'knowledge' ? `${words.knowledge} (${keyNames.knowledge})` : nothing}
            @click=${() => this.#open(tab)}
          >
            ${words[tab]}
          </button>`,
      )}
    </div>`
  }

  #page(): TemplateResult | string {
    const { pageUrl, pageTitle } = this.contact
    const url = webAddress(pageUrl)
    if (url === null) return pageTitle || this.speech.words.customer.noPage
    return html`<a href=${url.href} target="_blank" rel="noopener noreferrer nofollow">${pageTitle || url.host}</a
      ><small>${url.host}${url.pathname}</small>`
  }

  #who(): TemplateResult {
    const { words } = this.speech
    const { contact } = this
    return html`<div class="who">
      <mdg-a-avatar .name=${contact.customerName} .seed=${contact.customer}></mdg-a-avatar>
      <div>
        <h2>${this.speech.customer(contact.customerName)}</h2>
        <p class="online ${contact.customerOnline ? 'yes' : ''}">
          ${contact.customerOnline ? words.customer.online : contact.message ? words.customer.message : words.customer.offline}
        </p>
        ${contact.identified === true ? identifiedMark(this.speech) : nothing}
      </div>
    </div>`
  }

  #facts(): TemplateResult {
    const { words } = this.speech
    const { contact } = this
    const topic = this.speech.both(contact.topic)
    const isKnown = (contact.fields ?? []).length > 0
    return html`<div class="contact">
      <dl>
        ${
          topic === '' && isKnown
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
    </div>`
  }

  #customer(): TemplateResult {
    const { speech, desk, contact, turn } = this
    const known = contact.fields ?? []
    return html`${this.#who()}
      <mdg-a-tags
        .speech=${speech}
        .contact=${contact.contact}
        .tags=${contact.tags ?? []}
        .choice=${this.tags}
        .asks=${desk.asks}
        .turn=${turn}
      ></mdg-a-tags>
      <mdg-a-card .speech=${speech} .desk=${desk} .contact=${contact.contact} .turn=${turn}></mdg-a-card>
      <mdg-a-known
        ?hidden=${known.length === 0}
        .speech=${speech}
        .fields=${known}
        .of=${contact.contact}
        .asks=${desk.asks}
        .turn=${turn}
      ></mdg-a-known>
      ${this.#facts()}
      <mdg-a-earlier-list .speech=${speech} .desk=${desk} .contact=${contact} .now=${this.now}></mdg-a-earlier-list>`
  }

  protected override render(): unknown {
    return html`${this.#tabs()}
      <div id="panel" role="tabpanel" aria-labelledby="tab-${this.tab}">
        ${
          this.tab === 'customer'
            ? this.#customer()
            : html`<mdg-a-knowledge
                .speech=${this.speech}
                .desk=${this.desk}
                .contact=${this.contact}
                .words=${this.words}
              ></mdg-a-knowledge>`
        }
      </div>`
  }
}
