/** What is left to do after a talk: its result, a note for colleagues, and the time there is for it. */
import { limits, type DeskContact, type FloorQueue, type RefusalCode } from '#protocol'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query } from 'lit/decorators.js'
import { say } from '../deeds.ts'
import type { Draft } from '../drafts.ts'
import { icons } from '../icons.ts'
import { ariaKeys, composing, keyNames } from '../keys.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { Clock } from '../ticker.ts'

/**
 * @event mdg-a-deed - `write` with the result or the note, `extendWrapUp`, `wrapUp`.
 */
export class WrapUp extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
        padding: var(--mdg-space-4) var(--mdg-space-5);
        border-top: 1px solid var(--mdg-line);
        background: var(--mdg-surface-1);
      }
      form {
        display: flex;
        flex-direction: column;
        gap: var(--mdg-space-3);
        max-width: 720px;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--mdg-space-3);
        min-height: 34px;
      }
      h3 {
        font-size: var(--mdg-size-14);
      }
      .head mdg-a-timer {
        color: var(--mdg-waiting);
        font-size: var(--mdg-size-13);
        font-weight: 600;
      }
      .more {
        display: inline-flex;
        align-items: center;
        gap: var(--mdg-space-2);
        margin-inline-start: auto;
        color: var(--mdg-text-2);
        font-size: var(--mdg-size-12);
      }
      .more .button {
        color: var(--mdg-text);
      }
      fieldset {
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0;
      }
      .chips {
        display: flex;
        flex-wrap: wrap;
        gap: var(--mdg-space-2);
      }
      .chip {
        position: relative;
        display: inline-flex;
      }
      .chip input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      .chip span {
        display: inline-flex;
        align-items: center;
        min-height: 32px;
        padding: 0 var(--mdg-space-3);
        border: 1px solid var(--mdg-edge);
        border-radius: 16px;
        background: var(--mdg-surface-0);
        font-size: var(--mdg-size-13);
      }
      .chip:hover span {
        background: var(--mdg-surface-2);
      }
      .chip input:checked + span {
        border-color: var(--mdg-accent);
        background: var(--mdg-accent);
        color: var(--mdg-on-accent);
      }
      .chip input:focus-visible + span {
        outline: 2px solid var(--mdg-accent);
        outline-offset: 2px;
      }
      textarea {
        min-height: 56px;
        max-height: 160px;
        resize: vertical;
        field-sizing: content;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--mdg-space-2);
      }
      .foot .quiet {
        flex: 1 1 14em;
        font-size: var(--mdg-size-12);
      }
      @media (max-width: 767px) {
        :host {
          padding-inline: var(--mdg-space-4);
        }
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) contact!: DeskContact
  @property({ attribute: false }) queue: FloorQueue | null = null
  @property({ attribute: false }) draft!: Draft
  @property({ type: Boolean }) busy = false
  /** More time was asked for. */
  @property({ type: Boolean }) extending = false
  @property({ attribute: false }) refusal: RefusalCode | null = null

  @query('input:checked, input, textarea') private first!: HTMLElement | null
  @query('textarea') private note!: HTMLTextAreaElement

  override focus(): void {
    this.first?.focus()
  }

  protected override updated(changed: PropertyValues<this>): void {
    const other = changed.has('contact') && changed.get('contact')?.contact !== this.contact.contact
    const writing = this.shadowRoot?.activeElement === this.note
    if ((other || !writing) && this.note.value !== this.draft.note) this.note.value = this.draft.note
  }

  #write(part: Partial<Draft>): void {
    say(this, { do: 'write', contact: this.contact.contact, part })
  }

  readonly #finish = (event?: Event): void => {
    event?.preventDefault()
    if (!this.busy) say(this, { do: 'wrapUp', contact: this.contact.contact })
  }

  /** Enter in a note is a new line; with Ctrl or Command it finishes. */
  readonly #key = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !composing(event)) this.#finish(event)
  }

  #results(): TemplateResult | typeof nothing {
    const { wrapUp } = this.speech.words
    const { dispositions = [], dispositionRequired = false } = this.queue ?? {}
    if (dispositions.length === 0) return nothing
    return html`<fieldset>
      <legend class="label">${dispositionRequired ? wrapUp.result : wrapUp.resultOptional}</legend>
      <div class="chips">
        ${dispositions.map(
          ({ key, label }) =>
            html`<label class="chip"
              ><input
                type="radio"
                name="result"
                .value=${key}
                .checked=${this.draft.disposition === key}
                @change=${() => this.#write({ disposition: key })}
              /><span>${this.speech.both(label)}</span></label
            >`,
        )}
      </div>
    </fieldset>`
  }

  /** A button while more time can be had; where there was some to be had, that there is none. */
  #more(): TemplateResult | typeof nothing {
    const rules = this.contact.wrapUp
    if (rules === null || this.contact.until === null || rules.extensionMs === 0) return nothing
    const { more } = this.speech.words.floor
    const left = rules.extensionsLeft
    return html`<span class="more"
      ><span>${left === 0 ? more.none : more.left(left)}</span>${
        left === 0
          ? nothing
          : html`<button
              type="button"
              class="button"
              aria-disabled=${this.extending}
              aria-label="${more.label}: ${more.button(this.speech.duration(rules.extensionMs))}"
              aria-keyshortcuts=${ariaKeys('extendWrapUp')}
              title="${more.label} (${keyNames.extendWrapUp})"
              @click=${() => this.extending || say(this, { do: 'extendWrapUp', contact: this.contact.contact })}
            >
              ${icons.clock}${this.extending ? more.asking : more.button(this.speech.duration(rules.extensionMs))}
            </button>`
      }</span
    >`
  }

  /** What becomes of it when nobody finishes it. */
  #ending(): string {
    const { wrapUp, floor } = this.speech.words
    const mode = this.contact.wrapUp?.mode
    const end = this.contact.until !== null ? wrapUp.auto : mode === 'untimed' ? floor.more.untimed : ''
    return [mode === 'optional' ? floor.more.optional : '', end].filter((text) => text !== '').join(' ')
  }

  protected override render(): unknown {
    const { words } = this.speech
    const { until, since } = this.contact
    return html`<form aria-label=${words.wrapUp.title} @submit=${this.#finish} @keydown=${this.#key}>
      <div class="head">
        <h3>${words.wrapUp.title}</h3>
        <mdg-a-timer
          .clock=${this.clock}
          .speech=${this.speech}
          .since=${since}
          .until=${until}
          .sentence=${until === null ? words.wrapUp.elapsed : words.wrapUp.left}
        ></mdg-a-timer>
        ${this.#more()}
      </div>
      ${this.#results()}
      <label
        ><span class="label">${words.wrapUp.note}</span
        ><textarea
          class="field"
          rows="2"
          maxlength=${limits.noteMax}
          @input=${() => this.#write({ note: this.note.value })}
        ></textarea>
      </label>
      ${this.refusal === null ? nothing : html`<p class="problem" role="alert">${words.refusals[this.refusal]}</p>`}
      <div class="foot">
        <p class="quiet">${this.#ending()}</p>
        <button class="button main" aria-disabled=${this.busy} title="${words.wrapUp.finish} (${keyNames.endContact})">
          ${this.busy ? words.wrapUp.finishing : words.wrapUp.finish}<kbd aria-hidden="true"
            >${keyNames.endContact}</kbd
          >
        </button>
      </div>
    </form>`
  }
}
