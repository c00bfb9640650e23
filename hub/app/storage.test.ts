/** The whole hub while the disk refuses (P18), and while a transaction is on its way (P1): what is said, and what is not. */
import { describe, expect, test } from 'vitest'
import { contactOf, liveContacts } from '../acd/index.ts'
import { Counter, firstWords, staff, visitor } from './testing.ts'

/** Everything of the floor and the files that is not derived from it. Marks may only grow: who writes has read, whatever becomes of it. */
const memoryOf = (counter: Counter): unknown =>
  structuredClone({
    contacts: [...liveContacts(counter.hub.live.floor)].sort((a, b) => (a.id < b.id ? -1 : 1)),
    agents: [...counter.hub.live.floor.agents.values()].map(({ record }) => record),
    files: [...counter.hub.live.files.values()]
      .map((file) => ({ ...file, customerReceived: 0, customerRead: 0, agentReceived: 0, agentRead: 0 }))
      .sort((a, b) => (a.contact < b.contact ? -1 : 1)),
    open: [...counter.hub.live.openOf].sort(),
    lastEvent: counter.hub.live.lastEvent,
  })

describe('a transaction on its way', () => {
  test('nobody is told anything of it before the flush: not the sender, not the other side, no list (P1)', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await counter.pass(2_000)
    for (const page of [customer, agent]) page.forget()
    counter.disk.held = true
    customer.put('message.send', { contact, text: 'hello', attachments: [] })
    await counter.pass(2_000)
    expect([customer.frames, agent.frames]).toEqual([[], []])
    counter.disk.release()
    await counter.until(() => agent.of('entries').length === 1 && customer.of('reply').length === 1, 100)
  })

  test('an arrival is not shown either, and a welcome waits for it', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    await counter.pass(2_000)
    agent.forget()
    counter.disk.held = true
    const page = await counter.knock()
    page.hello({ ticket: counter.ticket(staff('james')) })
    await counter.pass(2_000)
    expect([page.of('welcome'), agent.of('delta')]).toEqual([[], []])
    counter.disk.release()
    await counter.until(() => page.of('welcome').length === 1 && agent.of('delta').length > 0, 500)
  })
})

