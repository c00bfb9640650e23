/**
 * The transport on uWebSockets.js, and the only file that knows it. It is fast and unforgiving: what it objects to ends
 * the process from C++, past every handler. Each of its facts stands beside the line that respects it.
 */
import { createServer, type AddressInfo } from 'node:net'
import type * as uWS from 'uWebSockets.js'
import { assert } from '../model/assert.ts'
import {
  ListenFailed,
  type Peer,
  type SendResult,
  type Socket,
  type SocketHandler,
  type Transport,
  type TransportHandlers,
  type TransportOptions,
} from '../ports/transport.ts'
import { closeReason, idleTimeoutSeconds, peerAddress, statusLine, type Failed } from './http-common.ts'
import { UwsExchange } from './transport-uws-http.ts'

export type UwsModule = typeof uWS

/**
 * The native module, or null where no binary of it loads (another Node, an old C library): the caller then takes another
 * transport. `missing` is told why.
 */
export async function loadUws(missing: (reason: string) => void = () => {}): Promise<UwsModule | null> {
  try {
    // The package is CommonJS whose exports cannot be seen before it runs: everything hangs on `default`.
    const loaded = (await import('uWebSockets.js')) as unknown as { default: UwsModule }
    return loaded.default
  } catch (error) {
    missing(error instanceof Error ? error.message : String(error))
    return null
  }
}

/** What hangs on a native socket. uWebSockets.js copies these fields onto its own object, so they are set once. */
interface SocketData {
  readonly peer: Peer
  readonly open: (socket: Socket) => SocketHandler
  readonly holder: { socket: UwsSocket | null }
}

/** A message so much over the limit still gets its 1009; the engine itself cuts anything longer, without a word. */
const politeExcessBytes = 64 * 1024

class UwsSocket implements Socket {
  private handler: SocketHandler | null = null
  private behind = false
  private closing = false

  /** `native` is null from the moment it has closed: any touch of it after that throws. */
  constructor(
    private native: uWS.WebSocket<SocketData> | null,
    readonly peer: Peer,
    private readonly options: TransportOptions,
  ) {}

  start(open: (socket: Socket) => SocketHandler): void {
    this.handler = open(this)
  }

  send(bytes: Uint8Array): SendResult {
    if (this.native === null) return 'dropped'
    // The engine's own limit lets one message of any size pass over it, so that limit is off and ours is here. Asking for
    // the buffered amount costs as much as a small send: only a socket that is behind is asked.
    const { bufferedBytesMax } = this.options
    if (bytes.byteLength > bufferedBytesMax) return 'dropped'
    if (this.behind && this.native.getBufferedAmount() + bytes.byteLength > bufferedBytesMax) return 'dropped'
    // 1: gone to the kernel or the cork; 0: accepted, waits for `drain`; 2: refused.
    const result = this.native.send(bytes, true, false)
    if (result === 1) return 'sent'
    if (result !== 0) return 'dropped'
    this.behind = true
    return 'queued'
  }

  cork(sends: () => void): void {
    if (this.native === null) return sends()
    this.native.cork(sends)
    // Corked sends all answer 1. Whether the kernel took them shows only now.
    if (this.native !== null && this.native.getBufferedAmount() > 0) this.behind = true
  }

  get bufferedBytes(): number {
    return this.behind && this.native !== null ? this.native.getBufferedAmount() : 0
  }

  close(code: number, reason: string): void {
    if (this.native === null) return
    this.closing = true
    // Runs the engine's close handler before it returns. What is already queued leaves first; a peer that does not read
    // it is cut by the engine's own timer.
    this.native.end(code, closeReason(reason))
  }

  message(bytes: ArrayBuffer, isBinary: boolean): void {
    if (!isBinary) return this.close(1003, 'binary messages only')
    if (bytes.byteLength > this.options.messageBytesMax) return this.close(1009, 'message too long')
    this.handler?.message(new Uint8Array(bytes))
  }

  /** The engine tells of every step of draining; the handler hears only of the last. */
  writable(): void {
    if (this.native === null || this.native.getBufferedAmount() > 0) return
    this.behind = false
    this.handler?.drain()
  }

  closed(code: number, engineText: string): void {
    this.native = null
    this.behind = false
    // Cut by the engine for its length: it says 1006 and this text.
    const told = code === 1006 && engineText.startsWith('Received too big message') ? 1009 : code
    // A handler that closes its own socket must not be called back in the middle of doing so.
    if (this.closing) queueMicrotask(() => this.handler?.closed(told))
    else this.handler?.closed(told)
  }
}

/** The transport on the loaded module. `failed` is told the cause of every 500. */
export class UwsTransport implements Transport {
  readonly engine = 'uWebSockets.js'
  private readonly sockets = new Set<UwsSocket>()
  private readonly exchanges = new Set<UwsExchange>()
  private app: uWS.TemplatedApp | null = null
  private listening: uWS.us_listen_socket | null = null
  private closing = false

  constructor(
    private readonly module: UwsModule,
    private readonly failed: Failed = () => {},
  ) {}

