/** Keeping a place, being called and coming, leaving a message, and being told by push: through the whole hub in memory. */
import { describe, expect, test } from 'vitest'
import type { QueueRules } from '../acd/state.ts'
import { MemoryPush } from '../adapters/push-memory.ts'
import { demoOrganisation } from '../demo.ts'
import { minutes, seconds } from '../model/time.ts'
import type { Organisation } from './organisation.ts'
import type { Page } from './page-testing.ts'
import { nothingPurged, unreadable } from './purge.ts'
import { agentId, Counter, delayMs, firstWords, staff, visitor } from './testing.ts'

const withRules = (rules: Partial<QueueRules>): Organisation => ({
  ...demoOrganisation,
  queues: demoOrganisation.queues.map((queue) => ({ ...queue, rules: { ...queue.rules, ...rules } })),
})
const shut = withRules({
  overflow: [{ name: 'shut', when: { measure: 'staffed', below: 1, until: 1 }, to: { way: 'form' }, waiting: false }],
})
const browser = { endpoint: 'https://push.example/one', p256dh: 'BA', auth: 'AA' }

const shown = (page: Page) => page.items('visit', 'contact')[0]!
const heldBy = (page: Page) => page.items('desk', 'contact')[0]
const subscriptions = (counter: Counter): number => [...counter.store.range('push', {})].length

/** A customer who keeps the place, and has a browser to be told by push. */
async function keeping(counter: Counter, byPush = true) {
  const { customer, contact } = await counter.begin()
  await customer.ask('contact.hold', { contact })
  if (byPush) await customer.ask('push.subscribe', { contact, ...browser })
  await counter.pass(2 * delayMs)
  return { customer, contact }
}

describe('keeping the place', () => {
  test('is shown, and the contact goes on waiting without its customer', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    await customer.ask('contact.hold', { contact })
    await counter.pass(2 * delayMs)
    expect(shown(customer)).toMatchObject({
      phase: 'queued',
      place: 1,
      hold: { state: 'kept', until: null, missed: 0 },
    })
    await customer.vanish()
    await counter.pass(minutes(30))
    expect(shown(await counter.page(visitor()))).toMatchObject({ phase: 'queued', place: 1, hold: { state: 'kept' } })
  })

  test('called, the customer joins and the talk begins', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await keeping(counter, false)
    const agent = await counter.arrive()
    await counter.until(() => agent.items('desk', 'offer').length > 0)
    expect(agent.items('desk', 'offer')[0]!.hold).toBe('call')
    await counter.accept(agent)
    const { until } = shown(customer).hold!
    expect(shown(customer).hold).toMatchObject({ state: 'called', missed: 0 })
    expect(heldBy(agent)).toMatchObject({ contact, calledUntil: until })
    expect(agent.entries(contact).length).toBeGreaterThan(0)
    await expect(agent.ask('message.send', { contact, text: 'Hello', attachments: [] })).rejects.toMatchObject({
      code: 'contact.notActive',
    })
    await customer.ask('contact.resume', { contact })
    await counter.pass(2 * delayMs)
    expect(shown(customer)).toMatchObject({ phase: 'active', hold: null })
    expect(heldBy(agent)).toMatchObject({ phase: 'active', calledUntil: null })
    expect(counter.entriesOf(contact).map(({ kind }) => kind)).toEqual(['message', 'queued', 'held', 'joined'])
  })

  test('a missed call is told, and the last one ends the contact as unreached', async () => {
    const callBack = { ...demoOrganisation.queues[0]!.rules.callBack, attemptsMax: 2 }
    const counter = await Counter.open({ organisation: withRules({ callBack }) })
    const { customer, contact } = await keeping(counter, false)
    const agent = await counter.arrive()
    await counter.accept(agent)
    await counter.pass(seconds(46))
    expect(shown(customer).hold).toMatchObject({ state: 'resting', missed: 1 })
    expect(heldBy(agent)).toBeUndefined()
    expect(counter.entriesOf(contact).at(-1)?.kind).toBe('callMissed')
    await expect(customer.ask('contact.hold', { contact })).resolves.toEqual({})
    await counter.pass(minutes(2))
    await counter.accept(agent)
    await counter.pass(seconds(46))
    expect(shown(customer)).toMatchObject({ phase: 'closed', hold: null, unanswered: 'unreached' })
  })

  test('coming too late for a call is refused', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    await expect(customer.ask('contact.resume', { contact })).rejects.toMatchObject({ code: 'callBack.gone' })
  })
})

