/**
 * A network of our own between browsers and the media port, which changes on demand: datagrams through this process, where the
 * far side may suddenly see another address, a way may die for good, or all fall silent for a while. What the attack itself
 * sends by `inject` comes from the very addresses by which the media process knows its legs.
 */
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { sourceAddress } from './source-address.ts'

/** What one socket of a browser has become on the way. */
interface Flow {
  readonly browser: RemoteInfo
  out: Socket
  /** The network that this socket was of is gone: nothing passes any more, either way. */
  dead: boolean
}

const mediaHost = '127.0.0.1'

export class UdpProxy {
  readonly #flows = new Map<string, Flow>()
  #silent = false
  #addresses = 0

  private constructor(
    private readonly socket: Socket,
    readonly mediaPort: number,
  ) {
    socket.on('message', (bytes, from) => this.#fromBrowser(bytes, from))
  }

  /** Listens on a free port of this machine and leads to the media process's port. */
  static async open(mediaPort: number): Promise<UdpProxy> {
    const socket = createSocket('udp4')
    socket.bind(0, mediaHost)
    await once(socket, 'listening')
    return new UdpProxy(socket, mediaPort)
  }

  get port(): number {
    return this.socket.address().port
  }

  /** Sockets of browsers that can be heard. */
  get flows(): number {
    return [...this.#flows.values()].filter(({ dead }) => !dead).length
  }

  /** The media process sees another address from now on, as behind a router that has forgotten. Returns for how many flows. */
  changeAddresses(): number {
    const living = [...this.#flows.values()].filter(({ dead }) => !dead)
    for (const flow of living) {
      flow.out.close()
      flow.out = this.#wayOut(flow.browser)
    }
    return living.length
  }

  /** The network is another one: sockets of before are of no use any more, new ones are. Returns how many died. */
  cut(): number {
    const living = [...this.#flows.values()].filter(({ dead }) => !dead)
    for (const flow of living) flow.dead = true
    return living.length
  }

  /** Nothing passes, either way, until it is said otherwise. */
  set silent(silent: boolean) {
    this.#silent = silent
  }

  /** To the media process, by one of the ways of its legs. */
  inject(bytes: Uint8Array, flow: number): void {
    const living = [...this.#flows.values()].filter(({ dead }) => !dead)
    living[flow % living.length]?.out.send(bytes, this.mediaPort, mediaHost)
  }

  close(): void {
    this.socket.close()
    for (const { out } of this.#flows.values()) out.close()
    this.#flows.clear()
  }

  #fromBrowser(bytes: Buffer, browser: RemoteInfo): void {
    const key = `${browser.address}:${browser.port}`
    let flow = this.#flows.get(key)
    if (flow === undefined) {
      flow = { browser, out: this.#wayOut(browser), dead: false }
      this.#flows.set(key, flow)
    }
    if (!flow.dead && !this.#silent) flow.out.send(bytes, this.mediaPort, mediaHost)
  }

  #wayOut(browser: RemoteInfo): Socket {
    const out = createSocket('udp4')
    out.bind(0, sourceAddress(this.#addresses++))
    out.on('message', (bytes) => {
      const flow = this.#flows.get(`${browser.address}:${browser.port}`)
      if (flow?.out === out && !flow.dead && !this.#silent) this.socket.send(bytes, browser.port, browser.address)
    })
    // A worker that is gone refuses; that is what some attacks do to it.
    out.on('error', () => {})
    return out
  }
}
