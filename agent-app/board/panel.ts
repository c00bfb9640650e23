/**
 * What is beside the table when a row was opened: a queue, an agent or a contact, with what can be done about it. It follows
 * the floor; what has left it meanwhile says so and stays until it is closed.
 */
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import type { DeskView } from '../desk-view.ts'
import type { Desk } from '../desk.ts'
import { icons } from '../icons.ts'
import { dotLook, look } from '../look.ts'
import type { Speech } from '../speech.ts'
import type { Clock } from '../ticker.ts'
import type { BoardWords } from '../translations/en-board.ts'
import type { FloorIndex } from './floor-index.ts'
import { agentPanel } from './panel-agent.ts'
import { contactPanel } from './panel-contact.ts'
import { panelLook } from './panel-look.ts'
import { queuePanel } from './panel-queue.ts'
import type { Row, TableName } from './rows.ts'

export interface Opened {
  readonly table: TableName
  readonly key: string
}

/** What a panel is made of. */
export interface Inside {
  /** From here deeds are said. */
  readonly host: BoardPanel
  readonly speech: Speech
  readonly words: BoardWords
  readonly clock: Clock
  readonly now: number
  readonly desk: Desk
  readonly view: DeskView
  readonly index: FloorIndex
}

/**
 * @event board-close - It is to be put away.
 * @event board-go - Another row is to be shown in its place; the detail says which.
 * @event board-show - The table is to be shown, narrowed to a queue.
 * @event mdg-a-deed - `why`, `askAssign`, `askTakeOver`, `pull`, `call`, `showCall`, `askPresenceOf`, `askRescue`.
 */
export class BoardPanel extends LitElement {
  static override styles = [look, dotLook, panelLook]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) words!: BoardWords
  @property({ attribute: false }) desk!: Desk
  @property({ attribute: false }) view!: DeskView
  @property({ attribute: false }) of!: Opened
  @property({ attribute: false }) index!: FloorIndex
  /** Counts what has changed on the desk and on the floor. */
  @property({ type: Number }) turn = 0

  /** As it was last, for when it is gone. */
  #last: Row | null = null
  #off: () => void = () => {}

  override connectedCallback(): void {
    super.connectedCallback()
    this.#off = this.clock.every(() => this.requestUpdate())
  }

  override disconnectedCallback(): void {
    this.#off()
    super.disconnectedCallback()
  }

  /** To its title, so that it is read out and Tab leads to what can be done. */
  override focus(): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('h3')?.focus())
  }

  go(table: TableName, key: string): void {
    this.dispatchEvent(new CustomEvent<Opened>('board-go', { detail: { table, key } }))
  }

  show(table: TableName, queue: string): void {
    this.dispatchEvent(new CustomEvent('board-show', { detail: { table, queue } }))
  }

  #title(row: Row): string {
    if (row.table === 'queues') return this.speech.both(row.item.name)
    return row.table === 'agents' ? row.item.name : this.speech.customer(row.customerName)
  }

  #body(row: Row): TemplateResult {
    const { speech, words, clock, desk, view, index } = this
    const inside: Inside = { host: this, speech, words, clock, now: clock.now(), desk, view, index }
    switch (row.table) {
      case 'queues':
        return queuePanel(row, inside)
      case 'agents':
        return agentPanel(row, inside)
      case 'contacts':
        return contactPanel(row, inside)
    }
  }

  protected override render(): unknown {
    const { of, words } = this
    const now = this.index.rows[of.table].get(of.key)
    if (now !== undefined) this.#last = now
    const row = this.#last?.key === of.key ? this.#last : null
    const { panel } = words
    return html`<aside aria-labelledby="title">
      <header>
        <button
          class="button bare square back"
          aria-label=${panel.back}
          @click=${() => this.dispatchEvent(new CustomEvent('board-close'))}
        >
          ${icons.back}
        </button>
        <h3 id="title" tabindex="-1">${row === null ? '' : this.#title(row)}</h3>
        <button
          class="button bare square close"
          aria-label=${panel.close}
          title="${panel.close} (Esc)"
          @click=${() => this.dispatchEvent(new CustomEvent('board-close'))}
        >
          ${icons.close}
        </button>
      </header>
      ${now === undefined ? html`<p class="gone" role="status">${panel.gone}</p>` : nothing}
      ${row === null ? nothing : this.#body(row)}
    </aside>`
  }
}
