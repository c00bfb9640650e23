/** The lean client against a WebSocket server that is not ours: what it sends is understood, and what goes wrong is noticed. */
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { encode } from '#protocol'
import { contentOf, numbered, numberIn, numbersIn, textOf, type Dialect } from './dialect.ts'
import { flush, LeanSocket } from './lean-socket.ts'
import { runLoad, type Load } from './load.ts'
import { Pairs } from './pairs.ts'

const messages = Array.from({ length: 3 }, (_, pair) => numbered(encode(contentOf(pair)), true))
const plain: Dialect = {
  name: 'ws',
  path: (role, pair) => `/${role}/${pair}`,
  hello: () => [],
  message: (pair, number) => messages[pair]!(number),
  read: (pair, payload) => numberIn(payload, pair),
}

type Relay = (receiver: WebSocket, bytes: Buffer, passed: number) => void
const asItCame: Relay = (receiver, bytes) => receiver.send(bytes)

let end: () => Promise<void>
afterEach(() => end())

/** Pairs at a server that passes messages on in some way. */
async function pairsAt(relay: Relay, dialect: Dialect = plain): Promise<Pairs> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const receivers = new Map<string, WebSocket>()
  let passed = 0
  server.on('connection', (socket, { url = '' }) => {
    socket.on('error', () => {})
    const [, role, pair = ''] = url.split('/')
    if (role === 'receiver') receivers.set(pair, socket)
    else socket.on('message', (bytes: Buffer) => relay(receivers.get(pair)!, bytes, ++passed))
  })
  const pairs = await Pairs.open(dialect, (server.address() as AddressInfo).port, 3)
  end = async () => {
    pairs.close()
    for (const client of server.clients) client.terminate()
    server.close()
    await once(server, 'close')
  }
  return pairs
}

const closed: Load = { inFlight: 4, ms: 5, counted: 50 }

test('all messages arrive, and what was done is the same at whatever pace', async () => {
  const pairs = await pairsAt(asItCame)
  const first = await runLoad(pairs, closed)
  const second = await runLoad(pairs, { ...closed, inFlight: 1 })
  const third = await runLoad(pairs, { perSecond: 10_000, ms: 5, counted: 50 })
  expect(first.messages).toBeGreaterThanOrEqual(150)
  expect(new Set([first, second, third].map(({ checksum }) => checksum)).size).toBe(1)
  expect((await runLoad(pairs, { ...closed, counted: 49 })).checksum).not.toBe(first.checksum)
  for (const { p50Ms, p99Ms, perSecond } of [first, second, third]) {
    expect(p99Ms).toBeGreaterThanOrEqual(p50Ms)
    expect(perSecond).toBeGreaterThan(0)
  }
})

test('several messages in one frame count each, and a frame of any length is read', async () => {
  let held: Buffer[] = []
  const together: Relay = (receiver, bytes) => {
    held.push(Buffer.from(bytes))
    if (held.length < 1_000) return
    receiver.send(Buffer.concat(held))
    held = []
  }
  const one = {
    ...plain,
    readAll: (pair: number, payload: Buffer, got: (number: number) => void) => numbersIn(payload, pair, got),
  }
  const pairs = await pairsAt((receiver, bytes) => together(receiver, bytes, 0), {
    ...one,
    message: (_, number) => messages[0]!(number),
  })
  let arrived = 0
  const all = new Promise<void>((resolve, reject) => {
    pairs.listener = { arrived: () => void (++arrived === 1_000 && resolve()), failed: (why) => reject(new Error(why)) }
  })
  for (let number = 0; number < 1_000; number++) pairs.send(0)
  flush()
  await all
  expect(arrived).toBe(1_000)
})

test.each<[string, Relay, RegExp]>([
  [
    'is lost',
    (receiver, bytes, passed) => void (passed !== 20 && receiver.send(bytes)),
    /arrived where .* was due|nothing arrived/,
  ],
  [
    'comes twice',
    (receiver, bytes) => (receiver.send(bytes), receiver.send(bytes)),
    /message 1 arrived where 2 was due/,
  ],
  [
    'ends the socket',
    (receiver, bytes, passed) => void (passed === 20 ? receiver.close(4001, 'enough') : receiver.send(bytes)),
    /lost its socket: closed with 4001 enough/,
  ],
  ['is another pair’s', (receiver) => receiver.send(textOf(2, 1)), /nothing arrived|was due/],
])('a message that %s ends the run', async (_, relay, why) => {
  const pairs = await pairsAt(relay)
  await expect(runLoad(pairs, closed)).rejects.toThrow(why)
})

test('pings are answered, and a closing frame as well', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  const closes: [number, string][] = []
  const met = once(server, 'connection')
  const opened = new Promise<void>((resolve) => {
    const { port } = server.address() as AddressInfo
    const listener = {
      opened: resolve,
      frame: () => {},
      closed: (code: number, why: string) => void closes.push([code, why]),
    }
    void new LeanSocket({ port, path: '/', from: '127.0.0.9' }, listener)
  })
  const [socket, request] = (await met) as [WebSocket, { socket: { remoteAddress: string } }]
  expect(request.socket.remoteAddress).toBe('127.0.0.9')
  await opened
  socket.ping('are you there')
  expect(String((await once(socket, 'pong'))[0])).toBe('are you there')
  socket.close(4002, 'good bye')
  expect((await once(socket, 'close'))[0]).toBe(4002)
  end = async () => {
    server.close()
    await once(server, 'close')
  }
  await expect.poll(() => closes).toEqual([[4002, 'closed with 4002 good bye']])
})
