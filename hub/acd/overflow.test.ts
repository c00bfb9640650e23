/** Overflow, limits and hours: who is sent where, and when that begins and ends. */
import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../model/time.ts'
import {
  contactOf,
  decide,
  entryRefusal,
  evolve,
  isRefusal,
  liveContacts,
  queueRecordOf,
  queueSummary,
  restoreFloor,
  type Command,
  type FloorEvent,
  type OverflowCondition,
  type OverflowRule,
  type QueueRules,
} from './index.ts'
import {
  agentRules,
  ann,
  atWork,
  away,
  available,
  ben,
  carl,
  clock,
  close,
  connect,
  contact,
  desk,
  dora,
  emil,
  lose,
  enqueue,
  given,
  house,
  queue,
  queueRules,
  restart,
  sales,
  Story,
  transfer,
} from './story.ts'

const night = queue('night')
const rule = (when: OverflowCondition, change: Partial<OverflowRule> = {}): OverflowRule => ({
  name: when.measure,
  when,
  to: { queue: sales },
  waiting: false,
  ...change,
})
const crowded = (above: number, until: number): OverflowCondition => ({ measure: 'waiting', above, until })
const closed: OverflowCondition = { measure: 'closed' }

const houses = (rules: Partial<QueueRules>, other: Partial<QueueRules> = {}) =>
  house(
    [agentRules(ann), agentRules(ben, { queues: [sales] })],
    [queueRules(desk, rules), queueRules(sales, other), queueRules(night)],
  )
const hours = (id: typeof desk, open: boolean, changesAt: ReturnType<typeof clock> | null = null) =>
  ({ type: 'setHours', queue: id, open, changesAt }) as const satisfies Command

const crowd = (count: number, from = 0): Command[] =>
  Array.from({ length: count }, (_, i) => enqueue(contact(`w${i + from}`)))

describe('a newcomer', () => {
  test('[OV1] joins the other queue as long as the rule holds', () => {
    const story = given(houses({ overflow: [rule(crowded(2, 1))] }), crowd(3)).at('10:00:10')
    story
      .when(enqueue(carl))
      .then(
        { type: 'contactQueued', queue: desk },
        { type: 'contactOverflowed', from: desk, to: { queue: sales }, why: 'waiting' },
        { type: 'contactRequeued', queue: sales, cause: 'overflow', from: null },
      )
    expect(contactOf(story.floor, carl)).toMatchObject({ queue: sales, enqueuedAt: clock('10:00:10') })
    // Two wait: the rule holds until one does.
    story
      .given(close(contact('w0')))
      .when(enqueue(dora))
      .then({ type: 'contactQueued' }, { type: 'contactOverflowed' }, { type: 'contactRequeued', queue: sales })
    story
      .given(close(contact('w1')))
      .when(enqueue(emil))
      .then({ type: 'contactQueued', queue: desk })
  })

  test('[OV1] goes through several queues, and never back', () => {
    const both = houses(
      { overflow: [rule(crowded(0, 0))] },
      { overflow: [rule(crowded(0, 0), { name: 'back', to: { queue: desk } })] },
    )
    const story = given(both, enqueue(carl), enqueue(dora))
    expect(contactOf(story.floor, dora)?.queue).toBe(sales)
    // Both are crowded now: from the desk to sales, and not back to the desk.
    story
      .when(enqueue(emil))
      .then({ type: 'contactQueued' }, { type: 'contactOverflowed', to: { queue: sales } }, { type: 'contactRequeued' })
    const chain = houses({ overflow: [rule(crowded(0, 0))] }, { overflow: [rule(closed, { to: { queue: night } })] })
    const long = given(chain, hours(sales, false), enqueue(carl), enqueue(dora))
    expect(contactOf(long.floor, dora)).toMatchObject({ queue: night, overflowedFrom: [desk, sales] })
  })

  test('[OV1] is refused with the other way that is offered', () => {
    const story = given(houses({ overflow: [rule(closed, { to: { way: 'form' } })] }), hours(desk, false))
    story.when(enqueue(carl)).thenRefused('queue.form')
    expect(entryRefusal(story.floor, desk)).toBe('queue.form')
    expect(entryRefusal(story.floor, sales)).toBeNull()
    expect(entryRefusal(story.floor, queue('nowhere'))).toBe('queue.unknown')
    const bot = given(houses({ overflow: [rule(crowded(0, 0), { to: { way: 'bot' } })] }), enqueue(carl))
    bot.when(enqueue(dora)).thenRefused('queue.bot')
  })

  test('[OV1] joins all the same where the other queue is not there any more', () => {
    const story = given(houses({ overflow: [rule(crowded(0, 0), { to: { queue: queue('nowhere') } })] }), crowd(2))
    expect(queueSummary(story.floor, desk).waiting).toBe(2)
  })

  test('[OV5] is refused by a full queue that sends nobody on', () => {
    const story = given(houses({ lengthMax: 2 }), crowd(2))
    story.when(enqueue(carl)).thenRefused('queue.full')
    story
      .given(close(contact('w0')))
      .when(enqueue(carl))
      .then({ type: 'contactQueued' })
    const other = given(houses({ overflow: [rule(crowded(0, 0))] }, { lengthMax: 1 }), crowd(2))
    other.when(enqueue(carl)).thenRefused('queue.full')
  })

  test('[fault 16] a contact handed to a full queue leaves its agent and keeps its first time', () => {
    const story = given(houses({}, { lengthMax: 1 }), atWork(ann), enqueue(carl))
      .accept(ann)
      .at('10:02:00')
    story.given(enqueue(dora, { queue: sales })).when(transfer(ann, carl, { queue: sales }))
    story.then({ type: 'contactRequeued', queue: sales, cause: 'transfer' })
    expect(contactOf(story.floor, carl)?.enqueuedAt).toBe(clock('10:00:00'))
    expect(story.floor.agents.get(ann)!.usedUnits).toBe(0)
    story.given(atWork(ben))
    expect(story.offerTo(ben).contact).toBe(carl)
  })
})

