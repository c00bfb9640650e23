/** Beats of many sockets, so that none is taken for dead: a few sockets at a time, since all at once would be a burst. */
import type { Dialect } from './dialect.ts'
import { flush, type LeanSocket } from './lean-socket.ts'

const parts = 100

export class Beating {
  readonly #sockets = new Set<LeanSocket>()
  readonly #timer: NodeJS.Timeout
  #part = 0

  constructor({ everyMs, frame }: NonNullable<Dialect['beat']>) {
    this.#timer = setInterval(() => {
      let at = 0
      for (const socket of this.#sockets) {
        if (!socket.isOpen) this.#sockets.delete(socket)
        else if (at++ % parts === this.#part) socket.send(frame)
      }
      flush()
      this.#part = (this.#part + 1) % parts
    }, everyMs / parts)
  }

  /** One that is open. It beats until it is closed. */
  add(socket: LeanSocket): void {
    this.#sockets.add(socket)
  }

  end(): void {
    clearInterval(this.#timer)
  }
}
