/** Who may open a socket at all: by origin, by address, and by how many from there have yet to say who they are. */
import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../model/time.ts'
import { VirtualClock } from '../sim/virtual-clock.ts'
import { Gate, type GateLimits } from './gate.ts'

const shop = 'https://shop.example'

function gateWith(limits: Partial<GateLimits> = {}) {
  const clock = new VirtualClock()
  const gate = new Gate(
    clock,
    { socketsBeforeHelloPerAddress: 3, upgradesPerMinutePerAddress: 60, ...limits },
    (origin) => origin === shop,
  )
  const pass = (ms: number): void => {
    let over = false
    clock.after(ms as never, () => (over = true))
    while (!over) clock.step((clock.now() + ms) as never)
  }
  return { gate, pass }
}

const peer = (address: string, origin = shop) => ({ address, origin })

describe('origins', () => {
  test.each(['https://evil.example', 'https://shop.example.evil.example', 'http://shop.example', 'null', ''])(
    'from %j nobody comes in',
    (origin) => {
      expect(gateWith().gate.refusal(peer('192.0.2.1', origin))).toBe(403)
    },
  )

  test('a refused origin takes nothing of what the address may', () => {
    const { gate } = gateWith({ upgradesPerMinutePerAddress: 1 })
    for (let tries = 0; tries < 50; tries++) gate.refusal(peer('192.0.2.1', 'https://evil.example'))
    expect(gate.refusal(peer('192.0.2.1'))).toBeNull()
  })
})

describe('one address', () => {
  test('as many as may wait for their hello, and one more when one has said it', () => {
    const { gate } = gateWith()
    for (let count = 0; count < 3; count++) expect(gate.refusal(peer('192.0.2.1'))).toBeNull()
    expect(gate.refusal(peer('192.0.2.1'))).toBe(429)
    expect(gate.refusal(peer('192.0.2.2'))).toBeNull()
    gate.passed(peer('192.0.2.1'))
    expect(gate.refusal(peer('192.0.2.1'))).toBeNull()
    expect(gate.refusal(peer('192.0.2.1'))).toBe(429)
  })

  test('saying hello more often than coming in gives nobody more than the limit', () => {
    const { gate } = gateWith()
    expect(gate.refusal(peer('192.0.2.1'))).toBeNull()
    for (let count = 0; count < 9; count++) gate.passed(peer('192.0.2.1'))
    for (let count = 0; count < 3; count++) expect(gate.refusal(peer('192.0.2.1'))).toBeNull()
    expect(gate.refusal(peer('192.0.2.1'))).toBe(429)
  })

  test('so many a minute, coming back steadily and never more than a minute of them', () => {
    const { gate, pass } = gateWith({ upgradesPerMinutePerAddress: 6 })
    const comeIn = (): number => {
      let count = 0
      for (; gate.refusal(peer('192.0.2.1')) === null; count++) gate.passed(peer('192.0.2.1'))
      return count
    }
    expect(comeIn()).toBe(6)
    pass(seconds(9))
    expect(comeIn()).toBe(0)
    pass(seconds(1))
    expect(comeIn()).toBe(1)
    pass(minutes(60))
    expect(comeIn()).toBe(6)
  })
})

describe('neighbourhoods', () => {
  test('the 2^64 addresses of one IPv6 household count as one', () => {
    const { gate } = gateWith()
    for (const last of ['1', '2', 'ffff:1:2:3']) expect(gate.refusal(peer(`2001:db8:0:7::${last}`))).toBeNull()
    expect(gate.refusal(peer('2001:db8:0:7:a:b:c:d'))).toBe(429)
    expect(gate.refusal(peer('2001:db8:0:8::1'))).toBeNull()
    gate.passed(peer('2001:0db8::7:0:0:0:9'))
    expect(gate.refusal(peer('2001:db8:0:7::1'))).toBeNull()
  })

  test('an IPv4 address counts as itself, however it is written', () => {
    const { gate } = gateWith({ socketsBeforeHelloPerAddress: 1 })
    expect(gate.refusal(peer('192.0.2.1'))).toBeNull()
    expect(gate.refusal(peer('::ffff:192.0.2.1'))).toBe(429)
    expect(gate.refusal(peer('::ffff:192.0.2.2'))).toBeNull()
  })
})

test('memory is bounded: quiet addresses are forgotten, those that wait for a hello are not', () => {
  const { gate } = gateWith({ socketsBeforeHelloPerAddress: 1, upgradesPerMinutePerAddress: 2 })
  const address = (number: number): string => `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`
  expect(gate.refusal(peer('192.0.2.1'))).toBeNull()
  let refused = 0
  for (let number = 0; number < 150_000; number++) {
    if (gate.refusal(peer(address(number))) !== null) refused += 1
    gate.passed(peer(address(number)))
  }
  expect(refused).toBe(0)
  // The one that waits is still known, the first quiet one is not: it has all its permits again.
  expect(gate.refusal(peer('192.0.2.1'))).toBe(429)
  expect(gate.refusal(peer(address(0)))).toBeNull()
  gate.passed(peer(address(0)))
  expect(gate.refusal(peer(address(0)))).toBeNull()
})
