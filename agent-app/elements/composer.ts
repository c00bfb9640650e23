/**
 * Where an answer is written, or a note that colleagues alone see: text that survives everything (the desk keeps it), files
 * by button, paste and drop, quick replies on `/`, colleagues on `@`. Enter sends, Shift+Enter starts a new line, and nothing
 * at all happens while an input method composes.
 */
import { limits, type Locale } from '#protocol'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { say } from '../deeds.ts'
import type { Draft } from '../drafts.ts'
import { icons } from '../icons.ts'
import { ariaKeys, composing, keyNames, type Action } from '../keys.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { Upload } from '../uploads.ts'
import type { Aids } from '../writing/aids.ts'
import { askedAt, type Asked } from '../writing/asked.ts'
import { blanksOf } from '../writing/blanks.ts'
import { fileChips } from './composer-files.ts'
import { composerLook } from './composer-look.ts'
import { proposals } from './composer-proposals.ts'
import { Suggest, suggestLook } from './suggest.ts'

/** A placeholder has one line and cannot end in dots by itself. */
const shortened = (name: string): string => {
  const characters = [...name]
  return characters.length > 24 ? `${characters.slice(0, 22).join('')}…` : name
}

/**
 * @event mdg-a-deed - `write`, `send`, `sendNote`, `attach`, `detach`, `retryUpload`, `action`.
 */
export class Composer extends LitElement {
  static override styles = [look, composerLook, suggestLook]

  @property({ attribute: false }) speech!: Speech
  @property() contact = ''
  @property() customerName = ''
  /** The customer's, in which they are written to. */
  @property() locale: Locale = 'en'
  @property({ attribute: false }) draft!: Draft
  @property({ attribute: false }) uploads: readonly Upload[] = []
  /** Quick replies, and colleagues. */
  @property({ attribute: false }) aids!: Aids
  /** Send was pressed; the message waits for its files. */
  @property({ type: Boolean }) waits = false
  /** The note is on its way. */
  @property({ type: Boolean }) saving = false
  @property({ attribute: false }) accept: readonly string[] = []
  @property({ type: Number }) fileBytesMax = 0

  @state() private dropping = false
  /** What is wrong with what was just done, said until the next letter. */
  @state() private said: 'tooManyFiles' | 'noFiles' | 'blank' | null = null
  @state() private asked: Asked | null = null
  @query('textarea') private area!: HTMLTextAreaElement
  @query('input') private picker!: HTMLInputElement
  readonly #suggest = new Suggest(this, () => this.#putAway())
  /** Where a button has put a sign, and where a list was put away. */
  #put = -1
  #away = -1
  #composes = false

  override focus(): void {
    this.area?.focus()
  }

  /** Writes at the caret, as if typed: it can be undone. */
  insert(text: string): void {
    const { selectionStart: from, selectionEnd: to } = this.area
    this.#replace(from, to, text)
  }

