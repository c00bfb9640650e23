/** Wrap-up modes: what it costs, how long it lasts, and where it begins. */
import { describe, expect, test } from 'vitest'
import type { AgentId, ContactId } from '../model/ids.ts'
import { seconds } from '../model/time.ts'
import { contactOf, liveContacts, restoreFloor, usedUnits, type Command, type QueueRules } from './index.ts'
import {
  agentRules,
  ann,
  atWork,
  away,
  ben,
  carl,
  clock,
  close,
  connect,
  desk,
  dora,
  enqueue,
  finish,
  given,
  house,
  lose,
  queueRules,
  restart,
  sales,
  Story,
  transfer,
} from './story.ts'

const extend = (by: AgentId, id: ContactId) =>
  ({ type: 'extendWrapUp', agent: by, contact: id }) as const satisfies Command

const desks = (change: Partial<QueueRules>, capacityUnits = 25) =>
  house(
    [agentRules(ann, { capacityUnits }), agentRules(ben, { queues: [desk, sales] })],
    [queueRules(desk, change), queueRules(sales, { wrapUpMs: seconds(90) })],
  )
const ended = (change: Partial<QueueRules>, capacityUnits = 25) =>
  given(desks(change, capacityUnits), atWork(ann), enqueue(carl)).accept(ann).at('10:01:00').given(close(carl))

describe('the units of a wrap-up', () => {
  test('[WU6] are those of its queue, and free the rest of the agent at once', () => {
    const story = ended({ wrapUpUnits: 10 }, 40)
    expect(usedUnits(story.floor, ann)).toBe(10)
    story.when(enqueue(dora)).andThen({ type: 'offerMade', contact: dora, agent: ann })
    expect(usedUnits(story.floor, ann)).toBe(35)
  })

  test('[WU6] are never more than those of the talk', () => {
    expect(usedUnits(ended({ wrapUpUnits: 80 }, 100).floor, ann)).toBe(25)
  })

  test('[WU6] stay as they were when the rules change', () => {
    const story = ended({ wrapUpUnits: 10 }, 40).given(desks({ wrapUpUnits: 25 }, 40))
    expect(usedUnits(story.floor, ann)).toBe(10)
  })
})

describe('a wrap-up without an end', () => {
  test('[WU7] waits for its agent', () => {
    const story = ended({ wrapUp: 'untimed', wrapUpMs: seconds(0) }).at('11:30:00')
    expect(story.phase(carl)).toBe('wrapUp')
    story.when(enqueue(dora)).andThen()
    story.when(finish(ann, carl, 'solved')).then({ type: 'wrapUpFinished' }, { type: 'contactClosed' })
    story.andThen({ type: 'offerMade', contact: dora, agent: ann })
  })

  test('[WU7] ends with an agent who is lost for good', () => {
    const story = ended({ wrapUp: 'untimed' }).at('10:30:00').given(lose(ann)).at('10:31:00')
    story.andThen({ type: 'agentGraceEnded' }, { type: 'wrapUpFinished', disposition: '' }, { type: 'contactClosed' })
  })
})

describe('an optional wrap-up', () => {
  test('[WU8] leaves its agent free', () => {
    const story = ended({ wrapUp: 'optional' })
    expect(usedUnits(story.floor, ann)).toBe(0)
    story.when(enqueue(dora)).andThen({ type: 'offerMade', contact: dora, agent: ann })
    story
      .when(finish(ann, carl, 'solved'))
      .then({ type: 'wrapUpFinished', disposition: 'solved' }, { type: 'contactClosed' })
  })

  test('[WU8] is over when its time is', () => {
    ended({ wrapUp: 'optional' })
      .at('10:02:00')
      .andThen({ type: 'wrapUpFinished', disposition: '' }, { type: 'contactClosed' })
  })

  test('[WU2] of nought, or none at all, closes at once', () => {
    expect(ended({ wrapUp: 'optional', wrapUpMs: seconds(0) }).phase(carl)).toBe('closed')
    expect(ended({ wrapUp: 'none' }).phase(carl)).toBe('closed')
  })
})

