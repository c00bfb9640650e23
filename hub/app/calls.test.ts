/** Calls through the whole hub in memory, with a media process in memory too: who is in them, who hears whom, and what is left of them. */
import { describe, expect, test } from 'vitest'
import { verifyChain } from './audit-chain.ts'
import { call, calling, channelOf, Ear, kindsOf, media, open, talking } from './calls-testing.ts'
import { Counter, firstWords, staff, visitor } from './testing.ts'

describe('a contact that begins as a call', () => {
  test('[CC16] has music until an agent comes, then both hear each other; hanging up ends the contact', async () => {
    const counter = await open()
    const { customer, contact, carl } = await calling(counter)
    expect(call(customer)).toMatchObject({ phase: 'running', answeredAt: null, parties: [{ held: true }] })
    expect(channelOf(counter, contact)).toBe('voice')
    await carl.join(1_001)
    await counter.until(() => carl.heard().join() === 'music')
    const agent = await counter.arrive()
    await counter.accept(agent)
    const ann = new Ear(counter, agent, contact)
    await ann.join(1_002)
    await counter.until(() => carl.heard().join() === 'agent' && ann.heard().join() === 'customer')
    expect(call(agent)).toMatchObject({ part: 'owner', customerName: 'Yuki', invited: [] })
    await customer.ask('call.end', { contact })
    await counter.pass(50)
    expect(customer.item('visit', 'contact')!.phase).toBe('closed')
    expect(agent.item('desk', 'contact')!.phase).toBe('wrapUp')
    expect([call(customer), call(agent)]).toEqual([undefined, undefined])
    expect(kindsOf(customer, contact)).toEqual(['callBegan', 'callEnded'])
    expect(media.engine.calls().length).toBe(0)
  })

  test('is refused while no call can be carried, and nothing is begun', async () => {
    const counter = await Counter.open()
    const customer = await counter.page(visitor())
    expect(await customer.refusal('contact.call', { ...firstWords, media: 'audio' })).toBe('call.unavailable')
    expect(customer.item('visit', 'contact')).toBeUndefined()
    expect(customer.item('visit', 'site')!.calls).toBe('none')
  })

  test('everybody is told when calls can no longer be had, and when they can again', async () => {
    const counter = await open()
    const customer = await counter.page(visitor())
    expect(customer.item('visit', 'site')!.calls).toBe('video')
    media.kill()
    await counter.until(() => customer.item('visit', 'site')!.calls === 'none')
    media.start()
    await counter.until(() => customer.item('visit', 'site')!.calls === 'video')
  })
})

