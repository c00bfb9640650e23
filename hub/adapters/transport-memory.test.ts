/** The transport contract in memory, and what only this transport can do: decide when everything happens. */
import { describe, expect, test } from 'vitest'
import { durationMs, instant, later, type DurationMs, type Instant } from '../model/time.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import { defaultOptions, type TestSocket, type TransportRig } from '../ports/transport.contract-bench.ts'
import { transportContract } from '../ports/transport.contract.ts'
import type { Socket, TransportHandlers } from '../ports/transport.ts'
import { realClock } from './clock-real.ts'
import { MemoryNetwork, type Direction, type MemorySocketEvents } from './transport-memory.ts'

/** Notes down what a client is told. */
class Told implements MemorySocketEvents {
  readonly received: Uint8Array[] = []
  isOpen = false
  closeCode: number | null = null
  opened(): void {
    this.isOpen = true
  }
  message(bytes: Uint8Array): void {
    this.received.push(bytes)
  }
  closed(code: number): void {
    this.closeCode = code
  }
}

function memoryRig(): TransportRig {
  const network = new MemoryNetwork({ clock: realClock({ notBefore: instant(0) }) })
  return {
    make: (failed) => network.transport(failed),
    open: (port, target) =>
      new Promise((resolve) => {
        const told = new Told()
        const client = network.connect(
          { port, ...target },
          {
            opened: () =>
              resolve({
                received: told.received,
                get closeCode() {
                  return told.closeCode
                },
                send: client.send,
                close: client.close,
                cut: () => client.cut(),
                stall: () => client.stall('toClient'),
                resume: client.resume,
              } satisfies TestSocket),
            message: (bytes) => told.message(bytes),
            closed: (code) => {
              told.closed(code)
              resolve(client.refusedWith() ?? code)
            },
          },
        )
      }),
    request: (port, request) =>
      new Promise((resolve, reject) =>
        network.request({ port, ...request }, (response) => {
          if (response === null) return reject(new Error('nobody answered'))
          const headers = new Map<string, string[]>()
          for (const [name, value] of response.headers) headers.set(name, [...(headers.get(name) ?? []), value])
          resolve({ status: response.status, headers, body: response.body })
        }),
      ),
  }
}

transportContract('memory', memoryRig())

/** Goes only where it is told to. */
class ManualClock implements Clock {
  private at = instant(1_000)
  private due: { at: Instant; action: () => void }[] = []

  now(): Instant {
    return this.at
  }

  after(delay: DurationMs, action: () => void): Cancel {
    const entry = { at: later(this.at, delay), action }
    this.due.push(entry)
    return () => void (this.due = this.due.filter((other) => other !== entry))
  }

  soon(action: () => void): Cancel {
    return this.after(durationMs(0), action)
  }

  /** Does everything that is due within `ms`, in order of time and then of coming. */
  pass(ms: number): void {
    const end = later(this.at, durationMs(ms))
    for (;;) {
      const next = this.due.reduce<{ at: Instant; action: () => void } | null>(
        (first, entry) => (entry.at <= end && (first === null || entry.at < first.at) ? entry : first),
        null,
      )
      if (next === null) break
      this.due = this.due.filter((entry) => entry !== next)
      this.at = next.at
      next.action()
    }
    this.at = end
  }
}

async function world(delays: number[], windowBytes?: number) {
  const clock = new ManualClock()
  const asked: Direction[] = []
  const network = new MemoryNetwork({
    clock,
    delay: (direction) => {
      asked.push(direction)
      return durationMs(delays.shift() ?? 10)
    },
    ...(windowBytes === undefined ? {} : { windowBytes }),
  })
  const transport = network.transport()
  const seen: string[] = []
  let socket: Socket | null = null
  const handlers: TransportHandlers = {
    upgrade: () => (opened) => {
      socket = opened
      return {
        message: (bytes) => void seen.push(`${clock.now()} message ${bytes[0]}`),
        drain: () => void seen.push(`${clock.now()} drain`),
        closed: (code) => void seen.push(`${clock.now()} closed ${code}`),
      }
    },
    http: async ({ path }) => ({ status: 200, headers: {}, body: path }),
  }
  await transport.listen(handlers, defaultOptions)
  const told = new Told()
  const client = network.connect({ path: '/' }, told)
  return { clock, network, transport, handlers, asked, seen, told, client, socket: () => socket! }
}