describe('more time', () => {
  test('[WU9] is given in the steps of the queue, as often as it allows', () => {
    const story = ended({ wrapUpExtensionMs: seconds(30), wrapUpExtensionsMax: 2 }).at('10:01:50')
    story.when(extend(ann, carl)).then({ type: 'wrapUpExtended', until: clock('10:02:30'), extensions: 1 })
    story.when(extend(ann, carl)).then({ type: 'wrapUpExtended', until: clock('10:03:00'), extensions: 2 })
    story.when(extend(ann, carl)).thenRefused('wrapUp.limit')
    story.at('10:02:59').andThen()
    story.at('10:03:00').andThen({ type: 'wrapUpFinished' }, { type: 'contactClosed' })
    story.when(extend(ann, carl)).thenRefused('contact.gone')
  })

  test('[WU9] is for the agent who wraps up, while there is an end', () => {
    const talking = given(desks({}), atWork(ann), enqueue(carl)).accept(ann)
    talking.when(extend(ann, carl)).thenRefused('wrapUp.notOpen')
    talking.when(extend(ben, carl)).thenRefused('contact.notYours')
    ended({ wrapUp: 'untimed' }).when(extend(ann, carl)).thenNothing()
    ended({ wrapUpExtensionsMax: 0 }).when(extend(ann, carl)).thenRefused('wrapUp.limit')
    // The hub has not come round to the end yet, but it has been.
    const late = ended({})
    late.now = clock('10:02:00')
    late.when(extend(ann, carl)).thenRefused('wrapUp.notOpen')
  })
})

describe('where a wrap-up begins', () => {
  const handedOn = () =>
    given(desks({}), atWork(ann), enqueue(carl))
      .accept(ann)
      .given(atWork(ben))
      .at('10:02:00')
      .given(transfer(ann, carl, { queue: sales }))
      .accept(ben)
      .at('10:05:00')
      .given(close(carl))

  test('[WU10] at the end of the last talk, by the rules of the last queue', () => {
    const story = handedOn()
    expect(contactOf(story.floor, carl)?.state).toMatchObject({ agent: ben, until: clock('10:06:30') })
    expect(usedUnits(story.floor, ann)).toBe(0)
  })

  test('[fault 3] a wrap-up holds over all queues of its agent, after transfer, and after reconnect', () => {
    const story = handedOn()
    // Ben serves the desk as well: his wrap-up for sales keeps the desk's contacts from him too.
    story.given(away(ann)).when(enqueue(dora)).andThen()
    story.given(lose(ben), connect(ben)).at('10:06:29').andThen()
    story
      .at('10:06:30')
      .andThen({ type: 'wrapUpFinished' }, { type: 'contactClosed' }, { type: 'offerMade', agent: ben })
  })

  test('[WU10] and has the same end and units after a restart', () => {
    const before = ended({ wrapUpUnits: 10 }, 40).given(extend(ann, carl))
    const rules = desks({ wrapUpUnits: 10 }, 40)
    const after = new Story(
      restoreFloor({
        epoch: 1,
        queues: rules.queues,
        agents: rules.agents,
        agentRecords: [...before.floor.agents.values()].map((one) => one.record),
        contacts: structuredClone([...liveContacts(before.floor)]),
      }),
    )
    after.now = clock('10:01:30')
    after.given(restart(2), connect(ann))
    expect(usedUnits(after.floor, ann)).toBe(10)
    after.at('10:03:00').andThen({ type: 'wrapUpFinished' }, { type: 'contactClosed' })
  })

  test('[WU10] a wrap-up that an earlier version kept has the units of its talk', () => {
    const before = ended({})
    const [{ state, ...record }] = [...liveContacts(before.floor)] as [ReturnType<typeof contactOf> & {}]
    const { units: _, talkSince: __, extensions: ___, ...old } = state as typeof state & { phase: 'wrapUp' }
    const rules = desks({ wrapUpUnits: 10 })
    const floor = restoreFloor({
      epoch: 1,
      queues: rules.queues,
      agents: rules.agents,
      agentRecords: [...before.floor.agents.values()].map((one) => one.record),
      contacts: [{ ...record, state: old as typeof state }],
    })
    expect(contactOf(floor, carl)?.state).toEqual({ ...old, units: 25, talkSince: null, extensions: 0 })
    expect(usedUnits(floor, ann)).toBe(25)
  })
})
