/**
 * Where an answer is written: text that survives everything (the desk keeps it), files by button, paste and drop. Enter
 * sends, Shift+Enter starts a new line, and nothing at all happens while an input method composes.
 */
import { limits } from '#protocol'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { say } from '../deeds.ts'
import type { Draft } from '../drafts.ts'
import { icons } from '../icons.ts'
import { composing, keyNames } from '../keys.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { Upload } from '../uploads.ts'
import { composerLook } from './composer-look.ts'

/** A placeholder has one line and cannot end in dots by itself. */
const shortened = (name: string): string => {
  const characters = [...name]
  return characters.length > 24 ? `${characters.slice(0, 22).join('')}…` : name
}

/**
 * @event mdg-a-deed - `write`, `send`, `attach`, `detach`, `retryUpload`.
 */
export class Composer extends LitElement {
  static override styles = [look, composerLook]

  @property({ attribute: false }) speech!: Speech
  @property() contact = ''
  @property() customerName = ''
  @property({ attribute: false }) draft!: Draft
  @property({ attribute: false }) uploads: readonly Upload[] = []
  /** Send was pressed; the message waits for its files. */
  @property({ type: Boolean }) waits = false
  @property({ attribute: false }) accept: readonly string[] = []
  @property({ type: Number }) fileBytesMax = 0

  @state() private dropping = false
  @state() private tooMany = false
  @query('textarea') private area!: HTMLTextAreaElement
  @query('input') private picker!: HTMLInputElement

