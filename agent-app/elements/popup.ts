/**
 * What presence and account menus have in common: open and closed, closing by Escape, by a press elsewhere and by leaving
 * with Tab, arrow keys between the items, and focus back where it came from.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit'

type Host = ReactiveControllerHost & HTMLElement

export class Popup implements ReactiveController {
  open = false

  constructor(
    private readonly host: Host,
    /** Selector of what the arrow keys walk. */
    private readonly items: string,
  ) {
    host.addController(this)
  }

  hostConnected(): void {
    document.addEventListener('pointerdown', this.#pressed, true)
    this.host.addEventListener('keydown', this.#key)
    this.host.addEventListener('focusout', this.#left)
  }

  hostDisconnected(): void {
    document.removeEventListener('pointerdown', this.#pressed, true)
    this.host.removeEventListener('keydown', this.#key)
    this.host.removeEventListener('focusout', this.#left)
    this.open = false
  }

  toggle(): void {
    if (this.open) return this.close()
    this.open = true
    this.host.requestUpdate()
    void this.host.updateComplete.then(() => (this.#list().find(isCurrent) ?? this.#list()[0])?.focus())
  }

  /** Closes; focus goes back to the button when it was inside. */
  close(): void {
    if (!this.open) return
    const inside = this.host.shadowRoot?.activeElement != null
    this.open = false
    this.host.requestUpdate()
    if (inside) this.host.shadowRoot?.querySelector<HTMLElement>('[aria-haspopup]')?.focus()
  }

  readonly #pressed = (event: Event): void => {
    if (this.open && !event.composedPath().includes(this.host)) this.close()
  }

  readonly #left = (event: FocusEvent): void => {
    if (this.open && event.relatedTarget instanceof Node && !this.host.contains(event.relatedTarget)) {
      this.open = false
      this.host.requestUpdate()
    }
  }

  readonly #key = (event: KeyboardEvent): void => {
    if (!this.open || event.altKey) return
    if (event.key === 'Escape') {
      event.stopPropagation()
      this.close()
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const list = this.#list()
    const at = list.indexOf(this.host.shadowRoot?.activeElement as HTMLElement)
    list[(at + step + list.length) % list.length]?.focus()
  }

  #list(): HTMLElement[] {
    return [...(this.host.shadowRoot?.querySelectorAll<HTMLElement>(this.items) ?? [])]
  }
}

const isCurrent = (item: HTMLElement): boolean => item.getAttribute('aria-checked') === 'true'
