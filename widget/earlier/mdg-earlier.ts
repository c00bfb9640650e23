/**
 * Earlier contacts of a customer who is known by name: the list, newest first, and the talk of the one they choose. Only shows;
 * what is asked of the hub is asked anew each time, so that nothing of it stays.
 */
import { html, nothing, type TemplateResult } from 'lit'
import { readEntry, type EarlierContact, type Entry } from '#protocol'
import { dayKey, dayName } from '../controllers/format.ts'
import type { Session } from '../controllers/session.ts'
import { MdgElement, property, styles } from '../elements/base.ts'
import { icon } from '../icons.ts'
import { talkItems } from '../state.ts'
import { earlierWords, type EarlierWords } from './earlier-words.ts'
import own from './mdg-earlier.css?inline'

const back = icon('M12 4l-6 6 6 6')
const listMax = 50
const pageEntries = 200
/** Of a talk that is longer the beginning is shown. */
const entriesMax = 2_000

/** @event back - The customer goes back to the chat. */
export class MdgEarlier extends MdgElement {
  static override styles = styles(own)
  static override properties = {
    ...MdgElement.properties,
    session: property,
    contacts: { state: true },
    chosen: { state: true },
    log: { state: true },
    failed: { state: true },
  }

  declare session: Session
  /** Null until they have come. */
  contacts: readonly EarlierContact[] | null = null
  chosen: EarlierContact | null = null
  log: readonly Entry[] | null = null
  failed = false

  protected override firstUpdated(): void {
    // Not before: what was set while the element was not defined is there from now on.
    void this.#list()
    this.focus()
  }

  override focus(): void {
    this.renderRoot.querySelector('button')?.focus()
  }

  override render(): TemplateResult {
    const said = earlierWords[this.words.lang]
    const label = this.chosen ? said.toList : said.back
    return html`<div class="top">
        <button class="bare" aria-label=${label} title=${label} @click=${() => this.#back()}>${back}</button>
        <h3>${this.chosen ? dayName(this.words.lang, this.chosen.startedAt) : said.title}</h3>
      </div>
      ${this.failed ? this.#again(said) : this.chosen ? this.#talk(said) : this.#lines(said)}`
  }

  #lines(said: EarlierWords): TemplateResult {
    const { contacts } = this
    if (!contacts?.length) return html`<p role="status">${contacts ? said.none : said.loading}</p>`
    return html`<ul>
      ${contacts.map(
        (one) =>
          html`<li>
            <button @click=${() => void this.#choose(one)}>
              <span class="quiet"
                >${[dayName(this.words.lang, one.startedAt), one.topic, one.closedAt ? '' : said.open]
                  .filter(Boolean)
                  .join(' · ')}</span
              >
              <strong>${one.preview}</strong>
              ${one.agentName ? html`<span class="quiet">${said.with(one.agentName)}</span>` : nothing}
            </button>
          </li>`,
      )}
    </ul>`
  }

  #talk(said: EarlierWords): TemplateResult {
    const { log, session, words } = this
    if (!log) return html`<p role="status">${said.loading}</p>`
    const items = talkItems({ log, contact: undefined, pending: [], failed: [] }, dayKey)
    return html`<mdg-log .words=${words} .items=${items} .typing=${''} .getFile=${session.getFile}></mdg-log>`
  }

  #again(said: EarlierWords): TemplateResult {
    return html`<p role="alert">${said.failed}</p>
      <p>
        <button @click=${() => void (this.chosen ? this.#choose(this.chosen) : this.#list())}>${said.again}</button>
      </p>`
  }

  #back(): void {
    if (!this.chosen) return void this.tell('back')
    this.chosen = this.log = null
    this.failed = false
  }

  #list(): Promise<void> {
    return this.#try(async () => {
      const { contacts } = await this.session.client.request('visit.earlier', { limit: listMax }).done
      this.contacts = contacts
    })
  }

  #choose(one: EarlierContact): Promise<void> {
    this.chosen = one
    return this.#try(async () => {
      const log: Entry[] = []
      for (let head = 1; log.length < Math.min(head, entriesMax);) {
        const body = { contact: one.contact, after: log.length, limit: pageEntries }
        const page = await this.session.client.request('visit.read', body).done
        head = page.entries.length ? page.head : 0
        log.push(...page.entries.map((entry) => readEntry(entry, true)))
      }
      // Another may have been chosen meanwhile, or none.
      if (this.chosen === one) this.log = log
    })
  }

  async #try(load: () => Promise<void>): Promise<void> {
    this.failed = false
    try {
      await load()
    } catch {
      this.failed = true
    }
  }
}
