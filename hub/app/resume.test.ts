/** Coming back with cursors: exactly what is lacking of each log that one follows, and nothing of any other (P4, P22). */
import { describe, expect, test } from 'vitest'
import { Counter, staff, visitor } from './testing.ts'
import type { Page } from './page-testing.ts'

const say = async (page: Page, contact: string, ...texts: readonly string[]): Promise<void> => {
  for (const text of texts) await page.ask('message.send', { contact: contact as never, text, attachments: [] })
}
const seqs = (page: Page, contact: string): number[] => page.entries(contact).map(({ seq }) => seq)
const upTo = (head: number, from = 1): number[] => Array.from({ length: head - from + 1 }, (_, at) => from + at)

describe('a log', () => {
  test('without a cursor comes whole, in pages of 200', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    await say(customer, contact, ...Array.from({ length: 420 }, (_, at) => `message ${at}`))
    const tab = await counter.page(visitor())
    expect(tab.of('entries').map(([, , first, entries]) => [first, entries.length])).toEqual([
      [1, 200],
      [201, 200],
      [401, 22],
    ])
    expect(seqs(tab, contact)).toEqual(upTo(422))
  })

  test.each([
    [0, [1, 2, 3, 4, 5]],
    [2, [3, 4, 5]],
    [4, [5]],
    [5, []],
  ])('with the cursor %i comes from the next entry on', async (seq, lacking) => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    await say(customer, contact, 'a', 'b', 'c')
    const tab = await counter.page(visitor(), { logs: [[contact, seq]] })
    expect(seqs(tab, contact)).toEqual(lacking)
    expect(tab.of('reset')).toEqual([])
  })

  test('goes on from there with what happens, once each and on every line', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    const tab = await counter.page(visitor(), { logs: [[contact, 1]] })
    await say(customer, contact, 'a', 'b')
    await say(tab, contact, 'c')
    await counter.pass(50)
    expect(seqs(tab, contact)).toEqual([2, 3, 4, 5])
    expect(seqs(customer, contact)).toEqual([1, 2, 3, 4, 5])
  })

  test('what arrives with the hello in the same tick is told once', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    const tab = await counter.knock()
    tab.hello({ ticket: counter.ticket(visitor()), logs: [[contact, 2]] })
    customer.put('message.send', { contact, text: 'at that very moment', attachments: [] })
    await counter.until(() => seqs(customer, contact).includes(3))
    await counter.pass(50)
    expect(seqs(tab, contact)).toEqual([3])
  })

  test('a cursor beyond the head: reset, then all entries (the hub was set back)', async () => {
    const counter = await Counter.open()
    const { contact } = await counter.begin()
    const tab = await counter.page(visitor(), { logs: [[contact, 3]] })
    expect(tab.frames.slice(1, 3).map((frame) => frame.slice(0, 3))).toEqual([
      [25, contact],
      [21, contact, 1],
    ])
    expect(seqs(tab, contact)).toEqual([1, 2])
  })

  test('cursors of contacts of others, or of none, are ignored: not a byte, not even a reset', async () => {
    const counter = await Counter.open()
    const yuki = await counter.begin(visitor('yuki'))
    const stranger = await counter.page(visitor('stranger'), {
      logs: [
        [yuki.contact, 0],
        ['cnt_none', 7],
        [yuki.contact, 99],
      ],
    })
    const agent = await counter.page(staff(), {
      logs: [
        [yuki.contact, 0],
        [yuki.contact, 99],
      ],
    })
    await say(yuki.customer, yuki.contact, 'a')
    await counter.pass(50)
    for (const page of [stranger, agent]) expect([page.of('entries'), page.of('reset')]).toEqual([[], []])
  })

  test('the request id of a message is for its own session alone', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await customer.ask('message.send', { contact, text: 'mine', attachments: [] }, 'own-id')
    await counter.pass(50)
    const idsOf = (page: Page): string[] =>
      page
        .entries(contact)
        .flatMap(({ entry }) => (entry.kind === 'message' && entry.text === 'mine' ? [entry.requestId] : []))
    expect([idsOf(customer), idsOf(agent)]).toEqual([['own-id'], ['']])
    expect(idsOf(await counter.page(visitor()))).toEqual(['own-id'])
    expect(idsOf(await counter.page(staff('hanako', 2)))).toEqual([''])
  })

  test('comes with what happened after a kill of the hub, all of it once (P1)', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await say(customer, contact, 'a')
    await say(agent, contact, 'b')
    await counter.restart()
    const back = await counter.page(visitor(), { logs: [[contact, 3]] })
    expect(back.entries(contact).map(({ seq, entry }) => [seq, entry.kind === 'message' && entry.text])).toEqual([
      [4, 'a'],
      [5, 'b'],
    ])
  })
})

