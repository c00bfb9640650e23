/** What happens to a request whatever its verb: it is done once, checked for shape and standing, and not too often. */
import { describe, expect, test } from 'vitest'
import { frameKinds, type RefusalCode } from '../protocol/index.ts'
import type { Page } from './page-testing.ts'
import { Counter, firstWords, staff, visitor } from './testing.ts'

const said = (counter: Counter, contact: string): string[] =>
  counter.entriesOf(contact as never).flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []))

/** Sends a request as it stands and tells how it was answered. */
async function raw(
  counter: Counter,
  page: Page,
  id: string,
  verb: string,
  body: unknown,
): Promise<RefusalCode | 'done'> {
  page.forget(id)
  page.send([frameKinds.request, id, verb, body as never])
  const answer = () =>
    page.frames.find(([kind, to]) => (kind === frameKinds.reply || kind === frameKinds.refusal) && to === id)
  await counter.until(() => answer() !== undefined, 1_000)
  const frame = answer()!
  return frame[0] === frameKinds.refusal ? (frame[2] as RefusalCode) : 'done'
}

describe('once (P2)', () => {
  test('a repeat gets the first reply and is stored once, on whatever line of the session', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    const body = { contact, text: 'hello', attachments: [] }
    const first = await customer.ask('message.send', body, 'm1')
    await counter.pass(5_000)
    expect(await customer.ask('message.send', body, 'm1')).toEqual(first)
    const tab = await counter.page(visitor())
    expect(await tab.ask('message.send', body, 'm1')).toEqual(first)
    expect(said(counter, contact)).toEqual([firstWords.text, 'hello'])
  })

  test('also both within one tick', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    const body = { contact, text: 'hello', attachments: [] }
    customer.put('message.send', body, 'm1')
    customer.put('message.send', body, 'm1')
    await counter.until(() => customer.of('reply').filter(([, id]) => id === 'm1').length === 2)
    const [first, second] = customer.of('reply').filter(([, id]) => id === 'm1')
    expect(second).toEqual(first)
    expect(said(counter, contact)).toEqual([firstWords.text, 'hello'])
  })

  test('also after the hub was killed and started again (P1)', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    const first = await customer.ask('message.send', { contact, text: 'hello', attachments: [] }, 'm1')
    await counter.restart()
    const back = await counter.page(visitor())
    expect(await back.ask('message.send', { contact, text: 'hello', attachments: [] }, 'm1')).toEqual(first)
    expect(said(counter, contact)).toEqual([firstWords.text, 'hello'])
  })

  test("an agent's too, and after the contact has ended", async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const body = { contact, text: 'hello', attachments: [] }
    const first = await customer.ask('message.send', body, 'm1')
    const answer = await agent.ask('message.send', { ...body, text: 'good day' }, 'a1')
    await customer.ask('contact.end', { contact })
    expect(await agent.ask('message.send', { ...body, text: 'good day' }, 'a1')).toEqual(answer)
    await agent.ask('contact.wrapUp', { contact, disposition: 'solved', note: '' })
    await counter.restart()
    const back = await counter.page(visitor())
    expect(await back.ask('message.send', body, 'm1')).toEqual(first)
    expect(await back.refusal('message.send', { ...body, text: 'other' }, 'm1')).toBe('request.idReused')
    expect(await back.refusal('message.send', body, 'm2')).toBe('contact.gone')
    const other = await counter.begin(visitor('ken'))
    expect(await other.customer.refusal('message.send', body, 'm1')).toBe('contact.gone')
  })

  test('an id that stands for another request is known in the very tick that did it', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    agent.put('contact.park', { contact }, 'p1')
    agent.put('message.send', { contact, text: 'hello', attachments: [] }, 'p1')
    await counter.until(() => agent.of('refusal').some(([, id]) => id === 'p1'))
    expect(agent.of('refusal').find(([, id]) => id === 'p1')?.[2]).toBe('request.idReused')
    expect(said(counter, contact)).toEqual([firstWords.text])
  })

  test('whose prints are equal by chance are told apart by the log', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    // Two ids of one print, found by trying.
    const [one, two] = ['r198824', 'r568140']
    const first = await customer.ask('message.send', { contact, text: 'one', attachments: [] }, one)
    const second = await customer.ask('message.send', { contact, text: 'two', attachments: [] }, two)
    expect([first.seq, second.seq]).toEqual([3, 4])
    expect(await customer.ask('message.send', { contact, text: 'one', attachments: [] }, one)).toEqual(first)
    expect(await customer.ask('message.send', { contact, text: 'two', attachments: [] }, two)).toEqual(second)
  })

  test('an unacknowledged one that was lost with the hub is done by its repeat', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    counter.disk.held = true
    customer.put('message.send', { contact, text: 'hello', attachments: [] }, 'm1')
    await counter.until(() => counter.disk.waiting === 1)
    expect(customer.of('reply').filter(([, id]) => id === 'm1')).toEqual([])
    counter.disk.held = false
    await counter.restart()
    expect(said(counter, contact)).toEqual([firstWords.text])
    const back = await counter.page(visitor())
    await back.ask('message.send', { contact, text: 'hello', attachments: [] }, 'm1')
    expect(said(counter, contact)).toEqual([firstWords.text, 'hello'])
  })

  test.each([
    ['another text', 'message.send', (contact: string) => [contact, 'other', []]],
    ['another verb', 'contact.end', (contact: string) => [contact]],
  ])('with %s it is request.idReused and stores nothing', async (_, verb, body) => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    await customer.ask('message.send', { contact, text: 'hello', attachments: [] }, 'm1')
    const { commits } = counter.disk
    expect(await raw(counter, customer, 'm1', verb, body(contact))).toBe('request.idReused')
    expect(counter.disk.commits).toBe(commits)
    expect(said(counter, contact)).toEqual([firstWords.text, 'hello'])
  })

  test('the id of one session says nothing to another', async () => {
    const counter = await Counter.open()
    const yuki = await counter.begin(visitor('yuki'))
    const ken = await counter.begin(visitor('ken'))
    await yuki.customer.ask('message.send', { contact: yuki.contact, text: 'hello', attachments: [] }, 'm1')
    await ken.customer.ask('message.send', { contact: ken.contact, text: 'good day', attachments: [] }, 'm1')
    expect(said(counter, ken.contact)).toEqual([firstWords.text, 'good day'])
  })

  test('a refused one may be tried again under its id, with whatever body', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    const empty = { contact, text: ' ', attachments: [] }
    expect(await customer.refusal('message.send', empty, 'm1')).toBe('message.empty')
    expect(await customer.refusal('message.send', { ...empty, text: 'hello' }, 'm1')).toBe('done')
  })

  test('one that only reads is read again, and its id stays free', async () => {
    const counter = await Counter.open()
    const { agent, contact } = await counter.talk()
    const { commits } = counter.disk
    expect(await agent.ask('contact.earlier', { contact, limit: 5 }, 'e1')).toEqual({ contacts: [] })
    expect(await agent.refusal('contact.earlier', { contact, limit: 9 }, 'e1')).toBe('done')
    expect(counter.disk.commits).toBe(commits)
  })
})

