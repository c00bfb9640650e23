/** From talk to end: wrap-up, transfer, the customer's line, and restart of the hub. */
import { describe, expect, test } from 'vitest'
import { durationMs, seconds } from '../model/time.ts'
import { agentOf, contactOf, contactsOf, decide, evolve, isRefusal, nextDeadline } from './index.ts'
import {
  agent,
  agentRules,
  ann,
  atWork,
  available,
  away,
  ben,
  carl,
  cho,
  clock,
  close,
  connect,
  connectCustomer,
  contact,
  desk,
  dora,
  emil,
  enqueue,
  finish,
  given,
  house,
  lose,
  loseCustomer,
  queue,
  queueRules,
  restart,
  sales,
  transfer,
} from './story.ts'

const two = house([agentRules(ann), agentRules(ben)])
const asking = house(two.agents, [queueRules(desk, { dispositionRequired: true }), queueRules(sales)])
const talking = (rules = two) => given(rules, atWork(ann), enqueue(carl)).accept(ann).at('10:01:00')

describe('wrap-up', () => {
  test('[WU1] follows the talk for the length of the queue, and keeps the agent busy', () => {
    const story = talking().when(close(carl, 'agent'))
    story.then({ type: 'wrapUpStarted', contact: carl, agent: ann, by: 'agent', until: clock('10:02:00') })
    story.when(enqueue(dora)).andThen()
  })

  test('[WU2] of nought closes at once', () => {
    const story = talking(house(two.agents, [queueRules(desk, { wrapUpMs: durationMs(0) })]))
    story.when(close(carl)).then({ type: 'contactClosed', outcome: 'served', by: 'customer', agent: ann })
    expect(agentOf(story.floor, ann)?.idleSince).toBe(clock('10:01:00'))
  })

  test('[WU3] is finished by its agent', () => {
    const story = talking()
    story.when(finish(ann, carl)).thenRefused('wrapUp.notOpen')
    story.given(close(carl))
    story.when(finish(ben, carl)).thenRefused('contact.notYours')
    story.when(finish(ann, dora)).thenRefused('contact.gone')
    story.when(finish(ann, carl, 'nonsense')).thenRefused('disposition.unknown')
    story
      .when(finish(ann, carl))
      .then(
        { type: 'wrapUpFinished', contact: carl, agent: ann, disposition: '' },
        { type: 'contactClosed', contact: carl, by: 'customer', outcome: 'served', agent: ann },
      )
  })

  test('[WU3] asks for a disposition where the queue does', () => {
    const story = talking(asking).given(close(carl, 'agent'))
    story.when(finish(ann, carl)).thenRefused('disposition.required')
    story
      .when(finish(ann, carl, 'solved'))
      .then({ type: 'wrapUpFinished', disposition: 'solved' }, { type: 'contactClosed' })
  })

  test('[WU4] ends by itself', () => {
    const story = talking(asking).given(close(carl, 'agent')).at('10:02:00')
    story.andThen({ type: 'wrapUpFinished', disposition: '' }, { type: 'contactClosed', at: clock('10:02:00') })
  })

  test('[WU5] is not begun twice', () => {
    const story = talking().given(close(carl, 'customer'))
    story.when(close(carl, 'agent')).thenNothing()
    expect(contactOf(story.floor, carl)?.state).toMatchObject({ by: 'customer' })
  })
})