describe('a chat', () => {
  test.each(['customer', 'agent'] as const)(
    'grows to a call that the %s proposes, and goes on as a chat after it',
    async (by) => {
      const counter = await open()
      const { customer, agent, contact } = await counter.talk()
      const [asks, answers] = by === 'customer' ? [customer, agent] : [agent, customer]
      await asks.ask('call.propose', { contact, media: 'audio' })
      await counter.pass(50)
      expect([call(customer)!.phase, call(agent)!.by, channelOf(counter, contact)]).toEqual(['proposed', by, 'chat'])
      expect(await asks.refusal('call.answer', { contact, accept: true })).toBe('call.gone')
      await answers.ask('call.answer', { contact, accept: true })
      await counter.pass(50)
      expect(channelOf(counter, contact)).toBe('voice')
      const [carl, ann] = [new Ear(counter, customer, contact), new Ear(counter, agent, contact)]
      await carl.join(1_001)
      await ann.join(1_002)
      await counter.until(() => carl.heard().join() === 'agent' && ann.heard().join() === 'customer')
      await customer.ask('call.set', { contact, muted: null, cameraOff: false, sharing: null })
      expect(channelOf(counter, contact)).toBe('video')
      await agent.ask('call.end', { contact })
      await counter.pass(50)
      expect([channelOf(counter, contact), agent.item('desk', 'contact')!.phase]).toEqual(['chat', 'active'])
      expect(kindsOf(customer, contact)).toEqual(['callBegan', 'callEnded'])
    },
  )

  test('[CC3] whose customer waits becomes a call at once', async () => {
    const counter = await open()
    const { customer, contact } = await counter.begin()
    await customer.ask('call.propose', { contact, media: 'video' })
    await counter.pass(50)
    expect(call(customer)).toMatchObject({ phase: 'running', media: 'video' })
    expect(channelOf(counter, contact)).toBe('video')
    expect(await customer.refusal('call.propose', { contact, media: 'audio' })).toBe('call.running')
  })

  test('[CC4] proposed to an agent who goes becomes a call, and the contact goes by it', async () => {
    const counter = await open()
    const { customer, agent, contact } = await counter.talk()
    await customer.ask('call.propose', { contact, media: 'audio' })
    const { queueId } = agent.item('desk', 'contact')!
    await agent.ask('contact.transfer', { contact, queue: queueId, agent: null, note: '' })
    await counter.pass(50)
    expect(call(customer)).toMatchObject({ phase: 'running', parties: [{ role: 'customer', held: true }] })
    expect(channelOf(counter, contact)).toBe('voice')
  })

  test('a proposal is declined or taken back, and the log says so', async () => {
    const counter = await open()
    const { customer, agent, contact } = await counter.talk()
    await agent.ask('call.propose', { contact, media: 'audio' })
    await customer.ask('call.answer', { contact, accept: false })
    await customer.ask('call.propose', { contact, media: 'audio' })
    await customer.ask('call.end', { contact })
    await counter.pass(50)
    expect(kindsOf(customer, contact)).toEqual(['callDeclined', 'callDeclined'])
    expect(call(customer)).toBeUndefined()
  })
})

