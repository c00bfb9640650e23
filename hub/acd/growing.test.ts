/** A contact that grows from chat to voice to video and back: with its agent, at its place, and beyond what would have fitted. */
import { describe, expect, test } from 'vitest'
import type { ChannelName } from '../channels/index.ts'
import type { ContactId } from '../model/ids.ts'
import { seconds } from '../model/time.ts'
import {
  contactOf,
  contactsOf,
  liveContacts,
  nextDeadline,
  placeInLine,
  queueSummary,
  reasonToWait,
  restoreFloor,
  usedUnits,
  whyNot,
  type AgentRules,
  type Command,
  type QueueRules,
} from './index.ts'
import {
  agentRules,
  ann,
  atWork,
  ben,
  carl,
  cho,
  clock,
  close,
  connect,
  desk,
  dora,
  emil,
  enqueue,
  finish,
  given,
  house,
  queueRules,
  restart,
  sales,
  Story,
  transfer,
} from './story.ts'

const grow = (id: ContactId, channel: ChannelName) =>
  ({ type: 'changeChannel', contact: id, channel }) as const satisfies Command
const on = (channel: ChannelName, id: ContactId): Command => enqueue(id, { channel })
const wide = (rules: Partial<QueueRules> = {}, change: Partial<AgentRules> = {}) =>
  house([agentRules(ann, { capacityUnits: 100, ...change })], [queueRules(desk, rules)])
/** Carl chats with Ann. */
const talking = (rules: Partial<QueueRules> = {}, change: Partial<AgentRules> = {}) =>
  given(wide(rules, change), atWork(ann), enqueue(carl)).accept(ann).at('10:01:00')

describe('a contact that changes its channel', () => {
  test('[GR1] keeps its agent and its queue', () => {
    const story = talking()
    story.when(grow(carl, 'voice')).then({ type: 'channelChanged', contact: carl, channel: 'voice', from: 'chat' })
    expect(contactOf(story.floor, carl)).toMatchObject({ channel: 'voice', queue: desk, enqueuedAt: clock('10:00:00') })
    expect(contactsOf(story.floor, ann)).toEqual([carl])
    story.when(grow(carl, 'voice')).thenNothing()
    story.when(grow(carl, 'video')).then({ type: 'channelChanged', channel: 'video', from: 'voice' })
    story.when(grow(carl, 'chat')).then({ type: 'channelChanged', channel: 'chat', from: 'video' })
  })

  test('[GR1] keeps its place while it waits', () => {
    const story = given(wide(), enqueue(carl), enqueue(dora), enqueue(emil))
    story.when(grow(dora, 'video')).then({ type: 'channelChanged', contact: dora })
    expect([carl, dora, emil].map((id) => placeInLine(story.floor, id))).toEqual([1, 2, 3])
    story.given(atWork(ann))
    expect(story.offerTo(ann).contact).toBe(carl)
  })

  test('[GR1] is refused in wrap-up, and when it is gone', () => {
    const story = talking().given(close(carl))
    story.when(grow(carl, 'voice')).thenRefused('contact.notActive')
    story.when(grow(dora, 'voice')).thenRefused('contact.gone')
  })

  test('[GR1] does so also while its customer is called, or does not wait in person', () => {
    const callBack = { mode: 'agent-first', joinMs: seconds(45), attemptsMax: 3, gapMs: seconds(120) } as const
    const story = given(wide({ callBack }), enqueue(carl), { type: 'holdContact', contact: carl })
    story.when(grow(carl, 'voice')).then({ type: 'channelChanged' })
    story.given(atWork(ann)).accept(ann)
    expect(story.phase(carl)).toBe('called')
    story.when(grow(carl, 'chat')).then({ type: 'channelChanged', channel: 'chat', from: 'voice' })
    expect(usedUnits(story.floor, ann)).toBe(25)
    story.when({ type: 'resumeContact', contact: carl }).then({ type: 'customerJoined', agent: ann })
  })
})