describe('memory: time is decided by the test', () => {
  test('a message takes the delay it is given, and a short delay never overtakes a long one', async () => {
    const { clock, client, seen } = await world([10, 10, 100, 5])
    clock.pass(20)
    client.send(Uint8Array.of(1))
    client.send(Uint8Array.of(2))
    clock.pass(99)
    expect(seen).toEqual([])
    clock.pass(1)
    expect(seen).toEqual(['1120 message 1', '1120 message 2'])
  })

  test('a stalled line loses nothing and keeps its order', async () => {
    const { clock, client, seen } = await world([])
    clock.pass(20)
    client.stall('toHub')
    client.send(Uint8Array.of(1))
    client.send(Uint8Array.of(2))
    clock.pass(10_000)
    expect(seen).toEqual([])
    client.resume()
    clock.pass(0)
    expect(seen).toEqual(['11020 message 1', '11020 message 2'])
  })

  test('a cut that only the client notices leaves the hub with an open socket that nobody reads', async () => {
    const { clock, client, seen, told, socket } = await world([], 100)
    clock.pass(20)
    client.send(Uint8Array.of(1))
    client.cut('client')
    clock.pass(60_000)
    expect([told.closeCode, seen]).toEqual([1006, []])
    expect(socket().send(new Uint8Array(100))).toBe('sent')
    expect(socket().send(new Uint8Array(1))).toBe('queued')
    socket().close(4008, 'silent')
    clock.pass(0)
    expect(seen).toEqual(['61020 closed 4008'])
  })

  test('a killed hub is told nothing; its clients are cut, and find the next hub on the same port', async () => {
    const { clock, network, transport, handlers, client, seen, told, socket } = await world([])
    clock.pass(20)
    socket().send(Uint8Array.of(9))
    client.send(Uint8Array.of(1))
    const answers: unknown[] = []
    network.request({ method: 'GET', path: '/' }, (response) => answers.push(response))
    transport.kill()
    expect(socket().send(Uint8Array.of(8))).toBe('dropped')
    clock.pass(1_000)
    expect([told.received.map(([value]) => value), told.closeCode, seen, answers]).toEqual([[9], 1006, [], [null]])
    const early = new Told()
    network.connect({ path: '/' }, early)
    clock.pass(20)
    expect(early.closeCode).toBe(1006)
    await network.transport().listen(handlers, defaultOptions)
    const late = new Told()
    network.connect({ path: '/' }, late)
    clock.pass(20)
    expect([late.isOpen, late.closeCode]).toEqual([true, null])
  })

  test('closing before the line is open leaves nothing behind at the hub', async () => {
    const { clock, client, seen, told } = await world([])
    client.close(4000)
    clock.pass(100)
    expect([told.isOpen, told.closeCode, seen]).toEqual([false, 4000, ['1010 closed 4000']])
  })

  test('the same delays give the same story', async () => {
    const story = async (): Promise<string[]> => {
      const { clock, client, seen, asked, socket } = await world([3, 4, 50, 1, 7, 2])
      clock.pass(10)
      for (let value = 0; value < 20; value++) {
        client.send(Uint8Array.of(value))
        socket().send(Uint8Array.of(value))
        clock.pass(value)
      }
      client.close(4001)
      clock.pass(100)
      return [...seen, ...asked]
    }
    const first = await story()
    expect(first.length).toBeGreaterThan(60)
    expect(await story()).toEqual(first)
  })
})
