/** One socket: how far it may fall behind before it is closed and must resume (P5). */
import { describe, expect, test } from 'vitest'
import { seconds } from '../model/time.ts'
import type { Page } from './page-testing.ts'
import { Counter, staff, visitor, type Talk } from './testing.ts'

describe('a slow reader (P5)', () => {
  const big = '注'.repeat(4_000)

  /** Stops reading on one tab of a customer to whom the agent writes until this many bytes are held up. */
  async function heldUp(counter: Counter, talk: Talk & { readonly agent: Page }, bytes: number): Promise<Page> {
    const tab = await counter.page(visitor())
    tab.socket.stall('toClient')
    for (let written = 0; written < bytes + 64 * 1024; written += big.length * 3)
      await talk.agent.ask('message.send', { contact: talk.contact, text: big, attachments: [] })
    return tab
  }

  const above = 1.2 * 1024 * 1024
  const below = 0.9 * 1024 * 1024

  test('more than 1 MiB behind for 10 s is closed with 4008, and resumes without a gap', async () => {
    const counter = await Counter.open()
    const talk = await counter.talk()
    const tab = await heldUp(counter, talk, above)
    const from = counter.clock.elapsedMs
    await counter.pass(9_000)
    expect(counter.hub.audience.customersOf(visitor().session)).toHaveLength(2)
    await counter.until(() => [...counter.hub.audience.customersOf(visitor().session)].length === 1, 3_000)
    expect(counter.clock.elapsedMs - from).toBeLessThan(11_500)
    expect(talk.customer.closedWith).toBeNull()
    tab.socket.resume()
    expect(await tab.end(1_000)).toBe(4008)
    const seen = tab.entries(talk.contact).length
    const back = await counter.page(visitor(), { logs: [[talk.contact, seen]] })
    expect(back.entries(talk.contact).map(({ seq }) => seq)).toEqual(
      Array.from({ length: counter.hub.audience.headOf(talk.contact) - seen }, (_, at) => seen + 1 + at),
    )
  })

  test('less than that behind is not closed, however long', async () => {
    const counter = await Counter.open()
    const talk = await counter.talk()
    const tab = await heldUp(counter, talk, below)
    await counter.pass(60_000)
    tab.socket.resume()
    await counter.pass(1_000)
    expect(tab.closedWith).toBeNull()
    expect(tab.entries(talk.contact)).toHaveLength(counter.hub.audience.headOf(talk.contact))
  })

  test('one who catches up in time is not closed, and begins anew the next time', async () => {
    const counter = await Counter.open()
    const talk = await counter.talk()
    const tab = await heldUp(counter, talk, above)
    for (let time = 0; time < 4; time++) {
      await counter.pass(7_000)
      tab.socket.resume()
      await counter.pass(100)
      tab.socket.stall('toClient')
      for (let written = 0; written < above; written += big.length * 3)
        await talk.agent.ask('message.send', { contact: talk.contact, text: big, attachments: [] })
    }
    tab.socket.resume()
    await counter.pass(20_000)
    expect(tab.closedWith).toBeNull()
  })

  test('one for whom a frame would have to be dropped is closed with 4008 at once: no silent gap', async () => {
    const counter = await Counter.open({ bufferedBytesMax: 512 * 1024 })
    const talk = await counter.talk()
    const tab = await heldUp(counter, talk, 600 * 1024)
    await counter.pass(20)
    expect([...counter.hub.audience.customersOf(visitor().session)]).toHaveLength(1)
    tab.socket.resume()
    expect(await tab.end(1_000)).toBe(4008)
    const numbers = tab.entries(talk.contact).map(({ seq }) => seq)
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => at + 1))
  })

  test('does not hold up the others', async () => {
    const counter = await Counter.open()
    const talk = await counter.talk()
    await heldUp(counter, talk, above)
    const window = await counter.page(staff('hanako', 2))
    expect(window.entries(talk.contact)).toHaveLength(counter.hub.audience.headOf(talk.contact))
    expect(talk.customer.entries(talk.contact)).toHaveLength(counter.hub.audience.headOf(talk.contact))
  })
})

test('the lease of a slow reader is not renewed by what it does not read', async () => {
  const counter = await Counter.open()
  const page = await counter.page(visitor(), { silent: true })
  await counter.pass(seconds(24))
  expect(page.closedWith).toBeNull()
  await counter.pass(seconds(2))
  expect(page.closedWith).toBe(4011)
})
