import { describe, expect, test } from 'vitest'
import type { Actor } from '../http/door.ts'
import { makeId } from '../model/ids.ts'
import { testClock } from './testing.ts'
import { Tickets } from './tickets.ts'

const actor: Actor = { kind: 'visitor', session: makeId('session', 'one'), site: 'pk_shop' }
const other: Actor = { kind: 'visitor', session: makeId('session', 'two'), site: 'pk_shop' }
const origin = 'https://shop.example.jp'

describe('tickets', () => {
  test('are good once', () => {
    const tickets = new Tickets({ clock: testClock() })
    const ticket = tickets.issue(actor, origin)!
    expect(tickets.redeem(ticket, origin)).toEqual(actor)
    expect(tickets.redeem(ticket, origin)).toBeNull()
  })

  test('are good for less than 30 s', () => {
    const clock = testClock()
    const tickets = new Tickets({ clock })
    const early = tickets.issue(actor, origin)!
    const late = tickets.issue(actor, origin)!
    clock.move(29_999)
    expect(tickets.redeem(early, origin)).toEqual(actor)
    clock.move(1)
    expect(tickets.redeem(late, origin)).toBeNull()
  })

  test.each(['https://evil.example', 'https://shop.example.jp.evil.example', 'http://shop.example.jp', ''])(
    'are used up by a hello from %j',
    (foreign) => {
      const tickets = new Tickets({ clock: testClock() })
      const ticket = tickets.issue(actor, origin)!
      expect(tickets.redeem(ticket, foreign)).toBeNull()
      expect(tickets.redeem(ticket, origin)).toBeNull()
    },
  )

  test('cannot be guessed or made up', () => {
    const tickets = new Tickets({ clock: testClock() })
    const seen = new Set(Array.from({ length: 1_000 }, () => tickets.issue(actor, origin)!))
    expect(seen.size).toBe(1_000)
    for (const ticket of seen) expect(ticket).toMatch(/^[A-Za-z0-9_-]{43}$/)
    for (const made of ['', 'x', 'constructor', '__proto__']) expect(tickets.redeem(made, origin)).toBeNull()
  })

  test('are bounded in number, and room comes back with time', () => {
    const clock = testClock()
    const tickets = new Tickets({ clock, countMax: 2 })
    expect(tickets.issue(actor, origin)).not.toBeNull()
    clock.move(10_000)
    expect(tickets.issue(actor, origin)).not.toBeNull()
    expect(tickets.issue(actor, origin)).toBeNull()
    clock.move(20_000)
    expect(tickets.issue(actor, origin)).not.toBeNull()
    expect(tickets.issue(actor, origin)).toBeNull()
  })

  test('of a session that ends are taken back, others stay', () => {
    const tickets = new Tickets({ clock: testClock() })
    const mine = tickets.issue(actor, origin)!
    const theirs = tickets.issue(other, origin)!
    tickets.revoke(actor.session)
    expect(tickets.redeem(mine, origin)).toBeNull()
    expect(tickets.redeem(theirs, origin)).toEqual(other)
  })
})
