/** From a socket to somebody: what the first frame must be, and what is answered to it. */
import { describe, expect, test } from 'vitest'
import { frameKinds, protocolVersions } from '../protocol/index.ts'
import { Page } from './page-testing.ts'
import { Counter, firstWords, origin, staff, visitor } from './testing.ts'

describe('only a hello is understood first', () => {
  test.each([
    ['a beat', [frameKinds.beat]],
    ['a bye', [frameKinds.bye]],
    ['a request', [frameKinds.request, 'r1', 'contact.end', ['cnt_x']]],
    ['a hint', [frameKinds.hint, 'message.typing', ['cnt_x', true]]],
  ] as const)('%s before it closes with 4400', async (_, frame) => {
    const page = await (await Counter.open()).knock()
    page.send(frame)
    expect(await page.end()).toBe(4400)
    expect(page.frames).toEqual([])
  })

  test('bytes that are no frame close with 4400, before the hello and after it', async () => {
    const counter = await Counter.open()
    const stranger = await counter.knock()
    stranger.socket.send(Uint8Array.of(0xc1))
    expect(await stranger.end()).toBe(4400)
    const known = await counter.page(visitor())
    known.socket.send(Uint8Array.of(0x91, 16))
    expect(await known.end()).toBe(4400)
  })

  test('a second hello closes with 4400, also one with a good ticket', async () => {
    const counter = await Counter.open()
    const page = await counter.page(visitor())
    page.hello({ ticket: counter.ticket(visitor()) })
    expect(await page.end()).toBe(4400)
  })

  test('a request that does not wait for the welcome closes with 4400 and does nothing', async () => {
    const counter = await Counter.open()
    counter.disk.held = true
    const page = await counter.knock()
    const busy = counter.write()
    page.hello({ ticket: counter.ticket(visitor()) })
    page.put('contact.start', firstWords)
    await counter.pass(100)
    counter.disk.release()
    await counter.settled(busy)
    expect(await page.end()).toBe(4400)
    expect([...counter.hub.live.files]).toEqual([])
  })
})

describe('tickets', () => {
  test('the welcome tells version, epoch, session, time and beats', async () => {
    const counter = await Counter.open()
    const page = await counter.page(visitor())
    const [, version, epoch, session, now, beatMs, leaseMs] = page.of('welcome')[0]!
    expect([version, epoch, session, beatMs, leaseMs]).toEqual([1, 1, visitor().session, 10_000, 25_000])
    expect(counter.clock.now() - now).toBeLessThan(100)
    expect(page.frames[0]?.[0]).toBe(frameKinds.welcome)
  })

  test.each([
    ['one that nobody issued', () => 'never-issued'],
    ['an empty one', () => ''],
    ['one that was issued to another origin', (counter: Counter) => counter.ticket(visitor(), 'https://evil.example')],
  ])('%s closes with 4401', async (_, ticket) => {
    const counter = await Counter.open()
    const page = await counter.knock()
    page.hello({ ticket: ticket(counter) })
    expect(await page.end()).toBe(4401)
    expect(page.frames).toEqual([])
  })

  test('a used one closes with 4401 and does not disturb whoever used it', async () => {
    const counter = await Counter.open()
    const ticket = counter.ticket(visitor())
    const first = await counter.page(visitor(), { ticket })
    const second = await counter.knock()
    second.hello({ ticket })
    expect(await second.end()).toBe(4401)
    expect(first.closedWith).toBeNull()
  })

  test('one used from a foreign origin is used up', async () => {
    const counter = await Counter.open()
    const ticket = counter.ticket(visitor())
    const thief = await counter.knock('https://evil.example')
    thief.hello({ ticket })
    expect(await thief.end()).toBe(4401)
    const owner = await counter.knock(origin)
    owner.hello({ ticket })
    expect(await owner.end()).toBe(4401)
  })

  test('one that is 30 s old closes with 4401', async () => {
    const counter = await Counter.open()
    const ticket = counter.ticket(visitor())
    await counter.pass(30_000)
    const page = await counter.knock()
    page.hello({ ticket })
    expect(await page.end()).toBe(4401)
  })
})