describe('being told by push', () => {
  test('a browser is told at once where no page is open, with what to show and until when', async () => {
    const push = new MemoryPush()
    const counter = await Counter.open({ also: { push } })
    const { customer, contact } = await keeping(counter)
    await customer.vanish()
    await counter.pass(seconds(10))
    await counter.accept(await counter.arrive())
    await counter.until(() => push.taken.length > 0)
    const [{ target, message }] = push.taken as [(typeof push.taken)[0]]
    expect(target).toEqual(browser)
    const said = JSON.parse(message.text)
    expect(said).toMatchObject({ kind: 'call', tag: contact, locale: 'en', site: 'Aozora Coffee' })
    expect(said.until).toBe(message.until)
    await counter.pass(minutes(1))
    expect(push.tries).toBe(1)
  })

  test('an open page has the first word; whoever comes by it is not told by push', async () => {
    const push = new MemoryPush()
    const counter = await Counter.open({ also: { push } })
    const { customer, contact } = await keeping(counter)
    await counter.accept(await counter.arrive())
    await counter.pass(seconds(5))
    await customer.ask('contact.resume', { contact })
    await counter.pass(minutes(1))
    expect(push.tries).toBe(0)
  })

  test('a page that is open and does not answer is no reason not to', async () => {
    const push = new MemoryPush()
    const counter = await Counter.open({ also: { push } })
    await keeping(counter)
    await counter.accept(await counter.arrive())
    await counter.pass(seconds(9))
    expect(push.taken).toHaveLength(1)
  })

  test('what was not told when the hub was killed is told by the next one, until the deadline', async () => {
    const push = new MemoryPush()
    const counter = await Counter.open({ also: { push } })
    const { customer } = await keeping(counter)
    push.answers.push({ kind: 'notNow', why: 'busy', retryAfterMs: 20_000 })
    await customer.vanish()
    await counter.pass(seconds(10))
    await counter.accept(await counter.arrive())
    await counter.pass(seconds(1))
    expect([push.tries, push.taken.length]).toEqual([1, 0])
    await counter.restart()
    await counter.pass(seconds(2))
    expect(push.taken).toHaveLength(1)
    await counter.restart()
    await counter.pass(seconds(2))
    expect(push.taken).toHaveLength(1)
  })

  test('a service that is busy is asked again, later each time', async () => {
    const push = new MemoryPush()
    const counter = await Counter.open({ also: { push } })
    const { customer } = await keeping(counter)
    const busy = { kind: 'notNow', why: '503', retryAfterMs: null } as const
    push.answers.push(busy, busy)
    await customer.vanish()
    await counter.pass(seconds(10))
    await counter.accept(await counter.arrive())
    await counter.until(() => push.taken.length > 0, seconds(20))
    expect(push.tries).toBe(3)
  })

  test('a subscription that is over is forgotten, and all of them with the contact', async () => {
    const push = new MemoryPush()
    const counter = await Counter.open({ also: { push } })
    const { customer, contact } = await keeping(counter)
    await customer.ask('push.subscribe', { contact, ...browser, endpoint: 'https://push.example/two' })
    await customer.ask('push.subscribe', { contact, ...browser })
    expect(subscriptions(counter)).toBe(2)
    push.answers.push({ kind: 'gone' })
    await counter.accept(await counter.arrive())
    await counter.until(() => subscriptions(counter) === 1)
    await customer.ask('contact.end', { contact })
    await counter.pass(2 * delayMs)
    expect(subscriptions(counter)).toBe(0)
  })

  test('what it is not sent to is refused, and more browsers than one person has', async () => {
    const counter = await Counter.open({ also: { push: new MemoryPush() } })
    const { customer, contact } = await counter.begin()
    const subscribe = (endpoint: string) => customer.ask('push.subscribe', { contact, ...browser, endpoint })
    await expect(subscribe('http://10.0.0.1/')).rejects.toMatchObject({ code: 'push.unusable' })
    for (let n = 0; n < 5; n++) await subscribe(`https://push.example/${n}`)
    await expect(subscribe('https://push.example/5')).rejects.toMatchObject({ code: 'push.tooMany' })
  })

  test('nothing of a subscription can be read on the disk', async () => {
    const counter = await Counter.open({ also: { push: new MemoryPush() } })
    await keeping(counter)
    for (const { value } of counter.store.range('push', {}))
      expect(Buffer.from(value).includes('push.example')).toBe(false)
  })
})

