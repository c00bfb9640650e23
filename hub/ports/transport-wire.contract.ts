/**
 * What a transport on a real port must also hold against: clients that break the rules of TCP, HTTP or WebSocket, drip,
 * pipeline, or leave in the middle. Run beside transport.contract.ts on every engine that listens.
 */
import { afterEach, describe, expect, test } from 'vitest'
import { Bench, until, type TransportRig } from './transport.contract-bench.ts'
import { frame, opcode, requestHead, upgradeRequest, Wire, WireSocket } from './transport.contract-client.ts'
import { BodyAborted, BodyTooLarge, type HttpRequest, type HttpResponse } from './transport.ts'

const reply = (body: string, status = 200): HttpResponse => ({ status, headers: {}, body })
const echo = async (request: HttpRequest): Promise<HttpResponse> => reply(`${request.method} ${request.path}`)

export interface WireLimits {
  /** Within what time a request whose headers never end is cut. */
  readonly dripCutMs: number
  /** Why an unmasked frame is let pass, where it is. */
  readonly unmasked?: string
}

/** Runs the suite. */
export function wireContract(name: string, rig: TransportRig, { dripCutMs, unmasked }: WireLimits): void {
  const bench = new Bench(rig)
  const wires: Wire[] = []
  const dial = async (port: number): Promise<Wire> => {
    const wire = await Wire.open(port)
    wires.push(wire)
    return wire
  }
  const dialSocket = async (port: number): Promise<WireSocket> => {
    const wire = await dial(port)
    wire.write(upgradeRequest('/'))
    expect((await wire.response()).status).toBe(101)
    return new WireSocket(wire)
  }
  afterEach(async () => {
    for (const wire of wires.splice(0)) wire.tcp.destroy()
    await bench.stop()
    bench.seen.length = 0
  })

  describe(`${name}: sockets on the wire`, () => {
    test('fragments are joined, and count together towards the greatest length', async () => {
      const port = await bench.start({ upgrade: bench.accept() }, { messageBytesMax: 1_000 })
      const client = await dialSocket(port)
      client.wire.write(frame(opcode.binary, Buffer.from('first '), 0))
      client.wire.write(frame(opcode.continuation, Buffer.from('last')))
      await until(() =>
        expect(bench.seen[0]!.messages.map((message) => Buffer.from(message).toString())).toEqual(['first last']),
      )
      client.wire.write(frame(opcode.binary, Buffer.alloc(600), 0))
      client.wire.write(frame(opcode.continuation, Buffer.alloc(600)))
      await until(() => expect(bench.seen[0]!.closed).toEqual([1009]))
      expect(bench.seen[0]!.messages).toHaveLength(1)
    })

    test('a ping is answered by a pong with the same bytes and reaches no handler', async () => {
      const port = await bench.start({ upgrade: bench.accept() })
      const client = await dialSocket(port)
      client.wire.tcp.removeAllListeners('data')
      const got: Buffer[] = []
      client.wire.tcp.on('data', (data) => got.push(data as Buffer))
      client.wire.write(frame(opcode.ping, Buffer.from('still there')))
      await until(() => expect(Buffer.concat(got).toString('latin1')).toBe('\x8a\x0bstill there'))
      expect(bench.seen[0]!.messages).toEqual([])
    })

    const endsSocket = async (hostile: Buffer): Promise<void> => {
      const port = await bench.start({ upgrade: bench.accept() })
      const client = await dialSocket(port)
      client.wire.write(hostile)
      await until(() => expect(bench.seen[0]!.closed).toHaveLength(1))
      expect(bench.seen[0]!.messages).toEqual([])
      await until(() => expect(client.closeCode).not.toBeNull())
    }

    test.each([
      ['reserved bits', frame(opcode.binary, Buffer.from('x'), 0xf0)],
      ['a compressed frame that was never agreed to', frame(opcode.binary, Buffer.from('x'), 0xc0)],
      ['an unknown opcode', frame(3, Buffer.from('x'))],
      ['a continuation of nothing', frame(opcode.continuation, Buffer.from('x'))],
      ['a ping of 126 bytes', frame(opcode.ping, Buffer.alloc(126))],
    ])('%s ends the socket and nothing arrives', (_what, hostile) => endsSocket(hostile))

    test('an unmasked frame ends the socket and nothing arrives', ({ skip }) => {
      skip(unmasked !== undefined, unmasked)
      return endsSocket(Buffer.concat([Buffer.from([0x82, 20]), Buffer.alloc(20, 7)]))
    })

    test('no extension and no sub-protocol is agreed to', async () => {
      const port = await bench.start({ upgrade: bench.accept() })
      const wire = await dial(port)
      wire.write(upgradeRequest('/', { 'Sec-WebSocket-Extensions': 'permessage-deflate' }))
      const { status, headers } = await wire.response()
      expect([status, headers.has('sec-websocket-extensions'), headers.has('sec-websocket-protocol')]).toEqual([
        101,
        false,
        false,
      ])
    })

    test('a refused upgrade ends the connection', async () => {
      const port = await bench.start({ upgrade: () => 429 })
      const wire = await dial(port)
      wire.write(upgradeRequest('/'))
      expect(await wire.toEnd()).toMatch(/^HTTP\/1\.1 429 /)
    })

    test('a stalled reader that was closed is let go, though it never reads its close frame', async () => {
      const port = await bench.start({ upgrade: bench.accept() })
      const client = await dialSocket(port)
      client.stall()
      const { socket, closed } = bench.seen[0]!
      while (socket.send(new Uint8Array(16_384)) !== 'dropped');
      socket.close(4008, 'too slow')
      await until(() => expect(closed).toEqual([4008]))
      await bench.stop()
      client.resume()
      await until(() => expect(client.wire.ended).toBe(true))
    })
  })

  describe(`${name}: HTTP on the wire`, () => {
    test('one connection serves one request after the other, also pipelined', async () => {
      const port = await bench.start({ http: echo })
      const wire = await dial(port)
      const pair = requestHead({ method: 'GET', path: '/1' }) + requestHead({ method: 'GET', path: '/2' })
      wire.write(requestHead({ method: 'GET', path: '/0' }))
      expect((await wire.response()).body.toString()).toBe('GET /0')
      wire.write(pair)
      expect((await wire.response()).body.toString()).toBe('GET /1')
      expect((await wire.response()).body.toString()).toBe('GET /2')
      wire.write(requestHead({ method: 'POST', path: '/3', body: new Uint8Array(3) }) + 'abc')
      expect((await wire.response()).body.toString()).toBe('POST /3')
    })

    test.each([
      ['odd bytes in the path', 'GET /%zz/\xff\x80/..%2f HTTP/1.1\r\nHost: x\r\n\r\n'],
      ['an unknown method', 'BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n'],
      ['a path that is no path', 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n'],
      ['a whole address as path', 'GET http://elsewhere.example/ HTTP/1.1\r\nHost: x\r\n\r\n'],
      ['CONNECT', 'CONNECT elsewhere.example:80 HTTP/1.1\r\nHost: x\r\n\r\n'],
      ['garbage', '\x16\x03\x01\x02\x00\x01\r\n\r\n'],
      ['a length that is no number', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n'],
      [
        'a length and chunks',
        'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      ],
      ['headers beyond measure', `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(100_000)}\r\n\r\n`],
      ['an upgrade to something else', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n'],
      ['an upgrade without a key', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'],
    ])('%s: answered or cut, and the next client is served', async (_what, hostile) => {
      const port = await bench.start({ http: async (request) => reply(String((await request.body(1_000)).byteLength)) })
      const wire = await dial(port)
      wire.write(hostile)
      await until(() => expect(wire.ended || wire.receivedBytes > 0).toBe(true))
      if (wire.receivedBytes > 0) expect(wire.received.toString('latin1')).toMatch(/^HTTP\/1\.1 [2345]\d\d /)
      expect((await rig.request(port, { method: 'GET', path: '/' })).status).toBe(200)
    })

    test('a chunked body is limited too, though it announces no length', async () => {
      const outcome: unknown[] = []
      const port = await bench.start({
        http: (request) =>
          request.body(1_000).then(
            () => reply('fits'),
            (error: unknown) => (outcome.push(error), reply('no', 413)),
          ),
      })
      const wire = await dial(port)
      wire.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
      wire.write(`3e8\r\n${'a'.repeat(1_000)}\r\n`)
      wire.write('1\r\nb\r\n')
      expect((await wire.response()).status).toBe(413)
      expect(outcome[0]).toBeInstanceOf(BodyTooLarge)
      await until(() => expect(wire.ended).toBe(true))
    })

    test('a body whose announced length is over the limit is refused before it is read', async () => {
      const port = await bench.start({
        http: (request) =>
          request.body(10).then(
            () => reply('fits'),
            () => reply('no', 413),
          ),
      })
      const wire = await dial(port)
      wire.write(requestHead({ method: 'POST', path: '/', headers: { 'Content-Length': '1000000000' } }))
      expect(await wire.toEnd()).toMatch(/^HTTP\/1\.1 413 /)
    })

    test('a body nobody reads ends the connection instead of becoming the next request', async () => {
      const paths: string[] = []
      const port = await bench.start({ http: async ({ path }) => (paths.push(path), reply('not read', 404)) })
      const wire = await dial(port)
      wire.write(requestHead({ method: 'POST', path: '/outer', headers: { 'Content-Length': '500000' } }))
      wire.write(requestHead({ method: 'GET', path: '/inner' }))
      expect(await wire.toEnd()).toMatch(/^HTTP\/1\.1 404 /)
      expect(paths).toEqual(['/outer'])
    })

    test.each(['body', 'chunks'] as const)(
      'a client that leaves in the middle: %s rejects with BodyAborted',
      async (way) => {
        const outcomes: unknown[] = []
        let started = false
        const port = await bench.start({
          http: async (request) => {
            started = true
            try {
              if (way === 'body') await request.body(1_000_000)
              else for await (const _chunk of request.chunks(1_000_000));
              outcomes.push('complete')
            } catch (error) {
              outcomes.push(error)
            }
            return reply('to nobody')
          },
        })
        const wire = await dial(port)
        wire.write(requestHead({ method: 'POST', path: '/', headers: { 'Content-Length': '5000' } }) + 'only a part')
        await until(() => expect(started).toBe(true))
        wire.tcp.destroy()
        await until(() => expect(outcomes).toHaveLength(1))
        expect(outcomes[0]).toBeInstanceOf(BodyAborted)
        expect((await rig.request(port, { method: 'POST', path: '/' })).status).toBe(200)
      },
    )

    test('a client that leaves before its answer harms nobody', async () => {
      const answers: (() => void)[] = []
      const port = await bench.start({
        http: () => new Promise((resolve) => answers.push(() => resolve(reply('late')))),
      })
      const gone = await dial(port)
      gone.write(requestHead({ method: 'GET', path: '/' }))
      await until(() => expect(answers).toHaveLength(1))
      gone.tcp.destroy()
      const stays = await dial(port)
      stays.write(requestHead({ method: 'GET', path: '/' }))
      await until(() => expect(answers).toHaveLength(2))
      for (const answer of answers) answer()
      expect((await stays.response()).body.toString()).toBe('late')
    })

    test('reading pauses while the consumer of chunks works, and all of it arrives', async () => {
      const sizeBytes = 32 * 1024 * 1024
      let letOn = (): void => {}
      const firstTaken = new Promise<void>((resolve) => (letOn = resolve))
      let total = 0
      const port = await bench.start({
        http: async (request) => {
          for await (const chunk of request.chunks(sizeBytes)) {
            total += chunk.byteLength
            await firstTaken
          }
          return reply(String(total))
        },
      })
      const wire = await dial(port)
      wire.write(requestHead({ method: 'POST', path: '/', headers: { 'Content-Length': String(sizeBytes) } }))
      wire.write(new Uint8Array(sizeBytes))
      await until(() => expect(total).toBeGreaterThan(0))
      // The kernel's buffers are full, ours hold one read: most of the body is still with the client.
      const before = process.memoryUsage().arrayBuffers
      expect(wire.tcp.writableLength).toBeGreaterThan(sizeBytes / 2)
      // Each answer takes the engine round its loop once more, and it would read half a megabyte each time.
      for (let round = 0; round < 100; round++) {
        expect((await rig.request(port, { method: 'POST', path: '/' })).status).toBe(200)
      }
      expect(wire.tcp.writableLength).toBeGreaterThan(sizeBytes / 2)
      expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(sizeBytes / 4)
      letOn()
      expect((await wire.response()).body.toString()).toBe(String(sizeBytes))
    })

    test('X-Forwarded-For is believed from the trusted proxy alone, and only its last entry', async () => {
      const tell = async ({ peer, header }: HttpRequest): Promise<HttpResponse> =>
        reply(`${peer.address} ${header('x-forwarded-for')} ${header('x-forwarded-proto')}`)
      const headers = { 'X-Forwarded-For': '6.6.6.6, 198.51.100.7', 'X-Forwarded-Proto': 'https' }
      const ask = async (trustedProxy: string | null): Promise<string> => {
        const port = await bench.start({ http: tell }, { trustedProxy })
        return Buffer.from((await rig.request(port, { method: 'GET', path: '/', headers })).body).toString()
      }
      expect(await ask(null)).toBe('127.0.0.1  ')
      expect(await ask('10.0.0.1')).toBe('127.0.0.1  ')
      expect(await ask('127.0.0.1')).toBe('198.51.100.7 6.6.6.6, 198.51.100.7 https')
    })

    test('an IPv4 client on an IPv6 port has its IPv4 address', async () => {
      const port = await bench.start(
        { http: async ({ peer }) => reply(peer.address) },
        { host: '::', trustedProxy: null },
      )
      const response = await rig.request(port, { method: 'GET', path: '/' })
      expect(Buffer.from(response.body).toString()).toBe('127.0.0.1')
    })

    test('closing lets a request that is being answered finish', async () => {
      let answer = (): void => {}
      const port = await bench.start({
        http: () => new Promise((resolve) => (answer = () => resolve(reply('in time')))),
      })
      const wire = await dial(port)
      wire.write(requestHead({ method: 'GET', path: '/' }))
      const asked = answer
      await until(() => expect(answer).not.toBe(asked))
      const stopped = bench.stop()
      answer()
      expect((await wire.response()).body.toString()).toBe('in time')
      await stopped
      await until(() => expect(wire.ended).toBe(true))
    })

    test('headers that never end are cut, while others are served', async () => {
      const port = await bench.start({ http: echo })
      const wire = await dial(port)
      const started = performance.now()
      wire.write('GET / HTTP/1.1\r\nHost: x\r\n')
      const drip = setInterval(() => wire.write('X-Drip: 1\r\n'), dripCutMs / 10)
      expect((await rig.request(port, { method: 'GET', path: '/' })).status).toBe(200)
      await wire.toEnd()
      clearInterval(drip)
      expect(performance.now() - started).toBeLessThan(dripCutMs * 2)
    })
  })
}
