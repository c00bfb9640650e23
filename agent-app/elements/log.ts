/**
 * The talk itself: rows from talk.ts, held at the end while the reader is there, left alone when the reader has scrolled up.
 * Also shows earlier contacts, without anything to press but links and files.
 */
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import { textParts } from '../links.ts'
import { look } from '../look.ts'
import { attachmentUrl } from '../session.ts'
import type { Speech } from '../speech.ts'
import type { MessageRow, QuietEntry, Receipt, TalkRow } from '../talk.ts'
import { piecesOf } from '../writing/mentions.ts'
import { logLook } from './log-look.ts'

/** Nearer to the end than this counts as being there, pixels. */
const endPx = 48
const receiptIcons: Readonly<Record<Receipt, TemplateResult>> = {
  sending: icons.sending,
  stored: icons.check,
  delivered: icons.checks,
  read: icons.checks,
  failed: icons.warn,
}

/** The sentence of a quiet line. */
export function quietText(speech: Speech, entry: QuietEntry): string {
  const { quiet, calls } = speech.words
  switch (entry.kind) {
    case 'queued':
      return quiet.queued[entry.cause](speech.both(entry.queue))
    case 'joined':
      return quiet.joined(entry.agentName)
    case 'transferred':
      return entry.toAgentName === ''
        ? quiet.transferredToQueue(entry.agentName, speech.both(entry.queue))
        : quiet.transferredToAgent(entry.agentName, entry.toAgentName)
    case 'closed':
      return quiet.closedBy[entry.by]
    case 'held':
    case 'callMissed':
      return quiet[entry.kind]
    case 'wrappedUp':
      return quiet.wrappedUp(entry.agentName, speech.both(entry.disposition))
    case 'callBegan':
      return calls.quiet.began(entry.media, entry.by)
    case 'callEnded':
      return entry.talkMs === 0 ? calls.quiet.missed : calls.quiet.ended(speech.duration(entry.talkMs))
    case 'callDeclined':
      return calls.quiet.declined(entry.media, entry.by)
    case 'callPart':
      return calls.quiet.part[entry.part](entry.name)
    case 'callRecording':
      return calls.quiet.recording[entry.state]
    case 'surveyed':
      return quiet.surveyed(entry.score, entry.scale === 'csat' ? 5 : 10)
    case 'noted':
      return quiet.noted(entry.byName, entry.mentions)
    case 'tagged':
      return quiet.tagged(entry.byName, entry.added.map(speech.both), entry.removed.map(speech.both))
    case 'acted':
      return quiet.acted[entry.act](entry.byName, entry.toName, entry.fromName)
  }
}

/** What somebody wrote beside what happened, '' for nothing. */
const noteOf = (entry: QuietEntry): string =>
  'note' in entry
    ? (entry.note ?? '')
    : entry.kind === 'surveyed'
      ? entry.comment
      : entry.kind === 'noted'
        ? entry.text
        : ''

/**
 * @event mdg-a-deed - `retry` or `discard` of a message that was refused.
 */
export class Log extends LitElement {
  static override styles = [look, logLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) rows: readonly TalkRow[] = []
  /** Hub milliseconds, for "today". */
  @property({ type: Number }) now = 0
  @property() label = ''
  @property() customerName = ''
  /** Whose log this is; a change goes to the end. */
  @property() of = ''
  /** The customer is writing. */
  @property({ type: Boolean }) typing = false
  /** New rows are read out; not for logs of the past. */
  @property({ type: Boolean }) live = true

  @state() private away = false
  @query('.scroll') private scroller!: HTMLElement
  @query('.rows') private inner!: HTMLElement
  #resized: ResizeObserver | null = null
  /** Where the reader was last. */
  #top = 0

  override disconnectedCallback(): void {
    this.#resized?.disconnect()
    super.disconnectedCallback()
  }