describe('a person who is erased', () => {
  test('[P25] takes their browsers along, and none comes back with an older copy of the data', async () => {
    const push = new MemoryPush()
    const counter = await Counter.open({ also: { push } })
    const { customer, contact } = await keeping(counter)
    await customer.vanish()
    await counter.pass(seconds(10))
    const copied = (['contact', 'push'] as const).flatMap((table) =>
      [...counter.store.range(table, {})].map((row) => ({ table, ...row })),
    )
    push.answers.push({ kind: 'notNow', why: 'busy', retryAfterMs: null })
    await counter.accept(await counter.arrive())
    await counter.settled(counter.hub.door.eraseContact(contact, agentId('admin')))
    await counter.pass(minutes(1))
    expect(push.taken).toEqual([])
    expect(subscriptions(counter)).toBe(0)
    await counter.settled(counter.hub.door.write(copied))
    const removed = [...unreadable(counter.store, counter.sealing, nothingPurged())].map(({ table }) => table)
    expect(removed.sort()).toEqual(['contact', 'push'])
  })
})

describe('leaving a message', () => {
  test('where a form is offered in place of waiting: kept over a kill, and answered without calling anybody', async () => {
    const counter = await Counter.open({ organisation: shut })
    const customer = await counter.page(visitor())
    await expect(customer.ask('contact.start', firstWords)).rejects.toMatchObject({ code: 'queue.form' })
    const { contact } = await customer.ask('contact.leave', { ...firstWords, reach: ' yuki@example.jp ' })
    await customer.vanish()
    await counter.restart()
    await counter.pass(minutes(60))
    const agent = await counter.arrive()
    await counter.until(() => agent.items('desk', 'offer').length > 0)
    expect(agent.items('desk', 'offer')[0]!.hold).toBe('message')
    await counter.accept(agent)
    expect(heldBy(agent)).toMatchObject({ message: true, reach: 'yuki@example.jp', calledUntil: null })
    await agent.ask('message.send', { contact, text: 'It has arrived.', attachments: [] })
    await agent.ask('contact.close', { contact })
    const back = await counter.page(visitor())
    expect(shown(back)).toMatchObject({ contact, phase: 'closed' })
    expect(back.entries(contact).map(({ entry }) => entry)).toContainEqual(
      expect.objectContaining({ text: 'It has arrived.' }),
    )
  })

  test('its customer sees that it is kept, and may wait in person once somebody is there', async () => {
    const counter = await Counter.open({ organisation: shut })
    const customer = await counter.page(visitor())
    const { contact } = await customer.ask('contact.leave', { ...firstWords, reach: '' })
    await counter.pass(2 * delayMs)
    expect(shown(customer).hold).toEqual({ state: 'left', until: null, missed: 0 })
    await expect(customer.ask('contact.resume', { contact })).rejects.toMatchObject({ code: 'queue.form' })
    await counter.arrive(staff('james'))
    await customer.ask('contact.resume', { contact })
    await counter.pass(2 * delayMs)
    expect(shown(customer).hold).toBeNull()
  })
})
