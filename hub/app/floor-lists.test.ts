/** Who waits and who has whom, as the readers of `floor` see it: by their queues, in order, and by what changed alone. */
import { describe, expect, test } from 'vitest'
import { placeInLine } from '../acd/index.ts'
import { makeId, type ContactId } from '../model/ids.ts'
import { demoPeople } from '../demo.ts'
import { frameKinds } from '../protocol/index.ts'
import { lineShownMax } from './floor-lists.ts'
import type { Page } from './page-testing.ts'
import { agentId, Counter, staff, visitor } from './testing.ts'

const queue = (key: string) => makeId('queue', key)

/** Hanako serves orders alone, James deliveries; everybody else everything. */
const people = demoPeople.map((person) =>
  person.login === 'hanako'
    ? { ...person, queues: [queue('orders')] }
    : person.login === 'james'
      ? { ...person, queues: [queue('delivery')] }
      : person,
)

const line = (page: Page, key: string): ContactId[] =>
  page
    .items('floor', 'waiting')
    .filter((item) => item.queue === queue(key))
    .sort((a, b) => a.order - b.order)
    .map(({ contact }) => contact)

const floorChanges = (page: Page) =>
  page.of('delta').flatMap(([, topic, , changes]) => (topic === 'floor' ? changes : []))

describe('who waits', () => {
  test('is shown to whoever serves the queue and to supervisors, in the order of places', async () => {
    const counter = await Counter.open({ people })
    const [hanako, james, misaki] = [
      await counter.page(staff('hanako')),
      await counter.page(staff('james')),
      await counter.page(staff('misaki')),
    ]
    const orders = [await counter.begin(visitor('a')), await counter.begin(visitor('b'))].map(({ contact }) => contact)
    const { contact: delivery } = await counter.begin(visitor('c'), { topic: 'delivery' })
    await counter.pass(200)
    expect([line(hanako, 'orders'), line(hanako, 'delivery')]).toEqual([orders, []])
    expect([line(james, 'orders'), line(james, 'delivery')]).toEqual([[], [delivery]])
    expect([line(misaki, 'orders'), line(misaki, 'delivery')]).toEqual([orders, [delivery]])
    expect(hanako.items('floor', 'waiting')[0]).toMatchObject({
      customerName: 'Yuki',
      topic: { en: 'Order' },
      channel: 'chat',
      phase: 'queued',
      offeredTo: '',
      onlyFor: '',
    })
    // Somebody who comes later is shown the same.
    const late = await counter.page(staff('hanako', 2))
    expect(late.items('floor', 'waiting')).toEqual(hanako.items('floor', 'waiting'))
  })

  test('rings, keeps the place, is answered: each changes one item of the line', async () => {
    const counter = await Counter.open({ people })
    const misaki = await counter.page(staff('misaki'))
    const talks = []
    for (const name of ['a', 'b', 'c', 'd']) talks.push(await counter.begin(visitor(name)))
    await counter.pass(200)
    await talks[1]!.customer.ask('contact.hold', { contact: talks[1]!.contact })
    const hanako = await counter.arrive(staff('hanako'))
    await counter.until(() => hanako.items('desk', 'offer').length === 1)
    await counter.pass(200)
    const shown = () => new Map(misaki.items('floor', 'waiting').map((item) => [item.contact, item]))
    expect(shown().get(talks[0]!.contact)).toMatchObject({ phase: 'offered', offeredTo: staff('hanako').name })
    expect(shown().get(talks[1]!.contact)).toMatchObject({ phase: 'held' })
    misaki.forget()
    await counter.accept(hanako)
    await counter.pass(200)
    expect(line(misaki, 'orders')).toEqual(talks.slice(1).map(({ contact }) => contact))
    const waiting = floorChanges(misaki).filter(([kind]) => kind === 'waiting')
    // The one that was answered is gone, the next one rings; the two behind it move up without a word.
    expect(new Set(waiting.map(([, id]) => id)).size).toBe(2)
    expect(placeInLine(counter.hub.live.floor, talks[3]!.contact)).toBe(3)
    expect(misaki.items('floor', 'held')).toMatchObject([
      { contact: talks[0]!.contact, agent: agentId('hanako'), phase: 'active', parked: null, customerName: 'Yuki' },
    ])
    expect(hanako.items('floor', 'held')).toEqual([])
  })

  test(`are the first ${lineShownMax} of a queue; as they go the next come up`, async () => {
    const counter = await Counter.open({ people })
    const hanako = await counter.page(staff('hanako'))
    const pages = []
    for (let n = 0; n < lineShownMax + 3; n++) {
      const customer = await counter.page(visitor(`v${n}`))
      customer.put('contact.start', {
        name: '',
        topic: 'orders',
        text: 'hello',
        locale: 'en',
        pageUrl: '',
        pageTitle: '',
        fields: null,
        intent: null,
      })
      await counter.pass(1)
      pages.push(customer)
    }
    await counter.pass(300)
    const contactOfPage = (page: Page): ContactId => page.item('visit', 'contact')!.contact
    expect(line(hanako, 'orders')).toEqual(pages.slice(0, lineShownMax).map(contactOfPage))
    hanako.forget()
    for (const at of [1, 50]) await pages[at]!.ask('contact.end', { contact: contactOfPage(pages[at]!) })
    await counter.pass(300)
    const left = pages.filter((_, at) => at !== 1 && at !== 50).slice(0, lineShownMax)
    expect(line(hanako, 'orders')).toEqual(left.map(contactOfPage))
    expect(floorChanges(hanako).filter(([kind]) => kind === 'waiting')).toHaveLength(4)
  })

  test('goes with the customer who is erased', async () => {
    const counter = await Counter.open({ people })
    const misaki = await counter.page(staff('misaki'))
    const { contact } = await counter.begin()
    await counter.pass(200)
    expect(line(misaki, 'orders')).toEqual([contact])
    const { customer } = counter.hub.live.file(contact)!
    await counter.settled(counter.hub.door.eraseCustomer(customer, agentId('admin')))
    await counter.pass(200)
    expect(misaki.items('floor', 'waiting')).toEqual([])
    const [, epoch, seq] = misaki.cursor('floor')
    const again = await counter.page(staff('misaki', 2), { lists: [['floor', epoch, seq - 1]] })
    expect(JSON.stringify(again.frames)).not.toContain('Yuki')
  })
})

