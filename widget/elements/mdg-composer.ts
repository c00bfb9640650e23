/**
 * Where the customer writes. Enter sends, unless an input method is at work; files come by button, by pasting, or by
 * dropping on the panel. What is written stays here until the session has taken it.
 */
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { limits } from '#protocol'
import { fileSize } from '../controllers/format.ts'
import type { Upload, Uploads } from '../controllers/uploads.ts'
import { icons } from '../icons.ts'
import { isPlainEnter, MdgElement, property, styles } from './base.ts'
import own from './mdg-composer.css?inline'

/**
 * @event send - The customer sends what is written: the text. Attachments are the session's. Who prevents it leaves it written.
 * @event draft - The text has changed: the text.
 */
export class MdgComposer extends MdgElement {
  static override styles = styles(own)
  static override properties = {
    ...MdgElement.properties,
    // The same object all the time, which changes inside.
    uploads: { attribute: false, hasChanged: () => true },
    types: property,
    bytesMax: property,
    wanted: { state: true },
  }

  declare uploads: Uploads
  /** Media types that may be chosen. */
  types: readonly string[] = []
  bytesMax = 0
  /** Sent while a file was still on its way: goes when that has arrived. */
  wanted = false
  draft = ''

  override focus(): void {
    this.field?.focus()
  }

  private get field(): HTMLTextAreaElement | null {
    return this.renderRoot.querySelector('textarea')
  }

  protected override firstUpdated(): void {
    this.field!.value = this.draft
    this.grow()
  }

  override updated(): void {
    if (this.wanted && !this.uploads.busy) this.submit()
  }

  /** Lets the customer choose files: called by a press. */
  attach(): void {
    this.renderRoot.querySelector('input')!.click()
  }

  private submit(event?: Event): void {
    event?.preventDefault()
    const { uploads, field } = this
    const text = field!.value.trim()
    this.wanted = uploads.busy
    if (this.wanted || (text === '' && uploads.ready.length === 0)) return
    if (!this.tell('send', text)) return
    field!.value = ''
    this.typed()
  }

  private typed(): void {
    this.grow()
    this.wanted = false
    this.tell('draft', this.field!.value)
  }

  private grow(): void {
    const field = this.field!
    field.style.height = 'auto'
    field.style.height = `${field.scrollHeight + 2}px`
  }

  private pasted(event: ClipboardEvent): void {
    const files = event.clipboardData?.files
    if (!files?.length) return
    event.preventDefault()
    this.uploads.add(files)
  }

  private chosen(event: Event): void {
    const input = event.target as HTMLInputElement
    this.uploads.add(input.files ?? [])
    input.value = ''
  }

  override render(): TemplateResult {
    const { words, uploads } = this
    return html`<ul>
        ${repeat(
          uploads.items,
          (item) => item.key,
          (item) => this.upload(item),
        )}
      </ul>
      <form @submit=${this.submit}>
        <button type="button" class="bare" aria-label=${words.attach} title=${words.attach} @click=${this.attach}>
          ${icons.attach}
        </button>
        <input type="file" multiple hidden accept=${this.types.join()} @change=${this.chosen} />
        <textarea
          rows="1"
          maxlength=${limits.messageTextMax}
          aria-label=${words.write}
          placeholder=${words.write}
          @input=${this.typed}
          @paste=${this.pasted}
          @keydown=${(event: KeyboardEvent) => isPlainEnter(event) && this.submit(event)}
        ></textarea>
        <button class="bare main" aria-label=${words.send} title=${words.send}>${icons.send}</button>
      </form>`
  }

  private upload(item: Upload): TemplateResult {
    const { words } = this
    const { file, progress, done, problem } = item
    const said =
      problem && (problem === 'tooLarge' ? words.tooLarge(fileSize(words.lang, this.bytesMax)) : words[problem])
    return html`<li>
      ${done ? icons.check : problem ? icons.warn : icons.file}
      <div>
        <div>${file.name}</div>
        ${
          said
            ? html`<span class="wrong" role="alert">${said}</span>`
            : done
              ? html`<span class="quiet">${fileSize(words.lang, file.size)}</span>`
              : html`<progress aria-label=${file.name} .value=${progress}></progress>`
        }
      </div>
      ${
        problem === 'uploadFailed'
          ? html`<button
              type="button"
              class="bare"
              aria-label="${words.retry}: ${file.name}"
              @click=${() => this.uploads.retry(item)}
            >
              ${icons.retry}
            </button>`
          : nothing
      }
      <button
        type="button"
        class="bare"
        aria-label=${words.remove(file.name)}
        @click=${() => this.uploads.remove(item)}
      >
        ${icons.close}
      </button>
    </li>`
  }
}
