/**
 * The list column: offers on top, then the contacts in talk by how long their customers have waited for an answer, then
 * wrap-up. Rows keep their height whatever happens in them.
 */
import type { DeskCall, DeskNotice } from '#protocol'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Asks } from '../asks.ts'
import type { Notice } from '../choice.ts'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import { look } from '../look.ts'
import type { Questions } from '../questions.ts'
import type { Speech } from '../speech.ts'
import { waitStanding, type ContactRow, type DeskLists } from '../state.ts'
import type { Clock } from '../ticker.ts'
import { contactListLook } from './contact-list-look.ts'
import { identifiedLook, identifiedMark } from './identified.ts'

/**
 * @event mdg-a-deed - `choose`, `presence`, `dismissNotice`, and those of the offer cards.
 */
export class ContactList extends LitElement {
  static override styles = [look, identifiedLook, contactListLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) lists!: DeskLists
  @property({ attribute: false }) asks!: Asks
  @property({ attribute: false }) notice: Notice | null = null
  @property({ attribute: false }) told: DeskNotice | null = null
  @property({ attribute: false }) calls!: ReadonlyMap<string, DeskCall>
  @property() chosen: string | null = null
  /** The offer whose customer is looked at. */
  @property() looked: string | null = null
  @property({ attribute: false }) questions!: Questions
  /** Counts the desk's changes: what was asked changes without any other property. */
  @property({ type: Number }) turn = 0

  #off: () => void = () => {}
  #standings = ''

