import { expect, test } from 'vitest'
import { demoSiteKey } from '../demo.ts'
import { minutes } from '../model/time.ts'
import { Counter, firstWords, staff, visitor } from './testing.ts'

test('customers are found by a part of their name, the newest first, and an erased one by nobody', async () => {
  const counter = await Counter.open()
  const names = ['Yuki Tanaka', 'ﾔﾏﾀﾞ たろう', 'YUKI Sato']
  for (const [at, name] of names.entries()) {
    await counter.begin(visitor(`v${at}`), { name })
    await counter.pass(1_000)
  }
  const { door } = counter.hub
  const found = async (text: string) => {
    const all = await counter.settled(door.findCustomers(text))
    return all.map(({ name, contacts }) => [name, contacts])
  }
  expect(await found('yuki')).toEqual([
    ['YUKI Sato', 1],
    ['Yuki Tanaka', 1],
  ])
  expect(await found('やまだ')).toEqual([[names[1], 1]])
  expect(await found('タロウ')).toEqual([[names[1], 1]])
  expect(await found('nobody')).toEqual([])
  expect(await found('  ')).toEqual([])
  const [sato] = await counter.settled(door.findCustomers('sato'))
  await counter.settled(door.eraseCustomer(sato!.customer, staff('admin').agent))
  expect(await found('yuki')).toEqual([['Yuki Tanaka', 1]])
})

test('customers are found by what staff wrote on the card, what the company’s server says, and what they told in a form', async () => {
  const counter = await Counter.open()
  const found = async (text: string) => {
    const all = await counter.settled(counter.hub.door.findCustomers(text))
    return all.map(({ name, reach }) => [name, reach])
  }
  const { agent, contact } = await counter.talk()
  await agent.ask('customer.change', {
    contact,
    name: 'Carl Sato',
    email: 'carl@example.jp',
    phone: '+81 3-0000-1234',
    company: '佐藤株式会社',
    note: 'prefers mornings',
  })
  const hana = await counter.page(visitor('hana'))
  const email = { name: 'customer.email', value: 'hana@example.jp', mode: 'default', source: 'form' } as const
  await hana.ask('contact.start', { ...firstWords, name: 'Hana', fields: [email] })
  const proved = counter.hub.door.identify(visitor('ren').session, {
    site: demoSiteKey,
    subject: 'sub-1',
    name: { issuer: 'https://shop.example', subject: 'K-42817' },
    fields: { 'customer.company': 'Ren & Partners' },
    until: (counter.clock.now() + minutes(15)) as never,
  })
  await counter.settled(proved)
  expect(await found('CARL@')).toEqual([['Carl Sato', 'carl@example.jp']])
  expect(await found('0312')).toEqual([])
  expect(await found('00001234')).toEqual([['Carl Sato', '+81 3-0000-1234']])
  expect(await found('（0000）1234')).toEqual([['Carl Sato', '+81 3-0000-1234']])
  expect(await found('佐藤')).toEqual([['Carl Sato', '佐藤株式会社']])
  expect(await found('carl')).toEqual([['Carl Sato', 'carl@example.jp']])
  expect(await found('hana')).toEqual([['Hana', 'hana@example.jp']])
  expect(await found('hana@example')).toEqual([['Hana', 'hana@example.jp']])
  expect(await found('k-42817')).toEqual([['', 'K-42817']])
  expect(await found('mornings')).toEqual([])
})
