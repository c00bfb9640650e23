/** Contacts that the bot has, through the whole hub in memory: asked, answered, handed over, ended, and carried over a kill. */
import { describe, expect, test } from 'vitest'
import type { CallOut, CallResult, Outside } from '../ports/outside.ts'
import { minutes, seconds } from '../model/time.ts'
import { knownOfContact, shopWithBot } from './flow-testing.ts'
import type { Page } from './page-testing.ts'
import { closedOf } from './records.ts'
import { shopFlow } from '../sim/bot-flow.ts'
import { Counter, delayMs, firstWords, staff, visitor, type CounterOptions, type Talk } from './testing.ts'
import type { ContactId } from '../model/ids.ts'

const open = (options: CounterOptions = {}): Promise<Counter> =>
  Counter.open({ organisation: shopWithBot(), ...options })
/** Begins as the bot's customers do, without a word. */
const greeted = (counter: Counter, words: Partial<typeof firstWords> = {}): Promise<Talk> =>
  counter.begin(visitor(), { text: '', ...words })
const shown = (page: Page) => page.items('visit', 'contact')[0]!
const asked = (page: Page) => page.items('visit', 'question')[0]
const said = (page: Page, contact: ContactId): string[] =>
  page.entries(contact).flatMap(({ entry }) => (entry.kind === 'message' ? [`${entry.from}: ${entry.text}`] : []))
const choose = async (counter: Counter, page: Page, contact: ContactId, choice: string): Promise<void> => {
  await page.ask('flow.answer', { contact, ask: asked(page)!.ask, text: null, choice, values: null })
  await counter.pass(2 * delayMs)
}
const write = async (counter: Counter, page: Page, contact: ContactId, text: string): Promise<void> => {
  await page.ask('message.send', { contact, text, attachments: [] })
  await counter.pass(2 * delayMs)
}
const fieldsOf = (page: Page) =>
  Object.fromEntries(
    page.items('desk', 'contact')[0]!.fields!.map(({ name, shown: value, trust }) => [name, [value, trust]]),
  )

/** A server that answers when it is told to. */
class FakeOutside implements Outside {
  readonly calls: CallOut[] = []
  readonly #open: ((result: CallResult) => void)[] = []
  readonly over = (): void => {}

