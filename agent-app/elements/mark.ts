/** The product's mark: a counter under an arch. Decoration; its name stands beside it. */
import { LitElement, css, html } from 'lit'

export class Mark extends LitElement {
  static override styles = css`
    :host {
      display: inline-flex;
    }
    svg {
      width: 24px;
      height: 24px;
      border-radius: 6px;
      background: var(--mdg-accent);
      fill: none;
      stroke: var(--mdg-on-accent);
      stroke-width: 2.6;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `

  protected override render(): unknown {
    return html`<svg viewBox="0 0 32 32" aria-hidden="true">
      <path d="M7 22h18M10 22v-8a6 6 0 0 1 12 0v8M16 8v14"></path>
    </svg>`
  }
}
