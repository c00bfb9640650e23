/** Who is here, and from when they are not: beats, leases, goodbyes and the blink of a reload. */
import { describe, expect, test } from 'vitest'
import { agentOf, contactOf } from '../acd/index.ts'
import { frameKinds } from '../protocol/index.ts'
import type { Page } from './page-testing.ts'
import { agentId, Counter, staff, visitor } from './testing.ts'

const hanako = agentId('hanako')
const linkOf = (counter: Counter) => agentOf(counter.hub.live.floor, hanako)!.link.state

describe('beats', () => {
  test('each is answered with hub time', async () => {
    const counter = await Counter.open()
    const page = await counter.page(visitor())
    for (let count = 1; count <= 3; count++) {
      page.send([frameKinds.beat])
      await counter.until(() => page.of('beaten').length === count, 100)
      expect(counter.clock.now() - page.of('beaten').at(-1)![1]).toBeLessThan(50)
    }
  })

  test('whoever beats stays, for hours', async () => {
    const counter = await Counter.open()
    const page = await counter.page(staff())
    await counter.pass(2 * 3_600_000)
    expect([page.closedWith, linkOf(counter)]).toEqual([null, 'connected'])
  })

  test('after 25 s of silence the lease is over: 4011, and the agent is lost at once (P11)', async () => {
    const counter = await Counter.open()
    const page = await counter.page(staff(), { silent: true })
    const since = counter.clock.elapsedMs
    await counter.pass(24_900)
    expect([page.closedWith, linkOf(counter)]).toEqual([null, 'connected'])
    expect(await page.end(1_000)).toBe(4011)
    await counter.pass(50)
    expect(linkOf(counter)).toBe('lost')
    expect(counter.clock.elapsedMs - since).toBeLessThan(25_200)
  })

  test('a cut that only the client notices is found out by the silence that follows', async () => {
    const counter = await Counter.open()
    const page = await counter.page(staff())
    page.socket.cut('client')
    await counter.pass(20_000)
    expect(linkOf(counter)).toBe('connected')
    await counter.pass(5_200)
    expect(linkOf(counter)).toBe('lost')
  })

  test('anything renews the lease, not beats alone', async () => {
    const counter = await Counter.open()
    const { customer, contact } = await counter.begin()
    customer.fallSilent()
    for (let count = 0; count < 5; count++) {
      await counter.pass(24_000)
      customer.hint('message.typing', { contact, on: true })
    }
    await counter.pass(24_000)
    expect(customer.closedWith).toBeNull()
    expect(await customer.end(2_000)).toBe(4011)
  })
})

describe('goodbye', () => {
  test('an agent who says it is lost at once, and the line closes with 1001', async () => {
    const counter = await Counter.open()
    const page = await counter.page(staff())
    page.send([frameKinds.bye])
    expect(await page.end()).toBe(1001)
    expect(linkOf(counter)).toBe('lost')
    expect(counter.clock.elapsedMs).toBeLessThan(1_000)
  })

  test('said in one of two windows it loses nobody', async () => {
    const counter = await Counter.open()
    const first = await counter.page(staff())
    const second = await counter.page(staff('hanako', 2))
    first.send([frameKinds.bye])
    expect(await first.end()).toBe(1001)
    await counter.pass(20_000)
    expect([second.closedWith, linkOf(counter)]).toEqual([null, 'connected'])
  })

  test('a customer who says it is gone for their agent at once', async () => {
    const counter = await Counter.open()
    const { customer, agent } = await counter.talk()
    expect(agent.item('desk', 'contact')?.customerOnline).toBe(true)
    customer.send([frameKinds.bye])
    await counter.until(() => agent.item('desk', 'contact')?.customerOnline === false, 200)
  })
})

describe('a blink', () => {
  test('of under 5 s loses nobody: an offer keeps ringing through a reload', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    await counter.begin()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    const offer = agent.item('desk', 'offer')!
    await agent.vanish()
    await counter.pass(4_800)
    const reloaded = await counter.page(staff())
    expect(reloaded.item('desk', 'offer')).toEqual(offer)
    await counter.pass(10_000)
    expect(linkOf(counter)).toBe('connected')
    expect(await reloaded.refusal('offer.accept', { offer: offer.offer, epoch: offer.epoch })).toBe('done')
  })

  test('of over 5 s loses the agent, and with them the offer that rings', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    const { contact } = await counter.begin()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    const { offer, epoch } = agent.item('desk', 'offer')!
    await agent.vanish()
    await counter.pass(5_100)
    expect(linkOf(counter)).toBe('lost')
    expect(contactOf(counter.hub.live.floor, contact)?.state.phase).toBe('queued')
    const back = await counter.page(staff())
    expect(await back.refusal('offer.accept', { offer, epoch })).toBe('offer.gone')
  })

  test('of a customer in talk: after 5 s the agent sees that they are away, and at their return that they are back', async () => {
    const counter = await Counter.open()
    const { customer, agent } = await counter.talk()
    await customer.vanish()
    await counter.pass(4_900)
    expect(agent.item('desk', 'contact')?.customerOnline).toBe(true)
    await counter.pass(200)
    expect(agent.item('desk', 'contact')?.customerOnline).toBe(false)
    await counter.page(visitor())
    expect(agent.item('desk', 'contact')?.customerOnline).toBe(true)
  })

  test('is over for good when another window is still there', async () => {
    const counter = await Counter.open()
    const first = await counter.page(staff())
    await counter.page(staff('hanako', 2))
    await first.vanish()
    await counter.pass(60_000)
    expect(linkOf(counter)).toBe('connected')
  })
})