  override connectedCallback(): void {
    super.connectedCallback()
    // Who becomes late while nothing happens is shown as well.
    this.#off = this.clock.every(() => {
      if (this.#standing() !== this.#standings) this.requestUpdate()
    })
  }

  override disconnectedCallback(): void {
    this.#off()
    super.disconnectedCallback()
  }

  #standing(): string {
    const now = this.clock.now()
    return this.lists.active
      .map(({ contact: { waitingSince }, lateMs }) =>
        waitingSince === null ? '' : waitStanding(now - waitingSince, lateMs),
      )
      .join()
  }

  #preview(row: ContactRow): TemplateResult {
    const { list } = this.speech.words
    if (row.typing) return html`<span class="typing">${list.typing}</span>`
    if (row.draft !== '' && row.contact.contact !== this.chosen)
      return html`<span class="draft">${list.draft}:</span> ${row.draft}`
    if (row.last === null) return html`${this.speech.words.calls.channel[row.contact.channel] ?? list.nothingYet}`
    const words = row.last.text === '' ? row.last.file || list.file : row.last.text
    if (row.last.by === 'customer') return html`${words}`
    return html`${row.last.by === 'own' ? list.you : this.speech.words.talk.bot}: ${words}`
  }

  #time(row: ContactRow): TemplateResult {
    const { list } = this.speech.words
    const { phase, until, waitingSince, since, startedAt, calledUntil, parked, stirred } = row.contact
    const { rest } = this.speech.words.floor
    const timer = (
      kind: string,
      from: number | null,
      to: number | null,
      sentence: (time: string) => string,
    ): TemplateResult =>
      html`<span
        class="time ${kind}"
        title=${sentence(this.speech.duration(Math.abs(this.clock.now() - (to ?? from ?? 0))))}
        >${kind === 'late' ? icons.warn : kind === 'waits' || kind === 'soon' ? icons.clock : nothing}<mdg-a-timer
          .clock=${this.clock}
          .speech=${this.speech}
          .since=${from}
          .until=${to}
        ></mdg-a-timer
      ></span>`
    if (phase === 'wrapUp') {
      return until === null ? timer('plain', since, null, list.wrapUpFor) : timer('left', null, until, list.wrapUpLeft)
    }
    if (calledUntil !== null) return timer('left', null, calledUntil, this.speech.words.talk.callingLeft)
    if (parked !== null && stirred === null) return timer('plain', parked, null, rest.parked)
    if (waitingSince === null) return timer('plain', startedAt, null, list.talkingFor)
    const standing = waitStanding(this.clock.now() - waitingSince, row.lateMs)
    const { late, aim } = this.speech.words.desk
    const told = standing === 'late' ? late : list.waits
    return timer(standing, waitingSince, null, (time) => `${told(time)}${aim(this.speech.duration(row.lateMs))}`)
  }

  #row(row: ContactRow): TemplateResult {
    const { speech } = this
    const { contact } = row
    const name = speech.customer(contact.customerName)
    const chosen = contact.contact === this.chosen
    return html`<li>
      <button
        class="row ${row.unread > 0 ? 'unread' : ''} ${contact.parked !== null && contact.stirred === null ? 'resting' : ''}"
        aria-current=${chosen ? 'true' : 'false'}
        title=${row.digit > 0 ? `${name} (Alt+${row.digit})` : name}
        @click=${() => say(this, { do: 'choose', contact: contact.contact })}
      >
        <mdg-a-avatar .name=${contact.customerName} .seed=${contact.customer}></mdg-a-avatar>
        <span class="name"
          ><span class="cut">${name}</span>${
            contact.identified === true ? identifiedMark(speech, true) : nothing
          }${this.#mark(row)}</span
        >
        ${this.#time(row)}
        <span class="words cut">${this.#preview(row)}</span>
        ${
          row.unread > 0
            ? html`<span class="badge figures"
                ><span aria-hidden="true">${row.unread > 99 ? '99+' : row.unread}</span
                ><span class="unseen">${speech.words.list.unread(row.unread)}</span></span
              >`
            : html`<span class="queue cut">${speech.both(contact.queue)}</span>`
        }${
          row.woken || contact.stirred !== null
            ? html`<span class="woken">${icons.bell}${speech.words.floor.rest.stirred}</span>`
            : nothing
        }
      </button>
    </li>`
  }

  /** That it is more than a chat. */
  #mark({ call, contact: { channel } }: ContactRow): TemplateResult | typeof nothing {
    const { calls } = this.speech.words
    const name = call?.phase === 'running' ? calls.media[call.media] : calls.channel[channel]
    if (name === undefined) return nothing
    const isVideo = call?.phase === 'running' ? call.media === 'video' : channel === 'video'
    return html`<span class="mark ${call?.phase === 'running' ? 'on' : ''}" title=${name}
      >${isVideo ? icons.video : icons.call}<span class="unseen">${name}</span></span
    >`
  }

  #section(title: string, rows: readonly ContactRow[]): TemplateResult | typeof nothing {
    if (rows.length === 0) return nothing
    return html`<section>
      <h2>${title}<span class="figures">${this.speech.words.list.count(rows.length)}</span></h2>
      <ul>
        ${repeat(
          rows,
          (row) => row.contact.contact,
          (row) => this.#row(row),
        )}
      </ul>
    </section>`
  }

  #offers(): TemplateResult | typeof nothing {
    const { offers } = this.lists
    if (offers.length === 0) return nothing
    return html`<section class="offers">
      <h2>
        ${this.speech.words.list.offers}<span class="figures">${this.speech.words.list.count(offers.length)}</span>
      </h2>
      ${repeat(
        offers,
        (offer) => offer.offer,
        (offer, at) =>
          html`<mdg-a-offer-card
            .speech=${this.speech}
            .clock=${this.clock}
            .offer=${offer}
            .first=${at === 0}
            .looked=${offer.offer === this.looked}
            .questions=${this.questions}
            .accepting=${this.asks.busy(`accept ${offer.offer}`)}
            .declining=${this.asks.busy(`decline ${offer.offer}`)}
          ></mdg-a-offer-card>`,
      )}
    </section>`
  }

  /** Nothing to do: says why, and what would change it. */
  #empty(): TemplateResult | typeof nothing {
    const { me, offers, active, wrapUp, resting, waiting } = this.lists
    if (me === null || this.calls.size > 0 || offers.length + active.length + wrapUp.length + resting.length > 0)
      return nothing
    const { words } = this.speech
    const available = me.status === 'available'
    return html`<div class="empty">
      ${icons.chat}
      <p class="strong">${words.list.emptyTitle}</p>
      <p>${available ? words.list.emptyAvailable : words.list.emptyAway}</p>
      ${waiting > 0 ? html`<p class="waiting">${icons.clock}${words.list.waiting(waiting)}</p>` : nothing}
      ${
        available
          ? nothing
          : html`<button
              class="button main"
              aria-disabled=${this.asks.busy('presence')}
              @click=${() => say(this, { do: 'presence', status: 'available', reason: '' })}
            >
              ${this.asks.busy('presence') ? words.presence.changing : words.presence.becomeAvailable}
            </button>`
      }
    </div>`
  }

  protected override render(): unknown {
    this.#standings = this.#standing()
    const { list, floor } = this.speech.words
    const { rest } = floor
    return html`<mdg-a-notice
        .speech=${this.speech}
        .notice=${this.notice}
        .told=${this.told}
        .me=${this.lists.me}
      ></mdg-a-notice>
      ${this.#offers()}<mdg-a-call-cards
        .speech=${this.speech}
        .clock=${this.clock}
        .calls=${this.calls}
        .asks=${this.asks}
        .first=${this.lists.offers.length === 0}
        .turn=${this.turn}
      ></mdg-a-call-cards
      >${this.#section(list.active, this.lists.active)}${this.#section(
        list.wrapUp,
        this.lists.wrapUp,
      )}${this.#section(rest.section, this.lists.resting)}${this.#empty()}`
  }
}