describe('a rule', () => {
  test('[OV2] begins beyond one threshold, and ends beyond the other', () => {
    const story = given(houses({ overflow: [rule(crowded(2, 1))] }), crowd(2))
    story.when(enqueue(carl)).andThen({ type: 'overflowChanged', queue: desk, rule: 'waiting', holds: true })
    story.when(close(carl)).andThen()
    story.when(close(contact('w0'))).andThen({ type: 'overflowChanged', rule: 'waiting', holds: false })
  })

  test('[OV2] holds while too few are there', () => {
    const few = rule({ measure: 'staffed', below: 1, until: 1 })
    const story = given(houses({ overflow: [few] }))
    expect(queueRecordOf(story.floor, desk)?.overflowing).toEqual(['staffed'])
    story.given(connect(ann)).when(available(ann)).andThen({ type: 'overflowChanged', holds: false })
    story.when(away(ann)).andThen({ type: 'overflowChanged', holds: true })
  })

  test('[OV2] [RE5] is the same after a restart, between its thresholds', () => {
    const rules = houses({ overflow: [rule(crowded(2, 0))] })
    const before = given(rules, crowd(3), close(contact('w0')), close(contact('w1')))
    const restored = new Story(
      restoreFloor({
        epoch: 1,
        queues: rules.queues,
        agents: rules.agents,
        agentRecords: [],
        queueRecords: [...before.floor.queues.values()].map((one) => structuredClone(one.record)),
        contacts: structuredClone([...liveContacts(before.floor)]),
      }),
    )
    restored.now = before.now
    restored.given(restart(2))
    for (const story of [before, restored]) {
      story
        .when(enqueue(carl))
        .then(
          { type: 'contactQueued' },
          { type: 'contactOverflowed', to: { queue: sales } },
          { type: 'contactRequeued' },
        )
    }
  })

  test('[OV2] forgets a rule that configuration no longer has', () => {
    const story = given(houses({ overflow: [rule(crowded(0, 0))] }), crowd(1)).when(houses({}))
    expect(queueRecordOf(story.floor, desk)?.overflowing).toEqual([])
    story.when(enqueue(carl)).then({ type: 'contactQueued' })
  })

  test('[OV7] measures the work that waits against those who are there', () => {
    const slow = rule({ measure: 'expectedWait', aboveMs: minutes(5), untilMs: minutes(3) })
    const wide = house(
      [agentRules(ann, { capacityUnits: 100 })],
      [queueRules(desk, { overflow: [slow] }), queueRules(sales)],
    )
    const story = given(wide)
    // Nobody there: without end.
    expect(queueRecordOf(story.floor, desk)?.overflowing).toEqual(['expectedWait'])
    story.given(atWork(ann), { type: 'setPresence', agent: ann, status: 'available', reason: '' })
    expect(queueRecordOf(story.floor, desk)?.overflowing).toEqual([])
    // 180 s a contact and four at once: six that wait are 270 s, seven 315 s.
    story.given(crowd(6))
    expect(queueRecordOf(story.floor, desk)?.overflowing).toEqual([])
    story.given(crowd(1, 6))
    expect(queueRecordOf(story.floor, desk)?.overflowing).toEqual(['expectedWait'])
  })
})