describe('in order (P3)', () => {
  test('messages of one session stand in the order sent, numbered without a hole, however they fall into ticks', async () => {
    const counter = await Counter.open()
    const { customer, agent, contact } = await counter.talk()
    const texts = Array.from({ length: 40 }, (_, at) => `message ${at}`)
    for (const [at, text] of texts.entries()) {
      customer.put('message.send', { contact, text, attachments: [] })
      if (at % 7 === 0) await counter.pass(3)
    }
    await counter.until(() => said(counter, contact).length === 41)
    expect(said(counter, contact).slice(1)).toEqual(texts)
    await counter.pass(50)
    for (const page of [customer, agent])
      expect(page.entries(contact).map(({ seq }) => seq)).toEqual(Array.from({ length: 43 }, (_, at) => at + 1))
  })
})

describe('shape and standing', () => {
  test('an unknown verb is refused, also one that every object has', async () => {
    const counter = await Counter.open()
    const page = await counter.page(visitor())
    for (const verb of ['contact.merge', 'toString', '__proto__', 'message.typing'])
      expect([verb, await raw(counter, page, 'r1', verb, [])]).toEqual([verb, 'request.unknown'])
    expect(page.closedWith).toBeNull()
  })

  test.each([
    ['not a list', 'contact.end', 'cnt_x'],
    ['an id of another kind', 'contact.end', ['agt_x']],
    ['a field too many', 'contact.end', ['cnt_x', 1]],
    ['a field too few', 'contact.end', []],
    ['a text that is too long', 'message.send', ['cnt_x', 'x'.repeat(4_001), []]],
    ['a number in place of a text', 'message.send', ['cnt_x', 1, []]],
    ['too many attachments', 'message.send', ['cnt_x', 'x', Array(6).fill('att_x')]],
    ['fields that are none', 'contact.start', ['', '', 'hello', 'en', '', '', [['a', null, 'default', '']], null]],
    ['a language that nobody speaks here', 'contact.start', ['', '', 'hello', 'eo', '', '']],
  ])('%s is request.malformed, and the line stays', async (_, verb, body) => {
    const counter = await Counter.open()
    const page = await counter.page(visitor())
    expect(await raw(counter, page, 'r1', verb, body)).toBe('request.malformed')
    expect(page.closedWith).toBeNull()
  })

  test('a hint that has not its shape closes with 4400; one of an unknown verb is dropped', async () => {
    const counter = await Counter.open()
    const page = await counter.page(visitor())
    page.send([frameKinds.hint, 'message.smile', ['x']])
    page.send([frameKinds.hint, 'toString', ['x']])
    await counter.pass(100)
    expect(page.closedWith).toBeNull()
    page.send([frameKinds.hint, 'message.typing', ['cnt_x', 'yes']])
    expect(await page.end()).toBe(4400)
  })

  const forStaff = [
    'contact.close',
    'contact.transfer',
    'contact.wrapUp',
    'contact.earlier',
    'contact.read',
    'offer.accept',
    'offer.decline',
    'presence.set',
  ]
  test.each([
    ['a customer', visitor(), forStaff],
    ['an agent', staff(), ['contact.start', 'contact.end']],
    ['a supervisor', staff('misaki'), ['contact.start', 'contact.end']],
    ['an administrator', staff('admin'), ['contact.start', 'contact.end']],
  ] as const)('what %s may not is request.forbidden, before its body is looked at (P22)', async (_, actor, verbs) => {
    const counter = await Counter.open()
    const page = await counter.page(actor)
    for (const verb of verbs)
      expect([verb, await raw(counter, page, 'r1', verb, [])]).toEqual([verb, 'request.forbidden'])
  })
})

