/**
 * The network between clients and the hub: every message takes its time, keeps its order, and may never arrive because
 * the line was cut, on both sides at once or on one side only, where the other learns of it by silence.
 */
import type { ClientSocket, SocketEvents } from '../client/index.ts'
import type { DurationMs } from '../model/time.ts'
import type { Socket, SocketHandler } from '../ports/transport.ts'
import type { Chance } from './chance.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** What the network did wrong, by kind. */
export interface NetworkFaults {
  cuts: number
  halfCuts: number
  delays: number
  refusals: number
}

const abnormalClosure = 1006

/** One way of a line: keeps order, whatever the delays. */
class Way {
  #arrivesAt = 0

  constructor(
    private readonly clock: VirtualClock,
    private readonly latency: () => number,
  ) {}

  send(arrive: () => void): void {
    const at = Math.max(this.#arrivesAt, this.clock.now() + this.latency())
    this.#arrivesAt = at
    this.clock.after((at - this.clock.now()) as DurationMs, arrive)
  }
}

/** A line between one client and the hub. */
class Line implements Socket {
  readonly peer
  readonly bufferedBytes = 0
  #handler: SocketHandler | null = null
  #hubOpen = false
  #clientOpen = true
  /** Nothing gets through any more, and the hub does not know. */
  #silent = false
  readonly #up: Way
  readonly #down: Way

  constructor(
    private readonly network: Network,
    private readonly events: SocketEvents,
    origin: string,
  ) {
    this.peer = { address: '192.0.2.1', origin }
    this.#up = new Way(network.clock, () => network.latency())
    this.#down = new Way(network.clock, () => network.latency())
  }

  open(): void {
    this.#up.send(() => {
      if (!this.#clientOpen || this.#silent) return
      const handler = this.network.accept(this)
      if (handler === null) {
        this.network.faults.refusals += 1
        return this.#endClient(abnormalClosure)
      }
      this.#handler = handler
      this.#hubOpen = true
      this.#down.send(() => this.#clientOpen && !this.#silent && this.events.opened())
    })
  }

  /** The hub sends. */
  send(bytes: Uint8Array): 'sent' {
    this.#down.send(() => this.#clientOpen && !this.#silent && this.events.message(bytes))
    return 'sent'
  }

  cork(sends: () => void): void {
    sends()
  }

  /** The hub closes. */
  close(code: number): void {
    if (!this.#hubOpen) return
    this.#hubOpen = false
    this.network.clock.soon(() => this.#handler?.closed(code))
    this.#down.send(() => !this.#silent && this.#endClient(code))
  }

  /** The client sends. */
  sendUp(bytes: Uint8Array): void {
    this.#up.send(() => this.#hubOpen && !this.#silent && this.#handler?.message(bytes))
  }

  /** The client closes; the hub sees it after the bytes sent before. */
  closeUp(code: number): void {
    if (!this.#clientOpen) return
    this.#clientOpen = false
    this.#up.send(() => !this.#silent && this.#endHub(code))
  }

  /** The line breaks. With `half`, the hub is not told and must find out by itself. */
  cut(half: boolean): void {
    if (half) this.#silent = true
    else this.#endHub(abnormalClosure)
    this.network.clock.soon(() => this.#endClient(abnormalClosure))
  }

  #endClient(code: number): void {
    if (!this.#clientOpen) return
    this.#clientOpen = false
    this.network.lines.delete(this)
    this.events.closed(code)
  }

  #endHub(code: number): void {
    if (!this.#hubOpen) return
    this.#hubOpen = false
    this.network.lines.delete(this)
    this.network.clock.soon(() => this.#handler?.closed(code))
  }

  /** The hub's process is gone: nobody is left to be told on that side. */
  hubDied(): void {
    this.#hubOpen = false
    this.#handler = null
    this.#down.send(() => this.#endClient(abnormalClosure))
  }
}

export class Network {
  readonly lines = new Set<Line>()
  readonly faults: NetworkFaults = { cuts: 0, halfCuts: 0, delays: 0, refusals: 0 }
  /** The hub's door, or null while there is no hub. */
  accept: (socket: Socket) => SocketHandler | null = () => null

  constructor(
    readonly clock: VirtualClock,
    private readonly chance: Chance,
  ) {}

  /** Milliseconds one message takes: mostly short, now and then long. */
  latency(): number {
    if (!this.chance.hits(0.004)) return this.chance.between(1, 40)
    this.faults.delays += 1
    return this.chance.between(500, 6_000)
  }

  /** Opens a line for a client. `cut` breaks it, as when the page goes away. */
  connect(events: SocketEvents, origin: string): { readonly socket: ClientSocket; cut(): void } {
    const line = new Line(this, events, origin)
    this.lines.add(line)
    line.open()
    const socket: ClientSocket = { send: (bytes) => line.sendUp(bytes), close: (code = 1000) => line.closeUp(code) }
    return { socket, cut: () => line.cut(false) }
  }

  /** Cuts one line by chance. */
  cutOne(): void {
    const lines = [...this.lines]
    if (lines.length === 0) return
    const half = this.chance.hits(0.3)
    if (half) this.faults.halfCuts += 1
    else this.faults.cuts += 1
    this.chance.pick(lines).cut(half)
  }

  /** The hub's process was killed: every line is gone. */
  hubDied(): void {
    for (const line of [...this.lines]) line.hubDied()
    this.accept = () => null
  }
}