describe("a customer's log", () => {
  test('is that of the one contact: the last until a new one starts, then the new one only', async () => {
    const counter = await Counter.open()
    const first = await counter.begin()
    await first.customer.ask('contact.end', { contact: first.contact })
    const between = await counter.page(visitor())
    expect(seqs(between, first.contact)).toEqual([1, 2, 3])
    const second = await counter.begin()
    await counter.pass(20)
    expect(seqs(between, second.contact)).toEqual([1, 2])
    const after = await counter.page(visitor(), { logs: [[first.contact, 1]] })
    expect([seqs(after, first.contact), seqs(after, second.contact)]).toEqual([[], [1, 2]])
  })

  test('what the agent adds to an earlier contact in wrap-up is not told any more once a new one has started', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await customer.ask('contact.end', { contact })
    const next = await counter.begin()
    const tab = await counter.page(visitor())
    await agent.ask('contact.wrapUp', { contact, disposition: 'solved', note: 'for us' })
    await counter.pass(50)
    expect(seqs(tab, contact)).toEqual([])
    expect(seqs(tab, next.contact)).toEqual([1, 2])
    expect(seqs(customer, contact)).toEqual([1, 2, 3, 4])
  })
})

describe("an agent's logs", () => {
  test('whoever newly holds a contact gets its whole log, in each of their windows', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    await say(customer, contact, 'a', 'b')
    const first = await counter.page(staff())
    const second = await counter.page(staff('hanako', 2))
    expect(seqs(first, contact)).toEqual([])
    await first.ask('presence.set', { status: 'available', reason: '' })
    await counter.accept(first)
    for (const window of [first, second]) expect(seqs(window, contact)).toEqual([1, 2, 3, 4, 5])
  })

  test('a cursor of the hello counts when the contact comes later, once', async () => {
    const counter = await Counter.open()
    const { contact } = await counter.begin()
    const agent = await counter.page(staff(), { logs: [[contact, 1]] })
    await agent.ask('presence.set', { status: 'available', reason: '' })
    await counter.accept(agent)
    expect(seqs(agent, contact)).toEqual([2, 3])
    await agent.ask('contact.transfer', { contact, queue: 'que_other' as never, agent: null, note: '' })
    agent.forget()
    await counter.accept(agent)
    expect(seqs(agent, contact)).toEqual(upTo(5))
  })

  test('a second window gets the logs of all contacts held, an offered one is not among them', async () => {
    const counter = await Counter.open()
    const { contact } = await counter.talk()
    const ringing = await counter.begin(visitor('ken'))
    const window = await counter.page(staff('hanako', 2), { logs: [[contact, 1]] })
    expect(window.items('desk', 'offer').map((offer) => offer.contact)).toEqual([ringing.contact])
    expect([seqs(window, contact), seqs(window, ringing.contact)]).toEqual([[2, 3], []])
  })

  test('whoever holds it no longer gets nothing more', async () => {
    const counter = await Counter.open()
    const james = await counter.arrive(staff('james'))
    const { customer, agent, contact } = await counter.talk(visitor(), staff('james'))
    expect(james.items('desk', 'contact')).toHaveLength(1)
    await counter.arrive(staff('hanako'))
    await agent.ask('contact.transfer', { contact, queue: null, agent: staff('hanako').agent, note: 'please' })
    agent.forget()
    await say(customer, contact, 'is anybody there?')
    await counter.pass(50)
    expect([agent.of('entries'), agent.items('desk', 'contact')]).toEqual([[], []])
    const again = await counter.page(staff('james', 2), { logs: [[contact, 1]] })
    expect(again.of('entries')).toEqual([])
  })

  test('after the wrap-up nothing of the contact is followed', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    await agent.ask('contact.close', { contact })
    await agent.ask('contact.wrapUp', { contact, disposition: 'solved', note: '' })
    const window = await counter.page(staff('hanako', 2))
    expect([window.of('entries'), window.items('desk', 'contact')]).toEqual([[], []])
  })
})
