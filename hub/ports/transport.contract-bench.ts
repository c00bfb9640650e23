/** What the transport contracts share: how a rig reaches a transport, and a bench that starts, watches and stops it. */
import { afterEach, expect, vi } from 'vitest'
import type { Socket, Transport, TransportHandlers, TransportOptions } from './transport.ts'

/** The far end of a socket under test. */
export interface TestSocket {
  readonly received: Uint8Array[]
  /** Code with which it closed, or null while it is open. 1006 when it was cut. */
  readonly closeCode: number | null
  send(bytes: Uint8Array | string): void
  close(code?: number): void
  /** Ends it without a word. */
  cut(): void
  /** Stops and goes on reading. */
  stall(): void
  resume(): void
}

export interface TestRequest {
  readonly method: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
}

export interface TestResponse {
  readonly status: number
  /** By lower-case name, all values in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>
  readonly body: Uint8Array
}

/** How the suite makes a transport and reaches it. */
export interface TransportRig {
  make(failed?: (error: unknown) => void): Transport
  /** Opens a socket; a number is the status that refused it. */
  open(port: number, target: { readonly path: string; readonly origin?: string }): Promise<TestSocket | number>
  request(port: number, request: TestRequest): Promise<TestResponse>
}

export const defaultOptions: TransportOptions = {
  host: '127.0.0.1',
  port: 0,
  tls: null,
  trustedProxy: null,
  messageBytesMax: 32 * 1024,
  bufferedBytesMax: 256 * 1024,
}

const refuseAll: TransportHandlers = {
  upgrade: () => 403,
  http: async () => ({ status: 404, headers: {}, body: 'nothing here' }),
}

/** Waits until `check` holds; fails with what it last threw. */
export const until = (check: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(check, { timeout: 15_000, interval: 5 })

/** What a hub under test has seen of one socket. */
export class Seen {
  readonly messages: Uint8Array[] = []
  readonly closed: number[] = []
  drains = 0
  constructor(readonly socket: Socket) {}
}

/** Started transports, stopped after each test whatever came of it. */
export class Bench {
  readonly running: Transport[] = []
  readonly seen: Seen[] = []
  readonly failures: unknown[] = []

  constructor(private readonly rig: TransportRig) {}

  async start(handlers: Partial<TransportHandlers>, options: Partial<TransportOptions> = {}): Promise<number> {
    const transport = this.rig.make((error) => this.failures.push(error))
    this.running.push(transport)
    const { port } = await transport.listen({ ...refuseAll, ...handlers }, { ...defaultOptions, ...options })
    return port
  }

  /** Accepts every socket, writes down what happens on it, and lets `opened` act on it. */
  accept(
    opened: (seen: Seen) => void = () => {},
    onMessage: (seen: Seen) => void = () => {},
  ): TransportHandlers['upgrade'] {
    return () => (socket) => {
      const seen = new Seen(socket)
      this.seen.push(seen)
      opened(seen)
      return {
        message: (bytes) => {
          seen.messages.push(bytes.slice())
          onMessage(seen)
        },
        drain: () => void seen.drains++,
        closed: (code) => void seen.closed.push(code),
      }
    }
  }

  async connect(port: number): Promise<{ client: TestSocket; seen: Seen }> {
    const count = this.seen.length
    const client = await this.rig.open(port, { path: '/socket' })
    if (typeof client === 'number') throw new Error(`refused with ${client}`)
    await until(() => expect(this.seen.length).toBeGreaterThan(count))
    return { client, seen: this.seen[count]! }
  }

  async stop(): Promise<void> {
    await Promise.all(this.running.splice(0).map((transport) => transport.close()))
  }
}

/** A bench whose transports are stopped after each test. */
export function benchFor(rig: TransportRig): Bench {
  const bench = new Bench(rig)
  afterEach(async () => {
    await bench.stop()
    bench.seen.length = 0
    bench.failures.length = 0
  })
  return bench
}
