/**
 * One attempt and, if it succeeds, one line: ticket, socket, hello, welcome, beats, end. It ends exactly once, by whatever
 * side, and then tells nothing more; the next attempt is another line. A socket that we give up is not waited for: where
 * the network is gone, its end would be told a minute later.
 */
import { closeCodes, decode, encode, frameKinds, type ClientFrame, type HubFrame } from '../protocol/index.ts'
import { Beats } from './beats.ts'
import { TicketRefused, type ClientSocket, type HubClientOptions } from './options.ts'

export type Welcome = Extract<HubFrame, readonly [typeof frameKinds.welcome, ...unknown[]]>

export interface LineEvents {
  hello(ticket: string): ClientFrame
  /** `sentAt`: when the hello was sent, in the time of the client's clock. */
  welcomed(welcome: Welcome, sentAt: number): void
  /** The hub's time in answer to a beat sent at `sentAt`. */
  beaten(sentAt: number, hubNow: number): void
  frame(frame: HubFrame): void
  /** The line is over. */
  lost(code: number): void
}

/** No closing frame: network, proxy, time-out. */
const lineBroken = 1006

export class Line {
  #socket: ClientSocket | null = null
  #beats: Beats | null = null
  #helloAt = 0
  #over = false
  readonly #offTimeout: () => void

  constructor(
    private readonly options: HubClientOptions,
    openTimeoutMs: number,
    private readonly events: LineEvents,
  ) {
    this.#offTimeout = options.clock.after(openTimeoutMs, () => this.end(lineBroken))
    void this.#begin()
  }

  send(frame: ClientFrame): void {
    if (!this.#over) this.#socket?.send(encode(frame))
  }

  probe(): void {
    this.#beats?.probe()
  }

  /** Ends the line from our side and tells it as lost with this code. Nothing happens if it is over. */
  end(code: number): void {
    if (this.#over) return
    this.close(code)
    this.events.lost(code)
  }

  /** Ends the line from our side, silently. */
  close(code = 1000): void {
    if (this.#over) return
    this.#finish()
    // Browsers let a page close with 1000 and with codes of its own only.
    this.#socket?.close(code < 3000 ? 1000 : code)
  }

  async #begin(): Promise<void> {
    try {
      const ticket = await this.options.getTicket()
      if (this.#over) return
      this.#socket = this.options.openSocket({
        opened: () => this.#greet(ticket),
        message: (bytes) => this.#message(bytes),
        closed: (code) => this.#closed(code),
      })
    } catch (error) {
      this.end(error instanceof TicketRefused && error.final ? closeCodes.signedOut : lineBroken)
    }
  }

  #greet(ticket: string): void {
    if (this.#over) return
    this.#helloAt = this.options.clock.now()
    this.send(this.events.hello(ticket))
  }

  #message(bytes: Uint8Array): void {
    if (this.#over) return
    const frame = decodeFrame(bytes)
    if (frame === null) return this.end(closeCodes.malformed)
    this.#beats?.heard()
    if (frame[0] === frameKinds.welcome) this.#welcomed(frame)
    else if (frame[0] === frameKinds.beaten) this.#beaten(frame[1])
    else this.events.frame(frame)
  }

  #welcomed(welcome: Welcome): void {
    const [, , , , , beatMs, leaseMs] = welcome
    this.#offTimeout()
    this.#beats?.stop()
    this.#beats = new Beats(
      this.options.clock,
      beatMs,
      leaseMs,
      () => this.send([frameKinds.beat]),
      () => this.end(closeCodes.leaseOver),
    )
    this.events.welcomed(welcome, this.#helloAt)
  }

  #beaten(hubNow: number): void {
    const sentAt = this.#beats?.answered() ?? null
    if (sentAt !== null) this.events.beaten(sentAt, hubNow)
  }

  #closed(code: number): void {
    if (this.#over) return
    this.#finish()
    this.events.lost(code)
  }

  #finish(): void {
    this.#over = true
    this.#offTimeout()
    this.#beats?.stop()
  }
}

/** The hub is ours, but proxies and mistakes exist: anything that is no array with a number in front is no frame. */
function decodeFrame(bytes: Uint8Array): HubFrame | null {
  try {
    const value = decode(bytes)
    return Array.isArray(value) && typeof value[0] === 'number' ? (value as unknown as HubFrame) : null
  } catch {
    return null
  }
}