describe('in a call', () => {
  test('hold gives music and takes the agent away; only the agent who has it may', async () => {
    const counter = await open()
    const { carl, ann, agent, customer, contact } = await talking(counter)
    expect(await customer.refusal('call.hold', { contact, held: true })).toBe('request.forbidden')
    await agent.ask('call.hold', { contact, held: true })
    await counter.until(() => carl.heard().join() === 'music' && ann.heard().length === 0)
    await agent.ask('call.hold', { contact, held: false })
    await counter.until(() => carl.heard().join() === 'agent')
  })

  test('a transfer keeps the customer in, with music, until the next agent has it; the first is out', async () => {
    const counter = await open()
    const { carl, ann, agent, contact } = await talking(counter)
    const second = await counter.page(staff('misaki'))
    await second.ask('presence.set', { status: 'available', reason: '' })
    await agent.ask('contact.transfer', { contact, queue: null, agent: staff('misaki').agent, note: '' })
    await counter.until(() => carl.heard().join() === 'music')
    expect((await ann.ask({ verb: 'capabilities' })).code).toBe('leg.unknown')
    expect(call(agent)).toBeUndefined()
    await counter.accept(second)
    const ben = new Ear(counter, second, contact)
    await ben.join(1_003)
    await counter.until(() => ben.heard().join() === 'customer' && carl.heard().length === 1)
    expect(ann.heard()).toEqual([])
  })

  test('a colleague consults while the customer hears music, then takes over', async () => {
    const counter = await open()
    const { carl, ann, agent, contact } = await talking(counter)
    const second = await counter.page(staff('misaki'))
    await second.ask('presence.set', { status: 'available', reason: '' })
    const ben = new Ear(counter, second, contact)
    await agent.ask('call.invite', { contact, agent: staff('misaki').agent, mode: 'consult' })
    await counter.pass(50)
    expect(call(second)).toMatchObject({ part: 'asked', leg: null, invited: [{ by: staff().name, mode: 'consult' }] })
    await second.ask('call.answer', { contact, accept: true })
    await ben.join(1_003)
    await counter.until(() => ben.heard().length === 1 && carl.heard().join() === 'music')
    expect(ann.heard()).toEqual(['agent'])
    expect(second.item('desk', 'me')!.usedUnits).toBe(100)
    const leg = call(second)!.leg
    // The customer is not to know of it.
    expect(carl.page.item('visit', 'call')!.parties).toHaveLength(2)
    await agent.ask('call.handOver', { contact, agent: staff('misaki').agent })
    await counter.until(() => carl.heard().join() === 'agent' && ben.heard().join() === 'customer')
    await counter.pass(50)
    expect(call(second)).toMatchObject({ part: 'owner', leg })
    expect([agent, second].map((page) => page.item('desk', 'me')!.usedUnits)).toEqual([0, 100])
    expect(call(agent)).toBeUndefined()
  })

  test('three talk together, and one of them leaves', async () => {
    const counter = await open()
    const { carl, agent, contact } = await talking(counter)
    const second = await counter.page(staff('misaki'))
    const ben = new Ear(counter, second, contact)
    await agent.ask('call.invite', { contact, agent: staff('misaki').agent, mode: 'talk' })
    await second.ask('call.answer', { contact, accept: true })
    await ben.join(1_003)
    await counter.until(() => carl.heard().length === 2 && ben.heard().length === 2)
    await second.ask('call.end', { contact })
    await counter.until(() => carl.heard().length === 1)
    await counter.pass(50)
    expect(call(agent)).toMatchObject({ parties: [{ role: 'customer' }, { role: 'agent' }] })
  })

  test('a supervisor listens unseen, whispers to the agent alone, barges in; each is on record', async () => {
    const counter = await open()
    const { carl, ann, agent, contact } = await talking(counter)
    const boss = await counter.page(staff('misaki'))
    expect(await agent.refusal('call.listen', { contact, mode: 'monitor' })).toBe('request.forbidden')
    await boss.ask('call.listen', { contact, mode: 'monitor' })
    const sue = new Ear(counter, boss, contact)
    await sue.join(1_003)
    await counter.until(() => sue.heard().length === 2)
    expect([carl.heard(), ann.heard()]).toEqual([['agent'], ['customer']])
    expect(call(agent)!.parties).toHaveLength(2)
    await boss.ask('call.listen', { contact, mode: 'whisper' })
    await counter.until(() => ann.heard().length === 2)
    expect(carl.heard()).toEqual(['agent'])
    await boss.ask('call.listen', { contact, mode: 'barge' })
    await counter.until(() => carl.heard().length === 2)
    expect(boss.item('desk', 'me')!.usedUnits).toBe(100)
    await boss.ask('call.end', { contact })
    await counter.until(() => carl.heard().length === 1)
    await counter.pass(50)
    expect(boss.item('desk', 'me')!.usedUnits).toBe(0)
    const acts: string[] = []
    verifyChain(counter.store, { each: ({ act, detail }) => acts.push(`${act} ${detail}`) })
    expect(acts.filter((act) => act.startsWith('call.'))).toEqual([
      'call.listened monitor',
      'call.listened whisper',
      'call.listened barge',
    ])
  })

  test('[EN4] who comes and goes within one tick is not busy any more', async () => {
    const counter = await open()
    const { contact } = await talking(counter)
    const boss = await counter.page(staff('misaki'))
    // While the first is on its way to the disk the others wait for the next tick together.
    const away = boss.ask('presence.set', { status: 'away', reason: 'lunch' })
    await Promise.all([away, boss.ask('call.listen', { contact, mode: 'monitor' }), boss.ask('call.end', { contact })])
    await counter.pass(50)
    expect(boss.item('desk', 'me')!.usedUnits).toBe(0)
  })

  test('a supervisor who takes over is in it by the leg they listened with', async () => {
    const counter = await open()
    const { carl, contact, agent } = await talking(counter)
    const boss = await counter.page(staff('misaki'))
    await boss.ask('presence.set', { status: 'available', reason: '' })
    await boss.ask('call.listen', { contact, mode: 'monitor' })
    const sue = new Ear(counter, boss, contact)
    await sue.join(1_003)
    await boss.ask('contact.takeOver', { contact })
    await counter.until(() => carl.heard().join() === 'supervisor' && sue.heard().join() === 'customer')
    await counter.pass(50)
    expect(call(agent)).toBeUndefined()
  })
})
