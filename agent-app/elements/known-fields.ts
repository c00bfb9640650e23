/**
 * What is known of a contact, and how far each value can be relied on: never by colour alone, and never as if all of it were
 * true. What is signed is marked, what a page says is called unverified. Each value can be copied, from the keyboard too.
 */
import type { KnownField } from '#protocol'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { icons } from '../icons.ts'
import { knownGroups, nameOf, placeOf, standingOf, stepOf, type KnownGroup, type Standing } from '../known.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'

/** So many of a group are shown until the rest is asked for. */
const shownAtFirst = 12
/** A copied value says so for this long, milliseconds. */
const saidForMs = 2_000

const standingIcons: Readonly<Record<Standing, TemplateResult>> = {
  signed: icons.shield,
  page: icons.page,
  visitor: icons.person,
  lookedUp: icons.lookUp,
  guessed: icons.why,
}

type Copied = { readonly name: string; readonly done: boolean }

export class KnownFields extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
      }
      section + section {
        margin-top: var(--mdg-space-4);
      }
      h3 {
        margin-bottom: var(--mdg-space-2);
        font-size: var(--mdg-size-13);
      }
      li {
        position: relative;
        padding: var(--mdg-space-1) 36px var(--mdg-space-1) var(--mdg-space-3);
        border-inline-start: 2px solid var(--mdg-line);
        font-size: var(--mdg-size-13);
      }
      li.signed {
        border-color: var(--mdg-good);
      }
      .about {
        display: flex;
        flex-wrap: wrap;
        gap: 0 var(--mdg-space-3);
      }
      .label {
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-12);
        overflow-wrap: anywhere;
      }
      .value {
        overflow-wrap: anywhere;
        white-space: pre-wrap;
      }
      .standing {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--mdg-space-1);
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-12);
      }
      .signed .standing {
        color: var(--mdg-good);
        font-weight: 600;
      }
      .page .standing {
        color: var(--mdg-waiting);
      }
      .icon {
        width: 14px;
        height: 14px;
      }
      .copy {
        position: absolute;
        top: 2px;
        inset-inline-end: 0;
        color: var(--mdg-text-2);
      }
      .copy .icon {
        width: 16px;
        height: 16px;
      }
      .copy.done {
        color: var(--mdg-good);
      }
      .more {
        margin-top: var(--mdg-space-1);
      }
      .note {
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-12);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) fields: readonly KnownField[] = []
  /** Whose they are; another contact's begin folded. */
  @property() of = ''

  @state() private copied: Copied | null = null
  @state() private unfolded: ReadonlySet<string> = new Set()
  #silence: ReturnType<typeof setTimeout> | undefined

  override disconnectedCallback(): void {
    clearTimeout(this.#silence)
    super.disconnectedCallback()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('of')) return
    this.copied = null
    this.unfolded = new Set()
  }

  async #copy(field: KnownField): Promise<void> {
    const done = await written(field.shown)
    this.copied = { name: field.name, done }
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => (this.copied = null), saidForMs)
  }

  /** Up and down go from value to value, so that a long list takes no hundred presses of Tab to get past a few. */
  readonly #moved = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0 || event.altKey || event.ctrlKey || event.metaKey) return
    const buttons = [...this.renderRoot.querySelectorAll<HTMLButtonElement>('.copy')]
    const next = buttons[buttons.indexOf(event.target as HTMLButtonElement) + by]
    if (next === undefined) return
    event.preventDefault()
    next.focus()
  }

  #standing(field: KnownField): TemplateResult {
    const { known } = this.speech.words
    const standing = standingOf(field)
    const step = stepOf(field)
    const hints = [
      known.standingHint[standing],
      known.places[placeOf(field)] ?? '',
      step === '' ? '' : known.step(step),
      field.masked ? known.maskedHint : '',
    ]
    const beside = [
      field.confidence === null ? '' : known.sure(this.speech.percent(field.confidence)),
      field.masked ? known.masked : '',
    ]
    return html`<p class="standing" title=${hints.filter((hint) => hint !== '').join(' ')}>
      ${standingIcons[standing]}<span>${[known.standing[standing], ...beside].filter((word) => word !== '').join(this.speech.locale === 'ja' ? '、' : ', ')}</span>${field.masked ? icons.masked : nothing}
    </p>`
  }

  #field(field: KnownField): TemplateResult {
    const { known } = this.speech.words
    const label = nameOf(field)
    const copied = this.copied?.name === field.name ? this.copied : null
    const { mode, trust } = field
    // Of what is signed it goes without saying.
    const note = trust !== 'signed' && (mode === 'hidden' || mode === 'locked') ? known.mode[mode] : ''
    return html`<li class=${standingOf(field)}>
      <div class="about">
        <p class="label">${label}</p>
        ${this.#standing(field)}
      </div>
      <p class="value">${field.shown}</p>
      ${note === '' ? nothing : html`<p class="note">${note}</p>`}
      ${
        field.masked
          ? nothing
          : html`<button
              class="button bare square copy ${copied?.done === true ? 'done' : ''}"
              aria-label=${known.copy(label)}
              title=${known.copy(label)}
              @click=${() => void this.#copy(field)}
              @keydown=${this.#moved}
            >
              ${copied?.done === true ? icons.check : icons.copy}
            </button>`
      }
      ${copied?.done === false ? html`<p class="note">${known.notCopied}</p>` : nothing}
    </li>`
  }

  #group({ about, fields }: KnownGroup): TemplateResult {
    const { known } = this.speech.words
    const shown = this.unfolded.has(about) ? fields : fields.slice(0, shownAtFirst)
    const rest = fields.length - shown.length
    return html`<section aria-labelledby=${about}>
      <h3 id=${about}>${known.groups[about]}</h3>
      <ul>
        ${repeat(
          shown,
          (field) => field.name,
          (field) => this.#field(field),
        )}
      </ul>
      ${
        rest === 0
          ? nothing
          : html`<button class="button bare more" @click=${() => (this.unfolded = new Set([...this.unfolded, about]))}>
              ${icons.fold}${known.more(rest)}
            </button>`
      }
    </section>`
  }

  protected override render(): unknown {
    const { known } = this.speech.words
    const said = this.copied === null ? '' : this.copied.done ? known.copied : known.notCopied
    return html`${knownGroups(this.fields).map((group) => this.#group(group))}
      <p class="unseen" role="status">${said}</p>`
  }
}

/** Whether the text is on the clipboard now. A page that is not served by HTTPS has none to write to. */
async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}
