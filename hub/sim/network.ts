/**
 * The network between people and the hub, as bad as networks are: messages take their time, lines are cut on both sides
 * or on one, where the other learns of it by silence only, stand still for a while or let little through; now and then one
 * client is cut off although others are not.
 */
import { MemoryNetwork, type MemoryClientSocket, type MemoryTransport } from '../adapters/transport-memory.ts'
import type { ClientSocket, SocketEvents } from '../client/index.ts'
import type { Hub } from '../app/hub.ts'
import type { DurationMs } from '../model/time.ts'
import { closeCodes, limits } from '../protocol/index.ts'
import type { Chance } from './chance.ts'
import type { VirtualClock } from './virtual-clock.ts'

const options = {
  host: 'memory',
  port: 1,
  tls: null,
  trustedProxy: null,
  messageBytesMax: limits.frameBytesMax,
  bufferedBytesMax: 4 * 1024 * 1024,
}

/** A slow line lets one message through in this time, milliseconds. */
const slowMessageMs = 500 as DurationMs

interface Held {
  readonly who: string
  readonly line: MemoryClientSocket
  slow: boolean
}

export class Network {
  /** What went wrong, by kind. */
  readonly faults = { cuts: 0, halfCuts: 0, stalls: 0, delays: 0, refusals: 0, partitions: 0, tooSlow: 0 }
  /** Some messages take seconds. */
  late = true
  readonly #net: MemoryNetwork
  readonly #lines = new Set<Held>()
  /** Who is cut off, with what waits for the end of it. */
  readonly #cutOff = new Map<string, (() => void)[]>()
  #transport: MemoryTransport | null = null

  constructor(
    private readonly clock: VirtualClock,
    private readonly chance: Chance,
  ) {
    this.#net = new MemoryNetwork({ clock, delay: () => this.latency() as DurationMs })
  }

  /** Milliseconds one message takes: mostly short, now and then long. */
  latency(): number {
    if (!this.late || !this.chance.hits(0.004)) return this.chance.between(1, 40)
    this.faults.delays += 1
    return this.chance.between(500, 6_000)
  }

  /** From now on this hub is reached. */
  async serve(hub: Hub): Promise<void> {
    this.#transport = this.#net.transport()
    await this.#transport.listen(
      {
        upgrade: () => (hub.draining ? 503 : (socket) => hub.accept(socket)),
        http: () => Promise.resolve({ status: 404, headers: {}, body: '' }),
      },
      options,
    )
  }

  /** Opens a line for a client. `cut` breaks it, as when the page goes away. */
  connect(who: string, events: SocketEvents, origin: string): { readonly socket: ClientSocket; cut(): void } {
    const line = this.#net.connect(
      { path: '/ws', origin },
      {
        opened: () => events.opened(),
        message: (bytes) => {
          if (held.slow) this.#holdUp(held)
          events.message(bytes)
        },
        closed: (code) => {
          this.#lines.delete(held)
          if (line.refusedWith() !== null) this.faults.refusals += 1
          if (code === closeCodes.slowReader) this.faults.tooSlow += 1
          events.closed(code)
        },
      },
    )
    const held: Held = { who, line, slow: false }
    this.#lines.add(held)
    if (this.#cutOff.has(who)) line.stall()
    return { socket: line, cut: () => line.cut('both') }
  }

  /** Runs `action` once this client can be reached: now, unless it is cut off. */
  whenReached(who: string, action: () => void): void {
    const waiting = this.#cutOff.get(who)
    if (waiting === undefined) action()
    else waiting.push(action)
  }

  /** Cuts or holds up one line by chance. */
  failOne(): void {
    if (this.#lines.size === 0) return
    const { line, who } = this.chance.pick([...this.#lines])
    const kind = this.chance.next()
    if (kind < 0.25) {
      this.faults.halfCuts += 1
      line.cut('client')
    } else if (kind < 0.5) {
      this.faults.stalls += 1
      line.stall(this.chance.pick(['toHub', 'toClient', undefined] as const))
      this.clock.after(this.chance.between(1_000, 40_000) as DurationMs, () => {
        if (!this.#cutOff.has(who)) line.resume()
      })
    } else {
      this.faults.cuts += 1
      line.cut('both')
    }
  }

  /** Nothing goes from or to one client for a while, though to others; then its lines go on, or turn out to be cut. */
  partitionOne(): void {
    if (this.#lines.size === 0) return
    const { who } = this.chance.pick([...this.#lines])
    if (this.#cutOff.has(who)) return
    this.faults.partitions += 1
    this.#cutOff.set(who, [])
    for (const { line } of this.#linesOf(who)) line.stall()
    this.clock.after(this.chance.between(3_000, 120_000) as DurationMs, () => {
      const waiting = this.#cutOff.get(who) ?? []
      this.#cutOff.delete(who)
      for (const { line } of this.#linesOf(who)) {
        if (this.chance.hits(0.5)) line.resume()
        else line.cut('both')
      }
      for (const action of waiting) action()
    })
  }

  /** What the hub sends to this client arrives so slowly, until its line is closed. */
  slowDown(who: string): void {
    for (const held of this.#linesOf(who)) {
      held.slow = true
      this.#holdUp(held)
    }
  }

  /** The hub's process was killed: every line is gone. */
  hubDied(): void {
    this.#transport?.kill()
    this.#transport = null
  }

  /** The hub's process ends in order. */
  async hubEnds(): Promise<void> {
    await this.#transport?.close()
    this.#transport = null
  }

  #linesOf(who: string): readonly Held[] {
    return [...this.#lines].filter((held) => held.who === who)
  }

  #holdUp(held: Held): void {
    held.line.stall('toClient')
    this.clock.after(slowMessageMs, () => {
      if (!this.#lines.has(held) || this.#cutOff.has(held.who)) return
      held.line.resume()
    })
  }
}
