/**
 * On a phone the window fills what is really to be seen: the on-screen keyboard shrinks the visual viewport, not the
 * page, so height and offset follow it; and the page behind does not scroll meanwhile.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit'

const phone = '(max-width: 479.9px)'

export class ViewportController implements ReactiveController {
  #overflow: string | null = null

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this)
  }

  hostConnected(): void {
    visualViewport?.addEventListener('resize', this.#fit)
    visualViewport?.addEventListener('scroll', this.#fit)
    this.#fit()
  }

  hostDisconnected(): void {
    visualViewport?.removeEventListener('resize', this.#fit)
    visualViewport?.removeEventListener('scroll', this.#fit)
    this.#release()
  }

  /** Called by the panel when it is shown or hidden. */
  hostUpdated(): void {
    this.#fit()
  }

  readonly #fit = (): void => {
    const { style, hidden } = this.host
    const root = document.documentElement.style
    if (hidden || !matchMedia(phone).matches || getComputedStyle(this.host).position !== 'fixed') return this.#release()
    if (this.#overflow === null) {
      this.#overflow = root.overflow
      root.overflow = 'hidden'
    }
    style.setProperty('--mdg-view-top', `${visualViewport?.offsetTop ?? 0}px`)
    style.setProperty('--mdg-view-height', visualViewport ? `${visualViewport.height}px` : '100dvh')
  }

  #release(): void {
    if (this.#overflow === null) return
    document.documentElement.style.overflow = this.#overflow
    this.#overflow = null
  }
}
