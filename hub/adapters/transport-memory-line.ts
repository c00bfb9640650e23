/**
 * One socket of the transport in memory: a line with a hub's end and a client's end, on which every message takes its
 * time and keeps its order. Belongs to transport-memory.ts.
 */
import { durationMs, since, later, type DurationMs, type Instant } from '../model/time.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { Peer, SendResult, Socket, SocketHandler, TransportOptions } from '../ports/transport.ts'

export type Direction = 'toHub' | 'toClient'

/** What a client is told. `closed` is the last call and comes once; 1006 when cut or refused. */
export interface MemorySocketEvents {
  opened(): void
  message(bytes: Uint8Array): void
  closed(code: number): void
}

/** The client's end. Methods are harmless after the close. */
export interface MemoryClientSocket {
  /** The status that refused the upgrade, or null. */
  refusedWith(): number | null
  /** A text is sent as a text message, which no hub accepts. */
  send(message: Uint8Array | string): void
  close(code?: number): void
  /** Breaks the line: what is under way is lost. Only those named notice; the others have to find out by silence. */
  cut(noticed?: 'both' | 'hub' | 'client'): void
  /** Nothing arrives in this direction, or in either, until `resume`. Nothing is lost. */
  stall(direction?: Direction): void
  resume(): void
}

interface UnderWay {
  readonly at: Instant
  readonly sizeBytes: number
  readonly arrive: () => void
}

/** One direction of a line. Arrivals keep their order, however the delays fall. */
class Way {
  /** On their way or waiting behind a stall. */
  sizeBytes = 0
  private queue: UnderWay[] = []
  private stalled = false
  private cancel: Cancel | null = null
  private latest = 0

  constructor(
    private readonly clock: Clock,
    private readonly delay: () => DurationMs,
  ) {}

  send(sizeBytes: number, arrive: () => void): void {
    const at = Math.max(this.latest, later(this.clock.now(), this.delay())) as Instant
    this.latest = at
    this.sizeBytes += sizeBytes
    this.queue.push({ at, sizeBytes, arrive })
    this.schedule()
  }

  stall(): void {
    this.stalled = true
    this.cancel?.()
    this.cancel = null
  }

  resume(): void {
    this.stalled = false
    this.schedule()
  }

  /** Loses all that is under way, and all that will be sent. */
  break(): void {
    this.stall()
    this.queue = []
  }

  private schedule(): void {
    const first = this.queue[0]
    if (first === undefined || this.stalled || this.cancel !== null) return
    const wait = since(this.clock.now(), first.at)
    const arrive = (): void => {
      this.cancel = null
      this.arrive()
    }
    this.cancel = wait > 0 ? this.clock.after(wait, arrive) : this.clock.soon(arrive)
  }

  private arrive(): void {
    const now = this.clock.now()
    // An arrival may stall or break the line: asked again each time.
    while (!this.stalled && this.queue[0] !== undefined && this.queue[0].at <= now) {
      const { sizeBytes, arrive } = this.queue.shift()!
      this.sizeBytes -= sizeBytes
      arrive()
    }
    this.schedule()
  }
}

export interface LineSettings {
  readonly clock: Clock
  readonly delay: (direction: Direction) => DurationMs
  /** What the kernels along the way hold: only more than this counts as buffered. */
  readonly windowBytes: number
}

/** Both ends in one. As a `Socket` it is the hub's; `clientEnd` gives the client's. */
export class Line implements Socket {
  private refusedWith: number | null = null
  private readonly up: Way
  private readonly down: Way
  /** Null before the line is open and after its end: whoever keeps an old line must not keep the whole hub behind it. */
  private handler: SocketHandler | null = null
  private options: TransportOptions | null = null
  private behind = false
  private hubOpen = false
  private clientState: 'opening' | 'open' | 'closing' | 'closed' = 'opening'

  constructor(
    private readonly settings: LineSettings,
    readonly peer: Peer,
    private readonly events: MemorySocketEvents,
  ) {
    this.up = new Way(settings.clock, () => settings.delay('toHub'))
    this.down = new Way(settings.clock, () => settings.delay('toClient'))
  }