  async listen(handlers: TransportHandlers, options: TransportOptions): Promise<{ readonly port: number }> {
    assert(this.app === null, 'a transport listens once')
    this.app = this.createApp(options)
    this.app.ws<SocketData>('/*', this.socketBehaviour(handlers, options))
    this.app.any('/*', (res, req) =>
      new UwsExchange(res, req, options, this.exchanges).run(handlers, this.failed, this.closing),
    )
    // Given 0, the engine leaves out SO_REUSEADDR, and the port cannot be had again for a minute after a restart. So a free
    // one is picked here, and another if somebody takes it in between.
    for (let attempt = 1; ; attempt++) {
      const port = options.port === 0 ? await freePort(options.host) : options.port
      const token = this.listenOn(this.app, options.host, port)
      if (token) this.listening = token
      if (token) return { port }
      if (options.port !== 0 || attempt === 10) throw new ListenFailed(`cannot listen on ${options.host}:${port}`)
    }
  }

  async close(): Promise<void> {
    if (this.app === null || this.closing) return
    this.closing = true
    if (this.listening !== null) this.module.us_listen_socket_close(this.listening)
    for (const socket of this.sockets) socket.close(1001, 'going away')
    await Promise.race([Promise.all([...this.exchanges].map((exchange) => exchange.finished)), delay(closeGraceMs)])
    // The engine does not tell when a closed socket's last bytes have been taken. Cutting at once would lose close frames.
    await delay(closeLingerMs)
    this.app.close()
  }

  private createApp({ tls }: TransportOptions): uWS.TemplatedApp {
    if (tls === null) return this.module.App()
    try {
      return this.module.SSLApp({ cert_file_name: tls.certFile, key_file_name: tls.keyFile })
    } catch {
      throw new ListenFailed('the certificate or its key could not be read')
    }
  }

  private listenOn(app: uWS.TemplatedApp, host: string, port: number): uWS.us_listen_socket | false {
    // By default the engine shares a taken port with whoever has it, and half the clients end up elsewhere.
    const exclusive = 1
    let result: uWS.us_listen_socket | false = false
    // Calls back before it returns. The published types lack this form, which the engine's own source calls complete.
    const listen = app.listen as unknown as CompleteListen
    listen.call(app, host, port, exclusive, (token) => (result = token))
    return result
  }

  private socketBehaviour(handlers: TransportHandlers, options: TransportOptions): uWS.WebSocketBehavior<SocketData> {
    const decoder = new TextDecoder()
    const socketOf = (ws: uWS.WebSocket<SocketData>) => ws.getUserData().holder.socket
    return {
      maxPayloadLength: options.messageBytesMax + politeExcessBytes,
      // 0 is no limit: see `send`.
      maxBackpressure: 0,
      // Off: a small frame could unfold into a large one, and ours are too small to gain.
      compression: this.module.DISABLED,
      idleTimeout: idleTimeoutSeconds,
      // The protocol's own heartbeat does this, and reaches the page, which a ping does not.
      sendPingsAutomatically: false,
      upgrade: (res, req, context) => this.upgrade(handlers, options, res, req, context),
      open: (ws) => {
        const { peer, open, holder } = ws.getUserData()
        const socket = new UwsSocket(ws, peer, options)
        holder.socket = socket
        this.sockets.add(socket)
        socket.start(open)
      },
      message: (ws, bytes, isBinary) => socketOf(ws)?.message(bytes, isBinary),
      drain: (ws) => socketOf(ws)?.writable(),
      close: (ws, code, text) => {
        const socket = socketOf(ws)
        if (socket === null) return
        this.sockets.delete(socket)
        socket.closed(code, decoder.decode(text))
      },
    }
  }

  private upgrade(
    handlers: TransportHandlers,
    options: TransportOptions,
    res: uWS.HttpResponse,
    req: uWS.HttpRequest,
    context: uWS.us_socket_context_t,
  ): void {
    const refuse = (status: number): void => void res.writeStatus(statusLine(status)).end('', true)
    if (this.closing) return refuse(503)
    const address = peerAddress(
      new TextDecoder().decode(res.getRemoteAddressAsText()),
      req.getHeader('x-forwarded-for'),
      options,
    )
    const peer: Peer = { address, origin: req.getHeader('origin') }
    let verdict: ReturnType<TransportHandlers['upgrade']>
    try {
      verdict = handlers.upgrade({ path: req.getUrl(), peer })
    } catch (error) {
      // Leaving without an answer would end the process here, in C++, before anybody could write down why.
      refuse(500)
      throw error
    }
    if (typeof verdict === 'number') return refuse(verdict)
    const data: SocketData = { peer, open: verdict, holder: { socket: null } }
    // No sub-protocol and no extension is agreed to. Opens the socket before it returns.
    res.upgrade(data, req.getHeader('sec-websocket-key'), '', '', context)
  }
}

/** Requests still being answered when the transport closes get so long. */
const closeGraceMs = 2_000
const closeLingerMs = 150

type CompleteListen = (
  this: uWS.TemplatedApp,
  host: string,
  port: number,
  options: number,
  done: (token: uWS.us_listen_socket | false) => void,
) => uWS.TemplatedApp

/** A port nobody has at the moment. */
function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(new ListenFailed(error.message)))
    probe.listen({ host, port: 0, exclusive: true }, () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

const delay = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
