/**
 * The place of the administration: sections at the left, one of them beside it, on a phone one after the other, and below
 * them what of the shared draft is not served yet. Which page is open stands in the address.
 */
import type { Right } from '#protocol'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { say } from '../deeds.ts'
import type { ConfirmDialog } from '../elements/confirm-dialog.ts'
import { icons } from '../icons.ts'
import { look } from '../look.ts'
import { may } from '../may.ts'
import type { Speech } from '../speech.ts'
import type { DeskLists } from '../state.ts'
import type { Clock } from '../ticker.ts'
import { readAddress, writeAddress } from './address.ts'
import { frameLook } from './admin-look.ts'
import { Editing } from './editing.ts'
import type { AdminSection, Move, QuestionEvent } from './section.ts'
import { groups, sectionsFor, type Section, type SectionId } from './sections.ts'
import { adminWords, type AdminWords } from './words.ts'
import './draft-page.ts'

/** Not in the list: the bar leads there. */
const draftPage: Section = {
  id: 'draft',
  group: 'data',
  needs: 'configuration.read',
  tag: 'mdg-a-admin-draft',
  load: () => Promise.resolve(),
}

/**
 * @event mdg-a-deed - `pane`.
 */
export class Admin extends LitElement {
  static override styles = [look, frameLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) me: DeskLists['me'] = null

  @state() private place = readAddress(location.hash) ?? { section: '', path: '' }
  /** The section that is shown, once its code is here. */
  @state() private shown: AdminSection | null = null
  @state() private isFailed = false
  @query('mdg-a-confirm-dialog') private dialog!: ConfirmDialog
  #editing: Editing | null = null
  #shownId: SectionId | null = null
  #before = ''
  #off: () => void = () => {}

  private get words(): AdminWords {
    return adminWords(this.speech.locale)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#before = location.hash.startsWith('#admin') ? '' : location.hash
    addEventListener('hashchange', this.#followAddress)
    this.#followAddress()
    if (!location.hash.startsWith('#admin')) this.#write({ section: '', path: '' }, true)
  }

  override disconnectedCallback(): void {
    removeEventListener('hashchange', this.#followAddress)
    this.#off()
    if (location.hash.startsWith('#admin'))
      history.replaceState(null, '', `${location.pathname}${location.search}${this.#before}`)
    super.disconnectedCallback()
  }

  readonly #followAddress = (): void => {
    const place = readAddress(location.hash)
    if (place !== null) this.place = place
  }

  readonly #can = (right: Right): boolean => may(this.me, right)

  protected override willUpdate(): void {
    if (this.me === null) return
    if (this.#editing === null) this.#begin(this.me.agent)
    // Somebody else has served another one: better known now than when one's own is looked at.
    if (this.me.configuration !== null) void this.#editing?.follow(this.me.configuration)
    const sections = sectionsFor(this.#can)
    // Wide screens show the first section beside the list; a phone shows the list alone.
    const section = [...sections, draftPage].find(({ id }) => id === this.place.section)
    this.#show(section ?? (matchMedia('(max-width: 767px)').matches ? null : (sections[0] ?? null)))
  }

  /** Drafts are kept for each who signs in. */
  #begin(agent: string): void {
    const editing = new Editing(agent, sessionStorage)
    this.#editing = editing
    this.#off = editing.onChange(() => this.requestUpdate())
    if (this.#can('configuration.read')) void editing.load()
  }

  #show(section: Section | null): void {
    if (section?.id !== this.#shownId) {
      this.#shownId = section?.id ?? null
      this.shown = null
      this.isFailed = false
      if (section !== null) void this.#load(section)
    }
    if (this.shown !== null) this.#fill(this.shown)
  }

  async #load(section: Section): Promise<void> {
    try {
      await section.load()
    } catch {
      // A newer hub has other files by now, or the line is down.
      if (this.#shownId === section.id) this.isFailed = true
      return
    }
    if (this.#shownId !== section.id) return
    const shown = document.createElement(section.tag) as AdminSection
    shown.section = section.id
    this.#fill(shown)
    this.shown = shown
  }

  #fill(shown: AdminSection): void {
    shown.speech = this.speech
    shown.clock = this.clock
    shown.editing = this.#editing!
    shown.can = this.#can
    shown.path = this.place.section === '' ? '' : this.place.path
  }

  #write(place: { readonly section: string; readonly path: string }, isReplaced: boolean): void {
    const address = writeAddress(place)
    if (address === location.hash) return
    if (isReplaced) history.replaceState(null, '', address)
    else history.pushState(null, '', address)
    this.place = place
  }

  readonly #move = ({ detail: { section, path, isReplaced } }: CustomEvent<Move>): void => {
    this.#write({ section, path }, isReplaced)
    void this.updateComplete.then(() => this.shown?.focus())
  }

