/**
 * A WebSocket and HTTP client on bare TCP, for the transport contract alone. A library would be too polite: it cannot
 * stall, drip, break a rule of the protocol, or leave without a word.
 */
import { randomBytes } from 'node:crypto'
import { connect as connectTcp, type Socket as TcpSocket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { TestRequest, TestResponse, TestSocket, TransportRig } from './transport.contract-bench.ts'
import type { Transport } from './transport.ts'

export const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** A TCP or TLS connection that gathers what it gets. Errors are an end like any other. */
export class Wire {
  /** How much has come that nobody has taken. */
  receivedBytes = 0
  ended = false
  onBytes: () => void = () => {}
  private parts: Buffer[] = []
  readonly opened: Promise<void>

  constructor(
    port: number,
    tls: boolean,
    readonly tcp: TcpSocket = tls
      ? connectTls({ port, host: '127.0.0.1', rejectUnauthorized: false })
      : connectTcp({ port, host: '127.0.0.1' }),
  ) {
    this.opened = new Promise((resolve, reject) => {
      tcp.once(tls ? 'secureConnect' : 'connect', resolve)
      tcp.once('error', reject)
    })
    tcp.on('data', (data) => {
      this.parts.push(data as Buffer)
      this.receivedBytes += data.length
      this.onBytes()
    })
    tcp.on('error', () => {})
    tcp.on('close', () => {
      this.ended = true
      this.onBytes()
    })
  }

  static async open(port: number, tls = false): Promise<Wire> {
    const wire = new Wire(port, tls)
    await wire.opened
    return wire
  }

  /** All that nobody has taken. Joined only when looked at: joining at each arrival is slow for many megabytes. */
  get received(): Buffer {
    if (this.parts.length !== 1) this.parts = [Buffer.concat(this.parts)]
    return this.parts[0]!
  }

  write(data: string | Uint8Array): void {
    if (typeof data === 'string') this.tcp.write(data, 'latin1')
    else this.tcp.write(data)
  }

  /** Resolves when `ready` first answers something. Rejects when the connection ends before. */
  until<Result>(ready: () => Result | undefined): Promise<Result> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const result = ready()
        if (result !== undefined) resolve(result)
        else if (this.ended)
          reject(new Error(`the connection ended after ${JSON.stringify(this.received.toString('latin1', 0, 200))}`))
      }
      this.onBytes = look
      look()
    })
  }

  /** Everything up to the end of the connection, as Latin-1 text. */
  async toEnd(): Promise<string> {
    await this.until(() => (this.ended ? true : undefined))
    return this.received.toString('latin1')
  }

  /** Takes one response off the stream. `headOnly` when none of its kind has a body. */
  async response(headOnly = false): Promise<TestResponse> {
    const head = await this.until(() => {
      const end = this.received.indexOf('\r\n\r\n')
      return end < 0 ? undefined : this.received.subarray(0, end).toString('latin1')
    })
    const headEnd = Buffer.byteLength(head, 'latin1') + 4
    const [statusLine = '', ...lines] = head.split('\r\n')
    const headers = new Map<string, string[]>()
    for (const line of lines) {
      const [name = '', value = ''] = line.split(/: ?(.*)/s)
      headers.set(name.toLowerCase(), [...(headers.get(name.toLowerCase()) ?? []), value])
    }
    const length = headOnly ? 0 : Number(headers.get('content-length')?.[0] ?? 0)
    const body = await this.until(() =>
      this.receivedBytes >= headEnd + length
        ? Buffer.from(this.received.subarray(headEnd, headEnd + length))
        : undefined,
    )
    this.parts = [this.received.subarray(headEnd + length)]
    this.receivedBytes -= headEnd + length
    return { status: Number(statusLine.split(' ')[1]), headers, body }
  }
}

/** One masked frame, as a client must send it. `flags`: 0x80 for the last frame of a message. */
export function frame(op: number, payload: Uint8Array, flags = 0x80): Buffer {
  const mask = randomBytes(4)
  const length = payload.byteLength
  const head = length < 126 ? Buffer.alloc(2) : length < 65_536 ? Buffer.alloc(4) : Buffer.alloc(10)
  head[0] = flags | op
  head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127)
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  const masked = Buffer.from(payload)
  for (let index = 0; index < length; index++) masked[index]! ^= mask[index & 3]!
  return Buffer.concat([head, mask, masked])
}

