/** One line for what belongs to no row: what somebody else did, what is not coming, what the hub refused, and the way on. */
import type { DeskMe, DeskNotice, RefusalCode } from '#protocol'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import type { Notice as Told } from '../choice.ts'
import { say } from '../deeds.ts'
import { icons } from '../icons.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import { missedOffer, presenceText } from './presence.ts'

/**
 * @event mdg-a-deed - `choose`, `presence`, `dismissNotice`.
 */
export class Notice extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
      }
      .notice {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--mdg-space-2);
        margin-top: var(--mdg-space-2);
        padding: var(--mdg-space-2) var(--mdg-space-3);
        border-radius: var(--mdg-radius-1);
        background: var(--mdg-waiting-soft);
        color: var(--mdg-waiting);
        font-size: var(--mdg-size-13);
      }
      .notice.wrong {
        background: var(--mdg-wrong-soft);
        color: var(--mdg-wrong);
      }
      .notice span {
        flex: 1 1 12em;
        overflow-wrap: anywhere;
      }
      .notice .button {
        color: var(--mdg-text);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) notice: Told | null = null
  /** What a supervisor did; shown when there is nothing newer. */
  @property({ attribute: false }) told: DeskNotice | null = null
  @property({ attribute: false }) me: DeskMe | null = null

  #line(text: string, button: TemplateResult | typeof nothing, isWrong = false): TemplateResult {
    const { words } = this.speech
    return html`<div class="notice ${isWrong ? 'wrong' : ''}" role=${isWrong ? 'alert' : 'status'}>
      <span>${text}</span>${button}
      <button
        class="button bare square"
        aria-label=${words.dismiss}
        title=${words.dismiss}
        @click=${() => say(this, { do: 'dismissNotice' })}
      >
        ${icons.close}
      </button>
    </div>`
  }

  #open(contact: string): TemplateResult {
    return html`<button class="button" @click=${() => say(this, { do: 'choose', contact })}>
      ${this.speech.words.offer.open}
    </button>`
  }

  /** A contact that a note names somebody in need not be theirs: it is read as any other. */
  #read(contact: string, { customerName }: DeskNotice): TemplateResult {
    return html`<button class="button" @click=${() => say(this, { do: 'read', contact, customerName })}>
      ${this.speech.words.desk.read}
    </button>`
  }

  #own(notice: Told): TemplateResult {
    const { words } = this.speech
    switch (notice.kind) {
      case 'offerGone':
        return this.#line(words.offer.gone(this.speech.customer(notice.name)), nothing)
      case 'answered':
        return this.#line(words.offer.answered(this.speech.customer(notice.name)), nothing)
      case 'taken':
        return this.#line(words.offer.taken(this.speech.customer(notice.name)), this.#open(notice.contact))
      case 'woken':
        return this.#line(words.floor.rest.woken(this.speech.customer(notice.name)), this.#open(notice.contact))
      case 'refused':
        return this.#line(words.floor.done.refused(notice.name, this.#why(notice.code, notice.mine)), nothing, true)
      case 'stillSignedIn':
        return this.#line(words.floor.everywhere.failed, nothing, true)
    }
  }

  #why(code: RefusalCode, mine: boolean): string {
    const { refusals, floor } = this.speech.words
    return (mine ? floor.refusedMe[code] : undefined) ?? refusals[code]
  }

  #told(told: DeskNotice): TemplateResult {
    const { act, byName, customerName, status, reason, contact, text } = told
    const { speech } = this
    const of =
      status === null ? speech.customer(customerName) : presenceText(speech, status, reason, this.me?.reasons ?? [])
    const what = text ?? of
    const isHere = act === 'given' && contact !== null
    const button =
      contact === null
        ? nothing
        : act === 'mentioned'
          ? this.#read(contact, told)
          : isHere
            ? this.#open(contact)
            : nothing
    return this.#line(speech.words.floor.notices[act](byName, what), button)
  }

  protected override render(): unknown {
    const { words } = this.speech
    if (this.notice !== null) return this.#own(this.notice)
    if (this.told !== null) return this.#told(this.told)
    if (this.me?.status !== 'away' || this.me.reason !== missedOffer) return nothing
    return html`<div class="notice" role="status">
      <span>${words.presence.missed}</span>
      <button class="button" @click=${() => say(this, { do: 'presence', status: 'available', reason: '' })}>
        ${words.presence.becomeAvailable}
      </button>
    </div>`
  }
}
