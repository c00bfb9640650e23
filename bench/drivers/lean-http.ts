/** HTTP posts on connections that stay open, one request at a time on each: what a crowd of pages asks, at little cost to the crowd. */
import { connect, type Socket } from 'node:net'

export interface Answer {
  readonly status: number
  readonly body: string
  /** The first cookie that was set, name and value; '' without one. */
  readonly cookie: string
}

export class LeanHttp {
  readonly #lines: Line[]
  readonly #waiting: ((line: Line) => void)[] = []

  constructor(
    readonly port: number,
    lines = 16,
  ) {
    this.#lines = Array.from({ length: lines }, () => new Line(port))
  }

  async post(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const line = this.#lines.pop() ?? (await new Promise<Line>((free) => this.#waiting.push(free)))
    try {
      return await line.post(path, JSON.stringify(body), headers).catch((error: unknown) => {
        // A server ends a connection that has been idle, and may do so while the next request is on its way.
        if (!(error instanceof ConnectionEnded)) throw error
        return line.post(path, JSON.stringify(body), headers)
      })
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#lines.push(line)
      else next(line)
    }
  }

  close(): void {
    for (const line of this.#lines) line.close()
  }
}

class ConnectionEnded extends Error {}

class Line {
  #tcp: Socket | null = null
  #received = Buffer.alloc(0)
  #answered: ((answer: Answer) => void) | null = null
  #failed: (error: Error) => void = () => {}

  constructor(private readonly port: number) {}

  post(path: string, body: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
    const host = `127.0.0.1:${this.port}`
    const all = {
      Host: host,
      Origin: `http://${host}`,
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(body),
      ...headers,
    }
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
    return new Promise((resolve, reject) => {
      this.#answered = resolve
      this.#failed = reject
      this.#open().write(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`)
    })
  }

  close(): void {
    this.#tcp?.resetAndDestroy()
  }

  #open(): Socket {
    if (this.#tcp !== null) return this.#tcp
    const tcp = connect({ port: this.port, host: '127.0.0.1', noDelay: true })
    tcp.on('data', (data) => this.#arrived(data))
    const ended = (why: string): void => {
      if (this.#tcp !== tcp) return
      this.#tcp = null
      this.#received = Buffer.alloc(0)
      this.#failed(new ConnectionEnded(why))
    }
    tcp.on('error', ({ message }) => ended(message))
    tcp.on('end', () => ended('The connection was ended without an answer.'))
    tcp.on('close', () => ended('The connection was cut without an answer.'))
    return (this.#tcp = tcp)
  }

  #arrived(data: Buffer): void {
    this.#received = Buffer.concat([this.#received, data])
    const end = this.#received.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#received.toString('latin1', 0, end)
    const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0)
    if (this.#received.length < end + 4 + length) return
    const body = this.#received.toString('utf8', end + 4, end + 4 + length)
    this.#received = this.#received.subarray(end + 4 + length)
    const cookie = /\r\nset-cookie: *([^;\r]+)/i.exec(head)?.[1] ?? ''
    this.#answered?.({ status: Number(head.slice(9, 12)), body, cookie })
  }
}
