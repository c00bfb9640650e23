/**
 * How long somebody must wait who was wrong too often: what the hub said, counted down. Draws its element once a second as
 * long as there is something left, and not at all otherwise.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit'

export class LockWait implements ReactiveController {
  #until = 0
  /** All of it, as it was when it began. */
  wholeMs = 0
  #ticking: ReturnType<typeof setInterval> | null = null

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this)
  }

  begin(forMs: number): void {
    this.wholeMs = forMs
    this.#until = performance.now() + forMs
    this.#ticking ??= setInterval(() => {
      if (this.leftMs === 0) this.#stop()
      this.host.requestUpdate()
    }, 1_000)
    this.host.requestUpdate()
  }

  /** In whole seconds, as milliseconds; 0 when one may try again. */
  get leftMs(): number {
    return Math.max(0, Math.ceil((this.#until - performance.now()) / 1_000) * 1_000)
  }

  hostDisconnected(): void {
    this.#stop()
  }

  #stop(): void {
    if (this.#ticking !== null) clearInterval(this.#ticking)
    this.#ticking = null
  }
}
