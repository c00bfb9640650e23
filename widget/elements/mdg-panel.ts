/**
 * The chat window: header, one quiet line about the connection, and the screen that fits the moment. Renders what the
 * session says and hands it what the customer does.
 */
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import type { CallMedia } from '#protocol'
import type { Begin, Session } from '../controllers/session.ts'
import { keep } from '../controllers/storage.ts'
import { ViewportController } from '../controllers/viewport.ts'
import { icons } from '../icons.ts'
import { hasOwnField, type View, type Waiting } from '../state.ts'
import { tokensCss } from '../tokens.ts'
import { MdgElement, property, sheet, styles } from './base.ts'
import own from './mdg-panel.css?inline'
import type { MdgComposer } from './mdg-composer.ts'
import { refusal } from './mdg-log.ts'
import { callLabel, callSigns, mediaOf } from './media.ts'

/** The house's tokens, where the site may put its own colour and font. */
const tokens = tokensCss(':host').replace(/--mdg-(accent|font):([^;]+)/g, '--mdg-$1:var(--madoguchi-$1,$2)')

type TalkView = Extract<View, { screen: 'talk' }>

/**
 * @event close - The customer closes the window.
 * @cssproperty --madoguchi-accent - The site's colour.
 * @cssproperty --madoguchi-radius - Radius of the window's corners.
 * @cssproperty --madoguchi-font - Font family.
 */
export class MdgPanel extends MdgElement {
  static override styles = [sheet(tokens), ...styles(own)]
  static override properties = {
    ...MdgElement.properties,
    session: property,
    asking: { state: true },
    dropping: { state: true },
    hours: { state: true },
  }

  declare session: Session
  /** The customer is asked whether to end the contact. */
  asking = false
  /** Files are held over the window. */
  dropping = false
  /** When a closed site opens, as long as there is no contact. */
  hours = ''
  /** What the session shows, made once for each update: it goes through the whole talk. */
  private view!: View
  /** Focus goes to the first field as soon as there is one. */
  #focusWanted = false
  /** What shows calls is loaded, or on its way. */
  #callAsked = false
  /** What shows forms and questions is loaded, or on its way. */
  #ask: Promise<unknown> | undefined

  constructor() {
    super()
    new ViewportController(this)
    this.addEventListener('keydown', (event) => this.keyPressed(event))
    this.addEventListener('dragover', (event) => this.dragged(event))
    this.addEventListener('dragleave', () => (this.dropping = false))
    this.addEventListener('drop', (event) => this.dropped(event))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.id = 'panel'
    this.role = 'dialog'
    this.tabIndex = -1
  }

  override willUpdate(): void {
    super.willUpdate()
    this.view = this.session.view
    this.ariaLabel = `${this.title_} ${this.words.dialog}`.trim()
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.get('asking') === false)
      this.renderRoot.querySelector<HTMLElement>('[role=alertdialog] button')?.focus()
    if (this.#focusWanted) this.moveFocusIn()
    this.callShown()
    this.askShown()
    this.hoursShown()
  }

  /** What is filled in or answered is loaded when there may be something. */
  private askShown(): void {
    const { session, view } = this
    const { screen } = view
    if (session.asks || screen === 'prechat' || (screen === 'loading' && !keep(session.siteKey, 'open')))
      this.#ask ??= import('../ask.ts').catch(() => (this.#ask = undefined))
  }

