/** What every transport must do with sockets. Part of transport.contract.ts. */
import { expect, test } from 'vitest'
import { benchFor, defaultOptions, until, type TestSocket, type TransportRig } from './transport.contract-bench.ts'
import { ListenFailed } from './transport.ts'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)
const numbered = (index: number): Uint8Array => new Uint8Array(Uint32Array.of(index).buffer)
const numberOf = (message: Uint8Array): number => new DataView(message.buffer, message.byteOffset).getUint32(0, true)

/** Registers the tests; to be called within a `describe`. */
export function socketContract(rig: TransportRig): void {
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

  test('what a cork could not hand to the kernel counts towards the limit', async () => {
    const port = await bench.start({ upgrade: bench.accept() })
    const { client, seen } = await bench.connect(port)
    client.stall()
    const { socket } = seen
    const message = new Uint8Array(4 * 1024)
    // More than the kernel, whose buffer may grow meanwhile, takes over with the next message.
    const half = defaultOptions.bufferedBytesMax / 2
    for (let count = 0; socket.bufferedBytes < half && count < 20_000; count++) socket.cork(() => socket.send(message))
    expect(socket.bufferedBytes).toBeGreaterThanOrEqual(half)
    expect(socket.send(new Uint8Array(defaultOptions.bufferedBytesMax))).toBe('dropped')
    expect(socket.send(message)).toBe('queued')
    client.resume()
    await until(() => expect(seen.drains).toBeGreaterThan(0))
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
