/**
 * Messages of all contacts that the agent may read, found by their words, the newest first. The hub looks through so many at
 * a time; further back goes on where it stopped. What is found is read here and changed nowhere.
 */
import { Refused, type ReplyBody } from '#protocol'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Desk } from '../desk.ts'
import type { EarlierDialog } from '../elements/earlier-dialog.ts'
import { icons } from '../icons.ts'
import { composing } from '../keys.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import { partsOf } from '../writing/fold.ts'
import { searchLook } from './search-look.ts'

type Found = ReplyBody<'contact.search'>['found'][number]

/** What was looked for, and how far. */
interface Looked {
  readonly text: string
  readonly found: readonly Found[]
  /** Where to go on; null at the end. */
  readonly until: number | null
  readonly state: 'searching' | 'done' | 'failed' | 'wait'
}

/** Lines of one answer. */
const limit = 20
/** As in the protocol, in characters. */
const textMax = 100

export class SearchDialog extends LitElement {
  static override styles = [look, searchLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) desk!: Desk
  /** Hub milliseconds, for "today" in what is read. */
  @property({ type: Number }) now = 0

  @state() private looked: Looked | null = null
  @query('dialog') private dialog!: HTMLDialogElement
  @query('.field') private field!: HTMLInputElement
  @query('mdg-a-earlier-dialog') private reader!: EarlierDialog

  /** Opens with what was looked for last. */
  show(): void {
    void this.updateComplete.then(() => {
      if (!this.dialog.open) this.dialog.showModal()
      this.field.select()
    })
  }

  readonly #submit = (event: Event): void => {
    event.preventDefault()
    const text = this.field.value.trim().slice(0, textMax)
    if (text === '' || this.looked?.state === 'searching') return
    this.looked = { text, found: [], until: null, state: 'searching' }
    void this.#search(null)
  }

  #further(): void {
    if (this.looked?.until == null || this.looked.state === 'searching') return
    const { until } = this.looked
    this.looked = { ...this.looked, state: 'searching' }
    void this.#search(until)
  }

  async #search(before: number | null): Promise<void> {
    const asked = this.looked
    if (asked === null) return
    const next = await this.desk.questions.search({ text: asked.text, before, limit }).then(
      ({ found, until }): Looked => ({ ...asked, found: [...asked.found, ...found], until, state: 'done' }),
      (error: unknown): Looked => {
        const tooMuch = error instanceof Refused && error.code === 'request.tooMany'
        return { ...asked, until: before, state: tooMuch ? 'wait' : 'failed' }
      },
    )
    // Something else was looked for meanwhile.
    if (this.looked === asked) this.looked = next
  }

  /** Up and down walk the field and what was found. */
  readonly #key = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0 || event.altKey || composing(event)) return
    const stops = [...this.renderRoot.querySelectorAll<HTMLElement>('.field, .found, .more')]
    const at = stops.indexOf(event.composedPath()[0] as HTMLElement)
    const next = stops[at + by]
    if (at === -1 || next === undefined) return
    event.preventDefault()
    next.focus()
  }

  #line(one: Found, text: string): TemplateResult {
    const { search } = this.speech.words.desk
    const { contact, customerName, at, queue, from, excerpt } = one
    const read = (): void => void this.reader.show({ of: contact, contact, customerName, startedAt: at, queue })
    return html`<li>
      <button class="found" @click=${read}>
        <span class="head"
          ><b class="cut">${this.speech.customer(customerName)}</b
          ><span class="quiet figures">${this.speech.moment(at)}</span></span
        >
        <span class="excerpt"
          ><span class="from">${search.from[from]}</span>${partsOf(excerpt, text).map((part) =>
            part.found ? html`<mark>${part.text}</mark>` : part.text,
          )}</span
        >
        <span class="quiet cut">${this.speech.both(queue)}</span>
      </button>
    </li>`
  }

  /** How far it was looked, and the way further. */
  #end({ text, found, until, state }: Looked): TemplateResult {
    const { search } = this.speech.words.desk
    if (state === 'searching') return html`<p class="say" role="status">${search.searching}</p>`
    const said =
      state === 'done'
        ? until !== null
          ? `${found.length === 0 ? `${search.noneYet} ` : ''}${search.until(this.speech.moment(until))}`
          : found.length === 0
            ? search.none(text)
            : search.end
        : search[state]
    return html`<p class="say" role="status">${said}</p>
      ${
        until === null && state === 'done'
          ? nothing
          : html`<p class="acts">
              <button class="button more" @click=${() => (until === null ? this.#again() : this.#further())}>
                ${state === 'done' ? search.more : this.speech.words.customer.again}
              </button>
            </p>`
      }`
  }

  #again(): void {
    if (this.looked === null) return
    this.looked = { ...this.looked, found: [], state: 'searching' }
    void this.#search(null)
  }

  #body(): TemplateResult {
    const { looked } = this
    if (looked === null) return html`<p class="say">${this.speech.words.desk.search.hint}</p>`
    return html`<ul>
        ${repeat(
          looked.found,
          ({ contact }) => contact,
          (one) => this.#line(one, looked.text),
        )}
      </ul>
      ${this.#end(looked)}`
  }

  protected override render(): unknown {
    const { words } = this.speech
    const { search } = words.desk
    return html`<dialog aria-labelledby="title">
        <div class="frame" @keydown=${this.#key}>
          <header>
            <h2 id="title">${search.title}</h2>
            <button
              class="button bare square"
              aria-label=${words.talk.close}
              title="${words.talk.close} (Esc)"
              @click=${() => this.dialog.close()}
            >
              ${icons.close}
            </button>
          </header>
          <form role="search" @submit=${this.#submit}>
            <input
              class="field"
              type="search"
              autofocus
              autocomplete="off"
              aria-label=${search.field}
              placeholder=${search.field}
              maxlength=${textMax}
            />
            <button class="button main" aria-disabled=${this.looked?.state === 'searching'}>
              ${icons.search}${search.submit}
            </button>
          </form>
          <div class="results" tabindex="-1">${this.#body()}</div>
        </div>
      </dialog>
      <mdg-a-earlier-dialog .speech=${this.speech} .desk=${this.desk} .now=${this.now}></mdg-a-earlier-dialog>`
  }
}

customElements.define('mdg-a-search-dialog', SearchDialog)