describe('what a contact takes that has grown', () => {
  test('[GR2] are the units of its new channel, at once', () => {
    const story = talking().given(grow(carl, 'voice'))
    expect(usedUnits(story.floor, ann)).toBe(100)
    expect(queueSummary(story.floor, desk)).toMatchObject({ staffed: 1, free: 0 })
    story.when(enqueue(dora)).andThen()
    expect(whyNot(story.floor, dora, ann)).toBe('noCapacity')
    story.when(grow(carl, 'chat')).andThen({ type: 'offerMade', contact: dora, agent: ann })
    expect(usedUnits(story.floor, ann)).toBe(50)
  })

  test('[GR2] may be more than its agent can hold, and nothing more is given to them before there is room', () => {
    const story = talking({ wrapUp: 'none' }).given(enqueue(dora)).accept(ann).given(grow(carl, 'voice'))
    expect(usedUnits(story.floor, ann)).toBe(125)
    story.given(enqueue(emil))
    story.when({ type: 'pullContact', agent: ann, contact: emil }).thenRefused('agent.full')
    story.when(close(dora)).andThen()
    expect(reasonToWait(story.floor, emil)).toBe('allBusy')
    story.when(close(carl)).andThen({ type: 'offerMade', contact: emil })
  })

  test('[CA2] binds as work ends: what is free again is not exceeded a second time', () => {
    const story = talking({ wrapUp: 'none' }).given(enqueue(dora)).accept(ann).given(grow(carl, 'voice'))
    story.given(close(dora), grow(carl, 'chat'), on('voice', emil))
    expect(story.phase(emil)).toBe('queued')
    expect(usedUnits(story.floor, ann)).toBe(25)
  })

  test('[GR2] goes by what its agent’s rules say of the channel', () => {
    const story = talking({}, { channels: { voice: { units: 60 } } }).given(grow(carl, 'voice'))
    expect(usedUnits(story.floor, ann)).toBe(60)
  })

  test('[GR2] counts in the wait that an overflow rule goes by', () => {
    const when = { measure: 'expectedWait', aboveMs: seconds(100), untilMs: seconds(90) } as const
    const rules = { overflow: [{ name: 'slow', when, to: { queue: sales }, waiting: false }] }
    const story = given(
      house([agentRules(ann, { capacityUnits: 100 })], [queueRules(desk, rules), queueRules(sales)]),
      atWork(ann),
      on('voice', carl),
    )
    story.accept(ann).given(enqueue(dora))
    story.when(grow(dora, 'voice')).andThen({ type: 'overflowChanged', rule: 'slow', holds: true })
    story.when(grow(dora, 'chat')).andThen({ type: 'overflowChanged', rule: 'slow', holds: false })
  })
})

describe('a talk that rests', () => {
  const resting = (rules: Partial<QueueRules> = {}) => talking(rules).given(parking)
  const parking = { type: 'parkContact', agent: ann, contact: carl } as const

  test('[GR3] wakes when it grows', () => {
    const story = resting()
    expect(usedUnits(story.floor, ann)).toBe(7)
    story.at('10:05:00').given(grow(carl, 'voice'))
    expect(contactOf(story.floor, carl)?.state).toMatchObject({ parked: null, spokenAt: clock('10:05:00') })
    expect(usedUnits(story.floor, ann)).toBe(100)
  })

  test('[GR3] waits for its units no longer when it had stirred', () => {
    const story = talking({ wrapUp: 'none' }, { capacityUnits: 50 }).given(parking, enqueue(dora)).accept(ann)
    story.given({ type: 'parkContact', agent: ann, contact: dora }, enqueue(emil)).accept(ann)
    story.given({ type: 'noteMessage', contact: carl }, { type: 'noteMessage', contact: dora })
    expect(story.floor.agents.get(ann)!.stirred.size).toBe(2)
    story.given(grow(dora, 'voice'))
    expect([...story.floor.agents.get(ann)!.stirred].map(({ record }) => record.id)).toEqual([carl])
    expect(usedUnits(story.floor, ann)).toBe(132)
  })

  test('[GR3] rests again only as long after the change as its queue says', () => {
    const story = talking({ parkAfterMs: seconds(80) })
    story.at('10:01:20').given(grow(carl, 'voice'))
    expect(nextDeadline(story.floor)).toBeNull()
    story.at('11:00:00').given(grow(carl, 'chat')).at('11:01:29').andThen()
    story.at('11:01:30').andThen({ type: 'contactParked', by: 'time', at: clock('11:01:30') })
  })
})

