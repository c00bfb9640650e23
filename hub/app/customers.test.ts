/** The customer's card: what staff keep of a customer, who sees it, whose word wins when two turn out to be one, and that it goes with them. */
import { describe, expect, test } from 'vitest'
import { demoDocument, demoSiteKey } from '../demo.ts'
import { minutes } from '../model/time.ts'
import { organisationFrom } from '../config.ts'
import type { CustomerId } from '../model/ids.ts'
import type { ProvedIdentity } from '../http/door.ts'
import type { RequestBody } from '../protocol/index.ts'
import { exportOf } from './export.ts'
import { visitorOf } from './live.ts'
import type { Page } from './page-testing.ts'
import { keys, rows } from './records.ts'
import { isSealed } from './sealing.ts'
import { agentId, Counter, firstWords, staff, visitor } from './testing.ts'

const carl = {
  name: 'Carl Sato',
  email: 'carl@example.jp',
  phone: '03-0000-0000',
  company: 'Sato Ltd',
  note: 'Canary4711',
}
const change = (page: Page, body: RequestBody<'customer.change'>) => page.ask('customer.change', body)
const customerOf = (counter: Counter, name = 'yuki'): CustomerId =>
  visitorOf(counter.store, visitor(name).session)!.customer
const rowOf = (counter: Counter, customer: CustomerId) => rows.customer.get(counter.store, keys.customer(customer))!
const identify = (counter: Counter, name: string, fields: ProvedIdentity['fields'] = {}) =>
  counter.settled(
    counter.hub.door.identify(visitor(name).session, {
      site: demoSiteKey,
      subject: 'sub-1',
      name: { issuer: 'https://shop.example', subject: 'K-42' },
      fields,
      until: (counter.clock.now() + minutes(15)) as never,
    }),
  )

describe('the card', () => {
  test('is what staff wrote, else what they said themselves, and is the same for the next contact and after a restart', async () => {
    const counter = await Counter.open()
    const { agent, contact, customer } = await counter.talk()
    const empty = { email: '', phone: '', company: '', note: '', attributes: [] }
    expect(await agent.ask('customer.card', { contact })).toMatchObject({ ...empty, name: 'Yuki' })
    await change(agent, { contact, ...carl, name: `  ${carl.name} ` })
    expect(await agent.ask('customer.card', { contact })).toMatchObject(carl)
    await counter.until(() => agent.item('desk', 'contact')?.customerName === carl.name)
    // The customer is called what they called themselves.
    expect(customer.item('visit', 'site')!.customerName).toBe('Yuki')
    expect(JSON.stringify(customer.frames)).not.toContain(carl.name)
    await counter.restart()
    const again = await counter.page(staff())
    expect(await again.ask('customer.card', { contact })).toMatchObject(carl)
    await again.ask('contact.close', { contact })
    await again.ask('contact.wrapUp', { contact, disposition: 'solved', note: '' })
    const page = await counter.page(visitor())
    const next = await page.ask('contact.start', { ...firstWords, name: '' })
    await counter.until(() => again.items('desk', 'offer').length === 1)
    // Before it is taken.
    expect(again.item('desk', 'offer')!.customerName).toBe(carl.name)
    expect(await again.ask('customer.card', { contact: next.contact })).toMatchObject(carl)
    expect(await again.refusal('customer.change', { contact: next.contact, ...carl })).toBe('contact.notActive')
  })

  test('is for nobody else; whoever may read everything leaves a record', async () => {
    const counter = await Counter.open()
    const { contact } = await counter.talk()
    const [james, boss] = [await counter.page(staff('james')), await counter.page(staff('misaki'))]
    expect(await james.refusal('customer.card', { contact })).toBe('contact.gone')
    expect(await boss.refusal('customer.change', { contact, ...carl })).toBe('contact.gone')
    const audits = () => [...counter.store.range('audit', {})].length
    const before = audits()
    await boss.ask('customer.card', { contact })
    await boss.ask('customer.card', { contact })
    expect(audits()).toBe(before + 1)
  })

  test('has what the company’s server says, and links of which everything is known', async () => {
    const links = [
      {
        key: 'a',
        label: { en: 'A', ja: 'あ' },
        url: 'https://crm.example.jp/{customer.id}?n={customer.name}&o={field.order.id}',
      },
      { key: 'b', label: { en: 'B', ja: 'い' }, url: 'https://crm.example.jp/find/{customer.company}#{contact.id}' },
    ]
    const organisation = organisationFrom({ ...demoDocument, links }, 'a test')
    const counter = await Counter.open({ organisation })
    const { agent, contact } = await counter.talk()
    await identify(counter, 'yuki', {
      'customer.name': '山田 & 花子',
      'customer.email': 'y@example.jp',
      'customer.tier': 'gold',
    })
    const first = await agent.ask('customer.card', { contact })
    expect(first).toMatchObject({
      name: '山田 & 花子',
      email: 'y@example.jp',
      attributes: [{ name: 'customer.tier', value: 'gold' }],
    })
    expect(first.links).toEqual([])
    await agent.ask('contact.setField', { contact, name: 'order.id', value: 'A/1?' })
    await change(agent, { contact, ...carl, name: '', company: 'あおぞら' })
    const { links: shown } = await agent.ask('customer.card', { contact })
    expect(shown.map(({ url }) => url)).toEqual([
      `https://crm.example.jp/K-42?n=${encodeURIComponent('山田 & 花子')}&o=A%2F1%3F`,
      `https://crm.example.jp/find/${encodeURIComponent('あおぞら')}#${contact}`,
    ])
  })
})

