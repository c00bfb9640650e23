/**
 * A network of our own between clients and a hub, which fails on demand: TCP through this process, where each connection can
 * be cut, reset, held up, made deaf in one direction, or have its bytes dripped, split, delayed and let through slowly. All
 * chance is a seed's.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { Chance } from '../sim/chance.ts'

/**
 * `cut` ends both sides, `reset` without a goodbye. `deafHub`, `deafClient`: nothing arrives there any more, the other
 * direction works, and nobody is told. `bandwidth`: a few kilobytes a second and no more.
 */
export const faultKinds = [
  'cut',
  'reset',
  'stall',
  'deafHub',
  'deafClient',
  'drip',
  'split',
  'delay',
  'bandwidth',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** How bytes go on in one direction. */
type Pace = 'flow' | 'stall' | 'swallow' | 'drip' | 'split' | 'delay' | 'bandwidth'

/** A line with little bandwidth passes so much at once, and then rests: from 4 to 40 kB a second. */
const narrowBytes = 400
const narrowRestMs = { least: 10, most: 100 } as const

/** More than this waits in no direction: the sender is held up, as by a real network. */
const waitingBytesMax = 256 * 1024

/** One direction of a connection. */
class Way {
  pace: Pace = 'flow'
  readonly #waiting: Buffer[] = []
  #waitingBytes = 0
  #timer: NodeJS.Timeout | null = null
  /** Between two parts on a line with little bandwidth. */
  private readonly narrowMs: number

  constructor(
    private readonly from: Socket,
    private readonly to: Socket,
    private readonly chance: Chance,
  ) {
    this.narrowMs = chance.between(narrowRestMs.least, narrowRestMs.most)
    from.on('data', (chunk) => this.#arrived(chunk))
  }

  set(pace: Pace): void {
    this.pace = pace
    this.#pump()
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#waiting.length = 0
  }

  #arrived(chunk: Buffer): void {
    if (this.pace === 'swallow') return
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.byteLength
    if (this.#waitingBytes > waitingBytesMax) this.from.pause()
    this.#pump()
  }

  #pump(): void {
    while (this.#timer === null && this.#waiting.length > 0 && this.pace !== 'stall') {
      const chunk = this.#waiting.shift()!
      const part = this.#part(chunk.length)
      if (part < chunk.length) this.#waiting.unshift(chunk.subarray(part))
      if (this.pace === 'flow') this.#pass(chunk)
      else this.#later(this.#restMs(), chunk.subarray(0, part))
    }
  }

  /** How much goes on at once. */
  #part(length: number): number {
    if (this.pace === 'drip') return this.chance.between(1, 20)
    if (this.pace === 'split') return this.chance.between(1, length)
    return this.pace === 'bandwidth' ? narrowBytes : length
  }

  #restMs(): number {
    if (this.pace === 'delay') return this.chance.between(20, 400)
    return this.pace === 'bandwidth' ? this.narrowMs : this.chance.between(0, 5)
  }

  #later(ms: number, bytes: Buffer): void {
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#pass(bytes)
      this.#pump()
    }, ms)
  }

  #pass(bytes: Buffer): void {
    this.#waitingBytes -= bytes.byteLength
    if (this.#waitingBytes <= waitingBytesMax) this.from.resume()
    if (this.pace !== 'swallow' && this.to.writable) this.to.write(bytes)
  }
}

/** One connection through the proxy. */
class Tunnel {
  readonly toHub: Way
  readonly toClient: Way
  #timer: NodeJS.Timeout | null = null
  #halfOpen = false
  #over = false

  constructor(
    private readonly client: Socket,
    private readonly hub: Socket,
    chance: Chance,
    private readonly gone: () => void,
  ) {
    this.toHub = new Way(client, hub, chance)
    this.toClient = new Way(hub, client, chance)
    for (const socket of [client, hub]) {
      socket.setNoDelay(true)
      // Both ends break lines on purpose here; `close` follows.
      socket.on('error', () => {})
      socket.on('close', () => {
        // A deaf line does not even tell that it has ended.
        if (!this.#halfOpen) this.end('cut')
      })
    }
  }

  strike(kind: FaultKind, chance: Chance): void {
    if (kind === 'cut' || kind === 'reset') return this.end(kind)
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (kind === 'deafHub' || kind === 'deafClient') {
      this.#halfOpen = true
      ;(kind === 'deafHub' ? this.toHub : this.toClient).set('swallow')
      this.#timer = setTimeout(() => this.end('reset'), chance.between(1_000, 8_000))
      return
    }
    const way = chance.pick([this.toHub, this.toClient])
    way.set(kind)
    this.#timer = setTimeout(() => way.set('flow'), chance.between(300, 4_000))
  }

  get calm(): boolean {
    return !this.#halfOpen && this.toHub.pace === 'flow' && this.toClient.pace === 'flow'
  }

  end(how: 'cut' | 'reset'): void {
    if (this.#over) return
    this.#over = true
    if (this.#timer !== null) clearTimeout(this.#timer)
    for (const way of [this.toHub, this.toClient]) way.stop()
    for (const socket of [this.client, this.hub])
      if (how === 'reset') socket.resetAndDestroy()
      else socket.destroy()
    this.gone()
  }
}

export class FaultProxy {
  /** Faults that struck, by kind. */
  readonly struck = Object.fromEntries(faultKinds.map((kind) => [kind, 0])) as Record<FaultKind, number>
  readonly #tunnels = new Set<Tunnel>()

  private constructor(
    private readonly server: Server,
    private readonly chance: Chance,
  ) {}

  /** Listens on a free port of this machine and leads to `hubPort`. */
  static async open(hubPort: number, chance: Chance): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: false })
    const proxy = new FaultProxy(server, chance)
    server.on('connection', (client) => proxy.#lead(client, hubPort))
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
    return proxy
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  get connections(): number {
    return this.#tunnels.size
  }

  /** Lets one connection fail that is well so far. False when there is none. */
  strike(kind: FaultKind): boolean {
    const well = [...this.#tunnels].filter((tunnel) => tunnel.calm)
    if (well.length === 0) return false
    this.chance.pick(well).strike(kind, this.chance)
    this.struck[kind] += 1
    return true
  }

  /** Everything flows again; deaf connections are ended. */
  calm(): void {
    for (const tunnel of [...this.#tunnels]) if (!tunnel.calm) tunnel.end('reset')
  }

  async close(): Promise<void> {
    for (const tunnel of [...this.#tunnels]) tunnel.end('cut')
    await new Promise<void>((resolve) => this.server.close(() => resolve()))
  }

  #lead(client: Socket, hubPort: number): void {
    const hub = connect(hubPort, '127.0.0.1')
    const tunnel: Tunnel = new Tunnel(client, hub, this.chance.fork(), () => this.#tunnels.delete(tunnel))
    this.#tunnels.add(tunnel)
  }
}
