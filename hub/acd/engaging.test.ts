/** Agents who are busy with a contact that somebody else has: asked into a call, or listening; and being handed it. */
import { describe, expect, test } from 'vitest'
import type { ChannelName } from '../channels/index.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import { seconds } from '../model/time.ts'
import {
  agentOf,
  contactOf,
  contactsOf,
  liveContacts,
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
  available,
  away,
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
  given,
  house,
  lose,
  presence,
  queueRules,
  restart,
  sales,
  Story,
  transfer,
} from './story.ts'

const engage = (id: AgentId, name: ContactId, units = 100) =>
  ({ type: 'engageAgent', agent: id, contact: name, units }) as const satisfies Command
const release = (id: AgentId, name: ContactId) =>
  ({ type: 'releaseAgent', agent: id, contact: name }) as const satisfies Command
const handOver = (name: ContactId, from: AgentId, to: AgentId) =>
  ({ type: 'handOverContact', contact: name, from, to }) as const satisfies Command
const takeOver = (name: ContactId, by: AgentId) => ({ type: 'takeOverContact', contact: name, by }) as const
const on = (channel: ChannelName, id: ContactId): Command => enqueue(id, { channel })

const crew = (rules: Partial<QueueRules> = {}, change: Partial<AgentRules> = {}) =>
  house(
    [agentRules(ann, { capacityUnits: 100 }), agentRules(ben, { capacityUnits: 100, ...change }), agentRules(cho)],
    [queueRules(desk, rules), queueRules(sales)],
  )
/** Carl calls Ann; Ben is here as well. */
const calling = (rules: Partial<QueueRules> = {}, change: Partial<AgentRules> = {}) =>
  given(crew(rules, change), atWork(ann), on('voice', carl)).accept(ann).given(atWork(ben)).at('10:01:00')
const engagedOf = (story: Story, id: AgentId) => agentOf(story.floor, id)?.engaged.map((one) => one.contact)

describe('an agent who takes part in what somebody else has', () => {
  test('[EN1] is engaged with it, and the contact stays whose it was', () => {
    const story = calling()
    story.when(engage(ben, carl)).then({ type: 'agentEngaged', agent: ben, contact: carl, units: 100 })
    expect(agentOf(story.floor, ben)?.engaged).toEqual([{ contact: carl, units: 100, since: clock('10:01:00') }])
    expect(contactsOf(story.floor, ann)).toEqual([carl])
    expect(contactsOf(story.floor, ben)).toEqual([])
    story.when(engage(ben, carl)).thenNothing()
    story.when(engage(ben, carl, 25)).then({ type: 'agentEngaged', units: 25 })
    expect(usedUnits(story.floor, ben)).toBe(25)
  })

  test('[EN1] says what they like of their presence, but has a line', () => {
    const story = calling().given(presence(ben, 'offline'))
    story.when(engage(ben, carl)).then({ type: 'agentEngaged', agent: ben })
    story.when(engage(cho, carl)).thenRefused('agent.unavailable')
    story.when(engage('agt_nobody' as AgentId, carl)).thenRefused('agent.unknown')
  })

  test('[EN1] may be with several at once, and with one that waits', () => {
    const story = calling().given(engage(ben, carl), enqueue(dora), engage(ben, dora, 10))
    expect(engagedOf(story, ben)).toEqual([carl, dora])
    expect(usedUnits(story.floor, ben)).toBe(110)
  })

  test('[EN1] is not with their own, nor with what is over', () => {
    const story = calling()
    story.when(engage(ann, carl)).thenRefused('agent.same')
    story.when(engage(ben, dora)).thenRefused('contact.gone')
    story.given(close(carl)).when(engage(ben, carl)).thenRefused('contact.notActive')
  })

  test('[EN2] is offered nothing for which there is no room beside it', () => {
    const story = calling().given(engage(ben, carl))
    story.when(enqueue(dora)).andThen()
    expect(whyNot(story.floor, dora, ben)).toBe('noCapacity')
    story.when({ type: 'pullContact', agent: ben, contact: dora }).thenRefused('agent.full')
    story.when(release(ben, carl)).then({ type: 'agentReleased', agent: ben, contact: carl })
    story.andThen({ type: 'offerMade', agent: ben, contact: dora })
  })

  test('[EN2] may have more than fits, and what rings at them rings on', () => {
    const story = calling().given(enqueue(dora)).accept(ben).given(enqueue(emil))
    const { offer } = story.offerTo(ben)
    story.when(engage(ben, carl)).andThen()
    expect(story.offerTo(ben).offer).toBe(offer)
    expect(usedUnits(story.floor, ben)).toBe(150)
    story.accept(ben).then({ type: 'offerAccepted' })
    story.given(release(ben, carl))
    expect(usedUnits(story.floor, ben)).toBe(50)
  })

  test('[CA2] is not beyond the capacity a second time', () => {
    const story = calling().given(enqueue(dora)).accept(ben).given(engage(ben, carl), close(dora))
    story.at('10:03:00').given(enqueue(emil))
    expect(story.phase(emil)).toBe('queued')
    expect(usedUnits(story.floor, ben)).toBe(100)
  })

  test('[EN3] is rung beside it as beside a call', () => {
    const roomy = calling({}, { capacityUnits: 300 }).given(engage(ben, carl))
    roomy.when(on('chat', dora)).andThen()
    const own = { capacityUnits: 300, channels: { voice: { interruptedBy: ['chat'], max: 1 } } } as const
    const story = calling({}, own).given(engage(ben, carl))
    story.when(on('chat', dora)).andThen({ type: 'offerMade', agent: ben })
    story.accept(ben).given(on('voice', emil))
    story.when({ type: 'pullContact', agent: ben, contact: emil }).thenRefused('agent.full')
  })

  test('[EN3] works: the idle clock begins anew with it, and with its end', () => {
    const story = calling().given(atWork(cho)).at('10:02:00').given(engage(ben, carl))
    expect(agentOf(story.floor, ben)?.idleSince).toBe(clock('10:02:00'))
    story.at('10:05:00').given(release(ben, carl))
    expect(agentOf(story.floor, ben)?.idleSince).toBe(clock('10:05:00'))
    expect(agentOf(story.floor, ben)?.shift).toMatchObject({ contacts: 0, talkMs: 0 })
    // Cho has been idle for longer by now.
    story.when(enqueue(dora)).andThen({ type: 'offerMade', agent: cho })
  })
})

