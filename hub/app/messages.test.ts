/** Messages with their files, typing, and the marks of what arrived and was read. */
import { describe, expect, test } from 'vitest'
import { makeId, type AttachmentId, type ContactId } from '../model/ids.ts'
import type { Page } from './page-testing.ts'
import { Counter, staff, visitor } from './testing.ts'

const send = (page: Page, contact: ContactId, text: string, ...attachments: readonly AttachmentId[]) =>
  page.refusal('message.send', { contact, text, attachments })

async function upload(counter: Counter, contact: ContactId, tail: string): Promise<AttachmentId> {
  const attachment = makeId('attachment', tail)
  const info = { attachment, name: 'receipt.png', type: 'image/png', sizeBytes: 1_234 }
  await counter.settled(counter.hub.door.addAttachment(contact, info))
  return attachment
}

describe('messages', () => {
  test.each(['', ' ', '\n\t　'])('with nothing but %j it is message.empty', async (text) => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    for (const page of [customer, agent]) expect(await send(page, contact, text)).toBe('message.empty')
  })

  test('may be written by a customer who still waits, and the answer says number and time', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    const { seq, at } = await customer.ask('message.send', { contact, text: 'hello?', attachments: [] })
    expect([seq, at <= counter.clock.now(), at > counter.clock.now() - 100]).toEqual([3, true, true])
  })

  test("the agent's carry the agent's name, the customer's none", async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await send(customer, contact, 'hello')
    await send(agent, contact, 'good day')
    await counter.pass(20)
    for (const page of [customer, agent])
      expect(
        page
          .entries(contact)
          .slice(-2)
          .map(({ entry }) => entry),
      ).toMatchObject([
        { from: 'customer', name: '', text: 'hello' },
        { from: 'agent', name: staff().name, text: 'good day' },
      ])
  })
})

describe('files', () => {
  test('uploaded for the contact go with a message that may have no text, and both sides read what they are', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const attachment = await upload(counter, contact, 'one')
    expect(counter.hub.door.attachmentCount(contact)).toBe(1)
    expect(await send(customer, contact, '', attachment)).toBe('done')
    await counter.pass(20)
    for (const page of [customer, agent])
      expect(page.entries(contact).at(-1)?.entry).toMatchObject({
        attachments: [{ attachment, name: 'receipt.png', type: 'image/png', sizeBytes: 1_234 }],
      })
  })

  test('of another contact, or of none, are attachment.unknown alike, and nothing of the message is kept (P22)', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const ken = await counter.begin(visitor('ken'))
    const own = await upload(counter, contact, 'own')
    const foreign = await upload(counter, ken.contact, 'foreign')
    for (const attachment of [foreign, makeId('attachment', 'none')])
      for (const page of [customer, agent])
        expect(await send(page, contact, 'look', own, attachment)).toBe('attachment.unknown')
    expect(counter.hub.audience.headOf(contact)).toBe(3)
  })

  test('are still counted and known after a restart', async () => {
    const counter = await Counter.open()
    const { contact } = await counter.talk()
    const attachment = await upload(counter, contact, 'one')
    await counter.restart()
    expect(counter.hub.door.attachmentCount(contact)).toBe(1)
    expect(counter.hub.door.attachment(attachment)).toMatchObject({ contact, info: { name: 'receipt.png' } })
    expect(await send(await counter.page(visitor()), contact, '', attachment)).toBe('done')
  })
})

describe('typing', () => {
  test('goes to all pages of the other side at once, and to none of the own', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const tab = await counter.page(visitor())
    const window = await counter.page(staff('hanako', 2))
    const { commits } = counter.disk
    agent.hint('message.typing', { contact, on: true })
    await counter.pass(20)
    expect([customer, tab, agent, window].map((page) => page.of('hinted').length)).toEqual([1, 1, 0, 0])
    customer.hint('message.typing', { contact, on: false })
    await counter.pass(20)
    expect([customer, tab, agent, window].map((page) => page.of('hinted').length)).toEqual([1, 1, 1, 1])
    expect(agent.of('hinted')[0]?.slice(1)).toEqual(['message.typing', [contact, false]])
    expect(counter.disk.commits).toBe(commits)
  })

  test('of a customer who waits, or while the agent wraps up, is told to nobody', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const { customer, contact } = await counter.begin()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    customer.hint('message.typing', { contact, on: true })
    await counter.pass(20)
    await counter.accept(agent)
    await agent.ask('contact.close', { contact })
    customer.hint('message.typing', { contact, on: true })
    await counter.pass(20)
    expect(agent.of('hinted')).toEqual([])
  })
})