describe('transfer', () => {
  test('[TR1] is for the agent who has the talk', () => {
    const story = talking().given(atWork(ben), enqueue(dora), enqueue(emil))
    const to = { queue: sales }
    story.when(transfer(ben, carl, to)).thenRefused('contact.notYours')
    story.when(transfer(ben, dora, to)).thenRefused('contact.notActive')
    story.when(transfer(ben, emil, to)).thenRefused('contact.notActive')
    story.when(transfer(ann, contact('nobody'), to)).thenRefused('contact.gone')
    story.when(transfer(ann, carl, { queue: queue('nowhere') })).thenRefused('queue.unknown')
    story
      .given(close(carl))
      .when(transfer(ann, carl, to))
      .thenRefused('contact.notActive')
  })

  test('[TR2] to a queue frees the agent at once and keeps the first enqueue time', () => {
    const story = talking().when(transfer(ann, carl, { queue: sales }))
    story.then({ type: 'contactRequeued', cause: 'transfer', from: ann, queue: sales, only: null, prefer: null })
    expect(contactOf(story.floor, carl)).toMatchObject({ queue: sales, enqueuedAt: clock('10:00:00') })
    story.when(enqueue(dora)).andThen({ type: 'offerMade', agent: ann, contact: dora })
  })

  test('[TR2] to one’s own queue does not come straight back', () => {
    const story = talking()
      .given(transfer(ann, carl, { queue: desk }))
      .andThen()
      .at('10:01:01')
      .given(atWork(ben))
    expect(story.offerTo(ben).contact).toBe(carl)
    const alone = talking()
      .given(transfer(ann, carl, { queue: desk }))
      .at('10:01:10')
    expect(alone.offerTo(ann).contact).toBe(carl)
  })

  test('[TR3] to an agent needs somebody else who is there and has capacity', () => {
    const story = talking()
    const to = (id: typeof ann) => transfer(ann, carl, { agent: id })
    story.when(to(ann)).thenRefused('agent.same')
    story.when(to(agent('eve'))).thenRefused('agent.unknown')
    story.when(to(ben)).thenRefused('agent.unavailable')
    story.given(atWork(ben), away(ben)).when(to(ben)).thenRefused('agent.unavailable')
    story.given(available(ben), enqueue(dora)).when(to(ben)).thenRefused('agent.unavailable')
    expect(story.phase(carl)).toBe('active')
  })

  test('[TR3] does not promise the same capacity twice', () => {
    const three = house([agentRules(ann, { capacityUnits: 50 }), agentRules(ben, { capacityUnits: 50 })])
    const story = given(three, atWork(ann), enqueue(carl), enqueue(dora)).accept(ann).accept(ann)
    story.given(atWork(ben), enqueue(emil))
    // Ben is rung for Emil and can hold one more: Carl waits for it, and Dora cannot.
    story
      .when(transfer(ann, carl, { agent: ben }))
      .then({ type: 'contactRequeued', only: ben, queue: desk })
      .andThen()
    story.when(transfer(ann, dora, { agent: ben })).thenRefused('agent.unavailable')
    story.accept(ben)
    expect(story.offerTo(ben).contact).toBe(carl)
  })

  test('[TR4] to an agent goes before all that agent could be given, and to nobody else', () => {
    const story = talking(house([agentRules(ann), agentRules(ben, { capacityUnits: 50 }), agentRules(cho)]))
    story.given(atWork(ben), enqueue(dora))
    story.given(transfer(ann, carl, { agent: ben }), away(ann), enqueue(emil, { priorityMs: 3_600_000 }))
    // Emil is far more urgent, but Carl was promised what Ben has left; and Cho, who is free, may not have Carl.
    story.accept(ben).andThen({ type: 'offerMade', agent: ben, contact: carl })
    story.given(atWork(cho))
    expect(story.offerTo(cho).contact).toBe(emil)
    story.accept(ben)
    expect(contactsOf(story.floor, ben)).toEqual([carl, dora])
  })

  test('[TR4] to an agent needs no skill: a person was chosen', () => {
    const skilled = house([agentRules(ann, { skills: { ja: 3 } }), agentRules(ben, { queues: [] })])
    const story = given(skilled, atWork(ann, ben), enqueue(carl, { requirements: [{ skill: 'ja', level: 1 }] })).accept(
      ann,
    )
    story.given(transfer(ann, carl, { agent: ben }))
    expect(story.offerTo(ben).contact).toBe(carl)
  })

  const handed = () =>
    talking(house([agentRules(ann), agentRules(ben), agentRules(cho)]))
      .given(atWork(ben), transfer(ann, carl, { agent: ben }), away(ann))
      .given(atWork(cho))

  test('[TR5] declined goes to the whole queue', () => {
    const story = handed()
      .decline(ben)
      .then({ type: 'offerEnded' }, { type: 'contactRequeued', only: null, queue: desk })
    story.andThen({ type: 'offerMade', agent: cho, contact: carl })
  })

  test('[TR5] missed goes to the whole queue', () => {
    expect(handed().at('10:01:20').offerTo(cho).contact).toBe(carl)
  })

  test('[TR5] turned away from or cut off goes to the whole queue', () => {
    expect(handed().given(away(ben)).offerTo(cho).contact).toBe(carl)
    expect(handed().given(lose(ben)).offerTo(cho).contact).toBe(carl)
  })

  test('[TR5] so does one that had not rung yet', () => {
    for (const leave of [away(ben), lose(ben), { ...two, agents: [agentRules(ann), agentRules(cho)] } as const]) {
      const story = talking(house([agentRules(ann), agentRules(ben, { capacityUnits: 50 }), agentRules(cho)]))
      story.given(atWork(ben), enqueue(dora), transfer(ann, carl, { agent: ben }), away(ann))
      expect(story.phase(carl)).toBe('queued')
      story.given(leave, atWork(cho))
      expect(story.offerTo(cho).contact, leave.type).toBe(carl)
    }
  })
})

