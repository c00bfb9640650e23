/** A telephone's keys, for menus at the other end: pressed, or typed while it is open. */
import { LitElement, css, html, nothing } from 'lit'
import { property, state } from 'lit/decorators.js'
import { menuLook } from '../../elements/menu-look.ts'
import { Popup } from '../../elements/popup.ts'
import { ariaKeys, composing, keyNames } from '../../keys.ts'
import { look } from '../../look.ts'
import type { Speech } from '../../speech.ts'
import { callIcons } from '../icons.ts'
import { callWords } from '../words.ts'
import { controlLook } from './control-look.ts'

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const
/** What stands in the field of what was sent. */
const shownMax = 16

/** A key was pressed; `detail` is its sign. */
export class DigitEvent extends CustomEvent<string> {
  constructor(digit: string) {
    super('mdg-a-digit', { detail: digit })
  }
}

/**
 * @event mdg-a-digit - The sign of a key that was pressed.
 */
export class Keypad extends LitElement {
  static override styles = [
    look,
    menuLook,
    controlLook,
    css`
      .menu {
        min-width: 0;
        width: 188px;
        padding: var(--mdg-space-3);
      }
      output {
        display: block;
        min-height: 1.45em;
        margin-bottom: var(--mdg-space-2);
        overflow: hidden;
        font-size: var(--mdg-size-16);
        font-variant-numeric: tabular-nums;
        letter-spacing: 0.1em;
        text-align: end;
        white-space: nowrap;
      }
      .keys {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: 6px;
      }
      .keys .button {
        min-height: 44px;
        font-size: var(--mdg-size-16);
      }
    `,
  ]

  @property({ attribute: false }) speech!: Speech
  @state() private sent = ''
  readonly #popup = new Popup(this, '.keys .button')

  toggle(): void {
    this.sent = ''
    this.#popup.toggle()
  }

  #press(digit: string): void {
    this.sent = (this.sent + digit).slice(-shownMax)
    this.dispatchEvent(new DigitEvent(digit))
  }

  readonly #key = (event: KeyboardEvent): void => {
    const digit = digits.find((one) => one === event.key)
    if (digit === undefined || event.ctrlKey || event.altKey || event.metaKey || composing(event)) return
    event.preventDefault()
    this.#press(digit)
  }

  protected override render(): unknown {
    const { act, keypad } = callWords(this.speech)
    return html`<button
        class="button control ${this.#popup.open ? 'on' : ''}"
        aria-haspopup="dialog"
        aria-expanded=${this.#popup.open}
        aria-label=${act.keypad}
        aria-keyshortcuts=${ariaKeys('callKeypad')}
        title="${act.keypad} (${keyNames.callKeypad})"
        @click=${() => this.toggle()}
      >
        ${callIcons.keypad}
      </button>
      ${
        this.#popup.open
          ? html`<div class="menu end" role="dialog" aria-label=${keypad.title} @keydown=${this.#key}>
              <output aria-label=${keypad.sent}>${this.sent}</output>
              <div class="keys">
                ${digits.map(
                  (digit) =>
                    html`<button class="button" aria-label=${keypad.key(digit)} @click=${() => this.#press(digit)}>
                      ${digit}
                    </button>`,
                )}
              </div>
            </div>`
          : nothing
      }`
  }
}
