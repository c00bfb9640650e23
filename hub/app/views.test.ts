/** What screens show of the present: the customer's place and wait, the agent's desk, everybody's floor. */
import { describe, expect, test } from 'vitest'
import type { Page } from './page-testing.ts'
import { Counter, firstWords, staff, visitor } from './testing.ts'

const placeOf = (page: Page) => page.item('visit', 'contact')?.place

describe('visit', () => {
  test('before the first contact there is the site alone, with its topics', async () => {
    const counter = await Counter.open()
    const page = await counter.page(visitor())
    expect(page.items('visit', 'contact')).toEqual([])
    expect(page.item('visit', 'site')).toMatchObject({ staffed: false, customerName: '' })
    expect(page.item('visit', 'site')?.topics.map(({ key }) => key)).toEqual(['orders', 'delivery', 'other'])
  })

  test('who waits sees their place, and moves up within a second when somebody before them leaves', async () => {
    const counter = await Counter.open()
    const pages = []
    for (const name of ['a', 'b', 'c']) {
      pages.push(await counter.begin(visitor(name)))
      await counter.pass(1_000)
    }
    const other = await counter.begin(visitor('d'), { topic: 'delivery' })
    expect([...pages, other].map(({ customer }) => placeOf(customer))).toEqual([1, 2, 3, 1])
    await pages[0]!.customer.ask('contact.end', { contact: pages[0]!.contact })
    await counter.pass(1_100)
    expect([...pages, other].map(({ customer }) => placeOf(customer))).toEqual([null, 1, 2, 1])
    expect(pages[0]!.customer.item('visit', 'contact')?.phase).toBe('closed')
  })

  test('the wait is told as a range in steps of 15 s while somebody is staffed, and not at all otherwise', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    for (let count = 0; count < 4; count++) {
      await counter.begin(visitor(`served-${count}`))
      await counter.accept(agent)
    }
    const { customer } = await counter.begin(visitor('last'))
    await counter.pass(1_100)
    const { phase, place, waitP50Ms, waitP90Ms } = customer.item('visit', 'contact')!
    expect([phase, place]).toEqual(['queued', 1])
    for (const ms of [waitP50Ms, waitP90Ms]) expect(ms! % 15_000).toBe(0)
    expect(waitP50Ms).toBeLessThan(waitP90Ms!)
    await agent.ask('presence.set', { status: 'away', reason: 'lunch' })
    await counter.pass(1_100)
    expect(customer.item('visit', 'contact')).toMatchObject({ place: 1, waitP50Ms: null, waitP90Ms: null })
  })

  test('through a contact: queued, offered, active with a name, closed with that name', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    const shown = () => {
      const { phase, agentName, place } = customer.item('visit', 'contact')!
      return [phase, agentName, place]
    }
    expect(shown()).toEqual(['queued', '', 1])
    const agent = await counter.arrive()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    await counter.pass(20)
    expect(shown()).toEqual(['offered', '', null])
    await counter.accept(agent)
    expect(shown()).toEqual(['active', staff().name, null])
    await agent.ask('contact.close', { contact })
    await counter.pass(20)
    expect(shown()).toEqual(['closed', staff().name, null])
    await agent.ask('contact.wrapUp', { contact, disposition: '', note: '' })
    await counter.pass(20)
    expect(shown()).toEqual(['closed', staff().name, null])
  })

  test('staffed follows the first agent who comes and the last who goes, within a second', async () => {
    const counter = await Counter.open()
    const page = await counter.page(visitor())
    const staffed = (): boolean | undefined => page.item('visit', 'site')?.staffed
    const agent = await counter.arrive()
    await counter.pass(1_100)
    expect(staffed()).toBe(true)
    await agent.ask('presence.set', { status: 'away', reason: 'lunch' })
    await counter.pass(1_100)
    expect(staffed()).toBe(false)
  })

  test('staffed is right also for who came in the second in which it changed twice', async () => {
    const counter = await Counter.open()
    const agent = await counter.page(staff())
    await counter.page(visitor('early'))
    await counter.pass(3_000)
    await agent.ask('presence.set', { status: 'available', reason: '' })
    const page = await counter.page(visitor('late'))
    expect(page.item('visit', 'site')?.staffed).toBe(true)
    await agent.ask('presence.set', { status: 'away', reason: 'lunch' })
    await counter.pass(3_000)
    expect(page.item('visit', 'site')?.staffed).toBe(false)
  })
})