describe('a customer who vanishes', () => {
  test('[CL1] keeps the place and the offer', () => {
    const story = given(two, enqueue(carl)).when(loseCustomer(carl)).then({ type: 'customerLost', contact: carl })
    story.when(loseCustomer(carl)).thenNothing()
    story.when(loseCustomer(dora)).thenRefused('contact.gone')
    story.at('10:01:00').given(enqueue(dora), atWork(ann))
    expect(story.offerTo(ann).contact).toBe(carl)
  })

  test('[CL2] has abandoned at the end of the grace', () => {
    const story = given(two, enqueue(carl))
      .at('10:00:10')
      .given(loseCustomer(carl))
      .at('10:02:09')
      .andThen()
      .at('10:02:10')
    story.andThen({ type: 'contactClosed', by: 'system', outcome: 'abandoned', at: clock('10:02:10') })
  })

  test('[CL2] takes the ringing offer along', () => {
    const story = given(two, enqueue(carl), loseCustomer(carl)).at('10:01:50').given(atWork(ann)).at('10:02:00')
    story.andThen({ type: 'offerEnded', ending: 'canceled', agent: ann }, { type: 'contactClosed' })
  })

  test('[CL3] and returns in time goes on waiting', () => {
    const story = given(two, enqueue(carl), loseCustomer(carl)).at('10:01:59')
    story.when(connectCustomer(carl)).then({ type: 'customerConnected' })
    story.when(connectCustomer(carl)).thenNothing()
    story.when(connectCustomer(dora)).thenRefused('contact.gone')
    story.at('11:00:00').andThen()
    expect(story.phase(carl)).toBe('queued')
  })

  test('[CL4] in a talk is waited for, and has a whole grace should it wait again', () => {
    const story = talking().given(loseCustomer(carl)).at('10:10:00').andThen()
    story.given(transfer(ann, carl, { queue: sales })).at('10:11:59')
    expect(story.phase(carl)).toBe('queued')
    story.at('10:12:00').andThen({ type: 'contactClosed', outcome: 'abandoned' })
  })
})