describe('when somebody unknown turns out to be a customer', () => {
  test('what is known of the customer goes before, and is filled up; both keys go when they are erased', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk(visitor('phone'))
    await identify(counter, 'phone')
    await change(agent, { contact, name: 'Carl Sato', email: '', phone: '', company: 'Sato Ltd', note: '' })
    const other = await counter.begin(visitor('home'))
    await counter.accept(agent)
    await change(agent, { contact: other.contact, ...carl, name: 'C. S.', company: 'Somewhere' })
    const former = rowOf(counter, customerOf(counter, 'home')).details!.slot
    await identify(counter, 'home')
    const customer = customerOf(counter, 'home')
    expect(customer).toBe(customerOf(counter, 'phone'))
    const joined = { ...carl, name: 'Carl Sato', company: 'Sato Ltd' }
    expect(await agent.ask('customer.card', { contact: other.contact })).toMatchObject(joined)
    const { slot } = rowOf(counter, customer).details!
    await counter.settled(counter.hub.door.eraseCustomer(customer, agentId('admin')))
    expect([former, slot].map((one) => counter.sealing.isErased(one))).toEqual([true, true])
    expect(counter.fatal).toEqual([])
  })
})

test('[P25] the details are sealed with a key of their own, exported, and erased with the last contact', async () => {
  const counter = await Counter.open()
  const { agent, contact } = await counter.talk()
  await change(agent, { contact, ...carl })
  const customer = customerOf(counter)
  const { sealed, slot } = rowOf(counter, customer).details!
  expect(isSealed(sealed)).toBe(true)
  for (const value of counter.store.range('customer', {}))
    expect(Buffer.from(value.value).toString('latin1')).not.toContain(carl.note)
  const parts = {
    store: counter.store,
    sealing: counter.sealing,
    live: () => undefined,
    pause: () => Promise.resolve(),
  }
  expect((await exportOf(parts, customer))!.details).toEqual(carl)
  await agent.ask('contact.close', { contact })
  await agent.ask('contact.wrapUp', { contact, disposition: 'solved', note: '' })
  await counter.settled(counter.hub.door.eraseContact(contact, agentId('admin')))
  expect(counter.sealing.isErased(slot)).toBe(true)
  expect(counter.store.get('customer', keys.customer(customer))).toBeUndefined()
})

describe('a field', () => {
  const fieldsOf = (agent: Page) =>
    agent.item('desk', 'contact')!.fields!.map(({ name, shown, trust, source }) => [name, shown, trust, source])

  test('is set and taken away by whoever has the contact, as the customer’s word from the agent', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    await agent.ask('contact.setField', { contact, name: 'order.id', value: ' AB-1 ' })
    await counter.until(() => fieldsOf(agent).length === 1)
    const written = [['order.id', 'AB-1', 'visitor', `agent:${agent.item('desk', 'me')!.name}`]]
    expect(fieldsOf(agent)).toEqual(written)
    await counter.restart()
    const again = await counter.page(staff())
    expect(fieldsOf(again)).toEqual(written)
    await again.ask('contact.setField', { contact, name: 'order.id', value: '' })
    await counter.until(() => fieldsOf(again).length === 0)
  })

  test.each(['Order', 'card.number', '__proto__', 'password', 'order..id'])('cannot be called %s', async (name) => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    expect(await agent.refusal('contact.setField', { contact, name, value: '1' })).toBe('field.refused')
  })

  test('that the company has signed stays as it is', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    await identify(counter, 'yuki', { 'customer.tier': 'gold' })
    for (const value of ['silver', ''])
      expect(await agent.refusal('contact.setField', { contact, name: 'customer.tier', value })).toBe('field.refused')
  })
})
