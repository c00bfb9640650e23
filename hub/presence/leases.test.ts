import { expect, test } from 'vitest'
import { instant, seconds } from '../model/time.ts'
import { Leases, leaseTermMs } from './leases.ts'

const at = (second: number) => instant(second * 1_000)

test('a lease runs out 25 seconds after the last beat, not before', () => {
  const leases = new Leases<string>()
  leases.renew('ann', at(0))
  leases.renew('ann', at(10))
  expect(leaseTermMs).toBe(25_000)
  expect(leases.expired(instant(34_999))).toEqual([])
  expect(leases.expired(at(35))).toEqual(['ann'])
})

test('an expired lease is told once', () => {
  const leases = new Leases<string>()
  leases.renew('ann', at(0))
  expect(leases.expired(at(60))).toEqual(['ann'])
  expect(leases.expired(at(60))).toEqual([])
  expect(leases.has('ann')).toBe(false)
})

test('those silent for longest come first, and the others stay', () => {
  const leases = new Leases<string>()
  for (const [i, name] of ['ann', 'ben', 'cho', 'dan'].entries()) leases.renew(name, at(i))
  leases.renew('ann', at(4))
  expect(leases.expired(at(27))).toEqual(['ben', 'cho'])
  expect(leases.size).toBe(2)
  expect(leases.nextExpiry()).toBe(at(28))
})

test('a goodbye ends the lease at once', () => {
  const leases = new Leases<string>()
  leases.renew('ann', at(0))
  expect(leases.release('ann')).toBe(true)
  expect(leases.release('ann')).toBe(false)
  expect(leases.nextExpiry()).toBeNull()
  expect(leases.expired(at(100))).toEqual([])
})

test('renew tells a newcomer from one who was here', () => {
  const leases = new Leases<string>(seconds(5))
  expect(leases.renew('ann', at(0))).toBe(true)
  expect(leases.renew('ann', at(1))).toBe(false)
  expect(leases.expired(at(6))).toEqual(['ann'])
  expect(leases.renew('ann', at(7))).toBe(true)
})

test('the order of expiry is the order of the last beats, whatever the history', () => {
  const leases = new Leases<number>()
  for (let beat = 0; beat < 1_000; beat++) leases.renew((beat * 7) % 50, at(beat / 10))
  const order = leases.expired(at(1_000))
  expect(order).toHaveLength(50)
  expect(order.at(-1)).toBe((999 * 7) % 50)
  expect(order[0]).toBe((950 * 7) % 50)
})
