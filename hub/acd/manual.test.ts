import { describe, expect, test } from 'vitest'
import { agentOf, contactOf, contactsOf, usedUnits, type Command } from './index.ts'
import type { AgentId, ContactId } from '../model/ids.ts'
import { seconds } from '../model/time.ts'
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
  contact,
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
  transfer,
} from './story.ts'

const pull = (by: AgentId, id: ContactId) =>
  ({ type: 'pullContact', agent: by, contact: id }) as const satisfies Command
const assign = (id: ContactId, to: AgentId, force = false) =>
  ({ type: 'assignContact', contact: id, agent: to, force, by: cho }) as const satisfies Command
const takeOver = (by: AgentId, id: ContactId) =>
  ({ type: 'takeOverContact', contact: id, by }) as const satisfies Command
const force = (id: AgentId, status: 'available' | 'away' | 'offline', reason = '') =>
  ({ type: 'forcePresence', agent: id, status, reason, by: cho }) as const satisfies Command
const rescue = (id: AgentId) => ({ type: 'rescueContacts', agent: id, by: cho }) as const satisfies Command

const three = house([agentRules(ann), agentRules(ben), agentRules(cho, { capacityUnits: 100 })])

describe('a contact that waits', () => {
  test('[MA1] is taken by the agent who chose it, at once and out of turn', () => {
    const story = given(three, connect(ann), away(ann), enqueue(carl), enqueue(dora)).at('10:00:05')
    story.when(pull(ann, dora)).then({ type: 'contactAssigned', contact: dora, agent: ann, how: 'pulled', from: null })
    expect(contactOf(story.floor, dora)?.state).toMatchObject({ phase: 'active', agent: ann, since: clock('10:00:05') })
    expect(story.phase(carl)).toBe('queued')
    story.given(close(dora)).at('10:00:20')
    expect(story.phase(dora)).toBe('wrapUp')
  })

  test('[MA1] is taken only by somebody eligible, with a line, and with room', () => {
    const rules = [queueRules(desk, { requirements: [{ skill: 'ja', level: 3 }] }), queueRules(sales)]
    const skilled = agentRules(ann, { skills: { ja: 3 } })
    const story = given(
      house([skilled, agentRules(ben), agentRules(cho, { queues: [sales], skills: { ja: 5 } })], rules),
    )
    story.given(...[ann, ben, cho].flatMap((id) => [connect(id), away(id)]), enqueue(carl), enqueue(dora))
    story.when(pull(ben, carl)).thenRefused('agent.notEligible')
    story.when(pull(cho, carl)).thenRefused('agent.notEligible')
    story.when(pull(agent('eve'), carl)).thenRefused('agent.unknown')
    story.when(pull(ann, contact('nobody'))).thenRefused('contact.gone')
    story.given(presence(ann, 'offline')).when(pull(ann, carl)).thenRefused('agent.unavailable')
    story.given(away(ann), lose(ann)).when(pull(ann, carl)).thenRefused('agent.unavailable')
    story.given(connect(ann), pull(ann, carl)).when(pull(ann, dora)).thenRefused('agent.full')
    expect(usedUnits(story.floor, ann)).toBe(25)
  })

  test('[MA1] leaves room for what is on its way to the agent alone', () => {
    const story = given(house([agentRules(ann, { capacityUnits: 50 }), agentRules(ben, { capacityUnits: 100 })]))
    story.given(atWork(ben), enqueue(carl)).accept(ben).given(enqueue(dora)).accept(ben)
    story.given(atWork(ann), enqueue(emil), available(ben))
    // Ann is rung for emil; carl and dora are handed to her: only one of them has room.
    story.when(transfer(ben, carl, { agent: ann })).then({ type: 'contactRequeued', only: ann })
    story.given(enqueue(contact('finn'), { queue: sales }))
    story.when(pull(ann, carl)).then({ type: 'contactAssigned', contact: carl })
    story.when(pull(ann, contact('finn'))).thenRefused('agent.notEligible')
    expect(usedUnits(story.floor, ann)).toBe(50)
  })

  test('[MA2] stays where it rings, and with whom it was handed to', () => {
    const story = given(three, atWork(ann), connect(ben), away(ben), enqueue(carl))
    story.when(pull(ben, carl)).thenRefused('contact.notWaiting')
    story.accept(ann).when(pull(ben, carl)).thenRefused('contact.notWaiting')
    // Ben is rung for dora, so carl waits for him.
    const wide = house([agentRules(ann), agentRules(ben, { capacityUnits: 50 }), agentRules(cho)])
    const handed = given(wide, atWork(ann), enqueue(carl)).accept(ann).given(atWork(ben), enqueue(dora))
    handed.given(connect(cho), away(cho), assign(carl, ben)).when(pull(cho, carl)).thenRefused('contact.notYours')
    handed.when(pull(ben, carl)).then({ type: 'contactAssigned', contact: carl, agent: ben })
  })
})

