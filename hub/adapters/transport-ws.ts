/**
 * The transport on node:http and the `ws` package: for machines on which no binary of uWebSockets.js loads. Slower, the
 * same in everything the port promises.
 */
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { assert } from '../model/assert.ts'
import {
  ListenFailed,
  type HttpRequest,
  type Peer,
  type SendResult,
  type Socket,
  type SocketHandler,
  type Transport,
  type TransportHandlers,
  type TransportOptions,
} from '../ports/transport.ts'
import { BodyIntake } from './http-body.ts'
import {
  answerTo,
  bodySize,
  closeReason,
  dropBody,
  handledMethod,
  idleTimeoutSeconds,
  isBodiless,
  isTrusted,
  peerAddress,
  statusLine,
  type CheckedResponse,
  type Failed,
  type OpenBody,
} from './http-common.ts'

class WsSocket implements Socket {
  private handler: SocketHandler | null = null
  private behind = false
  private corked = false
  private isClosed = false

  constructor(
    private readonly native: WebSocket,
    private readonly connection: Duplex,
    readonly peer: Peer,
    private readonly options: TransportOptions,
  ) {
    native.on('message', (data, isBinary) => this.message(data as Buffer, isBinary))
    native.on('close', (code) => this.closed(code))
    // A frame over the limit arrives as an error; ws then sends the 1009 itself, and waits for the other end to agree.
    native.on('error', (error) => {
      if ((error as NodeJS.ErrnoException).code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') this.closed(1009)
    })
  }

  start(open: (socket: Socket) => SocketHandler): void {
    this.handler = open(this)
  }

  send(bytes: Uint8Array): SendResult {
    if (this.isClosed) return 'dropped'
    if (this.native.bufferedAmount + bytes.byteLength > this.options.bufferedBytesMax) return 'dropped'
    // Copied: what the kernel does not take at once is kept by reference, and the caller may use its buffer again.
    this.native.send(Buffer.from(bytes), { binary: true, compress: false }, this.written)
    // In a cork everything is still here; whether the kernel takes it shows at its end.
    if (this.corked || this.native.bufferedAmount === 0) return this.behind ? 'queued' : 'sent'
    this.behind = true
    return 'queued'
  }

  cork(sends: () => void): void {
    if (this.isClosed || this.corked) return sends()
    this.corked = true
    this.connection.cork()
    try {
      sends()
    } finally {
      this.corked = false
      this.connection.uncork()
      if (this.bufferedBytes > 0) this.behind = true
    }
  }

  get bufferedBytes(): number {
    return this.isClosed ? 0 : this.native.bufferedAmount
  }

  close(code: number, reason: string): void {
    if (this.isClosed) return
    this.native.close(code, closeReason(reason))
    this.isClosed = true
    // The other end may take seconds to agree. For the hub it is gone now, though not in the middle of this call.
    queueMicrotask(() => this.handler?.closed(code))
  }

  /** Cuts the connection when its peer has not agreed to the close. */
  cut(): void {
    this.native.terminate()
  }

  private message(data: Buffer, isBinary: boolean): void {
    // ws goes on delivering what arrives between our close and the peer's.
    if (this.isClosed) return
    if (!isBinary) return this.close(1003, 'binary messages only')
    this.handler?.message(data)
  }

  /** One function for all sends: a closure for each would be garbage for each. */
  private readonly written = (): void => {
    if (!this.behind || this.isClosed || this.native.bufferedAmount > 0) return
    this.behind = false
    this.handler?.drain()
  }

  private closed(code: number): void {
    if (this.isClosed) return
    this.isClosed = true
    this.handler?.closed(code)
  }
}

/** Limits against peers that drip or fall silent. For tests alone other than the default. */
export interface WsTransportLimits {
  /** All headers of a request must be there within this time. */
  readonly headersTimeoutMs: number
  /** A whole request, with its body, must be there within this time. */
  readonly requestTimeoutMs: number
}

const defaultLimits: WsTransportLimits = { headersTimeoutMs: 10_000, requestTimeoutMs: 300_000 }
/** Requests still being answered, and sockets still to agree to their close, when the transport closes get so long. */
const closeGraceMs = 2_000

/** The transport on node:http. `failed` is told the cause of every 500. */
export class WsTransport implements Transport {
  readonly engine = 'ws'
  private server: Server | null = null
  private readonly sockets = new Set<WsSocket>()
  private closing = false

  constructor(
    private readonly failed: Failed = () => {},
    private readonly limits: WsTransportLimits = defaultLimits,
  ) {}

