/** A duration that ticks: since an instant, or until one. Its width is reserved, so that nothing moves while it counts. */
import { LitElement, css, html } from 'lit'
import { property } from 'lit/decorators.js'
import type { Speech } from '../speech.ts'
import type { Clock } from '../ticker.ts'

/**
 * @cssproperty --mdg-a-timer-width - Reserved width; default fits "59 min 59 s".
 */
export class Timer extends LitElement {
  static override styles = css`
    :host {
      display: inline-block;
      min-width: var(--mdg-a-timer-width, 0);
      font-variant-numeric: tabular-nums;
      white-space: nowrap;
      text-align: inherit;
    }
  `

  @property({ attribute: false }) clock!: Clock
  @property({ attribute: false }) speech!: Speech
  /** Hub milliseconds; counts up from here. */
  @property({ type: Number }) since: number | null = null
  /** Hub milliseconds; counts down to here and stays at zero. Wins over `since`. */
  @property({ type: Number }) until: number | null = null
  /** Makes a sentence of the duration; the bare duration when left out. */
  @property({ attribute: false }) sentence: (time: string) => string = (time) => time

  #off: () => void = () => {}

  override connectedCallback(): void {
    super.connectedCallback()
    this.#off = this.clock.every(() => this.requestUpdate())
  }

  override disconnectedCallback(): void {
    this.#off()
    super.disconnectedCallback()
  }

  protected override render(): unknown {
    const now = this.clock.now()
    // A countdown rounds up: it must not say 0 while there is still time.
    const ms = this.until !== null ? Math.ceil((this.until - now) / 1_000) * 1_000 : now - (this.since ?? now)
    return html`${this.sentence(this.speech.duration(ms))}`
  }
}
