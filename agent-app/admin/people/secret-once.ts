/** Something that is shown this once: a password or a key, to copy. */
import { LitElement, css, html } from 'lit'
import { property, state } from 'lit/decorators.js'
import { icons } from '../../icons.ts'
import { look } from '../../look.ts'

export class SecretOnce extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        display: block;
        padding: var(--mdg-space-3) var(--mdg-space-4);
        border: 1px solid var(--mdg-waiting);
        border-radius: var(--mdg-radius-2);
        background: var(--mdg-waiting-soft);
      }
      code {
        display: block;
        margin: var(--mdg-space-2) 0;
        font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace;
        font-size: var(--mdg-size-16);
        overflow-wrap: anywhere;
        user-select: all;
      }
      p.acts {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--mdg-space-2);
      }
    `,
  ]

  @property() lead = ''
  @property() secret = ''
  @property({ attribute: false }) words!: { readonly copy: string; readonly copied: string; readonly notCopied: string }
  @state() private told = ''

  readonly #copy = (): void =>
    void navigator.clipboard.writeText(this.secret).then(
      () => (this.told = this.words.copied),
      () => (this.told = this.words.notCopied),
    )

  protected override render(): unknown {
    return html`<p>${this.lead}</p>
      <code tabindex="0">${this.secret}</code>
      <p class="acts">
        <button type="button" class="button" @click=${this.#copy}>${icons.copy}${this.words.copy}</button>
        <span role="status">${this.told}</span>
      </p>`
  }
}

customElements.define('mdg-a-secret-once', SecretOnce)