  /** Asks for a quick reply at the caret. */
  propose(): void {
    this.focus()
    this.#put = this.area.selectionStart
    this.#away = -1
    this.#replace(this.#put, this.area.selectionEnd, '/')
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('contact')) return
    this.said = null
    this.asked = null
  }

  protected override updated(changed: PropertyValues<this>): void {
    // While composing the field belongs to the input method; writing into it would end the composition.
    if (!this.#composes && this.area.value !== this.#text) this.area.value = this.#text
    if (changed.has('draft') || changed.has('contact')) this.#grow()
  }

  get #isAside(): boolean {
    return this.draft.mode === 'aside'
  }

  get #text(): string {
    return this.#isAside ? this.draft.aside : this.draft.text
  }

  /** `field-sizing` does this alone where it exists. */
  #grow(): void {
    if (CSS.supports('field-sizing', 'content')) return
    this.area.style.height = 'auto'
    this.area.style.height = `${Math.min(220, this.area.scrollHeight + 2)}px`
  }

  readonly #typed = (): void => {
    const { value } = this.area
    this.said = null
    say(this, { do: 'write', contact: this.contact, part: this.#isAside ? { aside: value } : { text: value } })
    this.#look()
  }

  /** What is asked for where the caret is now. */
  readonly #look = (): void => {
    if (this.#composes) return
    const { value, selectionStart, selectionEnd } = this.area
    const signs = this.#isAside ? (['@'] as const) : (['/'] as const)
    const asked = selectionStart === selectionEnd ? askedAt(value, selectionStart, signs, this.#put) : null
    if (asked?.from !== this.#away) this.#away = -1
    const shown = asked?.from === this.#away ? null : asked
    if (shown?.query !== this.asked?.query) this.#suggest.first()
    this.asked = shown
  }

  #putAway(): void {
    this.#away = this.asked?.from ?? -1
    this.asked = null
  }

  #take(asked: Asked, text: string): void {
    this.asked = null
    this.#put = -1
    this.#replace(asked.from, asked.to, text)
    const blank = blanksOf(text)[0]
    // What is not known is marked, so that the next letter fills it in.
    if (blank !== undefined) this.area.setSelectionRange(asked.from + blank.from, asked.from + blank.to)
  }

  #replace(from: number, to: number, text: string): void {
    this.focus()
    this.area.setSelectionRange(from, to)
    // The only way that leaves "undo" what it is; where it is gone the text still comes.
    if (document.execCommand('insertText', false, text)) return
    this.area.setRangeText(text, from, to, 'end')
    this.#typed()
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (this.asked !== null && this.#suggest.key(event)) return
    if (event.key === 'Escape' && this.#isAside && !composing(event)) return this.#setMode('message')
    if (event.key !== 'Enter' || event.shiftKey || event.altKey || composing(event)) return
    event.preventDefault()
    this.#send()
  }

  #setMode(mode: Draft['mode']): void {
    this.asked = null
    say(this, { do: 'write', contact: this.contact, part: { mode } })
    void this.updateComplete.then(() => this.focus())
  }

  #send(): void {
    this.focus()
    if (this.#tooLong || !this.#something || this.saving) return
    const blank = this.#isAside ? undefined : blanksOf(this.draft.text)[0]
    if (blank !== undefined && this.said !== 'blank') {
      this.said = 'blank'
      return this.area.setSelectionRange(blank.from, blank.to)
    }
    this.said = null
    say(this, { do: this.#isAside ? 'sendNote' : 'send', contact: this.contact })
  }

  get #tooLong(): boolean {
    return this.#text.length > this.#max
  }

  get #max(): number {
    return this.#isAside ? limits.noteMax : limits.messageTextMax
  }

  get #something(): boolean {
    if (this.#isAside) return this.draft.aside.trim() !== ''
    return this.draft.text.trim() !== '' || this.draft.attachments.length + this.uploads.length > 0
  }

  #attach(list: FileList | null | undefined): void {
    const files = [...(list ?? [])]
    if (this.#isAside) return void (this.said = 'noFiles')
    const room = limits.attachmentsPerMessageMax - this.draft.attachments.length - this.uploads.length
    this.said = files.length > room ? 'tooManyFiles' : null
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

  #status(): string {
    const { composer, desk } = this.speech.words
    if (this.#tooLong) return composer.tooLong(this.speech.number(this.#text.length - this.#max))
    if (this.said === 'tooManyFiles') return composer.tooManyFiles(limits.attachmentsPerMessageMax)
    if (this.said === 'noFiles') return desk.writing.noFiles
    if (this.#isAside) return ''
    const blank = blanksOf(this.draft.text)[0]
    if (blank !== undefined) return desk.writing[this.said === 'blank' ? 'blankAgain' : 'blank'](blank.text)
    if (this.uploads.some(({ problem }) => problem !== null)) return composer.failedFile
    return this.waits ? composer.wait : ''
  }

  #tool(action: Action, icon: TemplateResult, pressed: boolean | typeof nothing): TemplateResult {
    const word = this.speech.words.actions[action]
    return html`<button
      class="button bare square"
      aria-label=${word}
      aria-pressed=${pressed}
      aria-keyshortcuts=${ariaKeys(action)}
      title="${word} (${keyNames[action]})"
      @click=${() => say(this, { do: 'action', action })}
    >
      ${icon}
    </button>`
  }

  #tools(): TemplateResult {
    const { composer } = this.speech.words
    if (this.#isAside) return html`<div class="tools">${this.#tool('writeNote', icons.masked, true)}</div>`
    return html`<div class="tools">
      <button
        class="button bare square"
        aria-label=${composer.attach}
        title=${composer.attach}
        @click=${() => this.picker.click()}
      >
        ${icons.attach}
      </button>
      ${this.#tool('quickReply', icons.reply, nothing)}${this.#tool('writeNote', icons.masked, false)}
    </div>`
  }

  #field(): TemplateResult {
    const { composer, desk } = this.speech.words
    const name = this.speech.customer(this.customerName)
    const aside = this.#isAside
    const shown = this.asked !== null
    return html`<textarea
      rows="1"
      lang=${aside ? this.speech.locale : this.locale}
      spellcheck="true"
      aria-label=${aside ? desk.writing.noteLabel(name) : composer.label(name)}
      placeholder=${aside ? desk.writing.notePlaceholder : composer.placeholder(shortened(name))}
      title=${aside ? keyNames.writeNote : keyNames.writeMessage}
      aria-describedby="status"
      aria-autocomplete="list"
      aria-controls=${shown ? 'suggest' : nothing}
      aria-activedescendant=${shown ? this.#suggest.marked : nothing}
      @input=${this.#typed}
      @keydown=${this.#key}
      @keyup=${this.#look}
      @click=${this.#look}
      @blur=${() => (this.asked = null)}
      @paste=${this.#pasted}
      @compositionstart=${() => (this.#composes = true)}
      @compositionend=${() => {
        this.#composes = false
        this.#typed()
      }}
    ></textarea>`
  }

  protected override render(): unknown {
    const { composer, desk } = this.speech.words
    const status = this.#status()
    const aside = this.#isAside
    const off = this.#tooLong || !this.#something || this.saving
    const { speech, contact, uploads, fileBytesMax: bytesMax } = this
    const { attachments } = this.draft
    const list = proposals(
      this.asked,
      this.aids,
      speech,
      (asked, text) => this.#take(asked, text),
      () => say(this, { do: 'action', action: 'ownReplies' }),
    )
    return html`<div
      class="box ${this.dropping ? 'dropping' : ''} ${aside ? 'aside' : ''}"
      @dragenter=${this.#dragged}
      @dragover=${this.#dragged}
      @dragleave=${this.#dragged}
      @drop=${this.#dropped}
    >
      ${this.dropping && !aside ? html`<p class="drop">${composer.dropHere}</p>` : nothing}
      ${list === null ? this.#suggest.none() : this.#suggest.render(list.label, list.proposals, list.none)}
      ${aside ? html`<p class="private">${icons.masked}${desk.writing.private}</p>` : fileChips({ host: this, speech, contact, attachments, uploads, bytesMax })}
      <div class="line">
        ${this.#tools()}
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
        ${this.#field()}
        <button
          class="button main send"
          aria-disabled=${off}
          title="${aside ? desk.writing.saveNote : composer.send} (Enter)"
          @click=${() => this.#send()}
        >
          ${aside ? icons.check : icons.send}<span
            >${aside ? (this.saving ? desk.writing.savingNote : desk.writing.saveNote) : composer.send}</span
          >
        </button>
      </div>
      <p id="status" class="status ${status === '' ? '' : 'says'}" role="status">
        ${status === '' ? (aside ? desk.writing.noteHint : composer.hint) : status}
      </p>
    </div>`
  }
}
