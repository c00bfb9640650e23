/**
 * The customer's card: how to reach them, where they are from, what colleagues noted of them, and the ways into the
 * company's own systems. Changed in place; what was written stays until the hub has kept it.
 */
import { limits, type ReplyBody } from '#protocol'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import type { Desk } from '../desk.ts'
import type { ContactId } from '../desk-view.ts'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import { ariaKeys, composing, keyNames } from '../keys.ts'
import { webAddress } from '../links.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import { cardLook } from './customer-card-look.ts'

export type Card = ReplyBody<'customer.card'>
/** What of a card is written by colleagues. */
export type CardPart = Pick<Card, 'name' | 'email' | 'phone' | 'company' | 'note'>

type Shown =
  { readonly kind: 'loading' } | { readonly kind: 'failed' } | { readonly kind: 'there'; readonly card: Card }

const parts = ['name', 'email', 'phone', 'company', 'note'] as const
/** As in the protocol, in characters. */
const longest: Readonly<Record<keyof CardPart, number>> = {
  name: limits.nameMax,
  email: limits.reachMax,
  phone: 40,
  company: limits.nameMax,
  note: limits.noteMax,
}
const types = { name: 'text', email: 'email', phone: 'tel', company: 'text' } as const

/**
 * @event mdg-a-deed - `changeCard` with what the form holds.
 */
export class CustomerCard extends LitElement {
  static override styles = [look, cardLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) desk!: Desk
  /** Whose customer it is. */
  @property() contact = ''
  /** Counts the desk's changes: what was asked changes without any other property. */
  @property({ type: Number }) turn = 0

  @state() private shown: Shown = { kind: 'loading' }
  @state() private editing = false
  @state() private saved = false
  @query('form') private form!: HTMLFormElement | null
  @query('.edit') private opener!: HTMLElement | null
  #asking = false

  /** Opens the form, with the focus in its first field. */
  edit(): void {
    if (this.shown.kind !== 'there') return
    this.editing = true
    this.saved = false
    void this.updateComplete.then(() => this.form?.querySelector('input')?.focus())
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('contact')) {
      this.editing = false
      this.saved = false
      this.shown = { kind: 'loading' }
      void this.#load()
    }
    const busy = this.#busy
    if (this.#asking && !busy) this.#answered()
    this.#asking = busy
  }