export const upgradeRequest = (path: string, headers: Readonly<Record<string, string>> = {}): string =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: hub.test',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '\r\n',
  ].join('\r\n')

/** A WebSocket on a `Wire`. Answers neither pings nor closes unless told to. */
export class WireSocket implements TestSocket {
  readonly received: Uint8Array[] = []
  closeCode: number | null = null
  private chunks: Buffer[] = []
  private chunkBytes = 0

  constructor(readonly wire: Wire) {
    // From here on frames may be many megabytes: gathered as a list, not joined at each arrival.
    this.chunks = [wire.received]
    this.chunkBytes = wire.receivedBytes
    wire.tcp.removeAllListeners('data')
    wire.tcp.on('data', (data) => {
      this.chunks.push(data as Buffer)
      this.chunkBytes += data.length
      this.read()
    })
    wire.tcp.on('close', () => (this.closeCode ??= 1006))
    this.read()
  }

  send(payload: Uint8Array | string): void {
    const isText = typeof payload === 'string'
    this.wire.write(frame(isText ? opcode.text : opcode.binary, isText ? Buffer.from(payload) : payload))
  }

  close(code?: number): void {
    const payload = Buffer.alloc(code === undefined ? 0 : 2)
    if (code !== undefined) payload.writeUInt16BE(code)
    this.wire.write(frame(opcode.close, payload))
  }

  cut(): void {
    this.wire.tcp.destroy()
  }

  stall(): void {
    this.wire.tcp.pause()
  }

  resume(): void {
    this.wire.tcp.resume()
  }

  private read(): void {
    for (let next = this.take(); next !== null; next = this.take()) {
      if (next.op === opcode.binary) this.received.push(next.payload)
      if (next.op !== opcode.close) continue
      const code = next.payload.length >= 2 ? next.payload.readUInt16BE(0) : 1005
      if (this.closeCode === null && !this.wire.tcp.destroyed) this.wire.tcp.end(frame(opcode.close, next.payload))
      this.closeCode ??= code
    }
  }

  private take(): { op: number; payload: Buffer } | null {
    if (this.chunkBytes < 2) return null
    if (this.chunks[0]!.length < Math.min(10, this.chunkBytes)) this.join()
    const head = this.chunks[0]!
    const short = head[1]! & 0x7f
    const headBytes = short < 126 ? 2 : short === 126 ? 4 : 10
    if (this.chunkBytes < headBytes) return null
    const length = short < 126 ? short : short === 126 ? head.readUInt16BE(2) : Number(head.readBigUInt64BE(2))
    if (this.chunkBytes < headBytes + length) return null
    if (head.length < headBytes + length) this.join()
    const whole = this.chunks[0]!
    this.chunks[0] = whole.subarray(headBytes + length)
    this.chunkBytes -= headBytes + length
    return { op: whole[0]! & 0x0f, payload: whole.subarray(headBytes, headBytes + length) }
  }

  private join(): void {
    this.chunks = [Buffer.concat(this.chunks)]
  }
}

/** The rig of an engine that listens on a real port. */
export const wireRig = (make: (failed?: (error: unknown) => void) => Transport, tls = false): TransportRig => ({
  make,
  open: async (port, { path, origin }) => {
    const wire = await Wire.open(port, tls)
    wire.write(upgradeRequest(path, origin === undefined ? {} : { Origin: origin }))
    const { status } = await wire.response()
    return status === 101 ? new WireSocket(wire) : status
  },
  request: async (port, request) => {
    const wire = await Wire.open(port, tls)
    wire.write(requestHead(request))
    if (request.body) wire.write(request.body)
    const response = await wire.response(request.method === 'HEAD')
    wire.tcp.destroy()
    return response
  },
})

export function requestHead({ method, path, headers = {}, body }: TestRequest): string {
  const length = body === undefined ? [] : [`Content-Length: ${body.byteLength}`]
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return [`${method} ${path} HTTP/1.1`, 'Host: hub.test', ...lines, ...length, '\r\n'].join('\r\n')
}