  async listen(handlers: TransportHandlers, options: TransportOptions): Promise<{ readonly port: number }> {
    assert(this.server === null, 'a transport listens once')
    const server = await this.createServer(options)
    this.server = server
    const acceptor = new WebSocketServer(acceptorOptions(options))
    server.on('request', (req, res) => void this.answer(handlers, options, req, res))
    server.on('upgrade', (req, connection, head) => this.upgrade(handlers, options, acceptor, req, connection, head))
    server.on('clientError', (_error, connection) => {
      if (connection.writable)
        connection.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      else connection.destroy()
    })
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(new ListenFailed(error.message)))
      server.listen({ host: options.host, port: options.port, exclusive: true }, resolve)
    })
    return { port: (server.address() as AddressInfo).port }
  }

  async close(): Promise<void> {
    if (this.server === null || this.closing) return
    this.closing = true
    const { server } = this
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    const sockets = [...this.sockets]
    for (const socket of sockets) socket.close(1001, 'going away')
    server.closeIdleConnections()
    const grace = setTimeout(() => {
      for (const socket of sockets) socket.cut()
      server.closeAllConnections()
    }, closeGraceMs)
    await closed
    clearTimeout(grace)
  }

  private async createServer({ tls }: TransportOptions): Promise<Server> {
    const limits = {
      headersTimeout: this.limits.headersTimeoutMs,
      requestTimeout: this.limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(1_000, this.limits.headersTimeoutMs),
      keepAliveTimeout: 10_000,
    }
    if (tls === null) return createHttpServer(limits)
    try {
      const [cert, key] = await Promise.all([readFile(tls.certFile), readFile(tls.keyFile)])
      return createTlsServer({ ...limits, cert, key })
    } catch {
      throw new ListenFailed('the certificate or its key could not be read')
    }
  }

  private upgrade(
    handlers: TransportHandlers,
    options: TransportOptions,
    acceptor: WebSocketServer,
    req: IncomingMessage,
    connection: Duplex,
    head: Buffer,
  ): void {
    // Until ws takes the connection over, an error on it would be nobody's and end the process.
    const ignore = (): void => {}
    connection.on('error', ignore)
    const refuse = (status: number): void => {
      // Sent, then cut: a peer that never closes its half would keep the other half of the connection with us.
      connection.once('finish', () => connection.destroy())
      connection.end(`HTTP/1.1 ${statusLine(status)}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    }
    if (this.closing) return refuse(503)
    const peer = peerOf(req, options)
    const verdict = handlers.upgrade({ path: splitUrl(req).path, peer })
    if (typeof verdict === 'number') return refuse(verdict)
    acceptor.handleUpgrade(req, connection, head, (native) => {
      connection.off('error', ignore)
      const socket = new WsSocket(native, connection, peer, options)
      this.sockets.add(socket)
      native.once('close', () => this.sockets.delete(socket))
      // ws has just switched the connection's own timer off.
      req.socket.setTimeout(idleTimeoutSeconds * 1_000, () => native.terminate())
      socket.start(verdict)
    })
  }

  private async answer(
    handlers: TransportHandlers,
    options: TransportOptions,
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<void> {
    const intake = intakeOf(req)
    const response = await answerTo(handlers, requestOf(req, intake, options), this.failed)
    if (res.destroyed) return dropBody(response)
    // A body that was not read to its end is not waited for: the connection closes instead.
    if (!intake.complete || this.closing) res.setHeader('connection', 'close')
    await respond(req, res, response)
  }
}

const acceptorOptions = (options: TransportOptions) => ({
  noServer: true,
  // Off: a small frame could unfold into a large one, and ours are too small to gain.
  perMessageDeflate: false,
  maxPayload: options.messageBytesMax,
  clientTracking: false,
  closeTimeout: closeGraceMs,
})

function intakeOf(req: IncomingMessage): BodyIntake {
  const intake = new BodyIntake(
    { pause: () => req.pause(), resume: () => req.resume() },
    Number(req.headers['content-length'] ?? NaN),
  )
  // Node reports the end of an empty body later than an answer may be there.
  if (req.headers['transfer-encoding'] === undefined && Number(req.headers['content-length'] ?? 0) === 0) intake.end()
  req.on('data', (chunk: Buffer) => intake.push(chunk))
  req.on('end', () => intake.end())
  req.on('close', () => intake.abort())
  req.on('error', () => intake.abort())
  return intake
}

async function respond(req: IncomingMessage, res: ServerResponse, response: CheckedResponse): Promise<void> {
  const { status, headers, body } = response
  res.statusCode = status
  for (const [name, value] of headers) res.appendHeader(name, value)
  if (!isBodiless(status)) res.setHeader('content-length', bodySize(body))
  if (req.method === 'HEAD' || isBodiless(status) || bodySize(body) === 0) {
    await dropBody(response)
    res.end()
  } else if (body instanceof Uint8Array) {
    res.end(body)
  } else {
    // A body shorter than announced, or a peer gone: only a cut connection tells the other end that something is missing.
    await pipeline(piecesOf(body), res, { end: false }).then(
      () => res.end(),
      () => res.destroy(),
    )
    await body.reader.close()
  }
}

const pieceBytes = 256 * 1024

async function* piecesOf({ reader, sizeBytes }: OpenBody): AsyncGenerator<Uint8Array> {
  for (let left = sizeBytes; left > 0;) {
    // A new one for each: the engine holds the one before until the kernel takes it.
    const piece = Buffer.allocUnsafe(Math.min(left, pieceBytes))
    const length = await reader.read(piece)
    if (length === 0) throw new Error('a body is shorter than it was announced')
    left -= length
    yield piece.subarray(0, length)
  }
}

function splitUrl(req: IncomingMessage): { path: string; query: string } {
  const url = req.url ?? '/'
  const mark = url.indexOf('?')
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) }
}

const headerOf = (req: IncomingMessage, name: string): string => {
  const value = req.headers[name]
  return typeof value === 'string' ? value : (value?.join(', ') ?? '')
}

const peerOf = (req: IncomingMessage, options: TransportOptions): Peer => ({
  address: peerAddress(req.socket.remoteAddress ?? '', headerOf(req, 'x-forwarded-for'), options),
  origin: headerOf(req, 'origin'),
})

function requestOf(req: IncomingMessage, intake: BodyIntake, options: TransportOptions): HttpRequest {
  const { path, query } = splitUrl(req)
  const trusted = isTrusted(req.socket.remoteAddress ?? '', options)
  return {
    method: handledMethod((req.method ?? 'GET').toUpperCase()),
    path,
    get query() {
      return new URLSearchParams(query)
    },
    peer: peerOf(req, options),
    header: (name) => (name.startsWith('x-forwarded-') && !trusted ? '' : headerOf(req, name)),
    body: (limitBytes) => intake.body(limitBytes),
    chunks: (limitBytes) => intake.chunks(limitBytes),
  }
}
