/** The talk column: who it is with and what can be done now, the log, and below it the composer or wrap-up. */
import type { DeskContact, DeskMe, FloorQueue } from '#protocol'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { property, query } from 'lit/decorators.js'
import type { Asks } from '../asks.ts'
import type { Calls } from '../calls/calls.ts'
import { mayPropose } from '../calls/key.ts'
import { say } from '../deeds.ts'
import type { Chosen } from '../desk-view.ts'
import { icons } from '../icons.ts'
import { ariaKeys, keyNames } from '../keys.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { DeskLists } from '../state.ts'
import { talkRows } from '../talk.ts'
import type { Clock } from '../ticker.ts'
import { knownOf } from '../writing/aids.ts'
import type { Person, Reply } from '../writing/find.ts'
import type { Composer } from './composer.ts'
import { identifiedLook, identifiedMark } from './identified.ts'
import { talkLook } from './talk-look.ts'

/**
 * @event mdg-a-deed - `pane`, `action`, and those of composer, log and wrap-up.
 */
export class Talk extends LitElement {
  static override styles = [look, identifiedLook, talkLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) chosen: Chosen | null = null
  @property({ attribute: false }) me: DeskMe | null = null
  @property({ attribute: false }) queue: FloorQueue | null = null
  @property({ attribute: false }) asks!: Asks
  @property({ attribute: false }) lists!: DeskLists
  @property({ attribute: false }) calls!: Calls
  /** Quick replies; null until the hub has told them. */
  @property({ attribute: false }) replies: readonly Reply[] | null = null
  /** Colleagues whom a note can name. */
  @property({ attribute: false }) people: readonly Person[] = []
  /** Counts the desk's changes: what was asked changes without any other property. */
  @property({ type: Number }) turn = 0
  /** The customer's column is open (where there is room for two only). */
  @property({ type: Boolean }) side = false

  @query('mdg-a-composer, mdg-a-wrap-up') private writing!: HTMLElement | null

  /** The talk's call, while there is one. */
  @query('mdg-a-call') readonly call!: HTMLElement | null

  /** Where an answer can be written now. */
  @query('mdg-a-composer') readonly composer!: Composer | null

  /** To the composer, or to the wrap-up form. */
  override focus(): void {
    this.writing?.focus()
  }

  protected override shouldUpdate(changed: PropertyValues<this>): boolean {
    return changed.size > 0
  }

  #header(chosen: Chosen): TemplateResult {
    const { words } = this.speech
    const { contact } = chosen
    if (contact === null) return html``
    const active = contact.phase === 'active'
    const called = contact.calledUntil !== null
    const ending = this.asks.busy(`close ${contact.contact}`)
    const leaving = this.asks.busy(`transfer ${contact.contact}`)
    return html`<header>
      <button
        class="button bare square back"
        aria-label=${words.places.back}
        @click=${() => say(this, { do: 'pane', pane: 'list' })}
      >
        ${icons.back}
      </button>
      <div class="who">
        <h2 class="cut">${this.speech.customer(contact.customerName)}</h2>
        <p class="facts">
          ${this.#channel(contact)}${contact.identified === true ? identifiedMark(this.speech) : nothing}<span
            class="cut"
            >${this.speech.both(contact.queue)}</span
          >${active ? html`<mdg-a-timer .clock=${this.clock} .speech=${this.speech} .since=${contact.startedAt}></mdg-a-timer>` : html`<span>${words.list.wrapUp}</span>`}
        </p>
      </div>
      ${
        active && !called
          ? html`${this.#propose(contact)}${this.#park(contact, ending || leaving)}<button
                class="button act"
                aria-disabled=${ending || leaving}
                aria-label=${words.talk.transfer}
                aria-keyshortcuts=${ariaKeys('transferContact')}
                title="${words.actions.transferContact} (${keyNames.transferContact})"
                @click=${() => say(this, { do: 'action', action: 'transferContact' })}
              >
                ${icons.transfer}<span>${leaving ? words.talk.transferring : words.talk.transfer}</span>
              </button>
              <button
                class="button act"
                aria-disabled=${ending || leaving}
                aria-label=${words.talk.end}
                aria-keyshortcuts=${ariaKeys('endContact')}
                title="${words.talk.endConfirm} (${keyNames.endContact})"
                @click=${() => say(this, { do: 'action', action: 'endContact' })}
              >
                ${icons.end}<span>${ending ? words.talk.ending : words.talk.end}</span>
              </button>`
          : nothing
      }
      <button
        class="button bare square side"
        aria-pressed=${this.side}
        aria-label=${this.side ? words.customer.hide : words.customer.show}
        title="${this.side ? words.customer.hide : words.customer.show} (${keyNames.showCustomer})"
        @click=${() => say(this, { do: 'action', action: 'showCustomer' })}
      >
        ${icons.person}
      </button>
    </header>`
  }

