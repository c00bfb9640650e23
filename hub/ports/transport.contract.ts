/**
 * What every transport must do, as one suite run on each of them. A rig tells how a client reaches the transport; what a
 * transport cannot do by its nature is skipped with a printed reason. Rules that need bare TCP to break are in
 * transport-wire.contract.ts.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import {
  BodyTooLarge,
  ListenFailed,
  type HttpRequest,
  type HttpResponse,
  type Socket,
  type Transport,
  type TransportHandlers,
  type TransportOptions,
} from './transport.ts'

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

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const numbered = (index: number): Uint8Array => new Uint8Array(Uint32Array.of(index).buffer)
const numberOf = (message: Uint8Array): number => new DataView(message.buffer, message.byteOffset).getUint32(0, true)

/** Runs the whole suite on one transport. */
export function transportContract(name: string, rig: TransportRig): void {
  describe(`${name}: sockets`, () => socketContract(rig))
  describe(`${name}: HTTP`, () => httpContract(rig))
}

function benchFor(rig: TransportRig): Bench {
  const bench = new Bench(rig)
  afterEach(async () => {
    await bench.stop()
    bench.seen.length = 0
    bench.failures.length = 0
  })
  return bench
}

function socketContract(rig: TransportRig): void {
  const bench = benchFor(rig)

  test('an upgrade tells path and origin, and binary messages go both ways', async () => {
    const asked: unknown[] = []
    const accept = bench.accept(undefined, (seen) => seen.socket.send(seen.messages.at(-1)!))
    const port = await bench.start({
      upgrade: (request) => {
        asked.push({ path: request.path, peer: { ...request.peer } })
        return accept(request)
      },
    })
    const client = (await rig.open(port, { path: '/some/path', origin: 'https://shop.example' })) as TestSocket
    const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index)
    client.send(everyByte)
    client.send(bytes())
    await until(() => expect(client.received).toHaveLength(2))
    expect([...client.received[0]!]).toEqual([...everyByte])
    expect(client.received[1]!.byteLength).toBe(0)
    expect(asked).toEqual([{ path: '/some/path', peer: { address: '127.0.0.1', origin: 'https://shop.example' } }])
    expect(bench.seen[0]!.socket.peer).toEqual({ address: '127.0.0.1', origin: 'https://shop.example' })
  })

  test.each([403, 429, 503])('an upgrade is refused with status %i', async (status) => {
    const port = await bench.start({ upgrade: () => status })
    expect(await rig.open(port, { path: '/' })).toBe(status)
  })

  test('messages keep their order both ways', async () => {
    const port = await bench.start({ upgrade: bench.accept() })
    const { client, seen } = await bench.connect(port)
    const order = Array.from({ length: 1_000 }, (_, index) => index)
    for (const index of order) client.send(numbered(index))
    for (const index of order) seen.socket.send(numbered(index))
    await until(() => expect(seen.messages).toHaveLength(1_000))
    await until(() => expect(client.received).toHaveLength(1_000))
    expect(seen.messages.map(numberOf)).toEqual(order)
    expect(client.received.map(numberOf)).toEqual(order)
  })

  test('a text message never arrives and closes with 1003', async () => {
    const port = await bench.start({ upgrade: bench.accept() })
    const { client, seen } = await bench.connect(port)
    client.send('hello')
    await until(() => expect(client.closeCode).toBe(1003))
    await until(() => expect(seen.closed).toEqual([1003]))
    expect(seen.messages).toEqual([])
  })

  test('a message of the greatest length arrives, one byte more closes with 1009', async () => {
    const port = await bench.start({ upgrade: bench.accept() })
    const { client, seen } = await bench.connect(port)
    client.send(new Uint8Array(defaultOptions.messageBytesMax))
    await until(() => expect(seen.messages).toHaveLength(1))
    client.send(new Uint8Array(defaultOptions.messageBytesMax + 1))
    await until(() => expect(client.closeCode).toBe(1009))
    await until(() => expect(seen.closed).toEqual([1009]))
    expect(seen.messages).toHaveLength(1)
  })

  test('a message far too long is cut off, and the hub is told 1009', async () => {
    const port = await bench.start({ upgrade: bench.accept() })
    const { client, seen } = await bench.connect(port)
    client.send(new Uint8Array(defaultOptions.messageBytesMax * 40))
    await until(() => expect(client.closeCode).not.toBeNull())
    await until(() => expect(seen.closed).toEqual([1009]))
    expect(seen.messages).toEqual([])
  })

  test('the hub closes: what was sent before arrives, then the code; closed comes once and never within close', async () => {
    const port = await bench.start({ upgrade: bench.accept() })
    const { client, seen } = await bench.connect(port)
    seen.socket.send(bytes(1))
    seen.socket.close(4008, 'too slow')
    const closedWithin = [...seen.closed]
    seen.socket.close(4000, 'again')
    await until(() => expect(client.closeCode).toBe(4008))
    await until(() => expect(seen.closed).toEqual([4008]))
    expect(closedWithin).toEqual([])
    expect(client.received.map((message) => [...message])).toEqual([[1]])
  })

  test.each([
    [4123, 4123],
    [1000, 1000],
    [undefined, 1005],
  ])('the client closes with %s: the hub is told %i, once', async (code, told) => {
    const port = await bench.start({ upgrade: bench.accept() })
    const { client, seen } = await bench.connect(port)
    client.send(bytes(7))
    client.close(code)
    await until(() => expect(seen.closed).toEqual([told]))
    await until(() => expect(client.closeCode).toBe(told))
    expect(seen.messages).toHaveLength(1)
  })

  test('a cut connection is told as 1006, once', async () => {
    const port = await bench.start({ upgrade: bench.accept() })
    const { client, seen } = await bench.connect(port)
    client.cut()
    await until(() => expect(seen.closed).toEqual([1006]))
  })

  test('every method is harmless after the close', async () => {
    const port = await bench.start({ upgrade: bench.accept() })
    const { client, seen } = await bench.connect(port)
    client.close(4001)
    await until(() => expect(seen.closed).toEqual([4001]))
    const results: string[] = [seen.socket.send(bytes(1))]
    seen.socket.cork(() => results.push(seen.socket.send(bytes(2))))
    seen.socket.close(4002, 'late')
    expect(results).toEqual(['dropped', 'dropped'])
    expect(seen.socket.bufferedBytes).toBe(0)
    expect(seen.closed).toEqual([4001])
  })

  test('a message that arrives after the hub has closed is not delivered', async () => {
    const port = await bench.start({ upgrade: bench.accept(undefined, (seen) => seen.socket.close(4007, 'enough')) })
    const { client, seen } = await bench.connect(port)
    for (let index = 0; index < 50; index++) client.send(numbered(index))
    await until(() => expect(client.closeCode).toBe(4007))
    expect(seen.messages).toHaveLength(1)
    expect(seen.closed).toEqual([4007])
  })

  test('a hub may send and close while it opens a socket', async () => {
    const port = await bench.start({
      upgrade: bench.accept(({ socket }) => {
        socket.send(bytes(9))
        socket.close(4003, 'not now')
      }),
    })
    const { client, seen } = await bench.connect(port)
    await until(() => expect(client.closeCode).toBe(4003))
    expect(client.received.map((message) => [...message])).toEqual([[9]])
    await until(() => expect(seen.closed).toEqual([4003]))
  })

  test('a reader that stalls: queued, then dropped at the limit; all that was accepted arrives, then drain', async () => {
    const port = await bench.start({ upgrade: bench.accept() })
    const { client, seen } = await bench.connect(port)
    client.stall()
    const counts = { sent: 0, queued: 0, dropped: 0 }
    const accepted: number[] = []
    const message = new Uint8Array(16 * 1024)
    for (let index = 0; counts.dropped < 5 && index < 5_000; index++) {
      new DataView(message.buffer).setUint32(0, index, true)
      // The same buffer each time: a transport that kept it by reference would deliver the last number throughout.
      const result = seen.socket.send(message)
      counts[result]++
      if (result !== 'dropped') accepted.push(index)
      expect(seen.socket.bufferedBytes).toBeLessThanOrEqual(defaultOptions.bufferedBytesMax + 1_024)
    }
    expect(counts.dropped).toBe(5)
    expect(counts.queued).toBeGreaterThan(5)
    expect(seen.socket.bufferedBytes).toBeGreaterThan(defaultOptions.bufferedBytesMax / 2)
    expect(seen.drains).toBe(0)
    client.resume()
    await until(() => expect(seen.drains).toBe(1))
    expect(seen.socket.bufferedBytes).toBe(0)
    await until(() => expect(client.received).toHaveLength(accepted.length))
    expect(client.received.map(numberOf)).toEqual(accepted)
    expect(seen.socket.send(bytes(1))).toBe('sent')
  })

  test('a corked flood to a stalled reader is also told by drain', async () => {
    const port = await bench.start({ upgrade: bench.accept() }, { bufferedBytesMax: 64 * 1024 * 1024 })
    const { client, seen } = await bench.connect(port)
    client.stall()
    const message = new Uint8Array(8 * 1024)
    seen.socket.cork(() => {
      for (let index = 0; index < 2_000; index++) seen.socket.send(message)
    })
    expect(seen.socket.bufferedBytes).toBeGreaterThan(0)
    client.resume()
    await until(() => expect(client.received).toHaveLength(2_000))
    await until(() => expect(seen.drains).toBe(1))
  })

  test('corked sends arrive in order, also around a nested cork and before a close within it', async () => {
    const port = await bench.start({ upgrade: bench.accept() })
    const { client, seen } = await bench.connect(port)
    const { socket } = seen
    socket.send(numbered(0))
    socket.cork(() => {
      socket.send(numbered(1))
      socket.cork(() => socket.send(numbered(2)))
      for (let index = 3; index < 200; index++) socket.send(numbered(index))
      socket.close(4010, 'done')
      expect(socket.send(numbered(999))).toBe('dropped')
    })
    await until(() => expect(client.closeCode).toBe(4010))
    expect(client.received.map(numberOf)).toEqual(Array.from({ length: 200 }, (_, index) => index))
  })

  test('500 sockets that come and go are each told closed once, and none is left', async () => {
    const port = await bench.start({ upgrade: bench.accept() })
    const clients = await Promise.all(Array.from({ length: 500 }, () => rig.open(port, { path: '/' })))
    await until(() => expect(bench.seen).toHaveLength(500))
    clients.forEach((client, index) => {
      if (typeof client === 'number') throw new Error(`refused with ${client}`)
      if (index % 3 === 0) client.cut()
      else if (index % 3 === 1) client.close(4001)
      else bench.seen[index]!.socket.close(4002, 'bye')
    })
    await until(() => expect(bench.seen.filter(({ closed }) => closed.length > 0).length).toBeGreaterThanOrEqual(333))
    for (const { socket } of bench.seen) socket.close(4002, 'bye')
    await until(() => expect(bench.seen.map(({ closed }) => closed.length)).toEqual(Array(500).fill(1)))
    expect(bench.seen.every(({ socket }) => socket.bufferedBytes === 0)).toBe(true)
  })

  test('closing the transport closes every socket with 1001 and gives the port free', async () => {
    const port = await bench.start({ upgrade: bench.accept() })
    const sockets = await Promise.all([1, 2, 3].map(() => rig.open(port, { path: '/' })))
    await until(() => expect(bench.seen).toHaveLength(3))
    await bench.stop()
    for (const socket of sockets) await until(() => expect((socket as TestSocket).closeCode).toBe(1001))
    expect(bench.seen.map(({ closed }) => closed)).toEqual([[1001], [1001], [1001]])
    expect(await bench.start({ upgrade: bench.accept() }, { port })).toBe(port)
  })

  test('a port in use is refused with ListenFailed', async () => {
    const port = await bench.start({})
    await expect(bench.start({}, { port })).rejects.toThrow(ListenFailed)
  })
}

