/** Coming back with cursors of live lists: the changes that are missing, or the whole list where they cannot be had. */
import { describe, expect, test } from 'vitest'
import { frameKinds } from '../protocol/index.ts'
import type { Page } from './page-testing.ts'
import { Counter, staff, visitor } from './testing.ts'

const listFrames = (page: Page) =>
  page.frames.filter(([kind]) => kind === frameKinds.snapshot || kind === frameKinds.delta)
const kindsOf = (page: Page, topic: string) =>
  listFrames(page)
    .filter(([, name]) => name === topic)
    .map(([kind]) => kind)
const { snapshot, delta } = frameKinds

describe('within one epoch', () => {
  test('at the head nothing comes', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    await counter.pass(2_000)
    const window = await counter.page(staff('hanako', 2), { lists: [agent.cursor('desk'), agent.cursor('floor')] })
    expect(listFrames(window)).toEqual([])
  })

  test('a little behind: exactly the deltas that are missing, then what happens', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const cursor = agent.cursor('desk')
    agent.forget()
    await agent.ask('presence.set', { status: 'away', reason: 'lunch' })
    await agent.ask('presence.set', { status: 'available', reason: '' })
    const missed = agent.of('delta').filter(([, topic]) => topic === 'desk')
    expect(missed).toHaveLength(2)
    const window = await counter.page(staff('hanako', 2), { lists: [[...cursor]] })
    expect(window.of('delta').filter(([, topic]) => topic === 'desk')).toEqual(missed)
    expect(kindsOf(window, 'floor')).toEqual([snapshot])
    await agent.ask('presence.set', { status: 'away', reason: 'lunch' })
    await counter.pass(20)
    expect(
      window
        .of('delta')
        .filter(([, topic]) => topic === 'desk')
        .map(([, , seq]) => seq),
    ).toEqual([1, 2, 3].map((more) => cursor[2] + more))
  })

  test('a customer who comes back when the list was let go of gets it whole', async () => {
    const counter = await Counter.open()
    const { customer } = await counter.begin()
    const cursor = customer.cursor('visit')
    await customer.vanish()
    const back = await counter.page(visitor(), { lists: [cursor] })
    expect(kindsOf(back, 'visit')).toEqual([snapshot])
    expect(back.item('visit', 'contact')?.phase).toBe('queued')
  })

  test('a list with items of one page is what another page builds up from changes', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await agent.ask('message.send', { contact, text: 'hello', attachments: [] })
    await agent.ask('contact.close', { contact })
    await counter.pass(2_000)
    const tab = await counter.page(visitor())
    const window = await counter.page(staff('hanako', 2))
    for (const kind of ['contact', 'site'] as const)
      expect(tab.items('visit', kind)).toEqual(customer.items('visit', kind))
    for (const kind of ['me', 'offer', 'contact'] as const)
      expect(window.items('desk', kind)).toEqual(agent.items('desk', kind))
    for (const kind of ['queue', 'agent'] as const)
      expect(window.items('floor', kind)).toEqual(agent.items('floor', kind))
  })

  test('numbers that no list ever had bring the whole list', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const [, epoch, seq] = agent.cursor('desk')
    for (const [signIn, number] of [0, 1, seq + 1, Number.MAX_SAFE_INTEGER].entries()) {
      const window = await counter.page(staff('hanako', signIn + 2), { lists: [['desk', epoch, number]] })
      expect([number, kindsOf(window, 'desk')]).toEqual([number, [snapshot]])
    }
  })

  test('cursors of lists of others, or of none, are ignored', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const page = await counter.page(visitor(), {
      lists: [agent.cursor('desk'), agent.cursor('floor'), ['secrets', 1, 1]],
    })
    expect(listFrames(page).map(([kind, topic]) => [kind, topic])).toEqual([[snapshot, 'visit']])
  })
})

test('in another epoch the whole list comes, whatever the number', async () => {
  const counter = await Counter.open()
  const agent = await counter.arrive()
  await counter.pass(2_000)
  const cursors = [agent.cursor('desk'), agent.cursor('floor')]
  await counter.restart()
  const back = await counter.page(staff(), { lists: cursors })
  expect(back.of('welcome')[0]?.[2]).toBe(2)
  expect([kindsOf(back, 'desk'), kindsOf(back, 'floor').at(0)]).toEqual([[snapshot], snapshot])
  expect(back.item('desk', 'me')?.status).toBe('available')
})

describe("the apps' client through losses of its line", () => {
  test('its lists and log are those of whoever stayed (P4, P5)', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const { client, cut } = counter.client(visitor())
    const seen: number[] = []
    client.on('entries', ({ firstSeq, entries }) => entries.forEach((_, at) => seen.push(firstSeq + at)))
    await counter.until(() => client.state.kind === 'online')
    for (let round = 0; round < 12; round++) {
      await agent.ask('message.send', { contact, text: `round ${round}`, attachments: [] })
      if (round % 3 === 0) cut()
      agent.hint('message.mark', { contact, received: round, read: round })
      client.request('message.send', { contact, text: `reply ${round}`, attachments: [] })
      await counter.pass(round * 97)
    }
    await counter.until(() => client.resumePending().length === 0 && client.state.kind === 'online')
    await counter.pass(2_000)
    expect(client.log(contact)).toHaveLength(3 + 24)
    expect(seen).toEqual(Array.from({ length: 27 }, (_, at) => at + 1))
    expect(client.list('visit', 'contact').get('')).toEqual(customer.item('visit', 'contact'))
    expect(listFrames(customer).some(([kind]) => kind === delta)).toBe(true)
  })
})