test('whoever gets other queues is shown their lines at once, whole', async () => {
  const counter = await Counter.open({ people })
  const hanako = await counter.page(staff('hanako'))
  const { contact } = await counter.begin(visitor(), { topic: 'delivery' })
  await counter.pass(200)
  expect(line(hanako, 'delivery')).toEqual([])
  hanako.forget()
  counter.people = demoPeople
  counter.hub.door.personChanged(agentId('hanako'))
  await counter.pass(300)
  expect(line(hanako, 'delivery')).toEqual([contact])
  const snapshots = hanako.frames.filter(([kind, topic]) => kind === frameKinds.snapshot && topic === 'floor')
  expect(snapshots).toHaveLength(1)
  const me = hanako.items('floor', 'agent').find(({ agent }) => agent === agentId('hanako'))
  expect(me?.queues).toContain(queue('delivery'))
})

test('after a restart the lines are as before', async () => {
  const counter = await Counter.open({ people })
  const contacts = [await counter.begin(visitor('a')), await counter.begin(visitor('b'))].map(({ contact }) => contact)
  const { contact } = await counter.begin(visitor('c'), { topic: 'delivery' })
  await counter.accept(await counter.arrive(staff('james')))
  await counter.restart()
  const misaki = await counter.page(staff('misaki'))
  expect(line(misaki, 'orders')).toEqual(contacts)
  expect(misaki.items('floor', 'held').map((item) => item.contact)).toEqual([contact])
})
