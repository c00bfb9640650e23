/** Going away in good order (P13): everybody is told when to come back, what is decided is kept, nothing new begins. */
import { describe, expect, test } from 'vitest'
import { Counter, firstWords, staff, visitor } from './testing.ts'

const retry = { minMs: 500, spreadMs: 4_000 }

describe('a drain', () => {
  test('tells each line its own time to come back, then closes with 1001', async () => {
    const counter = await Counter.open()
    const pages = [await counter.page(visitor('a')), await counter.page(visitor('b')), await counter.page(staff())]
    await counter.settled(counter.hub.drain(retry, () => counter.chance.next()))
    for (const page of pages) expect(await page.end(1_000)).toBe(1001)
    const told = pages.map((page) => page.of('goaway')[0]![1])
    for (const ms of told) expect([ms >= 500, ms <= 4_500]).toEqual([true, true])
    expect(new Set(told).size).toBe(3)
    for (const page of pages) expect(page.of('goaway')).toHaveLength(1)
  })

  test('answers what it has taken in before it closes, and keeps it', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    counter.disk.held = true
    customer.put('message.send', { contact, text: 'on its way', attachments: [] }, 'm1')
    await counter.until(() => counter.disk.waiting === 1)
    customer.put('message.send', { contact, text: 'right behind', attachments: [] }, 'm2')
    await counter.pass(20)
    const drained = counter.hub.drain(retry, () => 0)
    await counter.pass(1_000)
    expect([customer.closedWith, customer.of('goaway').length]).toEqual([null, 1])
    counter.disk.release()
    await counter.settled(drained)
    expect(await customer.end(1_000)).toBe(1001)
    for (const id of ['m1', 'm2']) expect(customer.of('reply').map(([, to]) => to)).toContain(id)
    await counter.restart()
    const texts = counter.entriesOf(contact).flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []))
    expect(texts.slice(1)).toEqual(['on its way', 'right behind'])
  })

  test('refuses new contacts from its first moment, and still takes messages', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    const ken = await counter.page(visitor('ken'))
    counter.disk.held = true
    const busy = counter.write()
    await counter.pass(20)
    const drained = counter.hub.drain(retry, () => 0)
    const start = ken.put('contact.start', firstWords)
    customer.put('message.send', { contact, text: 'still here', attachments: [] }, 'm1')
    await counter.pass(20)
    counter.disk.release()
    await counter.settled(Promise.all([busy, drained]))
    await counter.pass(50)
    expect(customer.of('reply').map(([, id]) => id)).toContain('m1')
    expect(ken.of('refusal').map(([, id, code]) => [id, code])).toEqual([[start, 'hub.draining']])
    expect([counter.hub.door.draining, [...counter.hub.live.files.keys()]]).toEqual([true, [contact]])
  })

  test('ends also while people go on writing all the time', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    let sent = 0
    const write = (): void => {
      if (customer.closedWith !== null) return
      customer.put('message.send', { contact, text: `${sent++}`, attachments: [] })
      counter.clock.after(1 as never, write)
    }
    write()
    await counter.pass(100)
    await counter.settled(
      counter.hub.drain(retry, () => 0),
      500,
    )
    expect(await customer.end(100)).toBe(1001)
    const acked = customer.of('reply').length - 1
    expect(acked).toBeGreaterThan(50)
    await counter.restart()
    const back = await counter.page(visitor())
    expect(back.entries(contact).filter(({ entry }) => entry.kind === 'message').length).toBeGreaterThanOrEqual(
      acked + 1,
    )
  })

  test('ends also while the disk keeps nothing', async () => {
    const counter = await Counter.open()
    const page = await counter.page(visitor())
    counter.disk.broken = true
    await counter.refusal()
    await counter.settled(
      counter.hub.drain(retry, () => 0),
      1_000,
    )
    expect(await page.end(1_000)).toBe(1001)
  })

  test('afterwards nothing is decided: the hub is as good as gone', async () => {
    const counter = await Counter.open()
    await counter.begin()
    await counter.settled(counter.hub.drain(retry, () => 0))
    const { commits } = counter.disk
    await counter.pass(600_000)
    expect([counter.disk.commits, counter.fatal]).toEqual([commits, []])
  })
})

test('through a rolling restart the client comes back and sends what was not answered, once (P13, P2)', async () => {
  const counter = await Counter.open()
  const { contact } = await counter.begin()
  const { client } = counter.client(visitor())
  await counter.until(() => client.state.kind === 'online')
  const answered: string[] = []
  client.on('answered', ({ id }) => answered.push(id))
  const ids: string[] = []
  for (let count = 0; count < 5; count++)
    ids.push(client.request('message.send', { contact, text: `before ${count}`, attachments: [] }).id)
  const drained = counter.hub.drain(retry, () => 0.5)
  for (let count = 0; count < 5; count++)
    ids.push(client.request('message.send', { contact, text: `during ${count}`, attachments: [] }).id)
  await counter.settled(drained)
  await counter.restart()
  await counter.until(() => client.resumePending().length === 0, 10_000)
  expect(answered).toEqual(ids)
  await counter.pass(100)
  expect(
    client
      .log(contact)
      .flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []))
      .slice(1),
  ).toEqual(['before', 'during'].flatMap((when) => [0, 1, 2, 3, 4].map((count) => `${when} ${count}`)))
})