describe('after a restart', () => {
  test('[RE1] offers are void, and their contacts stand where they stood', () => {
    const story = given(two, atWork(ann), enqueue(carl)).at('10:00:05').given(enqueue(dora))
    const old = story.offerTo(ann)
    story
      .when(restart(2))
      .then(
        { type: 'epochStarted', epoch: 2 },
        { type: 'agentLost', agent: ann },
        { type: 'offerEnded', ending: 'rescinded' },
        { type: 'contactRequeued', cause: 'restart', contact: carl, heldUntil: null },
      )
    story.given(connect(ann))
    expect(story.offerTo(ann)).toMatchObject({ contact: carl, epoch: 2 })
    story.when({ type: 'acceptOffer', agent: ann, ...old }).thenRefused('offer.gone')
  })

  test('[RE2] talks and wrap-ups stay, with a fresh grace', () => {
    const rules = [queueRules(desk, { wrapUpMs: seconds(300) }), queueRules(sales)]
    const story = given(house(two.agents, rules), atWork(ann, ben), enqueue(carl), enqueue(dora))
      .accept(ann)
      .accept(ben)
    story.given(close(dora), lose(ann)).at('10:00:50')
    story
      .when(restart(2))
      .then(
        { type: 'epochStarted' },
        { type: 'agentLost', agent: ann, graceUntil: clock('10:01:50') },
        { type: 'agentLost', agent: ben, graceUntil: clock('10:01:50') },
      )
    story.at('10:01:49').given(connect(ann), connect(ben)).at('10:03:00')
    expect([carl, dora].map((id) => story.phase(id))).toEqual(['active', 'wrapUp'])
  })

  test('[RE2] what waited for one agent alone waits for all', () => {
    const story = talking(house([agentRules(ann), agentRules(ben, { capacityUnits: 50 }), agentRules(cho)]))
    story.given(atWork(ben), enqueue(dora), transfer(ann, carl, { agent: ben }), restart(2), atWork(cho))
    story.given(available(cho))
    expect(story.phase(carl)).toBe('offered')
  })

  test('[RE3] customers have a whole grace from the start', () => {
    const story = given(two, enqueue(carl), enqueue(dora), loseCustomer(dora)).at('10:01:00').given(restart(2))
    story.at('10:02:30').given(connectCustomer(carl)).at('10:03:00')
    story.andThen({ type: 'contactClosed', contact: dora, outcome: 'abandoned' })
    story.at('10:30:00')
    expect(story.phase(carl)).toBe('queued')
  })

  test('[RE4] the same epoch begins once', () => {
    const story = given(two, atWork(ann))
    story.when(restart(1)).thenNothing()
    expect(() => decide(story.floor, restart(0), story.now)).toThrow('epochs only grow')
  })
})

describe('time', () => {
  test('[TI1] a late hub changes no record', () => {
    const story = given(two, atWork(ann), enqueue(carl))
    expect(decide(story.floor, { type: 'passTime' }, clock('10:00:19'))).toEqual([])
    const late = decide(story.floor, { type: 'passTime' }, clock('10:45:00'))
    expect(late).toMatchObject([{ at: clock('10:00:20') }, { at: clock('10:00:20') }, { at: clock('10:00:20') }])
  })

  test('[TI2] what is due at one instant comes one by one, in one order', () => {
    const story = given(two, atWork(ann, ben), enqueue(dora), enqueue(carl)).accept(ann).accept(ben)
    story.given(close(carl), close(dora), lose(ben), enqueue(emil), loseCustomer(emil)).at('10:00:30')
    const order: string[] = []
    for (;;) {
      const decision = decide(story.floor, { type: 'passTime' }, clock('10:30:00'))
      if (isRefusal(decision) || decision.length === 0) break
      for (const event of decision) evolve(story.floor, event)
      order.push(`${decision[0]!.type} ${'contact' in decision[0]! ? decision[0].contact : ''}`.trim())
    }
    expect(order).toEqual([
      'wrapUpFinished cnt_carl',
      'wrapUpFinished cnt_dora',
      'agentGraceEnded',
      'contactClosed cnt_emil',
    ])
  })

  test('[TI3] the next deadline is known, and gone with its cause', () => {
    const story = given(two, atWork(ann), enqueue(carl))
    expect(nextDeadline(story.floor)).toBe(clock('10:00:20'))
    story.accept(ann)
    expect(nextDeadline(story.floor)).toBeNull()
    story.given(close(carl))
    expect(nextDeadline(story.floor)).toBe(clock('10:01:00'))
    story.given(lose(ann)).at('10:00:01').given(connect(ann), finish(ann, carl))
    expect(nextDeadline(story.floor)).toBeNull()
  })
})
