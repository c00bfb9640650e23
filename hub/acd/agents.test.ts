import { describe, expect, test } from 'vitest'
import { seconds } from '../model/time.ts'
import { agentOf, contactOf, contactsOf, usedUnits } from './index.ts'
import {
  agent,
  agentRules,
  ann,
  atWork,
  available,
  away,
  ben,
  carl,
  clock,
  close,
  connect,
  desk,
  dora,
  enqueue,
  given,
  house,
  lose,
  presence,
  queueRules,
  sales,
} from './story.ts'

const one = house([agentRules(ann)])
const two = house([agentRules(ann), agentRules(ben)])
const talking = () => given(two, atWork(ann), enqueue(carl)).accept(ann)

describe('an agent who is not connected', () => {
  test('[PR1] connects with the presence they had', () => {
    const story = given(one)
      .when(connect(ann))
      .then({ type: 'agentConnected', agent: ann, at: clock('10:00:00') })
    expect(agentOf(story.floor, ann)).toMatchObject({ status: 'offline', link: { state: 'connected' } })
    story.when(connect(ann)).thenNothing()
  })

  test('[PR4] must be known to configuration', () => {
    const story = given(one)
    story.when(connect(agent('eve'))).thenRefused('agent.unknown')
    story.when(available(agent('eve'))).thenRefused('agent.unknown')
    story.when(lose(agent('eve'))).thenRefused('agent.unknown')
    story.given(connect(ann), { ...one, agents: [] })
    story.when(available(ann)).thenRefused('agent.unknown')
    story.when(lose(ann)).then({ type: 'agentLost' })
    story.when(connect(ann)).thenRefused('agent.unknown')
  })

  test('[AL1] cannot be lost', () => {
    given(one).when(lose(ann)).thenNothing()
  })
})

describe('presence', () => {
  test('[PR2] away keeps the talks and stops the offers', () => {
    const story = given(house([agentRules(ann, { capacityUnits: 100 })]), atWork(ann), enqueue(carl)).accept(ann)
    story.when(away(ann)).then({ type: 'presenceChanged', status: 'away', reason: 'lunch' })
    story.when(enqueue(dora)).andThen()
    expect(contactsOf(story.floor, ann)).toEqual([carl])
    story.when(presence(ann, 'offline')).then({ type: 'presenceChanged' })
    expect(story.phase(carl)).toBe('active')
    story.when(available(ann)).andThen({ type: 'offerMade', contact: dora })
  })

  test('[PR3] stated again changes nothing', () => {
    const story = given(one, connect(ann), available(ann)).at('10:00:05')
    story.when(available(ann)).thenNothing()
    story.when(presence(ann, 'available', 'early shift')).then({ type: 'presenceChanged' })
    // Another reason is no new beginning: the agent has been available all along.
    expect(agentOf(story.floor, ann)).toMatchObject({ statusSince: clock('10:00:00'), idleSince: clock('10:00:00') })
  })
})

describe('an agent in a talk who is lost', () => {
  test('[AL1] keeps it for the longest grace among the queues, and is offered nothing', () => {
    const rules = [queueRules(desk, { agentGraceMs: seconds(30) }), queueRules(sales, { agentGraceMs: seconds(90) })]
    const wide = house([agentRules(ann, { queues: [desk, sales], capacityUnits: 100 })], rules)
    const story = given(wide, atWork(ann), enqueue(carl)).accept(ann).at('10:01:00')
    story.when(lose(ann)).then({ type: 'agentLost', graceUntil: clock('10:01:30') })
    story.given(connect(ann), enqueue(dora, { queue: sales })).accept(ann)
    story.when(lose(ann)).then({ type: 'agentLost', graceUntil: clock('10:02:30') })
    story.when(enqueue(carl, { contact: 'cnt_late' as typeof carl })).andThen()
    expect(usedUnits(story.floor, ann)).toBe(50)
  })

  test('[AL1] with nothing to keep still has 60 s to come back', () => {
    given(one, atWork(ann))
      .when(lose(ann))
      .then({ type: 'agentLost', graceUntil: clock('10:01:00') })
  })

  test('[AL2] loses the offer that rings, at once and to anybody', () => {
    const story = given(two, atWork(ann, ben), enqueue(carl)).at('10:00:03').when(lose(ann))
    story.then(
      { type: 'agentLost', agent: ann },
      { type: 'offerEnded', ending: 'rescinded' },
      { type: 'contactRequeued', cause: 'agentLost', from: ann, heldUntil: null },
    )
    story.andThen({ type: 'offerMade', contact: carl, agent: ben })
  })

  test('[AL2] is rung again after a reload if nobody else was there', () => {
    const story = given(one, atWork(ann), enqueue(carl), lose(ann)).at('10:00:02')
    story.when(connect(ann)).andThen({ type: 'offerMade', contact: carl, agent: ann })
  })

  test('[AL3] finds everything as it was within the grace', () => {
    const story = talking().given(lose(ann)).at('10:00:59').when(connect(ann)).then({ type: 'agentConnected' })
    expect(agentOf(story.floor, ann)).toMatchObject({ status: 'available', statusSince: clock('10:00:00') })
    story.at('10:05:00').andThen()
    expect(contactsOf(story.floor, ann)).toEqual([carl])
  })

  test('[AL4] hands the talk back at the end of the grace, to return if possible', () => {
    const story = talking().given(lose(ann)).at('10:01:00')
    story.andThen(
      { type: 'agentGraceEnded', agent: ann, at: clock('10:01:00') },
      { type: 'contactRequeued', contact: carl, cause: 'agentLost', from: ann, prefer: ann, only: null },
    )
    expect(agentOf(story.floor, ann)).toMatchObject({ status: 'offline', reason: 'lost', link: { state: 'none' } })
    expect(contactOf(story.floor, carl)?.enqueuedAt).toBe(clock('10:00:00'))
    story.when(connect(ann)).andThen()
    story.when(available(ann)).andThen({ type: 'offerMade', contact: carl, agent: ann })
  })

  test('[AL4] asks no more to return to an agent who then declines', () => {
    const story = talking().given(lose(ann)).at('10:01:00').given(connect(ann), available(ann)).decline(ann)
    story.then({ type: 'offerEnded' }, { type: 'contactRequeued', cause: 'declined', prefer: null })
  })

  test('[AL4] does not make the customer wait for them', () => {
    const story = talking().given(lose(ann), atWork(ben)).at('10:01:00')
    expect(story.offerTo(ben).contact).toBe(carl)
  })

  test('[AL4] finishes the wrap-up', () => {
    const story = talking().at('10:00:30').given(close(carl), lose(ann)).at('10:01:30')
    story.andThen(
      // The wrap-up's own end comes at the same instant and goes first.
      { type: 'wrapUpFinished', contact: carl, disposition: '' },
      { type: 'contactClosed', outcome: 'served', agent: ann },
      { type: 'agentGraceEnded', agent: ann },
    )
    const rules = [queueRules(desk, { wrapUpMs: seconds(600) })]
    const longer = given(house(two.agents, rules), atWork(ann), enqueue(carl)).accept(ann).given(close(carl), lose(ann))
    longer
      .at('10:01:00')
      .andThen(
        { type: 'agentGraceEnded', agent: ann },
        { type: 'wrapUpFinished', contact: carl, disposition: '' },
        { type: 'contactClosed', outcome: 'served', by: 'customer' },
      )
  })
})
