/**
 * What the company knows, beside the talk: looked for by what the customer wrote last until somebody types, and put into the
 * answer in the customer's language. Nothing of it leaves before the agent sends it.
 */
import type { DeskContact, Locale, ReplyBody } from '#protocol'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Desk } from '../desk.ts'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import { composing, keyNames } from '../keys.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'

type Found = ReplyBody<'knowledge.search'>['entries'][number]
type Shown =
  { readonly kind: 'nothing' | 'searching' | 'failed' } | { readonly kind: 'there'; readonly entries: readonly Found[] }

const limit = 6
/** Somebody who types has not asked yet, milliseconds. */
const pauseMs = 250
/** As in the protocol, in characters. */
const queryMax = 500

/**
 * @event mdg-a-deed - `insert` with an answer.
 */
export class KnowledgePanel extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
      }
      .search {
        position: relative;
        display: block;
      }
      .search .icon {
        position: absolute;
        top: 9px;
        inset-inline-start: 10px;
        width: 18px;
        height: 18px;
        color: var(--mdg-text-2);
      }
      .search .field {
        padding-inline-start: 36px;
      }
      .say {
        margin: var(--mdg-space-2) 0;
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-12);
      }
      li + li {
        border-top: 1px solid var(--mdg-line);
      }
      li {
        padding: var(--mdg-space-3) 0;
        font-size: var(--mdg-size-13);
      }
      h4 {
        margin: 0 0 var(--mdg-space-1);
        font-size: var(--mdg-size-13);
        font-weight: 600;
        overflow-wrap: anywhere;
      }
      .answer {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 5;
        white-space: pre-line;
        overflow-wrap: anywhere;
      }
      li:is(:hover, :focus-within) .answer {
        -webkit-line-clamp: 30;
      }
      .other {
        color: var(--mdg-waiting);
        font-size: var(--mdg-size-12);
      }
      .acts {
        display: flex;
        gap: var(--mdg-space-2);
        margin-top: var(--mdg-space-2);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) desk!: Desk
  @property({ attribute: false }) contact!: DeskContact
  /** What the customer wrote last, '' for nothing. */
  @property() words = ''

  /** Null as long as nobody has typed: then the customer's words are looked for. */
  @state() private typed: string | null = null
  @state() private shown: Shown = { kind: 'nothing' }
  @state() private copied = ''
  @query('input') private field!: HTMLInputElement
  #asked = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  override focus(): void {
    void this.updateComplete.then(() => {
      this.field?.focus()
      this.field?.select()
    })
  }

  override disconnectedCallback(): void {
    clearTimeout(this.#timer)
    super.disconnectedCallback()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get('contact')
    if (changed.has('contact') && before?.contact !== this.contact.contact) {
      this.typed = null
      this.copied = ''
    }
    const asked = `${this.contact.contact} ${this.#query}`
    if (asked === this.#asked) return
    this.#asked = asked
    clearTimeout(this.#timer)
    if (this.#query === '') this.shown = { kind: 'nothing' }
    else this.#timer = setTimeout(() => void this.#search(asked, this.#query), this.typed === null ? 0 : pauseMs)
  }

  get #query(): string {
    return (this.typed ?? this.words).trim().slice(0, queryMax)
  }

  async #search(asked: string, text: string): Promise<void> {
    if (this.shown.kind !== 'there') this.shown = { kind: 'searching' }
    const { locale } = this.contact
    const shown = await this.desk.questions.knowledge(text, locale, limit).then(
      (entries): Shown => ({ kind: 'there', entries }),
      (): Shown => ({ kind: 'failed' }),
    )
    // Asked again meanwhile: this is an answer to another question.
    if (this.#asked === asked) this.shown = shown
  }

  /** In the customer's language where there is one. */
  #locale({ answer }: Found): Locale {
    const { locale } = this.contact
    return answer[locale] === '' ? (locale === 'ja' ? 'en' : 'ja') : locale
  }

  async #copy(entry: Found): Promise<void> {
    try {
      await navigator.clipboard.writeText(entry.answer[this.#locale(entry)])
      this.copied = entry.id
    } catch {
      // A page that is not served by HTTPS has no clipboard; "insert" needs none.
      this.copied = ''
    }
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (composing(event)) return
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('.insert')]
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0 || event.altKey) return
    event.preventDefault()
    const next = buttons[buttons.indexOf(event.target as HTMLElement) + by]
    ;(next ?? (by === -1 ? this.field : null))?.focus()
  }

  #entry(entry: Found): TemplateResult {
    const { knowledge } = this.speech.words.desk
    const locale = this.#locale(entry)
    const question = this.speech.both(entry.question) || entry.question[locale]
    const isActive = this.contact.phase === 'active' && this.contact.calledUntil === null
    return html`<li>
      <h4>${question}</h4>
      <p class="answer" lang=${locale}>${entry.answer[locale]}</p>
      ${locale === this.contact.locale ? nothing : html`<p class="other">${knowledge.other}</p>`}
      <p class="acts">
        ${
          isActive
            ? html`<button
                class="button insert"
                aria-label=${knowledge.insertOf(question)}
                @click=${() => say(this, { do: 'insert', text: entry.answer[locale] })}
              >
                ${knowledge.insert}
              </button>`
            : nothing
        }
        <button class="button bare" aria-label=${knowledge.copyOf(question)} @click=${() => void this.#copy(entry)}>
          ${this.copied === entry.id ? html`${icons.check}${knowledge.copied}` : knowledge.copy}
        </button>
      </p>
    </li>`
  }

  #body(): TemplateResult | typeof nothing {
    const { knowledge } = this.speech.words.desk
    const { shown } = this
    if (shown.kind === 'nothing') return nothing
    if (shown.kind !== 'there') return html`<p class="say" role="status">${knowledge[shown.kind]}</p>`
    if (shown.entries.length === 0) return html`<p class="say" role="status">${knowledge.none}</p>`
    return html`${this.typed === null ? html`<p class="say">${knowledge.hint}</p>` : nothing}
      <ul>
        ${repeat(
          shown.entries,
          ({ id }) => id,
          (entry) => this.#entry(entry),
        )}
      </ul>`
  }

  protected override render(): unknown {
    const { knowledge } = this.speech.words.desk
    return html`<div @keydown=${this.#key}>
      <label class="search"
        ><span class="unseen">${knowledge.search}</span>${icons.search}<input
          class="field"
          type="search"
          autocomplete="off"
          placeholder=${knowledge.search}
          title="${knowledge.search} (${keyNames.knowledge})"
          maxlength=${queryMax}
          .value=${this.typed ?? ''}
          @input=${(event: InputEvent) => (this.typed = (event.target as HTMLInputElement).value)}
      /></label>
      ${this.#body()}
    </div>`
  }
}