describe('a supervisor who assigns', () => {
  test('[OF1] rings after another that was handed to the same agent, also when its waiting counts in another way', () => {
    const story = given(
      house([agentRules(ann, { capacityUnits: 100 })], [queueRules(desk, { waitCapMs: seconds(10) })]),
    )
    // The waiting of carl and dora counts no longer, that of emil does.
    story.given(enqueue(carl), enqueue(dora)).at('10:00:20').given(enqueue(emil), atWork(ann))
    story.given(assign(dora, ann), assign(emil, ann)).accept(ann)
    expect([carl, dora, emil].map((id) => story.phase(id))).toEqual(['active', 'offered', 'queued'])
    story.accept(ann)
    expect([dora, emil].map((id) => story.phase(id))).toEqual(['active', 'offered'])
  })

  test('[MA3] asks one agent alone, and takes back the offer that rings elsewhere', () => {
    const story = given(three, atWork(ann), enqueue(carl), atWork(ben)).at('10:00:03')
    story
      .when(assign(carl, ben))
      .then(
        { type: 'offerEnded', agent: ann, ending: 'rescinded' },
        { type: 'contactRequeued', cause: 'assigned', from: null, only: ben },
      )
    story.andThen({ type: 'offerMade', contact: carl, agent: ben })
    story.when(assign(carl, ben)).thenNothing()
    expect(agentOf(story.floor, ann)).toMatchObject({ status: 'available' })
    story.decline(ben)
    story.andThen({ type: 'offerMade', contact: carl, agent: ann })
  })

  test('[MA3] moves a talk as well, without asking for queue or skill', () => {
    const rules = house([agentRules(ann), agentRules(ben, { queues: [sales] })])
    const story = given(rules, atWork(ann, ben), enqueue(carl)).accept(ann).at('10:02:00')
    story.when(assign(carl, ann)).thenRefused('agent.same')
    story.when(assign(carl, ben)).then({ type: 'contactRequeued', cause: 'assigned', from: ann, only: ben, by: cho })
    story.accept(ben)
    expect(contactsOf(story.floor, ben)).toEqual([carl])
    expect(agentOf(story.floor, ann)).toMatchObject({ idleSince: clock('10:02:00') })
    story.given(close(carl)).when(assign(carl, ann)).thenRefused('contact.notActive')
  })

  test('[MA3] asks nobody who is away, and [MA4] gives by force to those who have a line', () => {
    const story = given(three, connect(ann), away(ann), enqueue(carl)).at('10:00:10')
    story.when(assign(carl, ann)).thenRefused('agent.unavailable')
    story.when(assign(carl, ben, true)).thenRefused('agent.unavailable')
    story.when(assign(carl, agent('eve'), true)).thenRefused('agent.unknown')
    story
      .when(assign(carl, ann, true))
      .then({ type: 'contactAssigned', agent: ann, how: 'forced', by: cho, from: null })
    expect(story.phase(carl)).toBe('active')
    story
      .given(enqueue(dora))
      .when(assign(dora, ann, true))
      .thenRefused('agent.full')
  })

  test('[MA4] by force takes what rings elsewhere, and what is talked about elsewhere', () => {
    const story = given(three, atWork(ann), enqueue(carl), connect(ben), away(ben))
    story
      .when(assign(carl, ben, true))
      .then(
        { type: 'offerEnded', agent: ann, ending: 'rescinded' },
        { type: 'contactAssigned', agent: ben, from: null },
      )
    story.when(assign(carl, ann, true)).then({ type: 'contactAssigned', agent: ann, from: ben })
    expect(contactsOf(story.floor, ben)).toEqual([])
    expect(usedUnits(story.floor, ann)).toBe(25)
    const own = given(three, atWork(ann), enqueue(carl)).when(assign(carl, ann, true))
    own.then({ type: 'offerEnded', ending: 'rescinded' }, { type: 'contactAssigned', agent: ann })
  })
})