const reply = (body: HttpResponse['body'], status = 200): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/plain' },
  body,
})
const text = (response: TestResponse): string => new TextDecoder().decode(response.body)

function httpContract(rig: TransportRig): void {
  const bench = benchFor(rig)
  const serve = (http: (request: HttpRequest) => Promise<HttpResponse>): Promise<number> => bench.start({ http })

  test('GET: path, query, headers and address come in; status, headers and body go out', async () => {
    const port = await serve(async (request) => ({
      status: 201,
      headers: [
        ['set-cookie', 'a=1'],
        ['set-cookie', 'b=2'],
        ['content-length', '9999'],
      ],
      body: JSON.stringify([
        request.method,
        request.path,
        request.query.getAll('q'),
        request.header('x-test'),
        request.header('x-absent'),
        request.peer.address,
      ]),
    }))
    const response = await rig.request(port, {
      method: 'GET',
      path: '/a/b%20c?q=1&q=%E7%AA%93',
      headers: { 'X-Test': 'yes' },
    })
    expect(response.status).toBe(201)
    expect(response.headers.get('set-cookie')).toEqual(['a=1', 'b=2'])
    expect(response.headers.get('content-length')).toEqual([String(response.body.byteLength)])
    expect(JSON.parse(text(response))).toEqual(['GET', '/a/b%20c', ['1', '窓'], 'yes', '', '127.0.0.1'])
  })

  test('HEAD is answered as GET without the body', async () => {
    const port = await serve(async (request) => reply(request.method))
    const response = await rig.request(port, { method: 'HEAD', path: '/' })
    expect([response.status, response.headers.get('content-length'), text(response)]).toEqual([200, ['3'], ''])
  })

  test.each(['OPTIONS', 'DELETE', 'PUT', 'PATCH'])('%s reaches the handler', async (method) => {
    const port = await serve(async (request) => reply(request.method))
    expect(text(await rig.request(port, { method, path: '/' }))).toBe(method)
  })

  test.each([204, 304])('%i has neither body nor length', async (status) => {
    const port = await serve(async () => reply('', status))
    const response = await rig.request(port, { method: 'GET', path: '/' })
    expect([response.status, response.headers.has('content-length'), text(response)]).toEqual([status, false, ''])
  })

  test('a body arrives whole, up to its limit', async () => {
    const port = await serve(async (request) => reply(sha256(await request.body(300_000))))
    const body = randomBytes(300_000)
    expect(text(await rig.request(port, { method: 'POST', path: '/', body }))).toBe(sha256(body))
    expect(text(await rig.request(port, { method: 'POST', path: '/' }))).toBe(sha256(new Uint8Array(0)))
  })

  test.each(['body', 'chunks'] as const)('%s over its limit rejects with BodyTooLarge', async (way) => {
    const port = await serve(async (request) => {
      try {
        if (way === 'body') await request.body(1_000)
        else for await (const _chunk of request.chunks(1_000));
        return reply('accepted')
      } catch (error) {
        return reply(error instanceof BodyTooLarge ? 'too large' : String(error), 413)
      }
    })
    const response = await rig.request(port, { method: 'POST', path: '/', body: new Uint8Array(1_001) })
    expect([response.status, text(response)]).toEqual([413, 'too large'])
    expect((await rig.request(port, { method: 'POST', path: '/', body: new Uint8Array(1_000) })).status).toBe(200)
  })

  test('a failing handler is a 500 that tells nothing, and the log is told', async () => {
    const port = await serve(async () => {
      throw new Error('secret detail')
    })
    const response = await rig.request(port, { method: 'GET', path: '/' })
    expect(response.status).toBe(500)
    expect(text(response)).not.toContain('secret')
    expect(bench.failures).toMatchObject([{ message: 'secret detail' }])
  })

  test('a handler that throws before it returns a promise is a 500 too', async () => {
    const port = await serve(() => {
      throw new Error('at once')
    })
    expect((await rig.request(port, { method: 'GET', path: '/' })).status).toBe(500)
  })

  test.each([
    [{ 'x-a': 'b\r\nset-cookie: evil=1' }],
    [{ 'x-a': 'b\nset-cookie: evil=1' }],
    [{ 'x-a\r\nset-cookie': 'evil=1' }],
    [{ 'x-a': 'b\0' }],
    [{ '': 'b' }],
  ] as Record<string, string>[][])('headers that would break out of their line are a 500: %j', async (headers) => {
    const port = await serve(async () => ({ status: 200, headers: headers!, body: 'x' }))
    const response = await rig.request(port, { method: 'GET', path: '/' })
    expect(response.status).toBe(500)
    expect(response.headers.has('set-cookie')).toBe(false)
  })

  test.each([0, 99, 101, 600, Number.NaN])('status %d is a 500', async (status) => {
    const port = await serve(async () => reply('x', status))
    expect((await rig.request(port, { method: 'GET', path: '/' })).status).toBe(500)
  })

  test('files: 20 MB equal by hash, with their length for HEAD; empty and missing ones', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'transport-'))
    const sizeBytes = 20 * 1024 * 1024
    const content = randomBytes(sizeBytes)
    await writeFile(join(folder, 'big'), content)
    await writeFile(join(folder, 'empty'), '')
    const port = await serve(async ({ path }) =>
      reply({ file: join(folder, path), sizeBytes: path === '/big' ? sizeBytes : 0 }),
    )
    const big = await rig.request(port, { method: 'GET', path: '/big' })
    expect(sha256(big.body)).toBe(sha256(content))
    const head = await rig.request(port, { method: 'HEAD', path: '/big' })
    expect([head.headers.get('content-length'), head.body.byteLength]).toEqual([[String(sizeBytes)], 0])
    expect((await rig.request(port, { method: 'GET', path: '/empty' })).body.byteLength).toBe(0)
    expect((await rig.request(port, { method: 'GET', path: '/missing' })).status).toBe(500)
    await rm(folder, { recursive: true })
  })
}

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex')