describe('not too many', () => {
  test('beyond the burst it is request.tooMany; a second later there is room again; nothing was done meanwhile', async () => {
    const counter = await Counter.open({ requestRate: { perSecond: 2, burst: 5 } })
    const { customer, contact } = await counter.begin()
    await counter.pass(10_000)
    const outcomes: string[] = []
    for (let at = 0; at < 8; at++)
      outcomes.push(await customer.refusal('message.send', { contact, text: `${at}`, attachments: [] }))
    expect(outcomes).toEqual([...Array(5).fill('done'), ...Array(3).fill('request.tooMany')])
    expect(said(counter, contact)).toEqual([firstWords.text, '0', '1', '2', '3', '4'])
    expect(customer.closedWith).toBeNull()
    const { customer: ken } = await counter.begin(visitor('ken'))
    expect(ken.of('refusal')).toEqual([])
  })

  test('a second tab of the same session has no more: each is told when there is room', async () => {
    const counter = await Counter.open({ requestRate: { perSecond: 2, burst: 5 } })
    const { customer, contact } = await counter.begin()
    await counter.pass(10_000)
    const tab = await counter.page(visitor())
    const outcomes: string[] = []
    for (let at = 0; at < 8; at++)
      outcomes.push(
        await (at % 2 ? tab : customer).refusal('message.send', { contact, text: `${at}`, attachments: [] }),
      )
    expect(outcomes).toEqual([...Array(5).fill('done'), ...Array(3).fill('request.tooMany')])
    const waits = tab.of('refusal').map((frame) => Number(frame[3]))
    expect([waits.length, waits.every((ms) => ms > 0 && ms <= 500)]).toEqual([2, true])
  })

  test('too many hints are dropped without a word', async () => {
    const counter = await Counter.open({ requestRate: { perSecond: 1, burst: 5 } })
    const { customer, agent, contact } = await counter.talk()
    await counter.pass(10_000)
    for (let at = 0; at < 50; at++) customer.hint('message.typing', { contact, on: true })
    await counter.pass(100)
    expect([agent.of('hinted').length, customer.closedWith]).toEqual([5, null])
  })
})
