import { describe, expect, test } from 'vitest'
import type { ContactId } from '../model/ids.ts'
import { keys, rows } from './records.ts'
import { Counter } from './testing.ts'

const rowOf = ({ store }: Counter, contact: ContactId) => rows.contact.get(store, keys.contact(contact))!.file
/** What is sealed as plain bytes: in what they lie says nothing. */
const fileOf = ({ hub }: Counter, contact: ContactId) => {
  const file = hub.live.file(contact)!
  return { ...file, about: Uint8Array.from(file.about) }
}

describe("a contact's row follows its log", () => {
  test('with every eighth message; a hub that was killed reads the others in the log', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const { head } = rowOf(counter, contact)
    for (let count = 1; count <= 13; count++) {
      const [page, text] = count % 3 === 0 ? [agent, 'はい'] : [customer, `message ${count}`]
      await page.ask('message.send', { contact, text, attachments: [] })
      expect(rowOf(counter, contact).head).toBe(head + (count < 8 ? 0 : 8))
    }
    const before = fileOf(counter, contact)
    expect(before).toMatchObject({ head: head + 13, customerRead: head + 13, agentRead: head + 12 })
    await counter.restart()
    expect(fileOf(counter, contact)).toEqual(before)
  })

  test('a little later with whatever is kept then', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.talk()
    const { seq } = await customer.ask('message.send', { contact, text: 'hello', attachments: [] })
    await counter.pass(4_000)
    await counter.settled(counter.write())
    expect(rowOf(counter, contact).head).toBe(seq - 1)
    await counter.pass(1_100)
    await counter.settled(counter.write())
    expect(rowOf(counter, contact).head).toBe(seq)
  })

  test('when anything else happens to the contact it is written at once', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const { seq } = await customer.ask('message.send', { contact, text: 'hello', attachments: [] })
    await agent.ask('contact.park', { contact })
    expect(rowOf(counter, contact).head).toBe(seq)
  })

  test('when a write fails, memory is read back with the log', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.talk()
    const { seq } = await customer.ask('message.send', { contact, text: 'hello', attachments: [] })
    counter.disk.broken = true
    await counter.refusal()
    counter.disk.broken = false
    await counter.until(() => !counter.hub.storageDown)
    expect(fileOf(counter, contact).head).toBe(seq)
    const next = await customer.ask('message.send', { contact, text: 'and again', attachments: [] })
    expect(next.seq).toBe(seq + 1)
  })
})