describe('staffed on a page that is refreshed by itself', () => {
  test('is right after the second in which it changed twice', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    const agent = await counter.page(staff())
    await counter.pass(3_000)
    await agent.ask('presence.set', { status: 'available', reason: '' })
    await customer.ask('contact.end', { contact })
    await counter.pass(20)
    expect(customer.item('visit', 'site')?.staffed).toBe(true)
    await agent.ask('presence.set', { status: 'away', reason: 'lunch' })
    await counter.pass(3_000)
    expect(customer.item('visit', 'site')?.staffed).toBe(false)
  })
})

describe('desk', () => {
  test('me: who I am, what I said of myself and since when, and what I hold', async () => {
    const counter = await Counter.open()
    const { agent } = await counter.talk()
    expect(agent.item('desk', 'me')).toMatchObject({
      agent: staff().agent,
      name: staff().name,
      role: 'agent',
      status: 'available',
      reason: '',
      capacityUnits: 100,
    })
    expect(agent.item('desk', 'me')!.usedUnits).toBeGreaterThan(0)
    const at = counter.clock.now()
    await agent.ask('presence.set', { status: 'away', reason: 'lunch' })
    await counter.pass(20)
    const { status, reason, since } = agent.item('desk', 'me')!
    expect([status, reason, since - at < 50]).toEqual(['away', 'lunch', true])
  })

  test('offer: whose, about what, in which words, since when and until when', async () => {
    const counter = await Counter.open()
    const { contact } = await counter.begin(visitor(), { text: `  ${'あ'.repeat(150)}👍` })
    const agent = await counter.arrive()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    const offer = agent.item('desk', 'offer')!
    expect(offer).toMatchObject({
      contact,
      epoch: 1,
      customerName: 'Yuki',
      topic: { en: 'Order' },
      queue: { en: 'Orders' },
    })
    expect(offer.preview).toBe('あ'.repeat(140))
    expect([offer.deadline - offer.madeAt, offer.madeAt - offer.enqueuedAt > 0]).toEqual([20_000, true])
  })

  test('contact: what is known of it from the beginning to the end of wrap-up', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    const { name, locale, pageUrl, pageTitle } = firstWords
    expect(agent.item('desk', 'contact')).toMatchObject({
      contact,
      phase: 'active',
      customerName: name,
      locale,
      pageUrl,
      pageTitle,
      topic: { en: 'Order' },
      until: null,
      customerOnline: true,
      earlier: 0,
    })
    await agent.ask('contact.close', { contact })
    const closedAt = counter.clock.now()
    await counter.pass(20)
    const wrapping = agent.item('desk', 'contact')!
    expect([wrapping.phase, wrapping.waitingSince]).toEqual(['wrapUp', null])
    expect(Math.abs(wrapping.until! - closedAt - 60_000)).toBeLessThan(50)
  })
})

describe('floor', () => {
  test('queues and colleagues, refreshed within a tenth of a second', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const orders = () => agent.items('floor', 'queue').find(({ name }) => name.en === 'Orders')
    const james = () => agent.items('floor', 'agent').find(({ name }) => name === staff('james').name)
    await counter.pass(200)
    expect(orders()).toMatchObject({ waiting: 0, longestSince: null, staffed: 1, free: 1 })
    expect(james()).toMatchObject({ status: 'offline', free: false })
    const colleague = await counter.arrive(staff('james'))
    await counter.pass(200)
    expect(orders()).toMatchObject({ staffed: 2, free: 2 })
    expect(james()).toMatchObject({ status: 'available', free: true })
    await colleague.ask('presence.set', { status: 'away', reason: 'lunch' })
    await agent.ask('presence.set', { status: 'away', reason: 'lunch' })
    const { contact } = await counter.begin()
    await counter.pass(200)
    expect(orders()).toMatchObject({ waiting: 1, staffed: 0, free: 0 })
    expect(orders()!.longestSince).toBe(counter.hub.live.file(contact)!.startedAt)
    expect(james()).toMatchObject({ status: 'away', reason: 'lunch', free: false })
  })

  test('somebody who is not connected is offline, whatever they said last', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const colleague = await counter.arrive(staff('james'))
    await colleague.vanish()
    await counter.pass(6_000)
    const james = agent.items('floor', 'agent').find(({ name }) => name === staff('james').name)
    expect(james).toMatchObject({ status: 'offline', reason: '', free: false })
  })
})
