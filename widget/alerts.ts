/**
 * What tells of unread messages where nobody looks, as the page wants it (attribute `attention`, any of these words): `blink`
 * has the title take turns with the count, `badge` puts it on the application's icon, `sound` plays a tone, once the visitor has
 * pressed anything. Without it the count stands before the title, which the chat does by itself.
 */
import type { ChatHandle, WidgetHost } from './host.ts'

const blinkMs = 1_000

export class Alerts {
  #timer: ReturnType<typeof setInterval> | undefined
  #count = 0

  constructor(
    private readonly host: WidgetHost,
    private readonly chat: () => ChatHandle | null,
  ) {
    host.addEventListener('madoguchi-unread', this.#changed)
    document.addEventListener('visibilitychange', this.#changed)
    document.addEventListener('pointerdown', this.#pressed, true)
    document.addEventListener('keydown', this.#pressed, true)
  }

  destroy(): void {
    this.host.removeEventListener('madoguchi-unread', this.#changed)
    document.removeEventListener('visibilitychange', this.#changed)
    document.removeEventListener('pointerdown', this.#pressed, true)
    document.removeEventListener('keydown', this.#pressed, true)
    clearInterval(this.#timer)
    if (this.#wants('badge')) void navigator.clearAppBadge?.().catch(() => {})
  }

  #wants(word: string): boolean {
    return ` ${this.host.getAttribute('attention')} `.includes(` ${word} `)
  }

  /** Browsers let nobody sound who was not pressed. */
  readonly #pressed = (): void => {
    if (this.#wants('sound')) this.chat()?.session?.attention.wake()
  }

  readonly #changed = (): void => {
    const count = Number(this.host.getAttribute('unread'))
    const unseen = document.visibilityState === 'hidden'
    if (this.#wants('badge')) void navigator.setAppBadge?.(count).catch(() => {})
    const { attention } = this.chat()?.session ?? {}
    if (this.#wants('sound') && count > this.#count && (unseen || !this.host.hasAttribute('open'))) attention?.chime()
    this.#count = count
    clearInterval(this.#timer)
    if (!this.#wants('blink') || !unseen || count === 0) return
    let shown = true
    this.#timer = setInterval(() => {
      shown = !shown
      attention?.title(shown ? `(${count}) ` : '')
    }, blinkMs)
  }
}
