/** The talk: days, groups of one sender, quiet lines, and how far the own messages have come. */
import { html, nothing, type TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { timeOfDay, dayName } from '../controllers/format.ts'
import { icons } from '../icons.ts'
import { pieces } from '../links.ts'
import type { Bubble, TalkItem } from '../state.ts'
import { quietLine } from '../translations/quiet-line.ts'
import { MdgElement, property, styles } from './base.ts'
import own from './mdg-log.css?inline'
import type { MdgFile } from './mdg-file.ts'

/** Closer to the end than this counts as being there. Pixels. */
const nearEndPx = 80

/** @event retry - The customer wants a refused message sent again: its id. */
export class MdgLog extends MdgElement {
  static override styles = styles(own)
  static override properties = { ...MdgElement.properties, items: property, typing: property }

  items: readonly TalkItem[] = []
  /** Who is writing, '' when nobody is. */
  typing = ''
  declare getFile: MdgFile['get']
  #atEnd = true
  #lastOwn = ''
  #lastTop = 0
  readonly #resized = new ResizeObserver(() => this.#followOn())

  override connectedCallback(): void {
    super.connectedCallback()
    this.tabIndex = 0
    this.role = 'log'
    this.ariaLive = 'polite'
    this.addEventListener('scroll', () => this.#scrolled())
    // The panel grows and shrinks with the keyboard of a phone.
    this.#resized.observe(this)
  }

  override willUpdate(): void {
    super.willUpdate()
    this.ariaLabel = this.words.log
    // The event of a scroll comes a frame late; a message that arrives in between must not pull the reader back.
    this.#scrolled()
  }

  protected override firstUpdated(): void {
    // What stands within may grow after it is there: an element that draws itself, a picture that loads, a font that comes.
    this.#resized.observe(this.renderRoot.children[0]!)
  }

  override updated(): void {
    const last = this.items.findLast((item) => item.kind === 'group' && item.from === 'customer')
    const lastOwn = last?.kind === 'group' ? last.bubbles.at(-1)!.key : ''
    if (lastOwn !== this.#lastOwn) this.#atEnd = true
    this.#lastOwn = lastOwn
    this.#follow()
  }

  /** Only a person scrolls back; what comes in never does. */
  #scrolled(): void {
    const { scrollTop } = this
    if (this.scrollHeight - scrollTop - this.clientHeight < nearEndPx) this.#atEnd = true
    else if (scrollTop < this.#lastTop) this.#atEnd = false
    this.#lastTop = scrollTop
  }

  #followOn(): void {
    this.#scrolled()
    this.#follow()
  }

  /** Stays at the end when it was there; a reader further up is left alone. */
  #follow(): void {
    if (this.#atEnd) this.scrollTop = this.scrollHeight
  }

  override render(): TemplateResult {
    return html`<div>
      ${repeat(
        this.items,
        (item) => item.key,
        (item) => this.item(item),
      )}
      <div class="typing quiet" aria-hidden="true">
        ${this.typing ? html`<span class="dots"></span>${this.words.typing(this.typing)}` : nothing}
      </div>
    </div>`
  }

  private item(item: TalkItem): TemplateResult {
    const { lang } = this.words
    if (item.kind === 'day') return html`<p class="day quiet">${dayName(lang, item.at)}</p>`
    if (item.kind === 'quiet') return html`<p class="note quiet">${quietLine(this.words, item.entry)}</p>`
    const mine = item.from === 'customer'
    const { words } = this
    const name = mine ? words.you : item.name || (item.from === 'bot' ? words.bot : words.house)
    return html`<div class="group ${mine ? 'own' : ''}">
      <span class="quiet" aria-hidden="true">${mine ? '' : `${name} · `}${timeOfDay(lang, item.at)}</span>
      ${repeat(
        item.bubbles,
        (bubble) => bubble.key,
        (bubble) => this.bubble(bubble, name),
      )}
    </div>`
  }

  private bubble({ key, text, attachments, receipt }: Bubble, name: string): TemplateResult {
    const unsent = receipt?.state === 'sending' || receipt?.state === 'failed'
    const content = pieces(text).map(({ text, href }) =>
      href ? html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${text}</a>` : text,
    )
    const words = html`<div class="words ${unsent ? 'unsent' : ''}" part=${receipt ? 'own' : 'bubble'}>
      <span class="unseen">${name}: </span><span class="text">${content}</span>
    </div>`
    return html`${text ? words : nothing}
    ${attachments.map((file) => html`<mdg-file .words=${this.words} .file=${file} .get=${this.getFile}></mdg-file>`)}
    ${receipt?.shown ? this.receipt(key, receipt) : nothing}`
  }

  private receipt(key: string, { state, refused }: NonNullable<Bubble['receipt']>): TemplateResult {
    const { words } = this
    if (state === 'failed')
      return html`<span class="receipt wrong"
        >${icons.warn}${words.notSent}: ${refusal(words, refused)}
        <button @click=${() => this.tell('retry', key)}>${icons.retry}${words.retry}</button></span
      >`
    const sign = { sending: icons.clock, sent: icons.check, delivered: icons.checks, read: icons.checks }[state]
    return html`<span class="receipt quiet">${sign}${words[state]}</span>`
  }
}

/** A refusal in words. */
export const refusal = (words: MdgLog['words'], code: string | undefined): string =>
  words.refusals[code as 'other'] ?? words.refusals.other
