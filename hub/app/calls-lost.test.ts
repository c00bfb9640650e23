/** Calls when a hub, a page, a line or a disk is lost, and who is told what. */
import { describe, expect, test } from 'vitest'
import { callDoor } from '../client/index.ts'
import { durationMs } from '../model/time.ts'
import { call, Ear, media, open, talking } from './calls-testing.ts'
import { staff, visitor } from './testing.ts'

describe('when something dies', () => {
  test('a colleague whose line is gone for good is out of the call, and the customer is back', async () => {
    const counter = await open()
    const { carl, agent, contact } = await talking(counter)
    const second = await counter.arrive(staff('misaki'))
    const ben = new Ear(counter, second, contact)
    await agent.ask('call.invite', { contact, agent: staff('misaki').agent, mode: 'consult' })
    await second.ask('call.answer', { contact, accept: true })
    await ben.join(1_003)
    await second.vanish()
    await counter.until(() => carl.heard().join() === 'agent', 300_000)
    await counter.pass(50)
    expect(call(agent)!.parties).toHaveLength(2)
  })

  test('[P14] a hub that is killed finds its calls again, and who was in them hears the same voices', async () => {
    const counter = await open()
    const { contact, carl: first } = await talking(counter)
    const offered = first.news.find((event) => event.type === 'trackOffered')
    await first.ask({ verb: 'resume', track: offered?.track ?? '' })
    for (const transport of media.engine.calls()[0]!.transports) transport.state('connected')
    const before = counter.hub.live.calls.of(contact)!
    await counter.restart()
    expect(counter.hub.live.calls.of(contact)).toEqual(before)
    expect(media.engine.calls().length).toBe(1)
    const [customer, agent] = [await counter.page(visitor()), await counter.page(staff('hanako', 2))]
    const [carl, ann] = [new Ear(counter, customer, contact), new Ear(counter, agent, contact)]
    expect((await carl.ask({ verb: 'capabilities' })).ok).toBe(true)
    expect((await ann.ask({ verb: 'capabilities' })).ok).toBe(true)
    // What a page took already it keeps, and what it did not it is offered again.
    await counter.until(() => ann.heard().join() === 'customer')
    carl.heard()
    const kept = carl.news.filter((event) => event.type === 'tracksKept')
    expect(kept.map(({ tracks }) => tracks)).toEqual([[offered?.track]])
  })

  test('[P11] the agent who is lost is out after the grace; the customer stays and is never hung up', async () => {
    const counter = await open()
    const { carl, agent, contact } = await talking(counter)
    await agent.vanish()
    await counter.until(() => counter.hub.live.calls.of(contact)!.owner === null, 300_000)
    await counter.until(() => carl.heard().join() === 'music')
    expect(counter.hub.live.calls.of(contact)!.phase).toBe('running')
    expect(call(carl.page)).toBeDefined()
  })

  test('[CC18] a customer whose agent cannot be reached has music meanwhile, and the agent back with their page or voice', async () => {
    const counter = await open()
    const { carl, agent } = await talking(counter)
    const { transports } = media.engine.calls()[0]!
    for (const transport of transports) transport.state('connected')
    await counter.until(() => counter.hub.live.calls.cut.size === 0)
    // The page is gone, and its voice is not: the two talk on.
    await agent.vanish()
    await counter.pass(15_000)
    expect(carl.heard()).toEqual(['agent'])
    transports[3]!.state('failed')
    await counter.until(() => carl.heard().join() === 'music')
    expect(call(carl.page)!.parties.map(({ held }) => held)).toEqual([true, false])
    await counter.page(staff('hanako', 2))
    await counter.until(() => carl.heard().join() === 'agent')
  })

  test('a tick that cannot be kept changes no call, and the media process hears nothing of it', async () => {
    const counter = await open()
    const { ann, agent, contact } = await talking(counter)
    counter.disk.broken = true
    agent.put('call.hold', { contact, held: true })
    await counter.until(() => counter.hub.storageDown)
    expect(ann.heard()).toEqual(['customer'])
    counter.disk.broken = false
    await counter.until(() => !counter.hub.storageDown)
    expect(counter.hub.live.calls.of(contact)!.parts[0]!.held).toBe(false)
  })

  test('another window of the same person takes the call, and the first is told', async () => {
    const counter = await open()
    const { carl, ann, contact } = await talking(counter)
    const again = new Ear(counter, await counter.page(visitor()), contact)
    await again.join(1_004)
    await counter.until(() => again.heard().join() === 'agent' && ann.heard().join() === 'customer')
    carl.heard()
    expect(carl.news.at(-1)).toEqual({ type: 'moved' })
  })
})

test('who is not in a call may ask nothing of it', async () => {
  const counter = await open()
  const { contact } = await talking(counter)
  const stranger = new Ear(counter, await counter.page(visitor('stranger')), contact)
  const colleague = new Ear(counter, await counter.page(staff('james')), contact)
  expect([await stranger.ask({ verb: 'capabilities' }), await colleague.ask({ verb: 'capabilities' })]).toEqual([
    { ok: false, code: 'leg.unknown' },
    { ok: false, code: 'leg.unknown' },
  ])
})

test('the apps’ client asks through a door, which tells when the line is lost and when it is back', async () => {
  const counter = await open()
  const { contact } = await talking(counter)
  const { client, cut } = counter.client(visitor())
  await counter.until(() => client.state.kind === 'online')
  const clock = {
    now: () => counter.clock.now(),
    after: (ms: number, act: () => void) => counter.clock.after(durationMs(ms), act),
  }
  const door = callDoor(client, contact, clock)
  const told: string[] = []
  door.onEvent(({ type }) => told.push(type))
  door.onBack(() => told.push('back'))
  expect(await counter.settled(door.ask({ verb: 'capabilities' }))).toMatchObject({ ok: true })
  expect(told).toEqual(['tracksKept', 'trackOffered'])
  const asked = door.ask({ verb: 'capabilities' })
  cut()
  expect(await counter.settled(asked)).toEqual({ ok: false, code: 'media.unreachable' })
  await counter.until(() => told.includes('back'))
  expect(await counter.settled(door.ask({ verb: 'capabilities' }))).toMatchObject({ ok: true })
  const left = door.ask({ verb: 'capabilities' })
  door.close()
  expect(await left).toEqual({ ok: false, code: 'media.unreachable' })
})

test('how voices get through is told to those in the call and counted', async () => {
  const counted: string[] = []
  const counter = await open({ voice: (direction, { mos }) => counted.push(`${direction} ${mos > 4}`) })
  const { carl } = await talking(counter)
  const [fromCarl] = media.engine.calls()[0]!.transports.flatMap(({ producers }) => producers)
  fromCarl!.measured = { lossRatio: 0, jitterMs: 2, roundTripMs: 20 }
  await counter.pass(6_000)
  carl.heard()
  expect(counted).toEqual(['up true'])
  expect(carl.news.filter(({ type }) => type === 'quality')).toMatchObject([{ up: { lossRatio: 0 }, down: null }])
})