describe('marks', () => {
  const ofCustomer = (page: Page) => page.item('visit', 'contact')!
  const ofAgent = (page: Page) => page.item('desk', 'contact')!

  test('of one side are seen by the other and shared by all pages of their own', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const tab = await counter.page(visitor())
    const window = await counter.page(staff('hanako', 2))
    customer.hint('message.mark', { contact, received: 3, read: 2 })
    agent.hint('message.mark', { contact, received: 2, read: 1 })
    await counter.pass(20)
    for (const page of [customer, tab])
      expect(ofCustomer(page)).toMatchObject({ customerRead: 2, agentReceived: 2, agentRead: 1 })
    for (const page of [agent, window])
      expect(ofAgent(page)).toMatchObject({ customerReceived: 3, customerRead: 2, agentRead: 1 })
  })

  test('never go back, never beyond the head, and what is read has been received', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    customer.hint('message.mark', { contact, received: 0, read: 2 })
    customer.hint('message.mark', { contact, received: 1, read: 0 })
    await counter.pass(20)
    expect(ofAgent(agent)).toMatchObject({ customerReceived: 2, customerRead: 2 })
    customer.hint('message.mark', { contact, received: 99, read: 99 })
    await counter.pass(20)
    expect(ofAgent(agent)).toMatchObject({ customerReceived: 3, customerRead: 3 })
  })

  test('whoever writes has read what stood above', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await send(customer, contact, 'hello')
    await send(agent, contact, 'good day')
    await counter.pass(20)
    expect(ofCustomer(customer)).toMatchObject({ customerRead: 4, agentReceived: 5, agentRead: 5 })
  })

  test("are kept with the contact's row, and are there after a restart", async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    customer.hint('message.mark', { contact, received: 3, read: 3 })
    await send(agent, contact, 'good day')
    await counter.pass(5_000)
    await counter.settled(counter.write())
    await counter.restart()
    const back = await counter.page(staff())
    expect(ofAgent(back)).toMatchObject({ customerReceived: 3, customerRead: 3, agentRead: 4 })
  })

  test('do not go back when a transaction is refused', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await send(agent, contact, 'good day')
    customer.hint('message.mark', { contact, received: 4, read: 4 })
    await counter.pass(20)
    counter.disk.broken = true
    const again = { contact, text: 'this comes again', attachments: [] }
    expect(await agent.refusal('message.send', again, 'm1')).toBe('storage.unavailable')
    counter.disk.broken = false
    await counter.until(() => !counter.hub.storageDown)
    await agent.ask('message.send', again, 'm1')
    await counter.pass(20)
    expect(ofAgent(agent)).toMatchObject({ customerReceived: 4, customerRead: 4 })
    expect(ofCustomer(customer)).toMatchObject({ customerRead: 4, agentRead: 5 })
  })
})

describe('waiting for an answer', () => {
  test('begins with the first unanswered words of the customer and ends with those of the agent', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const since = (): number | null => agent.item('desk', 'contact')!.waitingSince
    expect(since()).toBe(agent.item('desk', 'contact')!.startedAt)
    await send(agent, contact, 'good day')
    await counter.pass(20)
    expect(since()).toBeNull()
    await counter.pass(5_000)
    const { at } = await customer.ask('message.send', { contact, text: 'well?', attachments: [] })
    await counter.pass(5_000)
    await send(customer, contact, 'hello??')
    await counter.pass(20)
    expect(since()).toBe(at)
    await send(agent, contact, 'here I am')
    await counter.pass(20)
    expect(since()).toBeNull()
  })
})
