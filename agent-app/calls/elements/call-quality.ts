/** How well the call gets through, as a sign with a word, and behind it the numbers, as they are measured. */
import type { LineView } from '../../../media/client/index.ts'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { property } from 'lit/decorators.js'
import { menuLook } from '../../elements/menu-look.ts'
import { Popup } from '../../elements/popup.ts'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import { callIcons } from '../icons.ts'
import { grade } from '../screen.ts'
import { callWords } from '../words.ts'
import { controlLook } from './control-look.ts'

type Quality = NonNullable<LineView['up']>

export class CallQuality extends LitElement {
  static override styles = [
    look,
    menuLook,
    controlLook,
    css`
      .poor {
        color: var(--mdg-late);
      }
      .fair {
        color: var(--mdg-waiting);
      }
      .good {
        color: var(--mdg-good);
      }
      .menu {
        min-width: 280px;
        padding: var(--mdg-space-3);
      }
      h3 {
        font-size: var(--mdg-size-14);
      }
      table {
        width: 100%;
        margin-top: var(--mdg-space-2);
        border-spacing: 0;
        font-size: var(--mdg-size-13);
        font-variant-numeric: tabular-nums;
      }
      th {
        font-weight: 400;
        text-align: start;
        white-space: nowrap;
      }
      td {
        white-space: nowrap;
      }
      thead th,
      td {
        padding-inline-start: var(--mdg-space-3);
        text-align: end;
      }
      thead th,
      tbody th {
        color: var(--mdg-text-2);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @property({ attribute: false }) up: Quality | null = null
  @property({ attribute: false }) down: Quality | null = null
  readonly #popup = new Popup(this, '[tabindex]')

  #table(): TemplateResult {
    const { quality } = callWords(this.speech)
    const { speech } = this
    const ms = (value: number | null | undefined): string =>
      value == null ? quality.none : quality.ms(speech.number(Math.round(value)))
    const row = (name: string, of: (one: Quality | null) => string): TemplateResult =>
      html`<tr>
        <th scope="row">${name}</th>
        <td>${of(this.up)}</td>
        <td>${of(this.down)}</td>
      </tr>`
    return html`<table>
      <thead>
        <tr>
          <td></td>
          <th scope="col">${quality.up}</th>
          <th scope="col">${quality.down}</th>
        </tr>
      </thead>
      <tbody>
        ${row(quality.loss, (one) => (one === null ? quality.none : speech.percent(one.lossRatio)))}
        ${row(quality.jitter, (one) => ms(one?.jitterMs))} ${row(quality.roundTrip, (one) => ms(one?.roundTripMs))}
        ${row(quality.mos, (one) => (one === null ? quality.none : speech.number(one.mos)))}
      </tbody>
    </table>`
  }

  protected override render(): unknown {
    const { quality } = callWords(this.speech)
    const how = grade(this)
    return html`<button
        class="button control"
        aria-haspopup="dialog"
        aria-expanded=${this.#popup.open}
        aria-label=${quality.button(quality.grade[how])}
        title=${quality.button(quality.grade[how])}
        @click=${() => this.#popup.toggle()}
      >
        <span class="small ${how}">${callIcons.signal}</span>
      </button>
      ${
        this.#popup.open
          ? html`<div class="menu end" role="dialog" tabindex="-1" aria-label=${quality.title}>
              <h3>${quality.title}: ${quality.grade[how]}</h3>
              ${this.#table()}
            </div>`
          : nothing
      }`
  }
}
