/** Reads the talk of another contact: an earlier one, or one that a search has found. Nothing can be changed here. */
import type { BothLanguages, Entry } from '#protocol'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import type { Desk } from '../desk.ts'
import type { ContactId } from '../desk-view.ts'
import { icons } from '../icons.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'
import { talkRows } from '../talk.ts'

/** What is read. */
export interface Past {
  /** The contact at hand by which it may be read; itself where it is known by itself. */
  readonly of: ContactId
  readonly contact: ContactId
  readonly customerName: string
  /** Null where it is not known. */
  readonly startedAt: number | null
  readonly queue: BothLanguages
}

type Reading =
  | { readonly kind: 'closed' }
  | { readonly kind: 'loading'; readonly past: Past }
  | { readonly kind: 'failed'; readonly past: Past }
  | { readonly kind: 'there'; readonly past: Past; readonly log: readonly Entry[] }

export class EarlierDialog extends LitElement {
  static override styles = [
    look,
    css`
      dialog {
        width: min(680px, calc(100vw - 32px));
        height: min(720px, calc(100dvh - 32px));
      }
      .frame {
        display: flex;
        flex-direction: column;
        height: 100%;
      }
      header {
        display: flex;
        align-items: flex-start;
        gap: var(--mdg-space-2);
        padding: var(--mdg-space-3) var(--mdg-space-3) var(--mdg-space-3) var(--mdg-space-5);
        border-bottom: 1px solid var(--mdg-line);
      }
      header div {
        flex: 1;
        min-width: 0;
      }
      header p {
        font-size: var(--mdg-size-13);
      }
      mdg-a-log {
        flex: 1;
        min-height: 0;
        --mdg-a-log-from: flex-start;
      }
      .say {
        padding: var(--mdg-space-5);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) desk!: Desk
  @property({ type: Number }) now = 0

  @state() private reading: Reading = { kind: 'closed' }
  @query('dialog') private dialog!: HTMLDialogElement

  /** Opens with this contact's log, which is fetched now. */
  async show(past: Past): Promise<void> {
    this.reading = { kind: 'loading', past }
    if (!this.dialog.open) this.dialog.showModal()
    const mine = (): boolean => this.reading.kind !== 'closed' && this.reading.past.contact === past.contact
    try {
      const log = await this.desk.questions.readEarlier(past.of, past.contact)
      if (mine()) this.reading = { kind: 'there', past, log }
    } catch {
      if (mine()) this.reading = { kind: 'failed', past }
    }
  }

  #title({ startedAt, customerName }: Past): string {
    const { customer } = this.speech.words
    return startedAt === null ? this.speech.customer(customerName) : customer.read(this.speech.moment(startedAt))
  }

  /** Whose it is, where the title says when it was, and which queue had it. */
  #under({ startedAt, customerName, queue }: Past): string {
    const name = startedAt === null ? '' : this.speech.customer(customerName)
    return [name, this.speech.both(queue)].filter((part) => part !== '').join(' · ')
  }

  #body(): TemplateResult | typeof nothing {
    const { reading } = this
    const { customer } = this.speech.words
    if (reading.kind === 'closed') return nothing
    if (reading.kind === 'loading') return html`<p class="say quiet" role="status">${customer.readLoading}</p>`
    if (reading.kind === 'failed')
      return html`<div class="say">
        <p class="problem" role="alert">${customer.readFailed}</p>
        <p class="actions">
          <button class="button" @click=${() => void this.show(reading.past)}>${customer.again}</button>
        </p>
      </div>`
    const rows = talkRows({
      log: reading.log,
      pending: [],
      customerReceived: 0,
      customerRead: 0,
      newAfter: null,
      dayKey: this.speech.dayKey,
    }).map((row) => (row.kind === 'message' ? { ...row, receipt: null } : row))
    if (rows.length === 0) return html`<p class="say quiet">${customer.readEmpty}</p>`
    return html`<mdg-a-log
      .speech=${this.speech}
      .rows=${rows}
      .now=${this.now}
      .live=${false}
      .of=${reading.past.contact}
      .label=${this.#title(reading.past)}
      .customerName=${reading.past.customerName}
    ></mdg-a-log>`
  }

  protected override render(): unknown {
    const { words } = this.speech
    const { reading } = this
    return html`<dialog aria-labelledby="title" @close=${() => (this.reading = { kind: 'closed' })}>
      <div class="frame">
        <header>
          <div>
            <h2 id="title">${reading.kind === 'closed' ? '' : this.#title(reading.past)}</h2>
            <p class="quiet">${reading.kind === 'closed' ? '' : this.#under(reading.past)}</p>
          </div>
          <button
            class="button bare square"
            aria-label=${words.talk.close}
            title="${words.talk.close} (Esc)"
            @click=${() => this.dialog.close()}
          >
            ${icons.close}
          </button>
        </header>
        ${this.#body()}
      </div>
    </dialog>`
  }
}