  protected override firstUpdated(): void {
    // A growing composer or a phone's keyboard takes height from the log; whoever was at the end stays there.
    this.#resized = new ResizeObserver(() => this.away || this.#toEnd())
    this.#resized.observe(this.scroller)
    this.#resized.observe(this.inner)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('of')) this.away = false
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.live && !this.away && (changed.has('rows') || changed.has('typing') || changed.has('of'))) this.#toEnd()
  }

  #toEnd(): void {
    if (!this.live) return
    this.scroller.scrollTop = this.scroller.scrollHeight
    this.#top = this.scroller.scrollTop
  }

  readonly #scrolled = (): void => {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller
    const atEnd = scrollHeight - scrollTop - clientHeight <= endPx
    // Only a way up is the reader's doing; a distance alone also comes from rows that grow or a composer that does.
    if (atEnd) this.away = false
    else if (scrollTop < this.#top - 2) this.away = true
    this.#top = scrollTop
  }

  #name(row: MessageRow): string {
    const { talk, list } = this.speech.words
    if (row.side === 'customer') return this.speech.customer(this.customerName)
    if (row.name !== '') return row.name
    return row.side === 'bot' ? talk.bot : row.side === 'system' ? talk.system : list.you
  }

  #file(row: MessageRow, file: MessageRow['attachments'][number]): TemplateResult {
    const { words } = this.speech
    const name = file.name === '' ? words.list.file : file.name
    if (row.at === null) return html`<span class="file">${icons.file}<span class="cut">${name}</span></span>`
    const size = this.speech.size(file.sizeBytes)
    return html`<a
      class="file"
      href=${attachmentUrl(file.attachment)}
      download=${name}
      title=${words.talk.download(name, size)}
      >${icons.file}<span class="cut">${name}</span><span class="quiet">${size}</span></a
    >`
  }

  #receipt(row: MessageRow): TemplateResult | typeof nothing {
    if (row.receipt === null) return nothing
    const { words } = this.speech
    if (row.receipt !== 'failed')
      return html`<p class="receipt ${row.receipt}">${receiptIcons[row.receipt]}${words.receipt[row.receipt]}</p>`
    const id = row.key.slice('own '.length)
    const why = (words.refusals as Record<string, string>)[row.refusal] ?? ''
    return html`<p class="receipt failed">
      ${icons.warn}<span>${words.receipt.failed}. ${why}</span>
      <button class="button" @click=${() => say(this, { do: 'retry', message: id })}>${words.message.retry}</button>
      <button class="button bare" @click=${() => say(this, { do: 'discard', message: id })}>
        ${words.message.discard}
      </button>
    </p>`
  }

  #bubble(row: MessageRow): TemplateResult {
    const parts = textParts(row.text).map(({ text, href }) =>
      href === null ? text : html`<a href=${href} target="_blank" rel="noopener noreferrer nofollow">${text}</a>`,
    )
    // White space counts in here: nothing but the text may stand between the tags.
    return html`<p class="bubble" title=${row.at === null ? nothing : this.speech.moment(row.at)}>${parts}</p>`
  }

  /** A bot with a name of its own is told to be one by a word, too. */
  #botSign({ name }: MessageRow): TemplateResult {
    return html`${icons.bot}${name === '' ? nothing : html`<span class="tag">${this.speech.words.known.bot}</span>`}`
  }

  #message(row: MessageRow): TemplateResult {
    const name = this.#name(row)
    const isBot = row.side === 'bot'
    const ours = isBot || row.side === 'agent'
    return html`<div class="message ${row.side} ${row.first ? 'first' : ''} ${ours ? 'ours' : 'theirs'}">
      ${
        row.first
          ? html`<p class="who">
              ${isBot ? this.#botSign(row) : nothing}<b>${name}</b>${row.at === null ? nothing : html` <time>${this.speech.time(row.at)}</time>`}
            </p>`
          : html`<p class="unseen">${name}</p>`
      }
      ${row.text === '' ? nothing : this.#bubble(row)} ${row.attachments.map((file) => this.#file(row, file))}
      ${this.#receipt(row)}
    </div>`
  }

  /** Told apart from what the customer reads by its place, its colour and a word. */
  #noted({ at, byName, text, mentions }: QuietEntry & { kind: 'noted' }): TemplateResult {
    const { desk } = this.speech.words
    const people = mentions.map((name) => ({ agent: name, name }))
    return html`<div class="noted">
      <p class="who">
        ${icons.masked}<span class="private">${desk.noted}</span><b>${byName}</b> <time>${this.speech.time(at)}</time>
      </p>
      <p class="text">
        ${piecesOf(text, people).map((piece) => (piece.who === null ? piece.text : html`<b class="named">${piece.text}</b>`))}
      </p>
    </div>`
  }

  #row(row: TalkRow): TemplateResult {
    switch (row.kind) {
      case 'day':
        return html`<p class="day"><span>${this.speech.day(row.at, this.now)}</span></p>`
      case 'unread':
        return html`<p class="new"><span>${this.speech.words.talk.unread}</span></p>`
      case 'quiet': {
        if (row.entry.kind === 'noted') return this.#noted(row.entry)
        const note = noteOf(row.entry)
        return html`<div class="line">
          <p>${quietText(this.speech, row.entry)} <time class="figures">${this.speech.time(row.entry.at)}</time></p>
          ${note === '' ? nothing : html`<p class="note">${note}</p>`}
        </div>`
      }
      case 'message':
        return this.#message(row)
    }
  }

  protected override render(): unknown {
    const { talk } = this.speech.words
    return html`<div
        class="scroll"
        role=${this.live ? 'log' : 'region'}
        aria-label=${this.label}
        tabindex="0"
        @scroll=${this.#scrolled}
      >
        <div class="rows">
          ${repeat(
            this.rows,
            (row) => row.key,
            (row) => this.#row(row),
          )}
          ${
            this.live
              ? html`<p class="typing ${this.typing ? 'on' : ''}" aria-live="off">
                  ${
                    this.typing
                      ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>${talk.typing(
                            this.speech.customer(this.customerName),
                          )}`
                      : nothing
                  }
                </p>`
              : nothing
          }
        </div>
      </div>
      ${
        this.live && this.away
          ? html`<button
              class="button to-end small"
              @click=${() => {
                this.away = false
                this.#toEnd()
              }}
            >
              ${icons.down}${talk.toEnd}
            </button>`
          : nothing
      }`
  }
}
