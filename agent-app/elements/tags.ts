/**
 * The tags of a contact, put on and taken off by keyboard: typing finds one, Enter puts it on, Backspace in the empty field
 * goes to the last one, Delete takes it off. What was pressed shows at once, paler until the hub has it.
 */
import { tagsMax, type BothLanguages } from '#protocol'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Asks } from '../asks.ts'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import { ariaKeys, composing, keyNames } from '../keys.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import { fold } from '../writing/fold.ts'
import { Suggest, suggestLook } from './suggest.ts'

/** A tag that may be put on. */
export interface Tag {
  readonly key: string
  readonly label: BothLanguages
}

/**
 * @event mdg-a-deed - `tag` with all keys that the contact has from now on.
 */
export class Tags extends LitElement {
  static override styles = [
    look,
    suggestLook,
    css`
      :host {
        display: block;
      }
      .box {
        position: relative;
      }
      .suggest {
        inset: calc(100% + var(--mdg-space-1)) 0 auto;
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--mdg-space-1);
      }
      .tag {
        display: inline-flex;
        align-items: center;
        max-width: 100%;
        min-height: 26px;
        padding-inline: var(--mdg-space-2) 2px;
        border-radius: 13px;
        background: var(--mdg-surface-2);
        font-size: var(--mdg-size-12);
      }
      .tag.coming {
        color: var(--mdg-text-2);
        background: var(--mdg-surface-1);
      }
      .tag button {
        display: inline-grid;
        place-items: center;
        width: 22px;
        height: 22px;
        padding: 0;
        border: 0;
        border-radius: 50%;
        background: none;
        color: var(--mdg-text-2);
        cursor: pointer;
      }
      .tag button:hover {
        background: var(--mdg-surface-3);
        color: var(--mdg-text);
      }
      .tag .icon {
        width: 12px;
        height: 12px;
      }
      .add {
        flex: 1;
        min-width: 7em;
      }
      input {
        width: 100%;
        min-height: 28px;
        padding: 0 var(--mdg-space-2);
        border: 1px solid transparent;
        border-radius: var(--mdg-radius-1);
        background: none;
        font-size: var(--mdg-size-13);
      }
      input::placeholder {
        color: var(--mdg-text-2);
        opacity: 1;
      }
      input:hover,
      input:focus {
        border-color: var(--mdg-edge);
      }
      .problem {
        margin-top: var(--mdg-space-1);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property() contact = ''
  /** Keys of those it has. */
  @property({ attribute: false }) tags: readonly string[] = []
  @property({ attribute: false }) choice: readonly Tag[] = []
  @property({ attribute: false }) asks!: Asks
  @property({ type: Number }) turn = 0

  @state() private search = ''
  @state() private open = false
  /** What was asked for last; the contact's own once the hub has said so. */
  @state() private wanted: readonly string[] | null = null
  @query('input') private field!: HTMLInputElement
  readonly #suggest = new Suggest(this, () => (this.open = false))

  override focus(): void {
    this.field?.focus()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('contact')) {
      this.search = ''
      this.open = false
      this.wanted = null
    }
    if (!this.asks.busy(`tag ${this.contact}`)) this.wanted = null
  }

  get #shown(): readonly string[] {
    return this.wanted ?? this.tags
  }

  #set(keys: readonly string[]): void {
    if (this.asks.busy(`tag ${this.contact}`)) return
    say(this, { do: 'tag', contact: this.contact, tags: keys })
    this.wanted = keys
  }

  #add(key: string): void {
    this.search = ''
    this.#suggest.first()
    this.#set([...this.#shown, key])
    this.focus()
  }

  #remove(key: string): void {
    this.#set(this.#shown.filter((one) => one !== key))
    this.focus()
  }

  #label(key: string): string {
    const tag = this.choice.find((one) => one.key === key)
    return tag === undefined ? key : this.speech.both(tag.label)
  }

  readonly #key = (event: KeyboardEvent): void => {
    // The list opens by itself: whoever goes past with Tab has asked for none of it.
    if (event.key === 'Tab') return
    if (this.open && this.#suggest.key(event)) return
    if (composing(event)) return
    if (event.key === 'ArrowDown') this.open = true
    const last = [...this.renderRoot.querySelectorAll<HTMLElement>('.tag button')].at(-1)
    if (event.key !== 'Backspace' || this.search !== '' || last === undefined) return
    event.preventDefault()
    last.focus()
  }

  /** On a tag: arrows walk, Delete and Backspace take it off. */
  #chipKey(event: KeyboardEvent, key: string): void {
    const chips = [...this.renderRoot.querySelectorAll<HTMLElement>('.tag button')]
    const at = chips.indexOf(event.target as HTMLElement)
    if (event.key === 'Delete' || event.key === 'Backspace') this.#remove(key)
    else if (event.key === 'ArrowLeft') chips[at - 1]?.focus()
    else if (event.key === 'ArrowRight') (chips[at + 1] ?? this.field).focus()
    else return
    event.preventDefault()
  }

  #list(): TemplateResult | typeof nothing {
    const { tags: words } = this.speech.words.desk
    const wanted = fold(this.search)
    const rest = this.choice.filter(
      ({ key, label }) => !this.#shown.includes(key) && fold(`${key} ${label.en} ${label.ja}`).includes(wanted),
    )
    if (!this.open) return this.#suggest.none()
    if (this.#shown.length >= tagsMax) return this.#suggest.render(words.title, [], words.full(tagsMax))
    return this.#suggest.render(
      words.title,
      rest.map(({ key, label }) => ({
        key,
        title: this.speech.both(label),
        typed: '',
        more: '',
        take: () => this.#add(key),
      })),
      words.none,
    )
  }

  protected override render(): unknown {
    const { tags: words } = this.speech.words.desk
    const code = this.asks.refusal(`tag ${this.contact}`)
    const list = this.#list()
    return html`<div class="box">
      <ul aria-label=${words.title}>
        ${repeat(
          this.#shown,
          (key) => key,
          (key) =>
            html`<li class="tag ${this.tags.includes(key) ? '' : 'coming'}">
              <span class="cut">${this.#label(key)}</span
              ><button
                tabindex="-1"
                aria-label=${words.remove(this.#label(key))}
                title=${words.remove(this.#label(key))}
                @click=${() => this.#remove(key)}
                @keydown=${(event: KeyboardEvent) => this.#chipKey(event, key)}
              >
                ${icons.close}
              </button>
            </li>`,
        )}
        <li class="add">
          <input
            type="text"
            role="combobox"
            autocomplete="off"
            aria-label=${words.add}
            aria-expanded=${this.open}
            aria-controls=${this.open ? 'suggest' : nothing}
            aria-activedescendant=${this.open ? this.#suggest.marked : nothing}
            aria-keyshortcuts=${ariaKeys('editTags')}
            title="${words.add} (${keyNames.editTags})"
            placeholder=${words.add}
            .value=${this.search}
            @focus=${() => (this.open = true)}
            @blur=${() => (this.open = false)}
            @keydown=${this.#key}
            @input=${(event: InputEvent) => {
              this.search = (event.target as HTMLInputElement).value
              this.open = true
              this.#suggest.first()
            }}
          />
        </li>
      </ul>
      ${list} ${code === null ? nothing : html`<p class="problem" role="alert">${this.speech.words.refusals[code]}</p>`}
    </div>`
  }
}