  /** A call is loaded when there is one; and when it is over, the chat has its room again. */
  private callShown(): void {
    const { calls } = this.session
    if (calls.shown) {
      if (!this.hasAttribute('call')) this.setAttribute('call', '')
      if (!this.#callAsked) import('../call.ts').catch(() => calls.want(null))
      this.#callAsked = true
    } else if (this.hasAttribute('call')) {
      this.giveRoom('')
      this.removeAttribute('call')
      if (this.matches(':focus-within') || document.activeElement === document.body) this.moveFocusIn()
    }
  }

  private hoursShown(): void {
    const { session, words, view } = this
    const { site, client } = session
    if (site?.open !== false || view.screen !== 'prechat') this.hours = ''
    else
      void import('../hours.ts').then(({ hoursLine, ownZone }) => {
        this.hours = hoursLine(words.lang, site, client.hubNow(), ownZone())
      })
  }

  /** What a call needs of the window; css does the rest. */
  private giveRoom(layout: string): void {
    const { session } = this
    this.setAttribute('call', layout)
    session.calls.covers = this.renderRoot.querySelector('.screen')!.clientHeight === 0
    session.mark()
  }

  /** Moves focus to where one writes; on a touch screen to the window, so that no keyboard covers it unasked. */
  moveFocusIn(): void {
    const { renderRoot } = this
    const field =
      renderRoot.querySelector<HTMLElement>('mdg-composer,mdg-prechat,.again') ??
      renderRoot.querySelector<HTMLElement>('mdg-ask')
    this.#focusWanted = !field
    if (field && matchMedia('(pointer:fine)').matches)
      void Promise.all([this.updateComplete, this.#ask]).then(() => field.focus())
    else this.focus()
  }

  private get title_(): string {
    return this.session.site?.name[this.words.lang] ?? ''
  }

  /** Who answers, '' while nobody does. */
  private answering({ agentName }: { agentName: string }): string {
    return agentName || (this.session.contact?.phase === 'bot' ? this.words.bot : '')
  }

  private get canAttach(): boolean {
    const { contact } = this.session
    return contact !== undefined && contact.phase !== 'closed'
  }

  private keyPressed(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing || event.keyCode === 229) return
    event.stopPropagation()
    event.preventDefault()
    const menu = this.renderRoot.querySelector('details')
    if (menu?.open) {
      menu.open = false
      menu.querySelector('summary')!.focus()
    } else if (this.asking) this.stopAsking()
    else this.tell('close')
  }

  private dragged(event: DragEvent): void {
    if (!this.canAttach || !event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    this.dropping = true
  }

  private dropped(event: DragEvent): void {
    if (!this.dropping) return
    event.preventDefault()
    this.dropping = false
    this.session.uploads.add(event.dataTransfer!.files)
  }

  private stopAsking(): void {
    this.asking = false
    this.moveFocusIn()
  }

  private chose(action: () => void): void {
    this.renderRoot.querySelector('details')!.open = false
    action()
  }

  private async saveTranscript(form: 'txt' | 'html'): Promise<void> {
    const { session, words } = this
    const { saveTranscript } = await import('../transcript.ts')
    const { view, contact } = session
    if (view.screen === 'talk')
      saveTranscript(view.items, { form, words, title: this.title_, at: contact?.startedAt ?? 0 })
  }

  override render(): TemplateResult {
    const { session, words, view } = this
    const { line } = session
    const said = line === 'quiet' ? this.hours : words[line]
    const sign = line === 'quiet' ? icons.clock : icons.warn
    const answering = view.screen === 'talk' && !view.closed ? this.answering(view) : ''
    return html`<div class="head" part="head">
        <div>
          <h2 part="title">${this.title_ || words.dialog}</h2>
          <p class="quiet">${answering && words.answering(answering)}</p>
        </div>
        ${session.aside?.head()}
        ${view.screen === 'talk' ? html`${this.callButtons(view)}${this.menu(view.closed)}` : nothing}
        <button part="close" class="bare" aria-label=${words.close} @click=${() => this.tell('close')}>
          ${icons.close}
        </button>
      </div>
      <div class="line" role="status">${said ? html`${sign}<span>${said}</span>` : nothing}</div>
      <div class="body">
        ${
          session.calls.shown
            ? html`<mdg-call
                .words=${words}
                .session=${session}
                @layout=${(event: CustomEvent<string>) => this.giveRoom(event.detail)}
              ></mdg-call>`
            : nothing
        }
        <div class="screen">${session.aside?.screen() ?? this.screen(view)}</div>
      </div>
      ${this.dropping ? html`<div class="drop">${words.dropHere}</div>` : nothing}`
  }

  /** Out of a chat: the other side is asked, unless nobody is there yet. */
  private callButtons({ closed }: { closed: boolean }): TemplateResult[] {
    const { calls, contact, site } = this.session
    if (closed || calls.shown || !contact || contact.hold || contact.phase === 'bot') return []
    return mediaOf(site?.calls).map((media) => {
      const label = callLabel(this.words, media)
      return html`<button class="bare" aria-label=${label} title=${label} @click=${() => calls.want(media)}>
        ${callSigns[media]}
      </button>`
    })
  }

  private menu(closed: boolean): TemplateResult {
    const { words, session } = this
    const item = (icon: TemplateResult, label: string, action: () => void): TemplateResult =>
      html`<button @click=${() => this.chose(action)}>${icon}${label}</button>`
    const left = ({ currentTarget, relatedTarget }: FocusEvent): void => {
      const menu = currentTarget as HTMLDetailsElement
      if (!menu.contains(relatedTarget as Node | null)) menu.open = false
    }
    return html`<details @focusout=${left}>
      <summary aria-label=${words.more} title=${words.more}>${icons.more}</summary>
      <div>
        ${session.contact?.phase === 'bot' ? item(icons.person, words.person, () => void session.wantPerson().catch(() => {})) : nothing}
        ${item(icons.save, words.asText, () => void this.saveTranscript('txt'))}
        ${item(icons.save, words.asPage, () => void this.saveTranscript('html'))}
        ${
          closed || !this.session.mayLeavePage
            ? nothing
            : item(icons.out, words.popOut, () => {
                void this.session.popOut('chat/').then((opened) => opened && this.tell('close'))
              })
        }
        ${closed ? nothing : item(icons.end, words.end, () => (this.asking = true))}
      </div>
    </details>`
  }

  private screen(view: View): TemplateResult {
    const { session, words } = this
    if (view.screen === 'loading')
      return html`<p class="loading quiet">${session.line === 'quiet' ? words.loading : ''}</p>`
    if (view.screen === 'prechat')
      return html`<mdg-prechat
        part="form"
        .words=${words}
        .site=${view.site}
        .draft=${session.draft}
        .leaving=${view.leaving}
        .begun=${session.begun}
        .prefilled=${session.prefilled}
        .problem=${session.problem ? refusal(words, session.problem) : ''}
        @draft=${(event: CustomEvent<string>) => session.keepDraft(event.detail)}
        @call=${({ detail }: CustomEvent<{ media: CallMedia; begin: Begin }>) => session.calls.want(detail.media, detail.begin)}
        @start=${({ detail }: CustomEvent<Begin>) => {
          session.start(detail).catch(() => {})
          this.#focusWanted = true
        }}
      ></mdg-prechat>`
    return html`<mdg-log
        part="log"
        exportparts="bubble,own"
        .words=${words}
        .items=${view.items}
        .typing=${session.typing.theirs ? this.answering(view) : ''}
        .getFile=${session.getFile}
        @retry=${(event: CustomEvent<string>) => session.retry(event.detail)}
      ></mdg-log>
      ${view.waiting ? this.waiting(view.waiting) : nothing}
      ${
        session.asks
          ? html`<mdg-ask
              .words=${words}
              .session=${session}
              @done=${this.moveFocusIn}
              @attach=${() => this.renderRoot.querySelector<MdgComposer>('mdg-composer')?.attach()}
            ></mdg-ask>`
          : nothing
      }
      ${view.closed ? this.afterwards(view) : this.asking ? this.confirm() : session.contact && !hasOwnField(session.question) ? this.composer() : nothing}`
  }

  private waiting(waiting: Waiting): TemplateResult {
    const { session, words } = this
    return html`<mdg-waiting
      part="card"
      .words=${words}
      .waiting=${waiting}
      .now=${() => session.client.hubNow()}
      .mayPopOut=${session.mayPopOut}
      .mayHold=${!session.calls.call}
      .problem=${session.problem ? refusal(words, session.problem) : ''}
      @hold=${() => session.hold()}
      @resume=${() => session.comeBack()}
      @popout=${() => session.popOut()}
    ></mdg-waiting>`
  }

  private composer(): TemplateResult {
    const { session, words } = this
    return html`<mdg-composer
      part="composer"
      .words=${words}
      .draft=${session.draft}
      .uploads=${session.uploads}
      .types=${session.site?.attachmentTypes ?? []}
      .bytesMax=${session.site?.attachmentBytesMax ?? 0}
      @draft=${({ detail }: CustomEvent<string>) => {
        session.keepDraft(detail)
        session.typing.own(detail !== '')
      }}
      @send=${(event: CustomEvent<string>) => session.sendWithUploads(event.detail) || event.preventDefault()}
    ></mdg-composer>`
  }

  private confirm(): TemplateResult {
    const { words } = this
    return html`<div class="foot" role="alertdialog" aria-label=${words.endAsk}>
      <p>${words.endAsk}</p>
      <div>
        <button @click=${this.stopAsking}>${words.endNo}</button>
        <button
          class="main"
          @click=${() => {
            this.asking = false
            this.session.end()
            this.focus()
          }}
        >
          ${words.endYes}
        </button>
      </div>
    </div>`
  }

  private afterwards({ unanswered, agentName }: TalkView): TemplateResult {
    const { words, session } = this
    const leaving = unanswered === 'overflowed'
    return html`<div class="foot">
      <p>
        ${unanswered ? words[unanswered] : words.ended} ${agentName && !unanswered ? words.endedWith(agentName) : ''}
      </p>
      <div>
        <button
          class="main again"
          @click=${() => {
            session.startOver(leaving)
            this.moveFocusIn()
          }}
        >
          ${leaving ? words.leave : words.again}
        </button>
      </div>
    </div>`
  }
}