  get #busy(): boolean {
    return this.desk.asks.busy(`card ${this.contact}`)
  }

  async #load(): Promise<void> {
    const of = this.contact
    try {
      const card = await this.desk.questions.card(of as ContactId)
      if (this.contact === of) this.shown = { kind: 'there', card }
    } catch {
      if (this.contact === of) this.shown = { kind: 'failed' }
    }
  }

  /** The hub has answered what the form asked for. */
  #answered(): void {
    if (this.desk.asks.refusal(`card ${this.contact}`) !== null) return
    if (this.shown.kind === 'there') this.shown = { kind: 'there', card: { ...this.shown.card, ...this.#written() } }
    this.saved = this.editing
    this.#close()
    void this.#load()
  }

  #written(): CardPart {
    const form = new FormData(this.form ?? undefined)
    const text = (name: keyof CardPart): string => String(form.get(name) ?? '').trim()
    return {
      name: text('name'),
      email: text('email'),
      phone: text('phone'),
      company: text('company'),
      note: text('note'),
    }
  }

  #close(): void {
    const inside = this.renderRoot.querySelector('form :focus') !== null
    this.editing = false
    if (inside) void this.updateComplete.then(() => this.opener?.focus())
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault()
    if (!this.#busy) say(this, { do: 'changeCard', contact: this.contact, card: this.#written() })
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (composing(event)) return
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      this.desk.asks.dismiss(`card ${this.contact}`)
      this.#close()
    }
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#submit(event)
  }

  #form(card: Card): TemplateResult {
    const { card: words } = this.speech.words.desk
    const { talk, refusals } = this.speech.words
    const code = this.desk.asks.refusal(`card ${this.contact}`)
    return html`<form @submit=${this.#submit} @keydown=${this.#key} novalidate>
      ${(['name', 'email', 'phone', 'company'] as const).map(
        (part) =>
          html`<label
            ><span class="label">${words[part]}</span
            ><input
              class="field"
              name=${part}
              type=${types[part]}
              autocomplete="off"
              maxlength=${longest[part]}
              .value=${card[part]}
          /></label>`,
      )}
      <label
        ><span class="label">${words.note}</span
        ><textarea
          class="field"
          name="note"
          rows="3"
          spellcheck="true"
          maxlength=${longest.note}
          .value=${card.note}
        ></textarea
        ><small class="quiet">${words.noteHint}</small></label
      >
      ${code === null ? nothing : html`<p class="problem" role="alert">${icons.warn}${refusals[code]}</p>`}
      <div class="actions">
        <button type="button" class="button" @click=${() => this.#close()}>${talk.cancel}</button>
        <button class="button main" aria-disabled=${this.#busy}>${this.#busy ? words.saving : words.save}</button>
      </div>
    </form>`
  }

  /** How to reach them, as something that can be pressed where the machine knows how. */
  #fact(part: 'email' | 'phone' | 'company', card: Card): TemplateResult | typeof nothing {
    const value = card[part]
    if (value === '') return nothing
    const href =
      part === 'email'
        ? `mailto:${encodeURIComponent(value).replace('%40', '@')}`
        : `tel:${value.replace(/[^\d+]/g, '')}`
    return html`<dt>${this.speech.words.desk.card[part]}</dt>
      <dd>${part === 'company' ? value : html`<a href=${href}>${value}</a>`}</dd>`
  }

  #facts(card: Card): TemplateResult {
    const { card: words } = this.speech.words.desk
    const isEmpty = parts.slice(1).every((part) => card[part] === '') && card.attributes.length === 0
    return html`${isEmpty ? html`<p class="say quiet">${words.empty}</p>` : nothing}
      <dl>
        ${(['email', 'phone', 'company'] as const).map((part) => this.#fact(part, card))}
        ${card.attributes.map(
          ({ name, value }) =>
            html`<dt>${name}</dt>
              <dd>${value}</dd>`,
        )}
      </dl>
      ${card.note === '' ? nothing : html`<p class="note">${card.note}</p>`} ${this.#links(card)}`
  }

  /** Into the company's own systems; an address that is none leads nowhere, so it is left out. */
  #links({ links }: Card): TemplateResult | typeof nothing {
    const { card: words } = this.speech.words.desk
    const there = links.filter(({ url }) => webAddress(url) !== null)
    if (there.length === 0) return nothing
    return html`<ul class="links" aria-label=${words.links}>
      ${there.map(({ label, url }) => {
        const name = this.speech.both(label)
        return html`<li>
          <a class="button" href=${url} target="_blank" rel="noopener noreferrer" aria-label=${words.opens(name)}
            ><span class="cut">${name}</span>${icons.leave}</a
          >
        </li>`
      })}
    </ul>`
  }

  #body(): TemplateResult {
    const { card: words } = this.speech.words.desk
    const { shown } = this
    if (shown.kind === 'loading') return html`<p class="say quiet" role="status">${words.loading}</p>`
    if (shown.kind === 'failed')
      return html`<p class="problem" role="alert">${words.failed}</p>
        <p><button class="button" @click=${() => void this.#load()}>${this.speech.words.customer.again}</button></p>`
    return this.editing ? this.#form(shown.card) : this.#facts(shown.card)
  }

  protected override render(): unknown {
    const { card: words } = this.speech.words.desk
    return html`<section aria-labelledby="title">
      <header>
        <h3 id="title">${words.title}</h3>
        <span class="saved" role="status">${this.saved ? html`${icons.check}${words.saved}` : nothing}</span>
        ${
          this.shown.kind === 'there' && !this.editing
            ? html`<button
                class="button bare square edit"
                aria-label=${words.edit}
                aria-keyshortcuts=${ariaKeys('editCard')}
                title="${words.edit} (${keyNames.editCard})"
                @click=${() => this.edit()}
              >
                ${icons.edit}
              </button>`
            : nothing
        }
      </header>
      ${this.#body()}
    </section>`
  }
}