describe('a disk that refuses', () => {
  test('requests get storage.unavailable, and the one whose transaction failed has not happened', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await counter.pass(2_000)
    agent.forget()
    counter.disk.broken = true
    const message = { contact, text: 'lost', attachments: [] }
    expect(await customer.refusal('message.send', message)).toBe('storage.unavailable')
    expect(await customer.refusal('message.send', message)).toBe('storage.unavailable')
    const ken = await counter.knock()
    ken.hello({ ticket: counter.ticket(visitor('ken')) })
    await counter.pass(100)
    expect([agent.of('entries'), customer.closedWith, agent.closedWith, counter.fatal]).toEqual([[], null, null, []])
  })

  test('memory is as it was before the refused transaction, whatever that held', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await counter.begin(visitor('ken'))
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    const mari = await counter.page(visitor('mari'))
    await counter.pass(2_000)
    const before = memoryOf(counter)
    counter.disk.broken = true
    const { offer, epoch } = agent.item('desk', 'offer')!
    customer.put('message.send', { contact, text: 'lost', attachments: [] })
    agent.put('offer.accept', { offer, epoch })
    agent.put('contact.close', { contact })
    mari.put('contact.start', firstWords)
    await counter.until(() => counter.hub.storageDown)
    expect(memoryOf(counter)).toEqual(before)
    expect(counter.hub.live.floor.offersMade).toBeGreaterThan(0)
  })

  test('an id of an offer that was never kept is not given to another one', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const { customer, contact } = await counter.begin()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    const made = counter.hub.live.floor.offersMade
    counter.disk.broken = true
    await agent.refusal('offer.decline', { offer: agent.item('desk', 'offer')!.offer, epoch: 1 }, 'd1')
    counter.disk.broken = false
    await counter.until(() => !counter.hub.storageDown)
    await customer.ask('contact.end', { contact })
    await counter.begin()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    expect(counter.hub.live.floor.offersMade).toBeGreaterThan(made)
  })

  test('service is back within a second or two of the disk, and a repeat does what was refused, once', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    counter.disk.broken = true
    const message = { contact, text: 'hello', attachments: [] }
    expect(await customer.refusal('message.send', message, 'm1')).toBe('storage.unavailable')
    await counter.pass(10_000)
    counter.disk.broken = false
    const from = counter.clock.elapsedMs
    await counter.until(() => !counter.hub.storageDown)
    expect(counter.clock.elapsedMs - from).toBeLessThan(1_100)
    const { seq } = await customer.ask('message.send', message, 'm1')
    await counter.pass(20)
    expect(agent.entries(contact).map((one) => one.seq)).toEqual([1, 2, 3, seq])
  })

  test('what was asked behind a refused request does not overtake it (P3)', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.talk()
    counter.disk.broken = true
    expect(await customer.refusal('message.send', { contact, text: 'first', attachments: [] }, 'm1')).toBe(
      'storage.unavailable',
    )
    counter.disk.broken = false
    await counter.until(() => !counter.hub.storageDown)
    expect(await customer.refusal('message.send', { contact, text: 'second', attachments: [] }, 'm2')).toBe(
      'storage.unavailable',
    )
    await customer.ask('message.send', { contact, text: 'first', attachments: [] }, 'm1')
    await customer.ask('message.send', { contact, text: 'second', attachments: [] }, 'm2')
    await counter.pass(20)
    expect(
      customer
        .entries(contact)
        .slice(-2)
        .map(({ entry }) => entry),
    ).toMatchObject([{ text: 'first' }, { text: 'second' }])
  })

  test('reading goes on, beats are answered, hints arrive, and nobody is thrown out', async () => {
    const counter = await Counter.open()
    const first = await counter.begin()
    await first.customer.ask('contact.end', { contact: first.contact })
    const { customer, agent, contact } = await counter.talk()
    counter.disk.broken = true
    await counter.refusal()
    const { contacts } = await agent.ask('contact.earlier', { contact, limit: 5 })
    expect(contacts.map((one) => one.contact)).toEqual([first.contact])
    expect((await agent.ask('contact.read', { contact, earlier: first.contact, after: 0, limit: 9 })).head).toBe(3)
    expect(await agent.refusal('contact.read', { contact, earlier: 'cnt_none' as never, after: 0, limit: 9 })).toBe(
      'contact.gone',
    )
    customer.hint('message.typing', { contact, on: true })
    await counter.pass(120_000)
    expect(agent.of('hinted')).toHaveLength(1)
    expect([customer.of('beaten').length >= 11, customer.closedWith, agent.closedWith]).toEqual([true, null, null])
  })

  test('reading tells nothing that is decided and not on the disk', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await agent.ask('contact.close', { contact })
    const next = await counter.begin()
    await counter.accept(agent)
    counter.disk.broken = true
    await counter.refusal()
    // The wrap-up ends, and a try to keep that is under way.
    await counter.pass(61_000)
    counter.disk.held = true
    await counter.until(() => counter.disk.waiting === 1)
    const reading = agent.put('contact.read', { contact: next.contact, earlier: contact, after: 0, limit: 99 })
    await counter.pass(100)
    counter.disk.release()
    const { entries, head } = await agent.answer('contact.read', reading)
    expect([entries.length, head]).toEqual([4, 4])
    expect(customer.closedWith).toBeNull()
  })

  test('somebody who comes meanwhile is sent away with 1001 and lost by nobody', async () => {
    const counter = await Counter.open()
    await counter.talk()
    counter.disk.broken = true
    await counter.refusal()
    const page = await counter.knock()
    page.hello({ ticket: counter.ticket(visitor()) })
    expect(await page.end(100)).toBe(1001)
    expect(page.of('welcome')).toEqual([])
  })

  test('deadlines that come meanwhile are met once something can be kept', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const { contact } = await counter.begin()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    counter.disk.broken = true
    await counter.refusal()
    await counter.pass(60_000)
    expect(agent.items('desk', 'offer')).toHaveLength(1)
    counter.disk.broken = false
    await counter.pass(1_500)
    expect(agent.items('desk', 'offer')).toEqual([])
    expect(agent.item('desk', 'me')).toMatchObject({ status: 'away', reason: 'missedOffer' })
    expect(contactOf(counter.hub.live.floor, contact)?.state.phase).toBe('queued')
  })
})
