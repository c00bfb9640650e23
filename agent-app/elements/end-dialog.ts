/** Asks once before a talk is ended, since that cannot be taken back. Enter confirms, Escape does not. */
import type { DeskContact } from '#protocol'
import { LitElement, css, html } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { say } from '../deeds.ts'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'

/**
 * @event mdg-a-deed - `endNow`.
 */
export class EndDialog extends LitElement {
  static override styles = [
    look,
    css`
      dialog {
        width: min(420px, calc(100vw - 32px));
      }
      .frame {
        display: flex;
        flex-direction: column;
        gap: var(--mdg-space-3);
        padding: var(--mdg-space-5);
      }
      .actions {
        margin-top: var(--mdg-space-2);
      }
      h2 {
        overflow-wrap: anywhere;
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @state() private contact: DeskContact | null = null
  @query('dialog') private dialog!: HTMLDialogElement

  /** Opens for this contact. */
  show(contact: DeskContact): void {
    if (this.dialog.open) return
    this.contact = contact
    this.dialog.showModal()
  }

  readonly #confirm = (): void => {
    const { contact } = this
    this.dialog.close()
    if (contact !== null) say(this, { do: 'endNow', contact: contact.contact })
  }

  protected override render(): unknown {
    const { talk } = this.speech.words
    return html`<dialog aria-labelledby="title" aria-describedby="lead">
      <div class="frame">
        <h2 id="title">${talk.endTitle(this.speech.customer(this.contact?.customerName ?? ''))}</h2>
        <p id="lead" class="quiet">${talk.endLead}</p>
        <div class="actions">
          <button class="button" @click=${() => this.dialog.close()}>${talk.cancel}</button>
          <button class="button main" autofocus @click=${this.#confirm}>${talk.endConfirm}</button>
        </div>
      </div>
    </dialog>`
  }
}
