/** The life of a contact over requests: who may begin, end, hand on and wrap up, and what each side then reads of it. */
import { describe, expect, test } from 'vitest'
import { demoOrganisation, demoSiteKey } from '../demo.ts'
import { makeId, type ContactId } from '../model/ids.ts'
import type { Page } from './page-testing.ts'
import { Counter, firstWords, staff, visitor } from './testing.ts'

const missing = makeId('contact', 'none')
const other = makeId('queue', 'other')
/** The last entry of a log as this page was told it. */
const last = (page: Page, contact: ContactId) => page.entries(contact).at(-1)?.entry
const kinds = (page: Page, contact: ContactId): string[] => page.entries(contact).map(({ entry }) => entry.kind)

describe('beginning', () => {
  test('the first words are entry 1, the queue of the topic entry 2', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin(visitor(), { topic: 'delivery' })
    expect(customer.entries(contact).map(({ seq, entry }) => [seq, entry.kind, entry])).toMatchObject([
      [1, 'message', { from: 'customer', text: firstWords.text }],
      [2, 'queued', { queue: { en: 'Delivery' }, cause: 'new' }],
    ])
  })

  test.each(['', 'no such topic'])('with the topic %j it is the default queue', async (topic) => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin(visitor(), { topic })
    expect(last(customer, contact)).toMatchObject({ kind: 'queued', queue: { en: 'Other questions' } })
  })

  test('a second while one is open is contact.open, also from another tab; after its end there is a new one', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    const tab = await counter.page(visitor())
    for (const page of [customer, tab]) expect(await page.refusal('contact.start', firstWords)).toBe('contact.open')
    await tab.ask('contact.end', { contact })
    const next = await customer.ask('contact.start', firstWords)
    expect(next.contact).not.toBe(contact)
    expect([...counter.hub.live.contacts()].map(({ id }) => id)).toEqual([next.contact])
  })

  test('two in one tick: one begins, the other is contact.open', async () => {
    const counter = await Counter.open()
    const customer = await counter.page(visitor())
    const ids = [customer.put('contact.start', firstWords), customer.put('contact.start', firstWords)]
    await counter.until(() => customer.of('reply').length + customer.of('refusal').length === 2)
    expect([customer.of('reply').map(([, id]) => id), customer.of('refusal')]).toEqual([
      [ids[0]],
      [[18, ids[1], 'contact.open']],
    ])
  })

  test('in wrap-up the old one is over for its customer: a new one may begin', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await agent.ask('contact.close', { contact })
    await counter.pass(20)
    expect(customer.item('visit', 'contact')?.phase).toBe('closed')
    await counter.restart()
    const back = await counter.page(visitor())
    expect(back.item('visit', 'contact')?.phase).toBe('closed')
    expect(await back.refusal('contact.start', firstWords)).toBe('done')
  })

  test('while the hub drains it is hub.draining, but what was begun before is answered as before', async () => {
    const counter = await Counter.open()
    const { customer } = await counter.begin()
    const ken = await counter.page(visitor('ken'))
    const body = { ...firstWords, text: 'once' }
    await customer.ask('contact.end', { contact: [...counter.hub.live.files.keys()][0]! })
    const begun = await customer.ask('contact.start', body, 's1')
    counter.hub.draining = true
    expect(await ken.refusal('contact.start', firstWords)).toBe('hub.draining')
    expect(await customer.ask('contact.start', body, 's1')).toEqual(begun)
  })

  test('with a queue that is gone it is queue.unknown, and nothing has changed', async () => {
    const [site] = demoOrganisation.sites
    const gone = { key: 'gone', label: { en: 'Gone', ja: '無' }, queue: makeId('queue', 'gone') }
    const counter = await Counter.open({
      organisation: { ...demoOrganisation, sites: [{ ...site!, key: demoSiteKey, topics: [...site!.topics, gone] }] },
    })
    const customer = await counter.page(visitor())
    const { commits } = counter.disk
    expect(await customer.refusal('contact.start', { ...firstWords, topic: 'gone' })).toBe('queue.unknown')
    expect([counter.disk.commits, counter.hub.live.files.size, customer.items('visit', 'contact')]).toEqual([
      commits,
      0,
      [],
    ])
    expect(await customer.refusal('contact.start', firstWords)).toBe('done')
  })

  test('a name that was said once is kept; spaces around it are not', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin(visitor(), { name: '  Yuki ' })
    expect(customer.item('visit', 'site')?.customerName).toBe('Yuki')
    await customer.ask('contact.end', { contact })
    await customer.ask('contact.start', { ...firstWords, name: ' ' })
    await counter.pass(20)
    expect(customer.item('visit', 'site')?.customerName).toBe('Yuki')
  })
})

