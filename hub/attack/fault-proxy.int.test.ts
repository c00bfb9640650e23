import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Chance } from '../sim/chance.ts'
import { FaultProxy, type FaultKind } from './fault-proxy.ts'
import { until } from './waiting.ts'

/** Says back what it hears. */
let echo: Server
const heard: Socket[] = []
beforeAll(async () => {
  echo = createServer((socket) => {
    heard.push(socket)
    socket.on('error', () => {})
    socket.pipe(socket)
  })
  await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  for (const socket of heard) socket.destroy()
  echo.close()
})

async function line(seed = 3) {
  const proxy = await FaultProxy.open((echo.address() as AddressInfo).port, new Chance(seed))
  const socket = connect(proxy.port, '127.0.0.1')
  const state = { text: '', error: '', closed: false }
  socket.on('data', (bytes) => (state.text += bytes.toString('latin1')))
  socket.on('error', (error: NodeJS.ErrnoException) => (state.error = error.code ?? ''))
  socket.on('close', () => (state.closed = true))
  await until(() => proxy.connections === 1 && socket.readyState === 'open')
  return { proxy, socket, state }
}

const words = Array.from({ length: 400 }, (_, at) => `word ${at} `).join('')

test.each<FaultKind>(['stall', 'drip', 'split', 'delay', 'bandwidth'])('%s loses and changes no byte', async (kind) => {
  const { proxy, socket, state } = await line()
  expect(proxy.strike(kind)).toBe(true)
  socket.write(words)
  await until(() => state.text.length >= words.length)
  expect(state.text).toBe(words)
  socket.destroy()
  await proxy.close()
})

test('cut ends both sides in order, reset breaks them', async () => {
  for (const [kind, error] of [
    ['cut', ''],
    ['reset', 'ECONNRESET'],
  ] as const) {
    const { proxy, socket, state } = await line()
    socket.write('hello')
    await until(() => state.text === 'hello')
    expect(proxy.strike(kind)).toBe(true)
    await until(() => state.closed)
    expect([kind, state.error]).toEqual([kind, error])
    expect([proxy.struck[kind], proxy.connections]).toEqual([1, 0])
    await proxy.close()
  }
})

test('bandwidth: many bytes take their time, few do not', async () => {
  const { proxy, socket, state } = await line()
  // Whichever direction it hits, words go there and back.
  expect(proxy.strike('bandwidth')).toBe(true)
  const began = performance.now()
  socket.write(words)
  await until(() => state.text.length >= words.length)
  // 400 bytes at once, at least 10 ms of rest: timers may be 1 ms early.
  expect(performance.now() - began).toBeGreaterThan(9 * Math.floor(words.length / 400))
  socket.destroy()
  await proxy.close()
})

test.each([
  ['deafHub', false],
  ['deafClient', true],
] as const)('%s: words vanish in one direction, nobody is told, until the line is reset', async (kind, arrives) => {
  const { proxy, socket, state } = await line(6)
  const before = heard.length
  expect(proxy.strike(kind)).toBe(true)
  expect(proxy.strike('cut')).toBe(false)
  const arrived = heard.at(-1)!.bytesRead
  socket.write('into the void')
  await until(() => state.closed, 20_000)
  expect([state.text, state.error]).toEqual(['', 'ECONNRESET'])
  expect(heard).toHaveLength(before)
  expect(heard.at(-1)!.bytesRead - arrived).toBe(arrives ? 'into the void'.length : 0)
  expect([proxy.struck[kind], proxy.connections]).toEqual([1, 0])
  await proxy.close()
})