describe('while the disk is broken (P11, P18)', () => {
  const ways = {
    'says goodbye': async (page: Page) => page.send([frameKinds.bye]),
    'is cut off': (page: Page) => page.vanish(),
    'falls silent': async (page: Page) => page.fallSilent(),
  }

  test.each(Object.entries(ways))(
    'an agent who %s meanwhile is called lost once the disk keeps again',
    async (_, go) => {
      const counter = await Counter.open()
      const { agent } = await counter.talk()
      counter.disk.broken = true
      await counter.refusal()
      await go(agent)
      await counter.pass(40_000)
      counter.disk.broken = false
      await counter.pass(10_000)
      expect(linkOf(counter)).toBe('lost')
      await counter.pass(60_000)
      expect([...counter.hub.live.contacts()].map(({ state }) => state.phase)).toEqual(['queued'])
    },
  )

  test.each(Object.entries(ways))('a customer who %s meanwhile does not wait for ever', async (_, go) => {
    const counter = await Counter.open()
    const { customer } = await counter.begin()
    counter.disk.broken = true
    await counter.refusal()
    await go(customer)
    await counter.pass(40_000)
    counter.disk.broken = false
    await counter.pass(150_000)
    expect([...counter.hub.live.contacts()]).toEqual([])
  })

  test('one whose loss is on its way to the disk as it breaks is called lost all the same', async () => {
    const counter = await Counter.open()
    const { agent } = await counter.talk()
    counter.disk.held = true
    agent.send([frameKinds.bye])
    await counter.until(() => counter.disk.waiting === 1)
    counter.disk.broken = true
    counter.disk.release()
    await counter.until(() => counter.hub.storageDown)
    expect(linkOf(counter)).toBe('connected')
    counter.disk.broken = false
    await counter.pass(7_000)
    expect(linkOf(counter)).toBe('lost')
  })

  test('one who leaves while the try that will succeed is under way is called lost after it', async () => {
    const counter = await Counter.open()
    const { agent } = await counter.talk()
    counter.disk.broken = true
    await counter.refusal()
    counter.disk.held = true
    await counter.until(() => counter.disk.waiting === 1)
    agent.send([frameKinds.bye])
    await agent.end()
    counter.disk.broken = false
    counter.disk.release()
    await counter.until(() => !counter.hub.storageDown)
    expect(linkOf(counter)).toBe('connected')
    await counter.pass(6_000)
    expect(linkOf(counter)).toBe('lost')
  })

  test('whoever comes back meanwhile, or is in a blink, is not called lost', async () => {
    const counter = await Counter.open()
    const { customer, agent } = await counter.talk()
    counter.disk.broken = true
    await counter.refusal()
    await customer.vanish()
    counter.disk.broken = false
    await counter.until(() => !counter.hub.storageDown)
    await counter.pass(50)
    expect(agent.item('desk', 'contact')?.customerOnline).toBe(true)
    await counter.page(visitor())
    await counter.pass(10_000)
    expect([linkOf(counter), agent.item('desk', 'contact')?.customerOnline]).toEqual(['connected', true])
  })

  test('after a restart, those who have not come back stay away when a transaction is refused', async () => {
    const counter = await Counter.open()
    const { contact } = await counter.talk()
    await counter.begin(visitor('waits'))
    await counter.restart()
    expect(linkOf(counter)).toBe('lost')
    counter.disk.broken = true
    await counter.refusal()
    counter.disk.broken = false
    await counter.until(() => !counter.hub.storageDown)
    expect(linkOf(counter)).toBe('lost')
    await counter.pass(70_000)
    expect(contactOf(counter.hub.live.floor, contact)?.state.phase).toBe('queued')
    await counter.pass(150_000)
    expect([...counter.hub.live.contacts()]).toEqual([])
  })
})