describe('a talk', () => {
  const talking = () => given(three, atWork(ann), enqueue(carl)).accept(ann)

  test('[MA5] is taken over; its agent is free at once', () => {
    const story = talking().given(connect(cho), away(cho)).at('10:03:00')
    story.when(takeOver(cho, carl)).then({ type: 'contactAssigned', how: 'takenOver', agent: cho, from: ann, by: cho })
    expect(usedUnits(story.floor, ann)).toBe(0)
    expect(contactOf(story.floor, carl)).toMatchObject({ enqueuedAt: clock('10:00:00'), state: { agent: cho } })
    story.when(takeOver(cho, carl)).thenRefused('agent.same')
    story.given(close(carl)).when(takeOver(ann, carl)).thenRefused('contact.notActive')
  })

  test('[MA5] is not taken over by somebody who has no room or no line, nor one that waits', () => {
    const story = talking().given(connect(ben), away(ben), enqueue(dora), pull(ben, dora), enqueue(emil))
    story.when(takeOver(ben, carl)).thenRefused('agent.full')
    story.when(takeOver(cho, carl)).thenRefused('agent.unavailable')
    story.when(takeOver(ben, emil)).thenRefused('contact.notActive')
    story.when(takeOver(ben, contact('nobody'))).thenRefused('contact.gone')
  })

  test('[MA7] is rescued from an agent without a line, and from nobody else', () => {
    const wide = house([agentRules(ann, { capacityUnits: 50 }), agentRules(ben, { capacityUnits: 100 })])
    const story = given(wide, atWork(ann), enqueue(carl)).accept(ann).given(enqueue(dora)).accept(ann)
    story.given(close(dora), atWork(ben)).at('10:00:30').when(rescue(ann)).thenRefused('agent.here')
    story.given(lose(ann)).at('10:00:35').when(rescue(ann))
    story.then({ type: 'contactRequeued', contact: carl, cause: 'agentLost', from: ann, prefer: ann, by: cho })
    story.andThen({ type: 'offerMade', contact: carl, agent: ben })
    expect(contactsOf(story.floor, ann)).toEqual([dora])
    story.when(rescue(ann)).thenNothing()
    story.when(rescue(agent('eve'))).thenRefused('agent.unknown')
    // Those who come back find their presence; the talk is where it is now.
    story.when(connect(ann)).then({ type: 'agentConnected' })
    expect(agentOf(story.floor, ann)).toMatchObject({ status: 'available' })
  })

  test('[MA7] is rescued after a restart too, before its agent is back', () => {
    const story = talking().at('10:01:00').given(restart(2), atWork(ben)).when(rescue(ann))
    story.then({ type: 'contactRequeued', contact: carl })
    story.andThen({ type: 'offerMade', agent: ben })
  })
})

describe('a presence that a supervisor states', () => {
  test('[MA6] counts as the own one, with reason and name', () => {
    const story = given(three, atWork(ann, ben), enqueue(carl)).at('10:00:02')
    story
      .when(force(ann, 'away', 'training'))
      .then(
        { type: 'presenceChanged', status: 'away', reason: 'training', by: cho },
        { type: 'offerEnded', ending: 'rescinded' },
        { type: 'contactRequeued', cause: 'agentAway' },
      )
    story.andThen({ type: 'offerMade', agent: ben })
    expect(agentOf(story.floor, ann)).toMatchObject({ status: 'away', reason: 'training' })
    story.when(force(ann, 'away', 'training')).thenNothing()
    story.when(force(agent('eve'), 'away')).thenRefused('agent.unknown')
    story.when(force(ann, 'available')).then({ type: 'presenceChanged', status: 'available', by: cho })
  })

  test('[MA6] signs off a lost agent, whose talks keep their grace', () => {
    const story = given(three, atWork(ann), enqueue(carl))
      .accept(ann)
      .given(lose(ann), force(ann, 'offline', 'gone home'))
    expect(story.phase(carl)).toBe('active')
    story.at('10:01:01')
    expect(story.phase(carl)).toBe('queued')
  })
})