  /** The client knocks; `answer` runs when that has arrived. */
  knock(answer: () => void): void {
    this.up.send(0, answer)
  }

  /** The hub lets the client in. */
  open(open: (socket: Socket) => SocketHandler, options: TransportOptions): void {
    this.options = options
    this.hubOpen = true
    this.down.send(0, () => {
      if (this.clientState !== 'opening') return
      this.clientState = 'open'
      this.events.opened()
    })
    this.handler = open(this)
  }

  /** The hub refuses, or with null nobody listens. */
  refuse(status: number | null): void {
    this.refusedWith = status
    this.down.send(0, () => this.endClient(1006))
  }

  get isOpen(): boolean {
    return this.hubOpen
  }

  /** The hub's process is gone: nobody is left there to be told. */
  hubDied(): void {
    this.hubOpen = false
    this.handler = null
    this.down.send(0, () => this.endClient(1006))
  }

  get bufferedBytes(): number {
    return this.hubOpen ? Math.max(0, this.down.sizeBytes - this.settings.windowBytes) : 0
  }

  send(bytes: Uint8Array): SendResult {
    if (!this.hubOpen) return 'dropped'
    const buffered = Math.max(0, this.down.sizeBytes + bytes.byteLength - this.settings.windowBytes)
    if (buffered > this.options!.bufferedBytesMax) return 'dropped'
    const message = bytes.slice()
    this.down.send(message.byteLength, () => this.arrivedAtClient(message))
    if (buffered === 0) return 'sent'
    this.behind = true
    return 'queued'
  }

  cork(sends: () => void): void {
    sends()
  }

  close(code: number): void {
    if (!this.hubOpen) return
    this.hubOpen = false
    // The hub may close while it opens the line, before it has handed its handler over.
    this.settings.clock.soon(() => {
      const { handler } = this
      this.handler = null
      handler?.closed(code)
    })
    this.down.send(0, () => this.endClient(code))
  }

  clientEnd(): MemoryClientSocket {
    return {
      refusedWith: () => this.refusedWith,
      send: (message) => this.sendUp(message),
      close: (code) => this.closeUp(code ?? 1005),
      cut: (noticed = 'both') => this.cut(noticed),
      stall: (direction) => this.stall(direction),
      resume: () => this.resume(),
    }
  }

  private sendUp(message: Uint8Array | string): void {
    if (this.clientState !== 'open') return
    const bytes = typeof message === 'string' ? null : message.slice()
    this.up.send(bytes?.byteLength ?? message.length, () => {
      if (!this.hubOpen) return
      if (bytes === null) this.close(1003)
      else if (bytes.byteLength > this.options!.messageBytesMax) this.close(1009)
      else this.handler?.message(bytes)
    })
  }

  private closeUp(code: number): void {
    if (this.clientState !== 'open' && this.clientState !== 'opening') return
    this.clientState = 'closing'
    this.up.send(0, () => {
      this.endHub(code)
      this.down.send(0, () => this.endClient(code))
    })
  }

  private cut(noticed: 'both' | 'hub' | 'client'): void {
    this.up.break()
    this.down.break()
    if (noticed !== 'client') this.settings.clock.soon(() => this.endHub(1006))
    if (noticed !== 'hub') this.settings.clock.soon(() => this.endClient(1006))
  }

  private stall(direction?: Direction): void {
    if (direction !== 'toClient') this.up.stall()
    if (direction !== 'toHub') this.down.stall()
  }

  private resume(): void {
    this.up.resume()
    this.down.resume()
  }

  private arrivedAtClient(message: Uint8Array): void {
    if (this.clientState === 'open') this.events.message(message)
    if (!this.behind || !this.hubOpen || this.bufferedBytes > 0) return
    this.behind = false
    this.handler?.drain()
  }

  private endHub(code: number): void {
    if (!this.hubOpen) return
    this.hubOpen = false
    const { handler } = this
    this.handler = null
    handler?.closed(code)
  }

  private endClient(code: number): void {
    if (this.clientState === 'closed') return
    this.clientState = 'closed'
    this.events.closed(code)
  }
}

export const atOnce = (): DurationMs => durationMs(0)