describe('whose it is (P22)', () => {
  test('contacts of others and contacts that never were are refused alike', async () => {
    const counter = await Counter.open()
    const { contact } = await counter.talk()
    const stranger = await counter.begin(visitor('stranger'))
    const james = await counter.page(staff('james'))
    const boss = await counter.page(staff('misaki'))
    for (const id of [contact, missing]) {
      expect(await stranger.customer.refusal('contact.end', { contact: id })).toBe('contact.gone')
      for (const page of [stranger.customer, james, boss])
        expect(await page.refusal('message.send', { contact: id, text: 'x', attachments: [] })).toBe('contact.gone')
      for (const page of [james, boss]) {
        expect(await page.refusal('contact.close', { contact: id })).toBe('contact.gone')
        expect(await page.refusal('contact.transfer', { contact: id, queue: other, agent: null, note: '' })).toBe(
          'contact.gone',
        )
        expect(await page.refusal('contact.wrapUp', { contact: id, disposition: '', note: '' })).toBe('contact.gone')
      }
      // A supervisor may read every contact that there is.
      for (const page of id === missing ? [james, boss] : [james]) {
        expect(await page.refusal('contact.earlier', { contact: id, limit: 1 })).toBe('contact.gone')
        expect(await page.refusal('contact.read', { contact: id, earlier: id, after: 0, limit: 1 })).toBe(
          'contact.gone',
        )
      }
    }
    expect(counter.entriesOf(contact)).toHaveLength(3)
  })

  test('typing and marks of strangers go nowhere', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const stranger = await counter.page(visitor('stranger'))
    const james = await counter.page(staff('james'))
    for (const page of [stranger, james]) {
      page.hint('message.typing', { contact, on: true })
      page.hint('message.mark', { contact, received: 3, read: 3 })
    }
    await counter.pass(100)
    expect([customer.of('hinted'), agent.of('hinted')]).toEqual([[], []])
    expect(agent.item('desk', 'contact')).toMatchObject({ customerReceived: 0, customerRead: 0, agentRead: 0 })
  })

  test('an agent who is only offered it can neither write nor close nor hand it on', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const { contact } = await counter.begin()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    expect(await agent.refusal('message.send', { contact, text: 'x', attachments: [] })).toBe('contact.notActive')
    expect(await agent.refusal('contact.close', { contact })).toBe('contact.notActive')
    expect(await agent.refusal('contact.transfer', { contact, queue: other, agent: null, note: '' })).toBe(
      'contact.notActive',
    )
  })
})

describe('the end', () => {
  test('an agent in wrap-up cannot write, close again or hand on; the customer cannot write either', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await agent.ask('contact.close', { contact })
    const message = { contact, text: 'one more thing', attachments: [] }
    expect(await agent.refusal('message.send', message)).toBe('contact.notActive')
    expect(await agent.refusal('contact.close', { contact })).toBe('contact.notActive')
    expect(await agent.refusal('contact.transfer', { contact, queue: other, agent: null, note: '' })).toBe(
      'contact.notActive',
    )
    expect(await customer.refusal('message.send', message)).toBe('contact.gone')
    expect(await customer.refusal('contact.end', { contact })).toBe('contact.gone')
  })

  test('the wrap-up has its number in the log of both; the customer reads elided in its place, and not a word of it (P22)', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    await customer.ask('contact.end', { contact })
    await counter.pass(20)
    const { until, phase } = agent.item('desk', 'contact')!
    expect([phase, until! - counter.clock.now() > 59_000]).toEqual(['wrapUp', true])
    await agent.ask('contact.wrapUp', { contact, disposition: 'complaint', note: 'difficult' })
    await counter.pass(20)
    expect(kinds(customer, contact)).toEqual(['message', 'queued', 'joined', 'closed', 'elided'])
    expect(JSON.stringify(customer.frames)).not.toMatch(/difficult|complaint|Complaint/)
    const back = await counter.page(visitor())
    expect(kinds(back, contact)).toEqual(['message', 'queued', 'joined', 'closed', 'elided'])
    expect(back.item('visit', 'contact')?.phase).toBe('closed')
  })

  test('a wrap-up that was not asked for, or whose time is over, is refused; an unknown disposition too', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    const done = { contact, disposition: 'solved', note: '' }
    expect(await agent.refusal('contact.wrapUp', done)).toBe('wrapUp.notOpen')
    await agent.ask('contact.close', { contact })
    expect(await agent.refusal('contact.wrapUp', { ...done, disposition: 'golf' })).toBe('disposition.unknown')
    await counter.pass(61_000)
    expect(agent.items('desk', 'contact')).toEqual([])
    expect(await agent.refusal('contact.wrapUp', done)).toBe('contact.gone')
  })
})
