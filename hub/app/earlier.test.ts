/** Earlier contacts of a customer: who may see them, in which order, and what is read of them. */
import { describe, expect, test } from 'vitest'
import { readEntry } from '../protocol/index.ts'
import type { ContactId } from '../model/ids.ts'
import type { Page } from './page-testing.ts'
import { Counter, firstWords, staff, visitor } from './testing.ts'

/** A customer with this many served contacts behind them, and in talk again. */
async function served(counter: Counter, times: number) {
  const agent = await counter.arrive()
  const customer = await counter.page(visitor())
  const contacts: ContactId[] = []
  for (let time = 0; time <= times; time++) {
    const { contact } = await customer.ask('contact.start', { ...firstWords, text: `time ${time}` })
    contacts.push(contact)
    await counter.accept(agent)
    if (time === times) break
    await agent.ask('message.send', { contact, text: `answer ${time}`, attachments: [] })
    await agent.ask('contact.close', { contact })
    await agent.ask('contact.wrapUp', { contact, disposition: 'solved', note: `note ${time}` })
  }
  return { agent, customer, contact: contacts.at(-1)!, earlier: contacts.slice(0, -1) }
}

const textsOf = (entries: readonly unknown[]): string[] =>
  entries.map((wire) => readEntry(wire as never)).flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []))

const listed = async (page: Page, contact: ContactId, limit = 50): Promise<string[]> =>
  (await page.ask('contact.earlier', { contact, limit })).contacts.map((earlier) => earlier.contact)

describe('the list', () => {
  test('newest first, without the present one, with how each ended', async () => {
    const counter = await Counter.open()
    const { agent, contact, earlier } = await served(counter, 3)
    const { contacts } = await agent.ask('contact.earlier', { contact, limit: 50 })
    expect(contacts.map((one) => one.contact)).toEqual([...earlier].reverse())
    expect(contacts[0]).toMatchObject({
      queue: { en: 'Orders' },
      topic: 'Order',
      agentName: staff().name,
      disposition: { en: 'Solved', ja: '解決' },
      note: 'note 2',
      entries: 6,
    })
    expect(contacts[0]!.closedAt).toBeGreaterThan(contacts[0]!.startedAt)
    expect(agent.item('desk', 'contact')?.earlier).toBe(3)
  })

  test.each([1, 2])('at most as many as asked for: %i', async (limit) => {
    const counter = await Counter.open()
    const { agent, contact, earlier } = await served(counter, 3)
    expect(await listed(agent, contact, limit)).toEqual([...earlier].reverse().slice(0, limit))
  })

  test('one still in wrap-up is among them and has no end yet', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await customer.ask('contact.end', { contact })
    const next = await customer.ask('contact.start', firstWords)
    await counter.accept(agent)
    const { contacts } = await agent.ask('contact.earlier', { contact: next.contact, limit: 5 })
    expect(contacts).toMatchObject([{ contact, closedAt: null, note: '', disposition: { en: '' } }])
  })

  test('is for whoever is offered or holds the present one, or may read all, and for nobody else', async () => {
    const counter = await Counter.open()
    const { agent, contact, earlier } = await served(counter, 1)
    const boss = await counter.page(staff('misaki'))
    expect(await listed(boss, contact)).toEqual(earlier)
    const colleague = await counter.page(staff('james'))
    expect(await colleague.refusal('contact.earlier', { contact, limit: 5 })).toBe('contact.gone')
    await agent.ask('contact.transfer', { contact, queue: 'que_other' as never, agent: null, note: '' })
    expect(await agent.refusal('contact.earlier', { contact, limit: 5 })).toBe('contact.gone')
    const james = await counter.arrive(staff('james'))
    await counter.until(() => james.items('desk', 'offer').length === 1)
    expect(await listed(james, contact)).toEqual(earlier)
  })

  test('is the same after a restart', async () => {
    const counter = await Counter.open()
    const { contact, earlier } = await served(counter, 2)
    await counter.restart()
    expect(await listed(await counter.page(staff()), contact)).toEqual([...earlier].reverse())
  })
})

describe('reading one', () => {
  test('in pages after a number, with the length of the whole', async () => {
    const counter = await Counter.open()
    const { agent, contact, earlier } = await served(counter, 1)
    const read = (after: number, limit: number) =>
      agent.ask('contact.read', { contact, earlier: earlier[0]!, after, limit })
    const whole = await read(0, 200)
    expect([whole.head, whole.entries.length, textsOf(whole.entries)]).toEqual([6, 6, ['time 0', 'answer 0']])
    expect(readEntry(whole.entries.at(-1)!)).toMatchObject({ kind: 'wrappedUp', note: 'note 0' })
    const [first, second] = [await read(0, 4), await read(4, 4)]
    expect([...first.entries, ...second.entries]).toEqual(whole.entries)
    expect(await read(6, 4)).toEqual({ entries: [], head: 6 })
  })

  test('of another customer, or of none, is contact.gone alike (P22)', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await served(counter, 1)
    const ken = await counter.begin(visitor('ken'))
    await counter.accept(agent)
    await agent.ask('contact.close', { contact: ken.contact })
    await agent.ask('contact.wrapUp', { contact: ken.contact, disposition: '', note: '' })
    for (const foreign of [ken.contact, 'cnt_none' as ContactId])
      expect(await agent.refusal('contact.read', { contact, earlier: foreign, after: 0, limit: 9 })).toBe(
        'contact.gone',
      )
    expect(await listed(agent, contact)).not.toContain(ken.contact)
  })
})