  #channel({ channel }: DeskContact): TemplateResult {
    const name = this.speech.words.calls.channel[channel]
    if (name === undefined) return icons.chat
    return html`${channel === 'video' ? icons.video : icons.call}<span class="unseen">${name}</span>`
  }

  /** A talk grows into a call when the customer wants one too. */
  #propose(contact: DeskContact): TemplateResult | typeof nothing {
    const { calls, actions } = this.speech.words
    const hasCall = this.calls.all.has(contact.contact)
    if (!mayPropose(contact, this.me?.calls ?? false, hasCall)) return nothing
    const asking = this.asks.busy(`call.propose ${contact.contact}`)
    const button = (action: 'callVoice' | 'callVideo', word: string, icon: TemplateResult): TemplateResult =>
      html`<button
        class="button act ${action}"
        aria-disabled=${asking}
        aria-label=${actions[action]}
        aria-keyshortcuts=${ariaKeys(action)}
        title="${actions[action]} (${keyNames[action]})"
        @click=${() => asking || say(this, { do: 'action', action })}
      >
        ${icon}<span>${word}</span>
      </button>`
    return html`${button('callVoice', asking ? calls.proposing : calls.call, icons.call)}${button(
      'callVideo',
      '',
      icons.video,
    )}`
  }

  /** The call, between who it is and what was written. */
  #call(contact: DeskContact): TemplateResult | typeof nothing {
    const call = this.calls.all.get(contact.contact)
    if (call === undefined) return nothing
    return html`<mdg-a-call
      .speech=${this.speech}
      .clock=${this.clock}
      .call=${call}
      .seat=${this.calls.part?.seat(contact.contact) ?? null}
      .lists=${this.lists}
      .asks=${this.asks}
      .turn=${this.turn}
    ></mdg-a-call>`
  }

  /** A talk that takes no attention may rest, and leave room for another. */
  #park(contact: DeskContact, busy: boolean): TemplateResult | typeof nothing {
    const { rest } = this.speech.words.floor
    const rests = contact.parked !== null || contact.channel !== 'chat' || this.calls.all.has(contact.contact)
    if (rests) return nothing
    const parking = this.asks.busy(`park ${contact.contact}`)
    return html`<button
      class="button act park"
      aria-disabled=${busy || parking}
      aria-label=${rest.park}
      aria-keyshortcuts=${ariaKeys('parkContact')}
      title="${this.speech.words.actions.parkContact} (${keyNames.parkContact})"
      @click=${() => say(this, { do: 'action', action: 'parkContact' })}
    >
      ${icons.pause}<span>${parking ? rest.parking : rest.park}</span>
    </button>`
  }

  /** That it rests, and what brings it back. */
  #resting({ parked, stirred, phase }: DeskContact): TemplateResult | typeof nothing {
    if (parked === null || phase !== 'active') return nothing
    const { rest } = this.speech.words.floor
    return html`<p class="resting ${stirred === null ? '' : 'stirred'}" role="status">
      ${icons.pause}<span>${stirred === null ? rest.hint : rest.stirredHint}</span>
    </p>`
  }

  #refusal(contact: string): TemplateResult | typeof nothing {
    const asked = ['close', 'park', 'call.propose', 'note'].map((deed) => this.asks.refusal(`${deed} ${contact}`))
    const code = asked.find((one) => one !== null) ?? null
    return code === null
      ? nothing
      : html`<p class="problem" role="alert">${icons.warn}${this.speech.words.refusals[code]}</p>`
  }

  #none(title: string, hint: string): TemplateResult {
    return html`<div class="none">
      <p class="strong">${title}</p>
      <p>${hint}</p>
      <button class="button back" @click=${() => say(this, { do: 'pane', pane: 'list' })}>
        ${icons.back}${this.speech.words.places.back}
      </button>
    </div>`
  }

  #writingPart(chosen: Chosen): TemplateResult | typeof nothing {
    const { contact } = chosen
    if (contact === null) return nothing
    if (contact.phase === 'wrapUp')
      return html`<mdg-a-wrap-up
        .speech=${this.speech}
        .clock=${this.clock}
        .contact=${contact}
        .queue=${this.queue}
        .draft=${chosen.draft}
        .busy=${this.asks.busy(`wrapUp ${contact.contact}`)}
        .extending=${this.asks.busy(`extend ${contact.contact}`)}
        .refusal=${this.asks.refusal(`wrapUp ${contact.contact}`) ?? this.asks.refusal(`extend ${contact.contact}`)}
      ></mdg-a-wrap-up>`
    if (contact.calledUntil !== null)
      return html`<p class="calling" role="status">
        ${icons.clock}<span>${this.speech.words.talk.calling(this.speech.customer(contact.customerName))}</span
        ><mdg-a-timer
          .clock=${this.clock}
          .speech=${this.speech}
          .until=${contact.calledUntil}
          .sentence=${this.speech.words.talk.callingLeft}
        ></mdg-a-timer>
      </p>`
    return html`<mdg-a-composer
      .speech=${this.speech}
      .contact=${contact.contact}
      .customerName=${contact.customerName}
      .locale=${contact.locale}
      .draft=${chosen.draft}
      .aids=${{
        replies: this.replies,
        people: this.people,
        queue: contact.queueId,
        locale: contact.locale,
        known: knownOf(contact, this.me, this.clock.now()),
      }}
      .saving=${this.asks.busy(`note ${contact.contact}`)}
      .uploads=${chosen.uploads}
      .waits=${chosen.sendsWhenUploaded}
      .accept=${this.me?.attachmentTypes ?? []}
      .fileBytesMax=${this.me?.attachmentBytesMax ?? 0}
    ></mdg-a-composer>`
  }

  protected override render(): unknown {
    const { chosen } = this
    const { talk } = this.speech.words
    if (chosen === null) return this.#none(talk.none, talk.noneHint)
    const { contact } = chosen
    if (contact === null) return this.me === null ? this.#none(talk.loading, '') : this.#none(talk.gone, talk.noneHint)
    const rows = talkRows({
      log: chosen.log,
      pending: chosen.pending,
      customerReceived: contact.customerReceived,
      customerRead: contact.customerRead,
      newAfter: chosen.newAfter,
      dayKey: this.speech.dayKey,
    })
    return html`${this.#header(chosen)}${this.#call(contact)}
      <mdg-a-log
        .speech=${this.speech}
        .rows=${rows}
        .now=${this.clock.now()}
        .of=${contact.contact}
        .label=${talk.label(this.speech.customer(contact.customerName))}
        .customerName=${contact.customerName}
        .typing=${chosen.customerTypes && contact.phase === 'active'}
      ></mdg-a-log>
      ${this.#refusal(contact.contact)} ${this.#resting(contact)} ${this.#writingPart(chosen)}`
  }
}