describe('the end of an engagement', () => {
  test('[EN4] comes when it is said, once', () => {
    const story = calling().given(engage(ben, carl), release(ben, carl))
    expect(engagedOf(story, ben)).toEqual([])
    story.when(release(ben, carl)).thenNothing()
    story.when(release('agt_nobody' as AgentId, dora)).thenNothing()
  })

  test('[EN4] comes with the end of the talk, for everybody', () => {
    const story = calling().given(connect(cho), engage(cho, carl), engage(ben, carl))
    story
      .when(close(carl))
      .then(
        { type: 'wrapUpStarted', contact: carl, agent: ann },
        { type: 'agentReleased', agent: ben, contact: carl },
        { type: 'agentReleased', agent: cho, contact: carl },
      )
    expect(usedUnits(story.floor, ben)).toBe(0)
  })

  test('[EN4] comes when the contact leaves the floor', () => {
    const none = calling({ wrapUp: 'none' }).given(engage(ben, carl))
    none.when(close(carl)).then({ type: 'contactClosed' }, { type: 'agentReleased', agent: ben })
    const erased = calling().given(engage(ben, carl))
    erased.when({ type: 'removeContact', contact: carl }).then({ type: 'contactClosed' }, { type: 'agentReleased' })
    const waiting = calling().given(engage(ben, carl), enqueue(dora), engage(ben, dora))
    waiting.when(close(dora)).then({ type: 'contactClosed' }, { type: 'agentReleased', contact: dora })
    expect(engagedOf(waiting, ben)).toEqual([carl])
  })

  test('[EN4] comes with the grace of who is lost, not before', () => {
    const story = calling().given(engage(ben, carl), lose(ben)).at('10:01:59')
    expect(engagedOf(story, ben)).toEqual([carl])
    story
      .at('10:02:00')
      .andThen({ type: 'agentGraceEnded', agent: ben }, { type: 'agentReleased', agent: ben, at: clock('10:02:00') })
    const back = calling().given(engage(ben, carl), lose(ben)).at('10:01:30').given(connect(ben)).at('11:00:00')
    expect(engagedOf(back, ben)).toEqual([carl])
  })

  test('[EN4] does not come when the contact waits again, nor by a restart', () => {
    const story = calling().given(engage(ben, carl), transfer(ann, carl, { queue: sales }))
    expect(engagedOf(story, ben)).toEqual([carl])
    story.given(restart(2))
    expect(engagedOf(story, ben)).toEqual([carl])
  })

  test('[EN5] comes when they take it over, which need not fit beside it', () => {
    const story = calling().given(engage(ben, carl))
    story
      .when(takeOver(carl, ben))
      .then({ type: 'contactAssigned', agent: ben, how: 'takenOver' }, { type: 'agentReleased', agent: ben })
    expect(usedUnits(story.floor, ben)).toBe(100)
    expect(contactsOf(story.floor, ben)).toEqual([carl])
    // What else they are engaged with counts.
    const other = calling().given(enqueue(dora), engage(ben, dora))
    other.when(takeOver(carl, ben)).thenRefused('agent.full')
  })

  test('[EN5] comes when they take it by hand, or are given it by force', () => {
    const pulled = calling().given(engage(ben, carl), transfer(ann, carl, { queue: desk }), away(ann))
    pulled
      .when({ type: 'pullContact', agent: ben, contact: carl })
      .then({ type: 'contactAssigned', how: 'pulled' }, { type: 'agentReleased' })
    const given = calling().given(engage(ben, carl))
    given.when({ type: 'assignContact', contact: carl, agent: ben, force: false, by: cho }).thenRefused('agent.full')
    given
      .when({ type: 'assignContact', contact: carl, agent: ben, force: true, by: cho })
      .then({ type: 'contactAssigned', how: 'forced' }, { type: 'agentReleased' })
  })

  test('[EN5] comes when they accept it, also where its customer is called then', () => {
    const roomy = { capacityUnits: 300, channels: { voice: { interruptedBy: ['chat', 'voice'] } } } as const
    const story = calling({}, roomy).given(engage(ben, carl), lose(ann)).at('10:01:20')
    story.accept(ben).then({ type: 'offerAccepted', contact: carl }, { type: 'agentReleased', agent: ben })
    const called = calling({}, roomy).given(away(ben), enqueue(dora), { type: 'holdContact', contact: dora })
    called.given(engage(ben, dora, 10), available(ben))
    called.accept(ben).then({ type: 'callStarted', agent: ben }, { type: 'agentReleased', agent: ben, contact: dora })
  })
})

