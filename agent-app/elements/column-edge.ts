/**
 * The edge between two columns: drawn by the mouse, moved by the arrow keys (Home and End go to its ends), put back by a
 * double click or Delete. How wide the column is then, the screen keeps.
 */
import { LitElement, css, html } from 'lit'
import { property } from 'lit/decorators.js'
import { say, type Column } from '../deeds.ts'
import { look } from '../look.ts'

/** Pixels; no column becomes so narrow that nothing of it can be read. */
const widths: Readonly<Record<Column, { readonly least: number; readonly most: number }>> = {
  list: { least: 220, most: 520 },
  customer: { least: 240, most: 560 },
}
const step = 16

/**
 * @event mdg-a-deed - `width`.
 */
export class ColumnEdge extends LitElement {
  static override styles = [
    look,
    css`
      :host {
        z-index: 3;
        width: 9px;
        cursor: col-resize;
        touch-action: none;
      }
      div {
        width: 3px;
        height: 100%;
        margin: 0 3px;
        background: transparent;
        transition: background var(--mdg-motion);
      }
      :host(:hover) div,
      div:focus-visible {
        background: var(--mdg-accent);
        outline: none;
      }
    `,
  ]

  @property() column: Column = 'list'
  @property() label = ''
  /** As it stands now, in pixels. */
  @property({ attribute: false }) width: () => number = () => 0

  #from: { readonly x: number; readonly width: number } | null = null

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener('pointerdown', this.#down)
    this.addEventListener('pointermove', this.#move)
    this.addEventListener('pointerup', this.#up)
    this.addEventListener('pointercancel', this.#up)
    this.addEventListener('dblclick', this.#back)
  }

  override disconnectedCallback(): void {
    this.removeEventListener('pointerdown', this.#down)
    this.removeEventListener('pointermove', this.#move)
    this.removeEventListener('pointerup', this.#up)
    this.removeEventListener('pointercancel', this.#up)
    this.removeEventListener('dblclick', this.#back)
    super.disconnectedCallback()
  }

  /** The list grows to the right, the customer's column to the left. */
  get #sign(): 1 | -1 {
    return this.column === 'list' ? 1 : -1
  }

  #set(px: number): void {
    const { least, most } = widths[this.column]
    say(this, { do: 'width', column: this.column, px: Math.round(Math.min(most, Math.max(least, px))) })
    this.requestUpdate()
  }

  readonly #down = (event: PointerEvent): void => {
    if (event.button !== 0) return
    event.preventDefault()
    this.setPointerCapture(event.pointerId)
    this.#from = { x: event.clientX, width: this.width() }
  }

  readonly #move = (event: PointerEvent): void => {
    if (this.#from !== null) this.#set(this.#from.width + this.#sign * (event.clientX - this.#from.x))
  }

  readonly #up = (): void => void (this.#from = null)

  readonly #back = (): void => say(this, { do: 'width', column: this.column, px: null })

  readonly #key = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const { least, most } = widths[this.column]
    const now = this.width()
    if (event.key === 'ArrowRight') this.#set(now + this.#sign * step)
    else if (event.key === 'ArrowLeft') this.#set(now - this.#sign * step)
    else if (event.key === 'Home') this.#set(least)
    else if (event.key === 'End') this.#set(most)
    else if (event.key === 'Delete') this.#back()
    else return
    event.preventDefault()
  }

  protected override render(): unknown {
    const { least, most } = widths[this.column]
    const now = Math.round(this.width())
    return html`<div
      role="separator"
      tabindex="0"
      aria-orientation="vertical"
      aria-label=${this.label}
      title=${this.label}
      aria-valuemin=${least}
      aria-valuemax=${Math.max(most, now)}
      aria-valuenow=${Math.max(least, now)}
      @keydown=${this.#key}
    ></div>`
  }
}
