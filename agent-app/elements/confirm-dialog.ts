/** Asks once before something that cannot be taken back. Enter confirms, Escape does not. */
import { LitElement, css, html } from 'lit'
import { property, query, state } from 'lit/decorators.js'
import { look } from '../look.ts'
import type { Speech } from '../speech.ts'

/** What is asked, in sentences, and what follows a yes. */
export interface Question {
  readonly title: string
  readonly lead: string
  readonly confirm: string
  readonly run: () => void
}

export class ConfirmDialog extends LitElement {
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
  @state() private question: Question | null = null
  @query('dialog') private dialog!: HTMLDialogElement

  /** Asks this, unless something is being asked. */
  show(question: Question): void {
    if (this.dialog.open) return
    this.question = question
    this.dialog.showModal()
  }

  readonly #confirm = (): void => {
    const { question } = this
    this.dialog.close()
    question?.run()
  }

  protected override render(): unknown {
    const { title = '', lead = '', confirm = '' } = this.question ?? {}
    return html`<dialog aria-labelledby="title" aria-describedby="lead">
      <div class="frame">
        <h2 id="title">${title}</h2>
        <p id="lead" class="quiet">${lead}</p>
        <div class="actions">
          <button class="button" @click=${() => this.dialog.close()}>${this.speech.words.talk.cancel}</button>
          <button class="button main" autofocus @click=${this.#confirm}>${confirm}</button>
        </div>
      </div>
    </dialog>`
  }
}
