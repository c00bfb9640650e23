/**
 * Quick replies of one's own: what there is, to be changed and taken away, and a form for one more. They stand in the list
 * that a slash opens, before those of the house; nobody else is shown them. Opens with what is being written, ready to keep.
 */
import { ownKeyMax, ownRepliesMax, Refused, replyTextMax, type OwnReply, type RefusalCode } from '#protocol'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { icons } from '../icons.ts'
import { look } from '../look.ts'
import type { Questions } from '../questions.ts'
import type { Ready } from '../ready.ts'
import type { Speech } from '../speech.ts'
import { ownLook } from './own-look.ts'

/** A word that a slash can ask for: as the hub wants it. */
const askable = (key: string): boolean => /^[^\s/／]+$/.test(key)

export class OwnDialog extends LitElement {
  static override styles = [look, ownLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) questions!: Questions
  @property({ attribute: false }) ready!: Ready
  /** Counts the desk's changes: what is ready changes without any other property. */
  @property({ type: Number }) turn = 0

  @state() private busy = false
  @state() private problem: RefusalCode | 'key' | 'text' | 'full' | null = null
  @state() private said = ''
  @query('dialog') private dialog!: HTMLDialogElement
  @query('[name=key]') private key!: HTMLInputElement
  @query('textarea') private text!: HTMLTextAreaElement

  /** Opens, with this text to be kept. */
  show(text: string): void {
    this.problem = null
    this.said = ''
    void this.updateComplete.then(() => {
      if (!this.dialog.open) this.dialog.showModal()
      this.#fill({ key: '', text: text.slice(0, replyTextMax) })
    })
  }

  #fill({ key, text }: OwnReply): void {
    this.key.value = key
    this.text.value = text
    this.key.focus()
  }

  readonly #submit = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (this.busy) return
    const [key, text] = [this.key.value.trim(), this.text.value.trim()]
    const isNew = !this.ready.own.some((one) => one.key === key)
    this.problem = !askable(key)
      ? 'key'
      : text === ''
        ? 'text'
        : isNew && this.ready.own.length >= ownRepliesMax
          ? 'full'
          : null
    if (this.problem !== null) return (this.problem === 'text' ? this.text : this.key).focus()
    if (await this.#keep(key, text)) {
      this.said = this.speech.words.desk.own.kept(key)
      this.#fill({ key: '', text: '' })
    }
  }

  /** It then stands in the form, from where it can be had back. */
  async #remove(reply: OwnReply): Promise<void> {
    if (this.busy || !(await this.#keep(reply.key, ''))) return
    this.said = this.speech.words.desk.own.removed(reply.key)
    this.#fill(reply)
  }

  async #keep(key: string, text: string): Promise<boolean> {
    this.busy = true
    this.said = ''
    try {
      await this.questions.keepReply(key, text)
      await this.ready.again()
      this.problem = null
      return true
    } catch (error) {
      this.problem = error instanceof Refused ? error.code : 'hub.full'
      return false
    } finally {
      this.busy = false
    }
  }

  #one(reply: OwnReply): TemplateResult {
    const { own } = this.speech.words.desk
    return html`<li>
      <div class="kept">
        <kbd>/${reply.key}</kbd>
        <p>${reply.text}</p>
      </div>
      <button
        class="button bare square"
        aria-label=${own.edit(reply.key)}
        title=${own.edit(reply.key)}
        @click=${() => this.#fill(reply)}
      >
        ${icons.edit}
      </button>
      <button
        class="button bare square"
        aria-label=${own.remove(reply.key)}
        title=${own.remove(reply.key)}
        @click=${() => void this.#remove(reply)}
      >
        ${icons.close}
      </button>
    </li>`
  }

  #form(): TemplateResult {
    const { own, card } = this.speech.words.desk
    const { problem } = this
    const told =
      problem === null
        ? ''
        : problem === 'key' || problem === 'text'
          ? own.problems[problem]
          : problem === 'full'
            ? own.full(ownRepliesMax)
            : this.speech.words.refusals[problem]
    return html`<form @submit=${this.#submit}>
      <label
        ><span class="label">${own.key}</span
        ><span class="slashed"
          ><span aria-hidden="true">/</span
          ><input class="field" name="key" autocomplete="off" maxlength=${ownKeyMax} aria-describedby="hint" /></span
      ></label>
      <label
        ><span class="label">${own.text}</span
        ><textarea
          class="field"
          rows="3"
          spellcheck="true"
          maxlength=${replyTextMax}
          aria-describedby="hint"
        ></textarea>
      </label>
      <p id="hint" class="quiet">${own.hint}</p>
      ${told === '' ? nothing : html`<p class="problem" role="alert">${told}</p>`}
      <div class="actions">
        <span class="said" role="status">${this.said}</span>
        <button class="button main" aria-disabled=${this.busy}>${this.busy ? card.saving : card.save}</button>
      </div>
    </form>`
  }

  protected override render(): unknown {
    const { words } = this.speech
    const { own } = this.ready
    return html`<dialog aria-labelledby="title">
      <div class="frame">
        <header>
          <h2 id="title">${words.desk.own.title}</h2>
          <button
            class="button bare square"
            aria-label=${words.talk.close}
            title="${words.talk.close} (Esc)"
            @click=${() => this.dialog.close()}
          >
            ${icons.close}
          </button>
        </header>
        <div class="body">
          ${
            own.length === 0
              ? html`<p class="quiet">${words.desk.own.none}</p>`
              : html`<ul>
                  ${repeat(
                    own,
                    ({ key }) => key,
                    (reply) => this.#one(reply),
                  )}
                </ul>`
          }
        </div>
        ${this.#form()}
      </div>
    </dialog>`
  }
}

customElements.define('mdg-a-own-dialog', OwnDialog)