describe('those who wait already', () => {
  test('[OV3] are sent on, the longest waiting first, until the rule ends', () => {
    const story = given(houses({ overflow: [rule(crowded(3, 1), { waiting: true })] }))
    story.given(crowd(2)).at('10:00:10').given(crowd(1, 2)).at('10:00:11').when(enqueue(carl))
    story.andThen(
      { type: 'overflowChanged', holds: true },
      { type: 'contactOverflowed', contact: contact('w0') },
      { type: 'contactRequeued', queue: sales, cause: 'overflow' },
      { type: 'contactOverflowed', contact: contact('w1') },
      { type: 'contactRequeued', contact: contact('w1') },
      { type: 'contactOverflowed', contact: contact('w2') },
      { type: 'contactRequeued', contact: contact('w2') },
      { type: 'overflowChanged', holds: false },
    )
    expect(contactOf(story.floor, contact('w0'))).toMatchObject({ enqueuedAt: clock('10:00:00'), queue: sales })
  })

  test('[OV3] stay when they ring or were handed to one agent, and go nowhere twice', () => {
    const there = houses(
      { overflow: [rule(closed, { waiting: true })] },
      { overflow: [rule(closed, { waiting: true, to: { queue: desk } })] },
    )
    const story = given(there, atWork(ann), enqueue(carl), enqueue(dora)).given(hours(sales, false))
    story
      .when(hours(desk, false))
      .andThen(
        { type: 'overflowChanged', queue: desk },
        { type: 'contactOverflowed', contact: dora },
        { type: 'contactRequeued', contact: dora, queue: sales },
      )
    expect(story.phase(carl)).toBe('offered')
    // Once it no longer rings it goes as well.
    story.decline(ann).andThen({ type: 'contactOverflowed', contact: carl }, { type: 'contactRequeued', queue: sales })
  })

  test('[OV6] leave as overflowed where the other way is no queue', () => {
    const story = given(houses({ overflow: [rule(closed, { waiting: true, to: { way: 'form' } })] }), crowd(1))
    story
      .when(hours(desk, false))
      .andThen(
        { type: 'overflowChanged' },
        { type: 'contactOverflowed', to: { way: 'form' } },
        { type: 'contactClosed', by: 'system', outcome: 'overflowed', agent: null, queue: desk },
      )
  })
})