describe('a talk that is handed over', () => {
  test('[TR6] is the colleague’s who takes part in it, at once', () => {
    const story = calling().given(engage(ben, carl)).at('10:04:00')
    story
      .when(handOver(carl, ann, ben))
      .then(
        { type: 'contactAssigned', contact: carl, agent: ben, how: 'handedOver', by: ann, from: ann, left: desk },
        { type: 'agentReleased', agent: ben, contact: carl },
      )
    expect(contactOf(story.floor, carl)?.state).toMatchObject({ phase: 'active', agent: ben, since: clock('10:04:00') })
    expect(usedUnits(story.floor, ben)).toBe(100)
    expect(agentOf(story.floor, ann)).toMatchObject({ idleSince: clock('10:04:00'), shift: { talkMs: 240_000 } })
    expect(agentOf(story.floor, ben)?.shift.contacts).toBe(1)
  })

  test('[TR6] leaves whoever had it without wrap-up, and free', () => {
    const story = calling().given(engage(ben, carl), handOver(carl, ann, ben))
    expect(usedUnits(story.floor, ann)).toBe(0)
    story.when(enqueue(dora)).andThen({ type: 'offerMade', agent: ann })
  })

  test('[TR6] is theirs whether or not it fits', () => {
    const story = calling({}, { capacityUnits: 50 }).given(engage(ben, carl, 50), handOver(carl, ann, ben))
    expect(usedUnits(story.floor, ben)).toBe(100)
  })

  test('[TR6] is nobody’s who does not take part in it', () => {
    const story = calling()
    story.when(handOver(carl, ann, ben)).thenRefused('agent.notEngaged')
    story.when(handOver(carl, ann, ann)).thenRefused('agent.same')
    story.when(handOver(carl, ben, ann)).thenRefused('contact.notYours')
    story.when(handOver(dora, ann, ben)).thenRefused('contact.gone')
    story.when(handOver(carl, ann, 'agt_nobody' as AgentId)).thenRefused('agent.unknown')
    story
      .given(engage(ben, carl), lose(ben))
      .when(handOver(carl, ann, ben))
      .thenRefused('agent.unavailable')
    story
      .given(connect(ben), presence(ben, 'offline'))
      .when(handOver(carl, ann, ben))
      .thenRefused('agent.unavailable')
    story
      .given(available(ben), close(carl))
      .when(handOver(carl, ann, ben))
      .thenRefused('contact.notActive')
  })

  test('[OV3] may be sent on again when it waits the next time: it was handed on by an agent', () => {
    const rules = { waitMaxMs: seconds(30), waitMaxTo: { queue: sales } }
    const both = house(
      [agentRules(ann, { queues: [sales], capacityUnits: 100 }), agentRules(ben, { queues: [], capacityUnits: 100 })],
      [queueRules(desk, rules), queueRules(sales)],
    )
    const story = given(both, on('voice', carl)).at('10:00:30').given(atWork(ann, ben)).accept(ann)
    expect(contactOf(story.floor, carl)?.overflowedFrom).toEqual([desk])
    story.given(engage(ben, carl), handOver(carl, ann, ben))
    expect(contactOf(story.floor, carl)?.overflowedFrom).toEqual([])
  })
})

test('[RE5] who takes part in what does so after a restart as before', () => {
  const before = calling().given(engage(ben, carl), enqueue(dora), engage(ben, dora, 10))
  const { queues, agents } = crew()
  const rows = [...before.floor.agents.values()].map(({ record }) => structuredClone(record))
  const floor = restoreFloor({
    epoch: 1,
    queues,
    agents,
    agentRecords: rows,
    contacts: [...liveContacts(before.floor)],
  })
  const after = new Story(floor)
  after.now = before.now
  after.given(restart(2), connect(ann), connect(ben))
  expect(usedUnits(after.floor, ben)).toBe(110)
  after.when(close(carl)).then({ type: 'wrapUpStarted' }, { type: 'agentReleased', agent: ben, contact: carl })
  expect(engagedOf(after, ben)).toEqual([dora])
})

test('[RE5] an agent’s row of an earlier version is engaged with nothing', () => {
  const { engaged: _, ...row } = agentOf(calling().floor, ben)!
  const { queues, agents } = crew()
  const floor = restoreFloor({ epoch: 1, queues, agents, agentRecords: [row as never], contacts: [] })
  expect(agentOf(floor, ben)?.engaged).toEqual([])
})