  call(call: CallOut): Promise<CallResult> {
    this.calls.push(call)
    return new Promise((resolve) => this.#open.push(resolve))
  }

  search(): Promise<never[]> {
    return Promise.resolve([])
  }

  answer(result: CallResult): void {
    for (const resolve of this.#open.splice(0)) resolve(result)
  }
}

describe('a contact that begins with the bot', () => {
  test('is greeted and asked, is in no queue, and can begin without a word', async () => {
    const counter = await open()
    const { customer, contact } = await greeted(counter)
    expect(customer.items('visit', 'site')[0]!.bot).toBe(true)
    expect(shown(customer)).toMatchObject({ contact, phase: 'bot', place: null })
    expect(said(customer, contact)).toEqual(['bot: Welcome to the shop.', 'bot: What is it about?'])
    expect(asked(customer)).toMatchObject({ contact, ask: 1, kind: 'choice', sensitive: false })
    expect(asked(customer)!.choices.map(({ key }) => key)).toEqual(['order', 'code', 'question', 'call', 'bye'])
    expect([...counter.hub.live.contacts()]).toEqual([])
    expect(await customer.refusal('contact.hold', { contact })).toBe('contact.notWaiting')
  })

  test('without a bot a first message is needed', async () => {
    const counter = await Counter.open()
    const customer = await counter.page(visitor())
    expect(await customer.refusal('contact.start', { ...firstWords, text: ' ' })).toBe('message.empty')
  })

  test('begins at the step of its intent, with what the page knew, and is not asked that', async () => {
    const counter = await open()
    const { customer, contact } = await greeted(counter, { intent: 'order' })
    expect(said(customer, contact)).toEqual(['bot: Which order?'])
    const known = [{ name: 'topic', value: 'order', mode: 'default', source: 'attribute' } as const]
    const other = await counter.begin(visitor('ken'), { text: '', fields: known })
    expect(said(other.customer, other.contact)).toEqual(['bot: Welcome to the shop.', 'bot: Which order?'])
  })

  test('an answer is an entry with its request, a wrong one is asked again with the reason, one of before is gone', async () => {
    const counter = await open()
    const { customer, contact } = await greeted(counter)
    const id = customer.put('flow.answer', { contact, ask: 1, text: null, choice: 'order', values: null })
    await customer.answer('flow.answer', id)
    await counter.pass(2 * delayMs)
    expect(customer.entries(contact).at(-2)!.entry).toMatchObject({ from: 'customer', text: 'An order', requestId: id })
    await write(counter, customer, contact, 'no idea')
    expect(asked(customer)).toMatchObject({ ask: 3, kind: 'text' })
    expect(asked(customer)!.problem).not.toBe('')
    const late = { contact, ask: 2, text: 'AB123456', choice: null, values: null }
    expect(await customer.refusal('flow.answer', late)).toBe('question.gone')
    const twoWays = { contact, ask: 3, text: 'AB123456', choice: 'order', values: null }
    expect(await customer.refusal('flow.answer', twoWays)).toBe('request.malformed')
  })

  test('the same request again changes nothing, whether it is an answer or words', async () => {
    const counter = await open()
    const { customer, contact } = await greeted(counter)
    const body = { contact, ask: 1, text: null, choice: 'code', values: null }
    await customer.ask('flow.answer', body, 'once')
    expect(await customer.refusal('flow.answer', body, 'once')).toBe('done')
    const words = { contact, text: 'TOPSECRET', attachments: [] }
    const first = await customer.ask('message.send', words, 'twice')
    expect(await customer.ask('message.send', words, 'twice')).toEqual(first)
    await counter.pass(2 * delayMs)
    expect(said(customer, contact).filter((line) => line.startsWith('customer'))).toEqual([
      'customer: A code',
      'customer: ••••',
    ])
  })

  test('what is secret is kept nowhere', async () => {
    const counter = await open()
    const { customer, contact } = await greeted(counter)
    await choose(counter, customer, contact, 'code')
    expect(asked(customer)!.sensitive).toBe(true)
    await write(counter, customer, contact, 'HUSH-HUSH-77')
    expect(JSON.stringify(counter.entriesOf(contact))).not.toContain('HUSH')
    expect(JSON.stringify(knownOfContact(counter, contact))).not.toContain('HUSH')
    const agent = await counter.arrive()
    await counter.accept(agent)
    expect(agent.items('desk', 'contact')[0]!.fields).toContainEqual(
      expect.objectContaining({ name: 'customer.pin', shown: '••••', masked: true }),
    )
  })
})

describe('handing over', () => {
  test('brings it to the queue with skills, priority and fields, and the agent reads the talk', async () => {
    const counter = await open()
    const { customer, contact } = await greeted(counter, {
      fields: [{ name: 'customer.email', value: 'yuki@example.jp', mode: 'default', source: 'script' }],
    })
    await customer.ask('flow.person', { contact })
    await counter.pass(2 * delayMs)
    expect(shown(customer)).toMatchObject({ phase: 'queued', place: 1 })
    expect(asked(customer)).toBeUndefined()
    const [record] = [...counter.hub.live.contacts()]
    expect(record).toMatchObject({ requirements: [{ skill: 'lang.en', level: 1 }], priorityMs: 60_000 })
    const agent = await counter.arrive()
    expect(await counter.accept(agent)).toBe(contact)
    expect(said(agent, contact)).toEqual([
      'bot: Welcome to the shop.',
      'bot: What is it about?',
      'bot: Somebody comes.',
    ])
    expect(fieldsOf(agent)).toEqual({ 'customer.email': ['yuki@example.jp', 'page'] })
    await customer.ask('flow.person', { contact })
    await write(counter, customer, contact, 'hello')
    expect(said(agent, contact).at(-1)).toBe('customer: hello')
  })

  test('words that ask for a person are heard, also as the first ones', async () => {
    const counter = await open()
    const { customer, contact } = await greeted(counter, { text: 'can I talk to a human please' })
    expect(shown(customer).phase).toBe('queued')
    expect(said(customer, contact)[0]).toBe('customer: can I talk to a human please')
  })

  test('when its customer is away the floor knows, and gives the place up in time', async () => {
    const counter = await open()
    const { customer, contact } = await greeted(counter, { intent: 'order' })
    await customer.vanish()
    // Three times two minutes of silence lead to a person; nobody comes back within the grace.
    await counter.until(() => counter.hub.live.bots.size === 0, minutes(10))
    expect([...counter.hub.live.contacts()].map(({ id }) => id)).toEqual([contact])
    await counter.until(() => counter.hub.live.file(contact) === undefined, minutes(10))
    expect(closedOf(counter.store, counter.sealing, contact)).toMatchObject({ outcome: 'abandoned' })
  })

  test('a telephone number to be called at goes with it as a message', async () => {
    const counter = await open()
    const { customer, contact } = await greeted(counter)
    await choose(counter, customer, contact, 'call')
    await write(counter, customer, contact, '03-1234-5678')
    expect(shown(customer)).toMatchObject({ phase: 'queued', hold: { state: 'left' } })
    const agent = await counter.arrive()
    await counter.accept(agent)
    expect(agent.items('desk', 'contact')[0]).toMatchObject({
      message: true,
      reach: expect.stringContaining('1234') as string,
    })
  })

  test('a queue that takes nobody who waits takes it as a message', async () => {
    const organisation = shopWithBot()
    const shut = organisation.queues.map((queue) => ({
      ...queue,
      rules: {
        ...queue.rules,
        overflow: [
          {
            name: 'shut',
            when: { measure: 'staffed', below: 1, until: 1 },
            to: { way: 'form' },
            waiting: false,
          } as const,
        ],
      },
    }))
    const counter = await open({ organisation: { ...organisation, queues: shut } })
    const { customer, contact } = await greeted(counter)
    await customer.ask('flow.person', { contact })
    await counter.pass(2 * delayMs)
    expect(shown(customer)).toMatchObject({ phase: 'queued', hold: { state: 'left' } })
    expect(said(customer, contact).at(-1)).toContain('Nobody can answer right now')
  })
})

describe('asking outside', () => {
  const atCall = async (counter: Counter): Promise<Talk> => {
    const talk = await greeted(counter, { intent: 'order' })
    await write(counter, talk.customer, talk.contact, 'AB123456')
    return talk
  }

  test('the answer goes on with the flow, and a survey is an entry', async () => {
    const outside = new FakeOutside()
    const counter = await open({ also: { outside } })
    const { customer, contact } = await atCall(counter)
    expect(outside.calls.map(({ url }) => url)).toEqual(['https://shop.example.jp/orders/AB123456'])
    expect(asked(customer)).toBeUndefined()
    outside.answer({ status: 200, body: { status: 'on its way' } })
    await counter.until(() => asked(customer)?.kind === 'score')
    expect(said(customer, contact)).toContain('bot: It is on its way.')
    await choose(counter, customer, contact, '5')
    expect(shown(customer).phase).toBe('closed')
    expect(counter.entriesOf(contact).map(({ kind }) => kind)).toContain('surveyed')
    expect(closedOf(counter.store, counter.sealing, contact)).toMatchObject({ outcome: 'solved', queue: 'que_orders' })
  })

  test('after a kill it is asked again under the same key, and nothing is asked of the customer twice', async () => {
    const outside = new FakeOutside()
    const counter = await open({ also: { outside } })
    const { contact } = await atCall(counter)
    const before = counter.entriesOf(contact)
    await counter.restart()
    const customer = await counter.page(visitor())
    expect(outside.calls.map(({ key }) => key)).toEqual([`${contact}.1`, `${contact}.1`])
    expect(counter.entriesOf(contact)).toEqual(before)
    expect(shown(customer)).toMatchObject({ phase: 'bot' })
    outside.answer({ status: 200, body: { status: 'here' } })
    await counter.until(() => asked(customer)?.kind === 'score')
    expect(said(customer, contact).filter((line) => line === 'bot: It is here.')).toHaveLength(1)
  })

  test('an answer that could not be kept is taken once the disk keeps again', async () => {
    const outside = new FakeOutside()
    const counter = await open({ also: { outside } })
    const { customer, contact } = await atCall(counter)
    counter.disk.broken = true
    outside.answer({ status: 200, body: { status: 'late' } })
    await counter.pass(seconds(2))
    counter.disk.broken = false
    await counter.until(() => said(customer, contact).includes('bot: It is late.'))
    expect(outside.calls).toHaveLength(1)
  })

  test('where nobody can be asked the flow goes its other way', async () => {
    const counter = await open()
    const { customer } = await atCall(counter)
    await counter.until(() => shown(customer).phase === 'queued', seconds(30))
  })
})

describe('an open question', () => {
  test('stands after a kill as it was, and goes on', async () => {
    const counter = await open()
    const { customer: before, contact } = await greeted(counter)
    await choose(counter, before, contact, 'code')
    const question = asked(before)
    const log = counter.entriesOf(contact)
    await counter.restart()
    const customer = await counter.page(visitor())
    expect(asked(customer)).toEqual(question)
    expect(counter.entriesOf(contact)).toEqual(log)
    await write(counter, customer, contact, 'X')
    expect(shown(customer).phase).toBe('queued')
  })

  test('is asked again after its silence, by the one timer', async () => {
    const counter = await open()
    const { customer } = await greeted(counter, { intent: 'order' })
    expect(asked(customer)!.ask).toBe(1)
    await counter.until(() => asked(customer)!.ask === 2, minutes(3))
  })

  test('whose customer says nothing ends the contact when the site says so', async () => {
    const counter = await open({ organisation: shopWithBot({ idleMs: minutes(10) }) })
    const { customer, contact } = await greeted(counter)
    await counter.pass(minutes(9))
    expect(shown(customer).phase).toBe('bot')
    await counter.pass(minutes(1) + 100)
    expect(shown(customer)).toMatchObject({ contact, phase: 'closed' })
    expect(counter.entriesOf(contact).at(-1)).toMatchObject({ kind: 'closed', by: 'system' })
    expect((await counter.begin(visitor(), { text: '' })).contact).not.toBe(contact)
  })

  test('goes with the contact that its customer ends, which is kept like others', async () => {
    const counter = await open()
    const { customer, contact } = await greeted(counter)
    await customer.ask('contact.end', { contact })
    await counter.pass(2 * delayMs)
    expect(shown(customer).phase).toBe('closed')
    expect(asked(customer)).toBeUndefined()
    expect(closedOf(counter.store, counter.sealing, contact)).toMatchObject({
      outcome: 'unsolved',
      queue: 'que_orders',
    })
    expect([...counter.store.range('expiry', {})]).toHaveLength(1)
    await counter.restart()
    expect(counter.hub.live.bots.size).toBe(0)
  })
})

test('a contact goes on with the version it began with, over a kill and another configuration', async () => {
  const outside = new FakeOutside()
  const counter = await open({ also: { outside } })
  const { customer, contact } = await greeted(counter)
  const { flow } = knownOfContact(counter, contact)
  const steps = { ...shopFlow.steps, greet: { ...shopFlow.steps.greet, text: { en: 'Another greeting.', ja: '別' } } }
  const { 'ask-code': _gone, ...fewer } = steps
  const other = shopWithBot(
    {},
    {
      ...shopFlow,
      steps: {
        ...fewer,
        topic: {
          ...steps.topic,
          to: { order: 'ask-order', question: 'ask-question', call: 'ask-telephone', bye: 'bye' },
        },
      },
    },
  )
  counter.hub.directory.serve(other)
  await choose(counter, customer, contact, 'code')
  expect(said(customer, contact).at(-1)).toBe('bot: Which code?')
  expect(knownOfContact(counter, contact).flow!.version).toBe(flow!.version)
  const next = await counter.begin(visitor('ken'), { text: '' })
  expect(said(next.customer, next.contact)[0]).toBe('bot: Another greeting.')
  expect(knownOfContact(counter, next.contact).flow!.version).not.toBe(flow!.version)
})

test('what a page gives later is kept, whoever has the contact, and what it may not is named', async () => {
  const counter = await open()
  const { customer, contact } = await greeted(counter)
  const { refused } = await customer.ask('contact.prefill', {
    contact,
    fields: [
      { name: 'order.id', value: 'ab123456', mode: 'default', source: 'data' },
      { name: 'customer.pin', value: '1234', mode: 'default', source: 'data' },
      { name: 'customer.email', value: 'nobody', mode: 'default', source: 'data' },
    ],
  })
  expect(refused).toEqual([
    { name: 'customer.pin', code: 'field.blocked' },
    { name: 'customer.email', code: 'field.type' },
  ])
  await customer.ask('flow.person', { contact })
  const agent = await counter.arrive()
  await counter.accept(agent)
  expect(fieldsOf(agent)).toEqual({ 'order.id': ['AB123456', 'page'] })
  await customer.ask('contact.prefill', {
    contact,
    fields: [{ name: 'cart.total', value: 1200, mode: 'default', source: 'command' }],
  })
  await counter.pass(2 * delayMs)
  expect(agent.items('desk', 'contact')[0]!.fields).toHaveLength(1)
})

test('the next contact begins with what tells of the customer, and not with the last topic', async () => {
  const counter = await open()
  const { customer, contact } = await greeted(counter, {
    fields: [
      { name: 'customer.email', value: 'yuki@example.jp', mode: 'default', source: 'form' },
      { name: 'topic', value: 'bye', mode: 'default', source: 'script' },
    ],
  })
  await customer.ask('contact.end', { contact }).catch(() => {})
  await counter.pass(2 * delayMs)
  const next = await counter.begin(visitor(), { text: '' })
  expect(knownOfContact(counter, next.contact).flow!.fields).toEqual({
    'customer.email': { value: 'yuki@example.jp', trust: 'visitor', mode: 'default', source: 'form' },
  })
  expect(asked(next.customer)!.kind).toBe('choice')
})

test('the bot is there for those whom their queue sends to it, where the site says so', async () => {
  const organisation = shopWithBot({ when: 'overflow' })
  const sent = organisation.queues.map((queue) => ({
    ...queue,
    rules: {
      ...queue.rules,
      overflow: [
        { name: 'shut', when: { measure: 'staffed', below: 1, until: 1 }, to: { way: 'bot' }, waiting: false } as const,
      ],
    },
  }))
  const counter = await open({ organisation: { ...organisation, queues: sent } })
  const { customer } = await counter.begin()
  expect(customer.items('visit', 'site')[0]!.bot).toBe(false)
  expect(shown(customer).phase).toBe('bot')
  await counter.arrive(staff())
  const other = await counter.begin(visitor('ken'))
  expect(shown(other.customer).phase).not.toBe('bot')
})

test('erased, nothing of it is left, and its customer is told nothing more', async () => {
  const counter = await open()
  const { contact } = await greeted(counter, { text: 'my secret wish' })
  const customer = counter.hub.live.file(contact)!.customer
  await counter.settled(counter.hub.door.eraseCustomer(customer, staff().agent))
  expect(counter.hub.live.bots.size).toBe(0)
  expect(counter.hub.live.file(contact)).toBeUndefined()
  expect([...counter.store.range('contact', {})]).toEqual([])
  expect([...counter.store.range('entry', { prefix: [contact] })]).toEqual([])
  expect(counter.fatal).toEqual([])
})

test('a call of such a site goes to the queue at once, and a message left too', async () => {
  const counter = await open()
  const customer = await counter.page(visitor())
  await customer.ask('contact.leave', { ...firstWords, reach: 'yuki@example.jp' })
  await counter.pass(2 * delayMs)
  expect(shown(customer)).toMatchObject({ phase: 'queued', hold: { state: 'left' } })
})
