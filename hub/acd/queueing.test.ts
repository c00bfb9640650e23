import { describe, expect, test } from 'vitest'
import { seconds } from '../model/time.ts'
import { contactOf, placeInLine, queueSummary, rulesOf } from './index.ts'
import {
  agentRules,
  ann,
  atWork,
  available,
  away,
  ben,
  carl,
  clock,
  close,
  desk,
  dora,
  emil,
  enqueue,
  finish,
  given,
  house,
  queue,
  queueRules,
  sales,
  transfer,
} from './story.ts'

const one = house([agentRules(ann)])
const urgent = { priorityMs: 60_000 }

describe('with nobody at work', () => {
  test('[CQ1] a contact joins a queue once, and only a queue that exists', () => {
    const story = given(one)
    story.when(enqueue(carl)).then({ type: 'contactQueued', contact: carl, queue: desk, at: clock('10:00:00') })
    story.when(enqueue(carl)).thenRefused('contact.exists')
    story.when(enqueue(dora, { queue: queue('nowhere') })).thenRefused('queue.unknown')
    expect(story.phase(dora)).toBe('closed')
  })

  test('[CQ4] the place is the number of those served before, and oneself', () => {
    const story = given(one, enqueue(carl)).at('10:00:01').given(enqueue(dora)).at('10:00:02').given(enqueue(emil))
    const places = () => [carl, dora, emil].map((id) => placeInLine(story.floor, id))
    expect(places()).toEqual([1, 2, 3])
    story.given(close(dora))
    expect(places()).toEqual([1, null, 2])
  })

  test('[CQ4] a contact that rings is still in line, so that a missed offer pushes nobody back', () => {
    const story = given(one, atWork(ann), enqueue(carl)).at('10:00:01').given(enqueue(dora))
    const places = () => [carl, dora].map((id) => placeInLine(story.floor, id))
    expect([story.phase(carl), ...places()]).toEqual(['offered', 1, 2])
    story.at('10:00:20')
    expect([story.phase(carl), ...places()]).toEqual(['queued', 1, 2])
    story.given(available(ann)).accept(ann)
    expect(places()).toEqual([null, 1])
  })

  test('[CQ4] only a better score comes before', () => {
    const story = given(one, enqueue(carl))
      .at('10:00:10')
      .given(enqueue(dora, { priorityMs: 9_999 }))
    expect(placeInLine(story.floor, carl)).toBe(1)
    story.given(enqueue(emil, { priorityMs: 10_001 }))
    expect(placeInLine(story.floor, carl)).toBe(2)
  })

  test('[CQ5] a customer who leaves the queue has abandoned it', () => {
    const story = given(one, enqueue(carl), enqueue(dora))
    story.when(close(carl)).then({ type: 'contactClosed', outcome: 'abandoned', by: 'customer', agent: null })
    story.when(close(dora, 'system')).then({ type: 'contactClosed', outcome: 'closed', by: 'system' })
    story.when(close(dora, 'system')).thenRefused('contact.gone')
  })
})

