/**
 * A network between browsers and workers that can be cut: one port for each of the workers', and behind it one for each
 * that a browser sends from, as a router at somebody's home has it.
 */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

const host = '127.0.0.1'

export class UdpProxy {
  readonly #fronts = new Map<number, Promise<Socket>>()
  readonly #sockets: Socket[] = []
  #cut = false

  /** Resolves to the port to send to in place of `port`. */
  async to(port: number): Promise<number> {
    const front = this.#fronts.get(port) ?? this.#open(port)
    this.#fronts.set(port, front)
    return (await front).address().port
  }

  /** While it is cut nothing gets through, either way. */
  cut(cut: boolean): void {
    this.#cut = cut
  }

  close(): void {
    for (const socket of this.#sockets) socket.close()
  }

  async #open(port: number): Promise<Socket> {
    const front = await this.#socket()
    const backs = new Map<number, Promise<Socket>>()
    front.on('message', (packet, from) => {
      if (this.#cut) return
      const back = backs.get(from.port) ?? this.#socket()
      if (!backs.has(from.port)) void back.then((socket) => this.#answer(socket, front, from))
      backs.set(from.port, back)
      void back.then((socket) => socket.send(packet, port, host))
    })
    return front
  }

  #answer(back: Socket, front: Socket, to: { readonly port: number; readonly address: string }): void {
    back.on('message', (packet) => {
      if (!this.#cut) front.send(packet, to.port, to.address)
    })
  }

  async #socket(): Promise<Socket> {
    const socket = createSocket('udp4')
    this.#sockets.push(socket)
    socket.bind(0, host)
    await once(socket, 'listening')
    return socket
  }
}
