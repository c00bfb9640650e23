/** Notes for colleagues: who may write and read them, that no customer sees one, and who is told of being named. */
import { describe, expect, test } from 'vitest'
import { hours } from '../model/time.ts'
import { demoPeople } from '../demo.ts'
import type { Page } from './page-testing.ts'
import { readEntry } from '../protocol/index.ts'
import { exportOf } from './export.ts'
import { mentionHoldsMs } from './reading.ts'
import { agentId, Counter, staff, visitor } from './testing.ts'
import type { ContactId } from '../model/ids.ts'
import { visitorOf } from './live.ts'

const note = (page: Page, contact: ContactId, text = 'Please call them back', ...mentions: string[]) =>
  page.ask('contact.note', { contact, text, mentions: mentions.map(agentId) })
const readable = (page: Page, contact: ContactId) =>
  page.refusal('contact.read', { contact, earlier: contact, after: 0, limit: 50 })
const noticesOf = (page: Page) =>
  page.items('desk', 'notice').map(({ act, byName, customerName }) => [act, byName, customerName])
const wrapUp = async (agent: Page, contact: ContactId): Promise<void> => {
  await agent.ask('contact.close', { contact })
  await agent.ask('contact.wrapUp', { contact, disposition: 'solved', note: '' })
}

describe('a note', () => {
  test('is an entry that staff see live and customers see nothing of', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const { seq } = await note(agent, contact, 'A regular, be kind', 'james')
    await counter.pass(20)
    expect(agent.entries(contact).at(-1)).toEqual({
      seq,
      entry: {
        kind: 'noted',
        at: expect.any(Number),
        byName: staff().name,
        text: 'A regular, be kind',
        mentions: ['James Miller'],
      },
    })
    expect(customer.entries(contact).at(-1)).toEqual({ seq, entry: { kind: 'elided' } })
    expect(JSON.stringify(customer.frames)).not.toContain('regular')
    // Nobody is owed an answer by it, and nothing is read by it.
    expect(agent.item('desk', 'contact')).toMatchObject({ waitingSince: expect.any(Number), agentRead: 0 })
    const reading = await agent.ask('contact.read', { contact, earlier: contact, after: seq - 1, limit: 1 })
    expect(readEntry(reading.entries[0]!)).toMatchObject({ kind: 'noted', text: 'A regular, be kind' })
  })

  test('may be written while wrapping up and afterwards, by whoever served it or may read all', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    await agent.ask('contact.close', { contact })
    const first = await note(agent, contact, 'in wrap-up')
    await agent.ask('contact.wrapUp', { contact, disposition: 'solved', note: '' })
    const boss = await counter.page(staff('misaki'))
    const second = await note(agent, contact, 'over')
    const third = await note(boss, contact, 'well done')
    expect([second.seq, third.seq]).toEqual([first.seq + 2, first.seq + 3])
    await counter.restart()
    const texts = counter.entriesOf(contact).flatMap((entry) => (entry.kind === 'noted' ? [entry.text] : []))
    expect(texts).toEqual(['in wrap-up', 'over', 'well done'])
    const { contacts } = (await exportOf(
      {
        store: counter.store,
        sealing: counter.sealing,
        live: () => undefined,
        pause: () => Promise.resolve(),
      },
      visitorOf(counter.store, visitor().session)!.customer,
    ))!
    expect(JSON.stringify(contacts)).toContain('well done')
  })

  test.each([
    ['of nothing', ' ', [], 'message.empty'],
    ['for nobody who is there', 'you', ['nobody'], 'agent.unknown'],
    ['for somebody who may not sign in', 'you', ['james'], 'agent.unknown'],
  ])('%s is refused', async (_, text, mentions, code) => {
    const people = demoPeople.map((one) => ({ ...one, disabled: one.login === 'james' }))
    const counter = await Counter.open({ people })
    const { agent, contact } = await counter.talk()
    const before = counter.entriesOf(contact).length
    expect(await agent.refusal('contact.note', { contact, text, mentions: mentions.map(agentId) })).toBe(code)
    expect(counter.entriesOf(contact)).toHaveLength(before)
  })
})

describe('who is named', () => {
  test('is told, may read and answer, and is told no longer once they have read', async () => {
    const counter = await Counter.open()
    const james = await counter.page(staff('james'))
    const { agent, contact } = await counter.talk()
    expect(await readable(james, contact)).toBe('contact.gone')
    expect(await james.refusal('contact.note', { contact, text: 'me too', mentions: [] })).toBe('contact.gone')
    await note(agent, contact, 'do you know more?', 'james', 'james', 'hanako')
    await counter.until(() => noticesOf(james).length > 0)
    expect(noticesOf(james)).toEqual([['mentioned', staff().name, 'Yuki']])
    // Nobody is told what they did themselves.
    expect(noticesOf(agent)).toEqual([])
    expect(await readable(james, contact)).toBe('done')
    await counter.until(() => noticesOf(james).length === 0)
    await note(james, contact, 'not I')
    // To read is not to hold.
    expect(await james.refusal('contact.close', { contact })).toBe('contact.gone')
    expect(await james.refusal('message.send', { contact, text: 'hello', attachments: [] })).toBe('contact.gone')
    await counter.restart()
    expect(await readable(await counter.page(staff('james')), contact)).toBe('done')
  })

  test('is still told after the end, and may read for a week more', async () => {
    const counter = await Counter.open()
    const { agent, customer, contact } = await counter.talk()
    await note(agent, contact, 'look at this', 'james')
    await wrapUp(agent, contact)
    for (const page of [agent, customer]) await page.vanish()
    await counter.pass(mentionHoldsMs - hours(1))
    await counter.restart()
    const james = await counter.page(staff('james'))
    expect(noticesOf(james)).toEqual([['mentioned', staff().name, 'Yuki']])
    expect(await readable(james, contact)).toBe('done')
    await james.vanish()
    await counter.pass(hours(2))
    expect(await readable(await counter.page(staff('james', 2)), contact)).toBe('contact.gone')
    // Whoever served it may always look at their own work.
    expect(await readable(await counter.page(staff('hanako', 2)), contact)).toBe('done')
  })

  test('[P25] of one that is erased nobody is told or shown anything any more', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    const james = await counter.page(staff('james'))
    await note(agent, contact, 'Canary4711', 'james')
    await wrapUp(agent, contact)
    await counter.until(() => noticesOf(james).length > 0)
    const { customer } = visitorOf(counter.store, visitor().session)!
    await counter.settled(counter.hub.door.eraseCustomer(customer, agentId('admin')))
    await counter.until(() => noticesOf(james).length === 0)
    expect(await readable(james, contact)).toBe('contact.gone')
    expect(await agent.refusal('contact.note', { contact, text: 'after', mentions: [] })).toBe('contact.gone')
    expect(counter.fatal).toEqual([])
  })
})