describe('versions', () => {
  test.each([[[]], [[2]], [[7, 99]]])(
    'with %j there is none in common: 4426, and the ticket is not used',
    async (versions) => {
      const counter = await Counter.open()
      const ticket = counter.ticket(visitor())
      const old = await counter.knock()
      old.hello({ ticket, versions })
      expect(await old.end()).toBe(4426)
      const reloaded = await counter.page(visitor(), { ticket })
      expect(reloaded.of('welcome')).toHaveLength(1)
    },
  )

  test('the best that both speak is taken', async () => {
    const counter = await Counter.open()
    const page = await counter.page(visitor(), { versions: [99, ...protocolVersions, 2] })
    expect(page.of('welcome')[0]?.[1]).toBe(protocolVersions[0])
  })

  test('what follows the first five places of a hello is passed over', async () => {
    const counter = await Counter.open()
    const page = await counter.knock()
    page.send([frameKinds.hello, protocolVersions, counter.ticket(visitor()), [], [], ['from', 'tomorrow']] as never)
    await counter.until(() => page.of('welcome').length === 1)
  })
})

describe('time-outs', () => {
  test('no hello within 5 s closes with 4010, each socket by its own time', async () => {
    const counter = await Counter.open()
    const first = await counter.knock()
    const openedAt = counter.clock.elapsedMs
    await counter.pass(2_000)
    const second = await counter.knock()
    const later = await counter.knock()
    await counter.pass(1_000)
    later.hello({ ticket: counter.ticket(staff()) })
    expect(await first.end()).toBe(4010)
    expect(first.closedAt - openedAt).toBeGreaterThanOrEqual(4_990)
    expect(first.closedAt - openedAt).toBeLessThan(5_100)
    expect(second.closedWith).toBeNull()
    expect(await second.end()).toBe(4010)
    expect(second.closedAt - first.closedAt).toBeGreaterThanOrEqual(1_990)
    expect(later.closedWith).toBeNull()
  })

  test('no hello within 5 s closes with 4010 also while the disk is broken and the floor has work to do', async () => {
    const counter = await Counter.open()
    await counter.arrive()
    await counter.begin()
    counter.disk.broken = true
    await counter.refusal()
    // The offer that rings is over meanwhile, which cannot be kept.
    await counter.pass(30_000)
    const page = await counter.knock()
    const openedAt = counter.clock.elapsedMs
    expect(await page.end(7_000)).toBe(4010)
    expect(page.closedAt - openedAt).toBeLessThan(5_100)
  })

  test('also when the disk refuses just what the hub did by itself', async () => {
    const counter = await Counter.open()
    const agent = await counter.arrive()
    await counter.begin()
    await counter.until(() => agent.items('desk', 'offer').length === 1)
    await counter.pass(18_000)
    const page = await counter.knock()
    const openedAt = counter.clock.elapsedMs
    counter.disk.broken = true
    await counter.until(() => counter.hub.storageDown, 3_000)
    expect(await page.end(7_000)).toBe(4010)
    expect(page.closedAt - openedAt).toBeLessThan(5_100)
  })
})

describe('when very many come at once', () => {
  test('500 who wait for their welcome make it crowded, until they are told; or refused, or gone', async () => {
    for (const end of ['told', 'refused', 'gone'] as const) {
      const counter = await Counter.open()
      const pages = Array.from({ length: 500 }, () => new Page(counter, origin))
      await counter.until(() => pages.every((page) => page.opened))
      counter.disk.held = true
      const busy = counter.write()
      busy.catch(() => {})
      await counter.until(() => counter.disk.waiting === 1)
      for (const [at, page] of pages.slice(1).entries()) page.hello({ ticket: counter.ticket(visitor(`v${at}`)) })
      await counter.pass(100)
      expect(counter.hub.door.crowded).toBe(false)
      pages[0]!.hello({ ticket: counter.ticket(visitor()) })
      await counter.pass(100)
      expect(counter.hub.door.crowded).toBe(true)
      if (end === 'gone') for (const page of pages) page.socket.cut()
      if (end === 'refused') counter.disk.broken = true
      await counter.pass(100)
      counter.disk.release()
      await counter.until(() => !counter.hub.door.crowded)
      await counter.pass(100)
      expect(pages.filter((page) => page.of('welcome').length === 1)).toHaveLength(end === 'told' ? 500 : 0)
    }
  })

  test('whoever is gone before the tick of their hello is not taken for somebody who is here', async () => {
    const counter = await Counter.open()
    const { contact } = await counter.begin()
    await counter.restart()
    counter.disk.held = true
    const busy = counter.write()
    await counter.until(() => counter.disk.waiting === 1)
    const page = await counter.knock()
    page.hello({ ticket: counter.ticket(visitor()) })
    await counter.pass(100)
    page.socket.cut()
    await counter.pass(100)
    counter.disk.release()
    await counter.settled(busy)
    await counter.pass(100)
    expect(counter.hub.live.floor.contacts.get(contact)?.record.customerLostAt).not.toBeNull()
  })
})