describe('a contact that grows before it is answered', () => {
  test('[GR4] is offered by its new channel', () => {
    const two = house([agentRules(ann, { capacityUnits: 100 }), agentRules(ben, { capacityUnits: 100 })])
    const story = given(two, atWork(ann), enqueue(carl)).accept(ann).given(enqueue(dora))
    expect(story.offerTo(ann).contact).toBe(dora)
    story.decline(ann).given(grow(dora, 'voice')).at('10:02:00')
    // A call does not fit beside the chat.
    expect(reasonToWait(story.floor, dora)).toBe('allBusy')
    story.when(connect(ben)).given(atWork(ben))
    expect(story.offerTo(ben).contact).toBe(dora)
  })

  test('[GR4] may ring beside what its new channel may interrupt', () => {
    const story = talking({}, { capacityUnits: 300, channels: { voice: { interruptedBy: ['chat'] } } })
    story.given(grow(carl, 'voice'), on('voice', dora))
    expect(story.phase(dora)).toBe('queued')
    story.when(grow(dora, 'chat')).andThen({ type: 'offerMade', contact: dora, agent: ann })
  })

  test('[GR4] goes on ringing, and rings for its new units', () => {
    const story = given(wide(), atWork(ann), enqueue(carl)).accept(ann).given(enqueue(dora))
    const { offer } = story.offerTo(ann)
    story.when(grow(dora, 'voice')).andThen()
    expect(story.offerTo(ann).offer).toBe(offer)
    expect(usedUnits(story.floor, ann)).toBe(125)
    story.accept(ann).then({ type: 'offerAccepted', contact: dora })
    expect(usedUnits(story.floor, ann)).toBe(125)
  })

  test('[GR4] rings on at several, and for its new units at each', () => {
    const all = [ann, ben, cho].map((id) => agentRules(id, { capacityUnits: 100 }))
    const story = given(house(all, [queueRules(desk, { strategy: 'ring-group', ringAtOnce: 3 })]), atWork(ann, ben))
    story.given(enqueue(carl), grow(carl, 'video'))
    expect([ann, ben].map((id) => usedUnits(story.floor, id))).toEqual([100, 100])
    story.when(connect(cho)).given(atWork(cho))
    expect(story.offerTo(cho).contact).toBe(carl)
    story.accept(ben)
    expect([ann, ben, cho].map((id) => usedUnits(story.floor, id))).toEqual([0, 100, 0])
  })

  test('[GR4] needs the room of its new channel where it is handed on', () => {
    const two = house([agentRules(ann, { capacityUnits: 100 }), agentRules(ben, { capacityUnits: 50 })])
    const story = given(two, atWork(ann), enqueue(carl)).accept(ann).given(atWork(ben), grow(carl, 'voice'))
    story.when(transfer(ann, carl, { agent: ben })).thenRefused('agent.unavailable')
    story
      .given(grow(carl, 'chat'))
      .when(transfer(ann, carl, { agent: ben }))
      .then({ type: 'contactRequeued', only: ben })
  })
})

describe('the end of a contact that has grown', () => {
  test('[GR5] keeps the units of the channel it ended with', () => {
    const story = talking().given(grow(carl, 'voice'))
    story.when(close(carl)).then({ type: 'wrapUpStarted', units: 100 })
    story.given(finish(ann, carl))
    expect(usedUnits(story.floor, ann)).toBe(0)
    const back = talking().given(grow(carl, 'voice'), grow(carl, 'chat'))
    back.when(close(carl)).then({ type: 'wrapUpStarted', units: 25 })
  })

  test('[GR5] keeps less where the queue says so', () => {
    const story = talking({ wrapUpUnits: 40 }).given(grow(carl, 'voice'))
    story.when(close(carl)).then({ type: 'wrapUpStarted', units: 40 })
  })
})

test('[RE5] a floor on which contacts have grown goes on after a restart as before', () => {
  const before = talking()
    .given(enqueue(dora))
    .accept(ann)
    .given(grow(carl, 'voice'), enqueue(emil), grow(emil, 'video'))
  const { queues, agents } = wide()
  const floor = restoreFloor({
    epoch: 1,
    queues,
    agents,
    agentRecords: [...before.floor.agents.values()].map((one) => one.record),
    contacts: structuredClone([...liveContacts(before.floor)]),
  })
  const after = new Story(floor)
  after.now = before.now
  after.given(restart(2), connect(ann))
  expect(usedUnits(after.floor, ann)).toBe(125)
  expect(contactOf(after.floor, emil)?.channel).toBe('video')
  after.given(close(dora), finish(ann, dora), close(carl))
  after.when(finish(ann, carl)).andThen({ type: 'offerMade', contact: emil })
})
