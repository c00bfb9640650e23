/** Test support: a network cable between a page and its hub. It can be pulled out, and put in again. */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

export class Line {
  readonly #sockets = new Set<Socket>()
  #isCut = false

  private constructor(private readonly server: Server) {}

  /** From a free port of this machine to the one that the hub has. */
  static async open(hubPort: number): Promise<Line> {
    const server = createServer()
    const line = new Line(server)
    server.on('connection', (page) => line.#lead(page, hubPort))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return line
  }

  /** Where the page finds the hub. */
  get origin(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`
  }

  /** Everything on it breaks off, and nothing comes through any more. */
  cut(): void {
    this.#isCut = true
    for (const socket of this.#sockets) socket.resetAndDestroy()
  }

  mend(): void {
    this.#isCut = false
  }

  close(): void {
    this.cut()
    this.server.close()
  }

  #lead(page: Socket, port: number): void {
    if (this.#isCut) return void page.resetAndDestroy()
    const hub = connect(port, '127.0.0.1')
    for (const [socket, other] of [
      [page, hub],
      [hub, page],
    ] as const) {
      this.#sockets.add(socket)
      socket.setNoDelay(true)
      // Lines are broken on purpose here; `close` follows.
      socket.on('error', () => {})
      socket.on('close', () => {
        this.#sockets.delete(socket)
        other.destroy()
      })
      socket.pipe(other)
    }
  }
}