describe('when an agent becomes ready', () => {
  test('[CQ2] who waited longest is offered first', () => {
    const story = given(one, enqueue(dora))
      .at('10:00:01')
      .given(enqueue(carl), ...atWork(ann))
    expect(story.offerTo(ann).contact).toBe(dora)
  })

  test('[CQ2] a head start counts as time waited, of the contact and of the queue', () => {
    const wide = house(
      [agentRules(ann, { queues: [desk, sales] })],
      [queueRules(desk), queueRules(sales, { priorityMs: 30_000 })],
    )
    const story = given(wide, enqueue(carl))
      .at('10:00:29')
      .given(enqueue(dora, { queue: sales }))
    expect(story.given(atWork(ann)).offerTo(ann).contact).toBe(dora)
    const other = given(wide, enqueue(carl))
      .at('10:00:31')
      .given(enqueue(dora, { queue: sales }))
    expect(other.given(atWork(ann)).offerTo(ann).contact).toBe(carl)
    const hurried = given(wide, enqueue(carl)).at('10:00:50').given(enqueue(emil, urgent))
    expect(hurried.given(atWork(ann)).offerTo(ann).contact).toBe(emil)
  })

  test('[CQ2] a queue that accelerates overtakes one with a head start', () => {
    // 4 min + 1 a minute against 5 a minute: level after a minute of waiting, of which the fast one has had one more.
    const queues = [queueRules(desk, { priorityMs: 240_000 }), queueRules(sales, { acceleration: 5_000 })]
    const both = house([agentRules(ann, { queues: [desk, sales] })], queues)
    const joined = () => given(both, enqueue(carl), enqueue(dora, { queue: sales }))
    expect(joined().at('10:00:59.999').given(atWork(ann)).offerTo(ann).contact).toBe(carl)
    expect(joined().at('10:01:00.001').given(atWork(ann)).offerTo(ann).contact).toBe(dora)
    // At the very instant they weigh the same, joined at the same time: by id.
    expect(joined().at('10:01:00').given(atWork(ann)).offerTo(ann).contact).toBe(carl)
  })

  test('[CQ2] without acceleration only head starts count, and then who came first', () => {
    const still = house([agentRules(ann)], [queueRules(desk, { acceleration: 0 }), queueRules(sales)])
    const story = given(still, enqueue(carl))
      .at('10:00:01')
      .given(enqueue(dora), enqueue(emil, { priorityMs: 1 }))
    expect([carl, dora, emil].map((id) => placeInLine(story.floor, id))).toEqual([2, 3, 1])
    expect(story.at('11:00:00').given(atWork(ann)).offerTo(ann).contact).toBe(emil)
  })

  test('[CQ9] waiting counts up to the cap, and the event says since when', () => {
    const capped = [queueRules(desk, { waitCapMs: seconds(60) }), queueRules(sales)]
    const both = house([agentRules(ann, { queues: [desk, sales] })], capped)
    const story = given(both, enqueue(carl))
      .at('10:00:30')
      .given(enqueue(dora, { queue: sales }))
    story.at('10:01:00').andThen({ type: 'waitCapped', contact: carl, capped: true, at: clock('10:01:00') })
    // Carl weighs one minute for ever, dora from now on more.
    const level = () =>
      given(both, enqueue(carl))
        .at('10:00:30')
        .given(enqueue(dora, { queue: sales }))
    expect(level().at('10:01:29').given(atWork(ann)).offerTo(ann).contact).toBe(carl)
    expect(level().at('10:01:31').given(atWork(ann)).offerTo(ann).contact).toBe(dora)
  })

  test('[CQ9] under new configuration the cap is that of the queue as it is now', () => {
    const capped = house([agentRules(ann)], [queueRules(desk, { waitCapMs: seconds(60) }), queueRules(sales)])
    const story = given(capped, enqueue(carl)).at('10:01:30')
    story.when(one).then({ type: 'configured' }, { type: 'waitCapped', contact: carl, capped: false })
    story.when(capped).then({ type: 'configured' }, { type: 'waitCapped', contact: carl, capped: true })
  })

  test('[CQ9] a contact handed to a queue with a cap that it has passed weighs the cap at once', () => {
    const queues = [queueRules(desk), queueRules(sales, { waitCapMs: seconds(60) })]
    const both = house([agentRules(ann), agentRules(ben, { queues: [sales] })], queues)
    const story = given(both, atWork(ann), enqueue(carl)).accept(ann).at('10:05:00')
    story.given(enqueue(dora, { queue: sales, priorityMs: 60_001 }), transfer(ann, carl, { queue: sales }))
    expect(contactOf(story.floor, carl)).toMatchObject({ waitCapped: true, enqueuedAt: clock('10:00:00') })
    expect([dora, carl].map((id) => placeInLine(story.floor, id))).toEqual([1, 2])
  })

  test('[CQ4] who waits on with a greater head start comes before one whose waiting counts no longer', () => {
    const capped = house([agentRules(ann)], [queueRules(desk, { waitCapMs: seconds(60) }), queueRules(sales)])
    const story = given(capped, enqueue(carl)).at('10:00:20')
    story.given(enqueue(dora, { priorityMs: 10_000 }))
    expect([carl, dora].map((id) => placeInLine(story.floor, id))).toEqual([1, 2])
    story.at('10:01:15').given(enqueue(emil))
    expect([carl, dora, emil].map((id) => placeInLine(story.floor, id))).toEqual([2, 1, 3])
  })

  test('[CQ2] equal contacts go by id', () => {
    const story = given(one, enqueue(emil), enqueue(dora), enqueue(carl), atWork(ann))
    expect(story.offerTo(ann).contact).toBe(carl)
  })

  test('[CQ3] a missed offer costs the customer nothing', () => {
    const story = given(one, enqueue(carl))
      .at('10:00:05')
      .given(enqueue(dora), ...atWork(ann))
    story.at('10:00:25').given(available(ann))
    expect(story.offerTo(ann).contact).toBe(carl)
    expect(contactOf(story.floor, carl)).toMatchObject({ enqueuedAt: clock('10:00:00'), attempts: 2 })
  })

  test('[CQ3] a transferred contact stands before those who came later', () => {
    const both = house([agentRules(ann), agentRules(ben, { queues: [sales] })])
    const story = given(both, atWork(ann), enqueue(carl)).accept(ann).at('10:01:00')
    story.given(enqueue(dora, { queue: sales }), transfer(ann, carl, { queue: sales }), atWork(ben))
    expect(story.offerTo(ben).contact).toBe(carl)
    expect(contactOf(story.floor, carl)?.enqueuedAt).toBe(clock('10:00:00'))
  })

  test('[CQ5] a customer who leaves while an agent is rung takes the offer along', () => {
    const story = given(one, atWork(ann), enqueue(carl)).at('10:00:03')
    const stale = story.offerTo(ann)
    story
      .when(close(carl))
      .then({ type: 'offerEnded', ending: 'canceled' }, { type: 'contactClosed', outcome: 'abandoned' })
    story.when({ type: 'acceptOffer', agent: ann, ...stale }).thenRefused('offer.gone')
    story.when(enqueue(dora)).andThen({ type: 'offerMade', contact: dora, agent: ann })
  })
})

