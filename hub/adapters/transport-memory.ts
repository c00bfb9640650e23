/**
 * The transport without a network, for the simulator and for tests: everything happens on the given clock, in the same
 * order each time, and takes as long as the given delays say. One `MemoryNetwork` holds the ports of several transports,
 * so that a hub can be killed and another come up where it was.
 */
import type { Cancel, Clock } from '../ports/clock.ts'
import type { DurationMs } from '../model/time.ts'
import {
  ListenFailed,
  type HttpRequest,
  type Transport,
  type TransportHandlers,
  type TransportOptions,
} from '../ports/transport.ts'
import { BodyIntake } from './http-body.ts'
import {
  answerTo,
  bodySize,
  canonicalAddress,
  handledMethod,
  isBodiless,
  isTrusted,
  peerAddress,
  type CheckedResponse,
  type Failed,
  type OpenBody,
} from './http-common.ts'
import {
  atOnce,
  Line,
  type Direction,
  type LineSettings,
  type MemoryClientSocket,
  type MemorySocketEvents,
} from './transport-memory-line.ts'

export type { Direction, MemoryClientSocket, MemorySocketEvents } from './transport-memory-line.ts'

export interface MemoryNetworkOptions {
  readonly clock: Clock
  /** How long one message is under way; asked for each, in order of sending. At once if left out. */
  readonly delay?: (direction: Direction) => DurationMs
  /** Bytes under way to one client that do not count as buffered yet. 64 KiB if left out. */
  readonly windowBytes?: number
}

/** Where a client knocks. */
export interface MemoryTarget {
  /** The only transport there is, if left out. */
  readonly port?: number
  readonly path: string
  readonly origin?: string
  readonly address?: string
}

export interface MemoryRequest extends MemoryTarget {
  readonly method: string
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

export interface MemoryResponse {
  readonly status: number
  readonly headers: readonly (readonly [string, string])[]
  readonly body: Uint8Array
}

interface Listener {
  readonly handlers: TransportHandlers
  readonly options: TransportOptions
  readonly lines: Set<Line>
  /** Told when the transport is gone before the answer. */
  readonly asking: Set<() => void>
  readonly failed: Failed
}

export class MemoryNetwork {
  private readonly listeners = new Map<number, Listener>()
  private readonly settings: LineSettings

  constructor({ clock, delay = atOnce, windowBytes = 64 * 1024 }: MemoryNetworkOptions) {
    this.settings = { clock, delay, windowBytes }
  }

  /** A transport that listens on a port of this network. `failed` is told the cause of every 500. */
  transport(failed: Failed = () => {}): MemoryTransport {
    return new MemoryTransport(this.listeners, failed)
  }

  /** Opens a socket. Nothing is told before it has returned. */
  connect(target: MemoryTarget, events: MemorySocketEvents): MemoryClientSocket {
    const peer = { address: canonicalAddress(target.address ?? '127.0.0.1'), origin: target.origin ?? '' }
    const line = new Line(this.settings, peer, events)
    line.knock(() => {
      const listener = this.listenerOf(target)
      if (listener === undefined) return line.refuse(null)
      const verdict = listener.handlers.upgrade({ path: pathOf(target.path), peer })
      if (typeof verdict === 'number') return line.refuse(verdict)
      for (const old of listener.lines) if (!old.isOpen) listener.lines.delete(old)
      listener.lines.add(line)
      line.open(verdict, listener.options)
    })
    return line.clientEnd()
  }

  /** Sends a request. `answered` is called once, with null when nobody listens, the hub died over it, or the body broke off. */
  request(request: MemoryRequest, answered: (response: MemoryResponse | null) => void): void {
    const answer = (response: MemoryResponse | null): Cancel =>
      this.settings.clock.after(this.settings.delay('toClient'), () => answered(response))
    this.settings.clock.after(this.settings.delay('toHub'), () => {
      const listener = this.listenerOf(request)
      if (listener === undefined) return void answer(null)
      const lost = (): void => void answer(null)
      listener.asking.add(lost)
      void answerTo(listener.handlers, incoming(request, listener.options), listener.failed)
        .then((response) => outgoing(request.method, response).catch(() => null))
        .then((response) => listener.asking.delete(lost) && answer(response))
    })
  }

  private listenerOf({ port }: MemoryTarget): Listener | undefined {
    return port === undefined ? this.listeners.values().next().value : this.listeners.get(port)
  }
}

export class MemoryTransport implements Transport {
  readonly engine = 'memory'
  private port: number | null = null

  constructor(
    private readonly listeners: Map<number, Listener>,
    private readonly failed: Failed,
  ) {}

  async listen(handlers: TransportHandlers, options: TransportOptions): Promise<{ readonly port: number }> {
    let port = options.port
    if (port === 0) for (port = 1; this.listeners.has(port);) port++
    if (this.listeners.has(port)) throw new ListenFailed(`port ${port} is taken`)
    this.listeners.set(port, { handlers, options, lines: new Set(), asking: new Set(), failed: this.failed })
    this.port = port
    return { port }
  }

  async close(): Promise<void> {
    for (const line of this.leave()?.lines ?? []) line.close(1001)
  }

  /** As if the process were killed: its side is told nothing any more, and clients find their sockets cut. */
  kill(): void {
    const listener = this.leave()
    for (const line of listener?.lines ?? []) line.hubDied()
    for (const lost of listener?.asking ?? []) lost()
    listener?.asking.clear()
  }

  private leave(): Listener | undefined {
    const listener = this.port === null ? undefined : this.listeners.get(this.port)
    if (this.port !== null) this.listeners.delete(this.port)
    this.port = null
    return listener
  }
}

const pathOf = (path: string): string => path.split('?', 1)[0]!

function incoming(request: MemoryRequest, options: TransportOptions): HttpRequest {
  const { method, path, headers = {}, body = new Uint8Array(0), origin = '', address = '127.0.0.1' } = request
  const intake = new BodyIntake({ pause: () => {}, resume: () => {} }, body.byteLength)
  intake.push(body.slice())
  intake.end()
  const trusted = isTrusted(address, options)
  const names = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    method: handledMethod(method),
    path: pathOf(path),
    query: new URLSearchParams(path.slice(pathOf(path).length + 1)),
    peer: { address: peerAddress(address, names.get('x-forwarded-for') ?? '', options), origin },
    header: (name) => (name.startsWith('x-forwarded-') && !trusted ? '' : (names.get(name) ?? '')),
    body: (limitBytes) => intake.body(limitBytes),
    chunks: (limitBytes) => intake.chunks(limitBytes),
  }
}

/** Rejects when the body fails before its end. */
async function wholeOf({ reader, sizeBytes }: OpenBody): Promise<Uint8Array> {
  const bytes = new Uint8Array(sizeBytes)
  try {
    for (let at = 0; at < sizeBytes;) {
      const length = await reader.read(bytes.subarray(at))
      if (length === 0) throw new Error('a body is shorter than it was announced')
      at += length
    }
    return bytes
  } finally {
    await reader.close()
  }
}

async function outgoing(method: string, { status, headers, body }: CheckedResponse): Promise<MemoryResponse> {
  const length = isBodiless(status) ? [] : [['content-length', String(bodySize(body))] as const]
  const told = { status, headers: [...headers, ...length] }
  if (method === 'HEAD' || isBodiless(status)) {
    if (!(body instanceof Uint8Array)) await body.reader.close()
    return { ...told, body: new Uint8Array(0) }
  }
  return { ...told, body: body instanceof Uint8Array ? body : await wholeOf(body) }
}