  override focus(): void {
    this.area?.focus()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('contact')) this.tooMany = false
  }

  protected override updated(changed: PropertyValues<this>): void {
    // While composing the field belongs to the input method; writing into it would end the composition.
    if (!this.#composes && this.area.value !== this.draft.text) this.area.value = this.draft.text
    if (changed.has('draft') || changed.has('contact')) this.#grow()
  }

  #composes = false

  /** `field-sizing` does this alone where it exists. */
  #grow(): void {
    if (CSS.supports('field-sizing', 'content')) return
    this.area.style.height = 'auto'
    this.area.style.height = `${Math.min(220, this.area.scrollHeight + 2)}px`
  }

  readonly #typed = (): void => say(this, { do: 'write', contact: this.contact, part: { text: this.area.value } })

  readonly #key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || composing(event)) return
    event.preventDefault()
    this.#send()
  }

  #send(): void {
    if (!this.#tooLong && this.#something) say(this, { do: 'send', contact: this.contact })
    this.focus()
  }

  get #tooLong(): boolean {
    return this.draft.text.length > limits.messageTextMax
  }

  get #something(): boolean {
    return this.draft.text.trim() !== '' || this.draft.attachments.length + this.uploads.length > 0
  }

  #attach(list: FileList | null | undefined): void {
    const files = [...(list ?? [])]
    const room = limits.attachmentsPerMessageMax - this.draft.attachments.length - this.uploads.length
    this.tooMany = files.length > room
    if (files.length > 0) say(this, { do: 'attach', contact: this.contact, files: files.slice(0, Math.max(0, room)) })
  }

  readonly #pasted = (event: ClipboardEvent): void => {
    if ((event.clipboardData?.files.length ?? 0) === 0) return
    event.preventDefault()
    this.#attach(event.clipboardData?.files)
  }

  readonly #dragged = (event: DragEvent): void => {
    if (event.dataTransfer?.types.includes('Files') !== true) return
    event.preventDefault()
    this.dropping = event.type !== 'dragleave'
  }

  readonly #dropped = (event: DragEvent): void => {
    this.dropping = false
    if ((event.dataTransfer?.files.length ?? 0) === 0) return
    event.preventDefault()
    this.#attach(event.dataTransfer?.files)
  }

  #remove(key: string, name: string): TemplateResult {
    const words = this.speech.words.composer.remove(name)
    return html`<button
      class="button bare square small"
      aria-label=${words}
      title=${words}
      @click=${() => say(this, { do: 'detach', contact: this.contact, key })}
    >
      ${icons.close}
    </button>`
  }

  #upload(upload: Upload): TemplateResult {
    const { words } = this.speech
    const why = upload.problem === null ? null : words.uploads[upload.problem]
    const reason = typeof why === 'function' ? why(this.speech.size(this.fileBytesMax)) : why
    return html`<li class="chip ${reason === null ? '' : 'failed'}">
      ${reason === null ? icons.file : icons.warn}
      <span class="chip-text">
        <span class="cut">${upload.name}</span>
        ${
          reason === null
            ? html`<progress aria-label=${upload.name} max="1" .value=${upload.share}></progress>`
            : html`<span role="alert">${reason}</span>`
        }
      </span>
      ${
        upload.problem === 'failed'
          ? html`<button
              class="button bare square small"
              aria-label=${words.composer.retry(upload.name)}
              title=${words.composer.retry(upload.name)}
              @click=${() => say(this, { do: 'retryUpload', key: upload.key })}
            >
              ${icons.retry}
            </button>`
          : nothing
      }
      ${this.#remove(upload.key, upload.name)}
    </li>`
  }

  #files(): TemplateResult | typeof nothing {
    if (this.draft.attachments.length + this.uploads.length === 0) return nothing
    return html`<ul class="files">
      ${this.draft.attachments.map(
        (file) =>
          html`<li class="chip">
            ${icons.file}<span class="chip-text"
              ><span class="cut">${file.name}</span><span class="quiet">${this.speech.size(file.sizeBytes)}</span></span
            >${this.#remove(file.attachment, file.name)}
          </li>`,
      )}
      ${this.uploads.map((upload) => this.#upload(upload))}
    </ul>`
  }

  #status(): string {
    const { composer } = this.speech.words
    if (this.#tooLong) return composer.tooLong(this.speech.number(this.draft.text.length - limits.messageTextMax))
    if (this.tooMany) return composer.tooManyFiles(limits.attachmentsPerMessageMax)
    if (this.uploads.some(({ problem }) => problem !== null)) return composer.failedFile
    return this.waits ? composer.wait : ''
  }

  protected override render(): unknown {
    const { composer } = this.speech.words
    const name = this.speech.customer(this.customerName)
    const status = this.#status()
    const off = this.#tooLong || !this.#something
    return html`<div
      class="box ${this.dropping ? 'dropping' : ''}"
      @dragenter=${this.#dragged}
      @dragover=${this.#dragged}
      @dragleave=${this.#dragged}
      @drop=${this.#dropped}
    >
      ${this.dropping ? html`<p class="drop">${composer.dropHere}</p>` : nothing} ${this.#files()}
      <div class="line">
        <button
          class="button bare square"
          aria-label=${composer.attach}
          title=${composer.attach}
          @click=${() => this.picker.click()}
        >
          ${icons.attach}
        </button>
        <input
          type="file"
          multiple
          hidden
          aria-label=${composer.attach}
          accept=${this.accept.join(',')}
          @change=${() => {
            this.#attach(this.picker.files)
            this.picker.value = ''
          }}
        />
        <textarea
          rows="1"
          aria-label=${composer.label(name)}
          placeholder=${composer.placeholder(shortened(name))}
          title=${keyNames.writeMessage}
          aria-describedby="status"
          @input=${this.#typed}
          @keydown=${this.#key}
          @paste=${this.#pasted}
          @compositionstart=${() => (this.#composes = true)}
          @compositionend=${() => {
            this.#composes = false
            this.#typed()
          }}
        ></textarea>
        <button
          class="button main send"
          aria-disabled=${off}
          title="${composer.send} (Enter)"
          @click=${() => this.#send()}
        >
          ${icons.send}<span>${composer.send}</span>
        </button>
      </div>
      <p id="status" class="status ${status === '' ? '' : 'says'}" role="status">
        ${status === '' ? composer.hint : status}
      </p>
    </div>`
  }
}