describe('what nobody can serve', () => {
  const japanese = { requirements: [{ skill: 'ja', level: 3 }] }

  test('[CQ7] a contact whose skill is missing holds up nobody, however urgent', () => {
    const story = given(one, enqueue(carl, { ...japanese, ...urgent }), enqueue(dora), atWork(ann))
    expect(story.offerTo(ann).contact).toBe(dora)
    expect(placeInLine(story.floor, carl)).toBe(1)
  })

  test('[CQ7] a heavier queue without agents never blocks a lighter one', () => {
    const heavy = [queueRules(desk), queueRules(sales, { priorityMs: 3_600_000 })]
    const story = given(house([agentRules(ann)], heavy), enqueue(carl, { queue: sales }), enqueue(dora), atWork(ann))
    expect(story.offerTo(ann).contact).toBe(dora)
  })

  test('[CQ7] what the queue asks for counts as much as what the contact asks for', () => {
    const queues = [queueRules(desk, { requirements: [{ skill: 'tax', level: 2 }] })]
    const agents = [agentRules(ann, { skills: { tax: 1, ja: 5 } }), agentRules(ben, { skills: { tax: 2, ja: 3 } })]
    const story = given(house(agents, queues), atWork(ann, ben), enqueue(carl, japanese))
    expect(story.offerTo(ben).contact).toBe(carl)
  })
})

describe('new configuration', () => {
  test('[CQ6] keeps every place', () => {
    const story = given(one, enqueue(carl)).at('10:00:01').given(enqueue(dora))
    story.when(house([agentRules(ann), agentRules(ben)])).then({ type: 'configured' })
    expect([carl, dora].map((id) => placeInLine(story.floor, id))).toEqual([1, 2])
    story.given(atWork(ben))
    expect(story.offerTo(ben).contact).toBe(carl)
  })

  test('[CQ6] that is equal decides nothing, in whatever order it is written', () => {
    const story = given(house([agentRules(ann), agentRules(ben)]))
    story.when(house([agentRules(ben), agentRules(ann)], [queueRules(sales), queueRules(desk)])).thenNothing()
    story.when(house([agentRules(ben), agentRules(ann, { skills: { ja: 1 } })])).then({ type: 'configured' })
  })

  test('[CQ6] that no longer names an agent takes back the offer and leaves the talk', () => {
    const both = house([agentRules(ann, { capacityUnits: 50 }), agentRules(ben)])
    const story = given(both, atWork(ann), enqueue(carl)).accept(ann).given(atWork(ben), enqueue(dora))
    expect(story.offerTo(ben).contact).toBe(dora)
    story.when({ ...both, agents: [agentRules(ann, { capacityUnits: 25 })] })
    story.then(
      { type: 'configured' },
      { type: 'offerEnded', agent: ben, ending: 'rescinded' },
      { type: 'contactRequeued' },
    )
    story
      .when({ ...both, agents: [] })
      .then({ type: 'configured' })
      .andThen()
    expect(rulesOf(story.floor, ann)).toBeUndefined()
    expect([story.phase(carl), story.phase(dora)]).toEqual(['active', 'queued'])
    story.when(close(carl)).then({ type: 'wrapUpStarted', agent: ann }).given(finish(ann, carl))
  })

  test('[CQ6] that no longer names a queue keeps it for those who wait in it, and nobody else', () => {
    const wide = house([agentRules(ann, { queues: [desk, sales] })])
    const story = given(wide, enqueue(carl, { queue: sales })).given({ ...wide, queues: [queueRules(desk)] })
    story.when(enqueue(dora, { queue: sales })).thenRefused('queue.unknown')
    expect(queueSummary(story.floor, sales).waiting).toBe(1)
    story.given(atWork(ann)).accept(ann)
    story.when(transfer(ann, carl, { queue: sales })).thenRefused('queue.unknown')
    story.given(close(carl), finish(ann, carl))
    expect(story.floor.queues.has(sales)).toBe(false)
  })
})

describe('a queue at a glance', () => {
  test('tells who waits, since when, who is there and who is free', () => {
    const story = given(house([agentRules(ann), agentRules(ben)]))
    expect(queueSummary(story.floor, desk)).toEqual({ waiting: 0, longestSince: null, staffed: 0, free: 0 })
    story.at('10:00:07').given(enqueue(carl)).at('10:00:09').given(enqueue(dora, urgent))
    expect(queueSummary(story.floor, desk)).toEqual({
      waiting: 2,
      longestSince: clock('10:00:07'),
      staffed: 0,
      free: 0,
    })
    story.given(atWork(ann))
    expect(queueSummary(story.floor, desk)).toMatchObject({ waiting: 2, staffed: 1, free: 0 })
    story.accept(ann).given(close(carl), atWork(ben))
    expect(queueSummary(story.floor, desk)).toEqual({ waiting: 0, longestSince: null, staffed: 2, free: 1 })
    story.given(away(ben))
    expect(queueSummary(story.floor, desk)).toMatchObject({ staffed: 1, free: 0 })
    expect(queueSummary(story.floor, queue('none'))).toMatchObject({ waiting: 0, staffed: 0 })
  })
})