  #open(event: Event, section: SectionId | ''): void {
    event.preventDefault()
    this.#write({ section, path: '' }, false)
    void this.updateComplete.then(() => (section === '' ? this.focus() : this.shown?.focus()))
  }

  /** A question of its own closes by itself, and a page within a section leads back to the section. */
  escape(): boolean {
    const isAsking = this.dialog.shadowRoot?.querySelector('dialog')?.open === true
    if (isAsking) return true
    if (this.#shownId === null || this.place.path === '') return false
    this.#write({ section: this.#shownId, path: '' }, false)
    void this.updateComplete.then(() => this.shown?.focus())
    return true
  }

  /** It may have been asked for before its code was here. */
  protected override firstUpdated(): void {
    if (document.activeElement === document.body) this.focus()
  }

  override focus(): void {
    void this.updateComplete.then(() =>
      (
        this.renderRoot.querySelector<HTMLElement>('.sections a[aria-current]') ??
        this.renderRoot.querySelector<HTMLElement>('.sections a')
      )?.focus(),
    )
  }

  #sections(): TemplateResult {
    const all = sectionsFor(this.#can)
    const { sections } = this.speech.words
    return html`<nav class="sections" aria-label=${this.words.sectionsLabel}>
      <header>
        <button
          class="button bare square back"
          aria-label=${this.speech.words.floor.places.back}
          @click=${() => say(this, { do: 'pane', pane: 'list' })}
        >
          ${icons.back}
        </button>
        <h2>${this.words.title}</h2>
      </header>
      ${groups.map((group) => {
        const own = all.filter((one) => one.group === group)
        return own.length === 0
          ? nothing
          : html`<h3>${this.words.groups[group]}</h3>
              <ul>
                ${own.map(({ id }) => this.#entry(id, sections[id]))}
              </ul>`
      })}
    </nav>`
  }

  #entry(id: SectionId, label: string): TemplateResult {
    return html`<li>
      <a
        href=${writeAddress({ section: id, path: '' })}
        aria-current=${id === this.#shownId ? 'page' : nothing}
        @click=${(event: Event) => this.#open(event, id)}
        >${label}${this.#isChanged(id) ? html`<span class="mark" title=${this.words.changedHere}></span>` : nothing}</a
      >
    </li>`
  }

  /** Something of what this section edits is not served yet. */
  #isChanged(id: SectionId): boolean {
    const edits = sectionsFor(this.#can).find((one) => one.id === id)?.edits ?? []
    const { inForce, document } = this.#editing!
    return edits.some((key) => inForce[key] !== document[key]) && this.#editing!.changes.length > 0
  }

  #page(): TemplateResult {
    const { words } = this
    const editing = this.#editing!
    const needsDraft = this.#shownId !== null && this.#sectionNeedsDraft()
    if (needsDraft && editing.status !== 'ready') {
      if (editing.status === 'loading') return html`<p class="none quiet" role="status">${words.loading}</p>`
      return html`<div class="none" role="alert">
        <p>${words.failed}</p>
        <button class="button" @click=${() => void editing.load()}>${words.again}</button>
      </div>`
    }
    if (this.isFailed)
      return html`<div class="none" role="alert">
        <p>${words.notLoaded}</p>
        <button class="button" @click=${() => location.reload()}>${words.reload}</button>
      </div>`
    return html`${this.shown}`
  }

  #sectionNeedsDraft(): boolean {
    return (
      this.#shownId === 'draft' ||
      sectionsFor(this.#can).find(({ id }) => id === this.#shownId)?.needs === 'configuration.read'
    )
  }

  #bar(): TemplateResult | typeof nothing {
    const { words } = this
    const editing = this.#editing!
    const count = editing.changes.length
    if (editing.status !== 'ready' || (count === 0 && editing.overtaken === null)) return nothing
    return html`<footer class="bar" role="region" aria-label=${words.bar.label}>
      <p role="status">
        ${icons.edit}<b>${words.bar.changes(count)}</b>${
          editing.overtaken === null ? nothing : html`<span>${words.bar.overtaken(editing.overtaken.by.n)}</span>`
        }${editing.isUnkept ? html`<span class="late">${words.bar.unkept}</span>` : nothing}
      </p>
      <span class="actions"
        ><button class="button" @click=${() => this.#discard()}>${words.bar.discard}</button
        ><button
          class="button main"
          ?hidden=${this.#shownId === 'draft'}
          @click=${(event: Event) => this.#open(event, 'draft')}
        >
          ${words.bar.look}
        </button></span
      >
    </footer>`
  }

  #discard(): void {
    const { bar } = this.words
    const count = this.#editing!.changes.length
    this.dialog.show({
      title: bar.discardTitle(count),
      lead: bar.discardLead,
      confirm: bar.discard,
      run: () => this.#editing!.discard(),
    })
  }

  protected override render(): unknown {
    if (this.me === null || this.#editing === null)
      return html`<p class="none quiet" role="status">${this.words.loading}</p>`
    const isFirst = this.place.section === ''
    return html`<div
        class="frame ${isFirst ? 'first' : ''}"
        @mdg-a-admin-move=${this.#move}
        @mdg-a-admin-question=${({ detail }: QuestionEvent) => this.dialog.show(detail)}
      >
        ${this.#sections()}
        <div class="page">
          <div class="scroller">
            <button
              class="button bare to-sections"
              ?hidden=${this.place.path !== ''}
              @click=${(event: Event) => this.#open(event, '')}
            >
              ${icons.back}${this.words.toSections}
            </button>
            ${this.#shownId === null ? nothing : this.#page()}
          </div>
        </div>
        ${this.#bar()}
      </div>
      <mdg-a-confirm-dialog .speech=${this.speech}></mdg-a-confirm-dialog>`
  }
}

customElements.define('mdg-a-admin', Admin)
