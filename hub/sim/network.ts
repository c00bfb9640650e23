/**
 * The network between people and the hub, as bad as networks are: messages take their time, lines are cut on both sides
 * or on one, where the other learns of it by silence only, and stand still for a while.
 */
import { MemoryNetwork, type MemoryClientSocket, type MemoryTransport } from '../adapters/transport-memory.ts'
import type { ClientSocket, SocketEvents } from '../client/index.ts'
import type { Hub } from '../app/hub.ts'
import type { DurationMs } from '../model/time.ts'
import { limits } from '../protocol/index.ts'
import type { Chance } from './chance.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** What the network did wrong, by kind. */
export interface NetworkFaults {
  cuts: number
  halfCuts: number
  stalls: number
  delays: number
  refusals: number
}

const options = {
  host: 'memory',
  port: 1,
  tls: null,
  trustedProxy: null,
  messageBytesMax: limits.frameBytesMax,
  bufferedBytesMax: 4 * 1024 * 1024,
}

export class Network {
  readonly faults: NetworkFaults = { cuts: 0, halfCuts: 0, stalls: 0, delays: 0, refusals: 0 }
  readonly #net: MemoryNetwork
  readonly #lines = new Set<MemoryClientSocket>()
  #transport: MemoryTransport | null = null

  constructor(
    private readonly clock: VirtualClock,
    private readonly chance: Chance,
  ) {
    this.#net = new MemoryNetwork({ clock, delay: () => this.latency() as DurationMs })
  }

  /** Milliseconds one message takes: mostly short, now and then long. */
  latency(): number {
    if (!this.chance.hits(0.004)) return this.chance.between(1, 40)
    this.faults.delays += 1
    return this.chance.between(500, 6_000)
  }

  /** From now on this hub is reached. */
  async serve(hub: Hub): Promise<void> {
    this.#transport = this.#net.transport()
    await this.#transport.listen(
      {
        upgrade: () => (socket) => hub.accept(socket),
        http: () => Promise.resolve({ status: 404, headers: {}, body: '' }),
      },
      options,
    )
  }

  /** Opens a line for a client. `cut` breaks it, as when the page goes away. */
  connect(events: SocketEvents, origin: string): { readonly socket: ClientSocket; cut(): void } {
    const line: MemoryClientSocket = this.#net.connect(
      { path: '/ws', origin },
      {
        opened: () => events.opened(),
        message: (bytes) => events.message(bytes),
        closed: (code) => {
          this.#lines.delete(line)
          if (line.refusedWith !== null) this.faults.refusals += 1
          events.closed(code)
        },
      },
    )
    this.#lines.add(line)
    return { socket: line, cut: () => line.cut('both') }
  }

  /** Cuts or holds up one line by chance. */
  failOne(): void {
    if (this.#lines.size === 0) return
    const line = this.chance.pick([...this.#lines])
    const kind = this.chance.next()
    if (kind < 0.25) {
      this.faults.halfCuts += 1
      line.cut('client')
    } else if (kind < 0.5) {
      this.faults.stalls += 1
      line.stall(this.chance.pick(['toHub', 'toClient', undefined] as const))
      this.clock.after(this.chance.between(1_000, 40_000) as DurationMs, () => line.resume())
    } else {
      this.faults.cuts += 1
      line.cut('both')
    }
  }

  /** The hub's process was killed: every line is gone. */
  hubDied(): void {
    this.#transport?.kill()
    this.#transport = null
  }
}
