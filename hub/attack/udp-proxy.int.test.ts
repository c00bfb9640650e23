import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UdpProxy } from './udp-proxy.ts'
import { until } from './waiting.ts'

/** Says back what it hears, and remembers from where. */
let echo: Socket
let proxy: UdpProxy
const heardFrom: RemoteInfo[] = []
const opened: Socket[] = []

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4')
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  opened.push(socket)
  return socket
}

beforeEach(async () => {
  heardFrom.length = 0
  echo = await bound()
  echo.on('message', (bytes, from) => {
    heardFrom.push(from)
    echo.send(bytes, from.port, from.address)
  })
  proxy = await UdpProxy.open(echo.address().port)
})
afterEach(() => {
  proxy.close()
  for (const socket of opened.splice(0)) socket.close()
})

async function browser() {
  const socket = await bound()
  const told: string[] = []
  socket.on('message', (bytes) => told.push(bytes.toString()))
  return { told, say: (text: string) => socket.send(text, proxy.port, '127.0.0.1') }
}

test('leads there and back, each browser by an address of its own', async () => {
  const [one, other] = [await browser(), await browser()]
  one.say('one')
  other.say('other')
  await until(() => one.told.length + other.told.length === 2)
  expect([one.told, other.told]).toEqual([['one'], ['other']])
  expect(new Set(heardFrom.map(({ address }) => address)).size).toBe(2)
})

test('another address is seen after a change, and still leads back', async () => {
  const one = await browser()
  one.say('before')
  await until(() => one.told.length === 1)
  expect(proxy.changeAddresses()).toBe(1)
  one.say('after')
  await until(() => one.told.length === 2)
  expect(heardFrom[1]?.address).not.toBe(heardFrom[0]?.address)
})

test('what was cut stays so, while a new socket passes; what was silent passes again', async () => {
  const [old, fresh] = [await browser(), await browser()]
  old.say('before')
  await until(() => old.told.length === 1)
  expect(proxy.cut()).toBe(1)
  old.say('lost')
  fresh.say('new')
  await until(() => fresh.told.length === 1)
  proxy.silent = true
  fresh.say('lost')
  proxy.silent = false
  fresh.say('again')
  await until(() => fresh.told.includes('again'))
  expect(old.told).toEqual(['before'])
  expect(proxy.flows).toBe(1)
})

test('what is injected comes from where a browser was known to be', async () => {
  const one = await browser()
  one.say('real')
  await until(() => one.told.length === 1)
  proxy.inject(Buffer.from('false'), 0)
  await until(() => heardFrom.length === 2)
  expect(heardFrom[1]).toMatchObject({ address: heardFrom[0]?.address, port: heardFrom[0]?.port })
})