describe('the longest wait', () => {
  const limited = (to: QueueRules['waitMaxTo'], change: Partial<QueueRules> = {}) =>
    houses({ waitMaxMs: minutes(5), waitMaxTo: to, ...change }, { waitMaxMs: minutes(2), waitMaxTo: { way: 'form' } })

  test('[OV4] sends a contact on, which begins to wait anew there with its place', () => {
    const story = given(limited({ queue: sales }), enqueue(carl))
      .at('10:04:59')
      .andThen()
    story
      .at('10:05:00')
      .andThen(
        { type: 'contactOverflowed', contact: carl, why: 'waitMax', at: clock('10:05:00') },
        { type: 'contactRequeued', queue: sales },
      )
    expect(contactOf(story.floor, carl)?.enqueuedAt).toBe(clock('10:00:00'))
    story.at('10:07:00').andThen({ type: 'contactOverflowed' }, { type: 'contactClosed', outcome: 'overflowed' })
  })

  test('[OV4] does not stop what rings, and begins anew after an answer', () => {
    const story = given(limited({ queue: sales }), enqueue(carl))
      .at('10:04:50')
      .given(atWork(ann))
      .at('10:05:05')
    expect(story.phase(carl)).toBe('offered')
    story.accept(ann).at('10:20:00').given(away(ann), { type: 'loseAgent', agent: ann }).at('10:21:00')
    expect(story.phase(carl)).toBe('queued')
    story.at('10:25:59')
    expect(contactOf(story.floor, carl)?.queue).toBe(desk)
    story.at('10:26:00')
    expect(contactOf(story.floor, carl)?.queue).toBe(sales)
  })

  test('[OV4] ends nothing where the other queue is not there', () => {
    const story = given(limited({ queue: queue('nowhere') }), enqueue(carl))
      .at('11:00:00')
      .andThen()
    expect(story.phase(carl)).toBe('queued')
  })
})

describe('hours', () => {
  test('[HO1] close a queue, which goes on serving', () => {
    const story = given(houses({}), enqueue(carl))
    story.when(hours(desk, false)).then({ type: 'hoursChanged', queue: desk, open: false, changesAt: null })
    story.when(hours(desk, false)).thenNothing()
    story.when(hours(queue('nowhere'), false)).thenRefused('queue.unknown')
    story.given(available(ann)).when(connect(ann)).andThen({ type: 'offerMade', contact: carl })
    story.when(enqueue(dora)).then({ type: 'contactQueued' })
  })

  test('[HO2] change by themselves at the instant that was told', () => {
    const story = given(
      houses({ overflow: [rule(closed, { to: { way: 'form' } })] }),
      hours(desk, true, clock('18:00:00')),
    )
    story.at('17:59:59').andThen()
    story
      .at('18:00:00')
      .andThen(
        { type: 'hoursChanged', open: false, changesAt: null, at: clock('18:00:00') },
        { type: 'overflowChanged', rule: 'closed', holds: true },
      )
    story.when(enqueue(carl)).thenRefused('queue.form')
    story
      .given(hours(desk, false, clock('18:30:00')))
      .at('18:30:00')
      .when(enqueue(carl))
      .then({ type: 'contactQueued' })
  })
})

test('[OV2] nothing is looked through: a rule costs the same however many wait', () => {
  const effort = (count: number): number => {
    const story = new Story().given(restart(1), houses({ overflow: [rule(crowded(1e6, 1e6), { waiting: true })] }))
    for (let i = 0; i < count; i++) {
      const decision = decide(story.floor, enqueue(contact(`c${i}`)), story.now)
      if (isRefusal(decision)) throw new Error(decision.refused)
      for (const event of decision) evolve(story.floor, event)
    }
    const before = story.floor.effort.steps
    for (const event of decide(story.floor, enqueue(carl), story.now) as readonly FloorEvent[])
      evolve(story.floor, event)
    return story.floor.effort.steps - before
  }
  expect(effort(4_000)).toBeLessThan(effort(250) * 2)
})

test('[OV3] contacts that came at one instant are sent on by their ids, also when one of them was answered in between', () => {
  const slow: Partial<QueueRules> = {
    waitCapMs: seconds(2),
    agentGraceMs: seconds(0),
    overflow: [{ name: 'few', when: { measure: 'staffed', below: 1, until: 1 }, to: { way: 'form' }, waiting: true }],
  }
  const story = given(house([agentRules(ann)], [queueRules(desk, slow), queueRules(sales)]), atWork(ann))
  story.given(enqueue(emil)).accept(ann).given(enqueue(dora)).at('10:00:02').when(lose(ann))
  const sent = story.followed.flatMap((event) => (event.type === 'contactOverflowed' ? [event.contact] : []))
  expect(sent).toEqual([dora, emil])
})
