/**
 * What is known of a contact, and how far each value can be relied on: never by colour alone, and never as if all of it were
 * true. What is signed is marked, what a page says is called unverified. Each value can be copied, from the keyboard too, and
 * what the agent knows better can be changed where it stands.
 */
import type { KnownField } from '#protocol'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Asks } from '../asks.ts'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import { composing } from '../keys.ts'
import { knownGroups, nameOf, placeOf, standingOf, stepOf, writerOf, type KnownGroup, type Standing } from '../known.ts'
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
  agent: icons.edit,
}

/** As in the protocol, in characters. */
const valueMax = 1_000

type Copied = { readonly name: string; readonly done: boolean }

/**
 * @event mdg-a-deed - `setField` with what was written.
 */
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
      .acts {
        position: absolute;
        top: 2px;
        inset-inline-end: 0;
        display: flex;
        color: var(--mdg-text-2);
      }
      li:has(.edit) {
        padding-inline-end: 68px;
      }
      .acts .icon {
        width: 16px;
        height: 16px;
      }
      .copy.done {
        color: var(--mdg-good);
      }
      form {
        display: grid;
        gap: var(--mdg-space-2);
        margin-top: var(--mdg-space-1);
      }
      li:has(form) {
        padding-inline-end: 0;
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
  @property({ attribute: false }) asks!: Asks
  /** Counts the desk's changes: what was asked changes without any other property. */
  @property({ type: Number }) turn = 0

  @state() private copied: Copied | null = null
  /** Name of the field that is being changed, '' for none. */
  @state() private editing = ''
  #asking = false
  @state() private unfolded: ReadonlySet<string> = new Set()
  #silence: ReturnType<typeof setTimeout> | undefined

  override disconnectedCallback(): void {
    clearTimeout(this.#silence)
    super.disconnectedCallback()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const key = `field ${this.of} ${this.editing}`
    const busy = this.editing !== '' && this.asks.busy(key)
    if (this.#asking && !busy && this.asks.refusal(key) === null) this.#close()
    this.#asking = busy
    if (!changed.has('of')) return
    this.editing = ''
    this.copied = null
    this.unfolded = new Set()
  }

  async #copy(field: KnownField): Promise<void> {
    const done = await written(field.shown)
    this.copied = { name: field.name, done }
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => (this.copied = null), saidForMs)
  }

  #edit({ name }: KnownField): void {
    this.editing = name
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLInputElement>('form input')?.select())
  }

  #close(): void {
    const name = this.editing
    this.asks.dismiss(`field ${this.of} ${name}`)
    this.editing = ''
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-edit="${CSS.escape(name)}"]`)?.focus(),
    )
  }

  #form(field: KnownField): TemplateResult {
    const { talk, refusals, desk } = this.speech.words
    const key = `field ${this.of} ${field.name}`
    const code = this.asks.refusal(key)
    const submit = (event: Event): void => {
      event.preventDefault()
      const value = this.renderRoot.querySelector<HTMLInputElement>('form input')?.value.trim() ?? ''
      if (value === field.shown) this.#close()
      else if (!this.asks.busy(key)) say(this, { do: 'setField', contact: this.of, name: field.name, value })
    }
    const leave = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || composing(event)) return
      event.stopPropagation()
      this.#close()
    }
    return html`<form @submit=${submit} @keydown=${leave}>
      <input
        class="field"
        autocomplete="off"
        aria-label=${desk.field.value(nameOf(field))}
        maxlength=${valueMax}
        .value=${field.shown}
      />
      ${code === null ? nothing : html`<p class="problem" role="alert">${refusals[code]}</p>`}
      <div class="actions">
        <button type="button" class="button" @click=${() => this.#close()}>${talk.cancel}</button>
        <button class="button main" aria-disabled=${this.asks.busy(key)}>
          ${this.asks.busy(key) ? desk.card.saving : desk.card.save}
        </button>
      </div>
    </form>`
  }

  /** What a value can be done to: nothing that only a mask is left of. */
  #acts(field: KnownField): TemplateResult | typeof nothing {
    if (field.masked) return nothing
    const { known, desk } = this.speech.words
    const label = nameOf(field)
    const copied = this.copied?.name === field.name && this.copied.done
    return html`<p class="acts">
      ${
        field.trust === 'signed'
          ? nothing
          : html`<button
              class="button bare square edit"
              data-edit=${field.name}
              aria-label=${desk.field.edit(label)}
              title=${desk.field.edit(label)}
              @click=${() => this.#edit(field)}
            >
              ${icons.edit}
            </button>`
      }
      <button
        class="button bare square copy ${copied ? 'done' : ''}"
        aria-label=${known.copy(label)}
        title=${known.copy(label)}
        @click=${() => void this.#copy(field)}
        @keydown=${this.#moved}
      >
        ${copied ? icons.check : icons.copy}
      </button>
    </p>`
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
    const [step, writer] = [stepOf(field), writerOf(field)]
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
      ${standingIcons[standing]}<span>${[writer === '' ? known.standing[standing] : known.writtenBy(writer), ...beside].filter((word) => word !== '').join(this.speech.locale === 'ja' ? '、' : ', ')}</span>${field.masked ? icons.masked : nothing}
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
      ${this.editing === field.name ? this.#form(field) : html`<p class="value">${field.shown}</p>`}
      ${note === '' ? nothing : html`<p class="note">${note}</p>`}
      ${this.editing === field.name ? nothing : this.#acts(field)}
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
