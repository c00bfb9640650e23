import { describe, expect, test } from 'vitest'
import { seconds } from '../model/time.ts'
import { agentOf, contactOf, contactsOf, decide, usedUnits, type QueueRules } from './index.ts'
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
  finish,
  given,
  house,
  presence,
  queueRules,
  restart,
  sales,
  transfer,
} from './story.ts'

const one = house([agentRules(ann)])
const two = house([agentRules(ann), agentRules(ben)])
const wide = house([agentRules(ann, { capacityUnits: 100 })])

describe('an agent who is free', () => {
  test('[OF1] is offered the contact that comes', () => {
    const story = given(one, atWork(ann)).at('10:00:04').when(enqueue(carl))
    story.andThen({
      type: 'offerMade',
      agent: ann,
      contact: carl,
      epoch: 1,
      attempt: 1,
      deadline: clock('10:00:24'),
      at: clock('10:00:04'),
    })
    expect(story.phase(carl)).toBe('offered')
  })

  test('[OF1] is not asked while away, offline, unconnected, of another queue or short of a skill', () => {
    const story = given(house([agentRules(ann), agentRules(ben, { queues: [sales] }), agentRules(cho)]))
    story.given(connect(ann), presence(cho, 'available'), atWork(ben))
    story.when(enqueue(carl, { requirements: [{ skill: 'ja', level: 2 }] })).andThen()
    story.given(available(ann)).andThen()
    story.when(house([agentRules(ann, { skills: { ja: 1 } })])).andThen()
    story
      .when(house([agentRules(ann, { skills: { ja: 2 } })]))
      .andThen({ type: 'offerMade', agent: ann, contact: carl })
  })

  test('[OF1] is rung for one contact at a time, whatever the capacity', () => {
    const story = given(wide, atWork(ann), enqueue(carl), enqueue(dora))
    expect([carl, dora].map((id) => story.phase(id))).toEqual(['offered', 'queued'])
    story.accept(ann)
    story.andThen({ type: 'offerMade', contact: dora, agent: ann })
  })
})

describe('a contact that rings', () => {
  test('[OF2] is offered to nobody else', () => {
    const story = given(two, atWork(ann, ben), enqueue(carl))
    expect([ann, ben].flatMap((id) => contactsOf(story.floor, id))).toEqual([carl])
  })

  test('[OF2] every offer has an id of its own, over restarts too', () => {
    const story = given(one, atWork(ann), enqueue(carl))
    const ids = [story.offerTo(ann).offer]
    story.decline(ann).at('10:00:10')
    ids.push(story.offerTo(ann).offer)
    story.given(restart(2), connect(ann))
    ids.push(story.offerTo(ann).offer)
    expect(ids).toEqual(['ofr_1.1', 'ofr_1.2', 'ofr_2.1'])
  })

  test('[OF3] belongs to the agent who accepts', () => {
    const story = given(one, atWork(ann), enqueue(carl)).at('10:00:04').accept(ann)
    story.then({ type: 'offerAccepted', contact: carl, agent: ann, at: clock('10:00:04') })
    expect(contactOf(story.floor, carl)?.state).toMatchObject({ phase: 'active', agent: ann, since: clock('10:00:04') })
  })

  test('[OF4] is gone for everybody who names it wrongly', () => {
    const story = given(two, atWork(ann, ben), enqueue(carl))
    const live = story.offerTo(ann)
    story.when({ type: 'acceptOffer', agent: ben, ...live }).thenRefused('offer.gone')
    story.when({ type: 'acceptOffer', agent: ann, ...live, epoch: 0 }).thenRefused('offer.gone')
    story
      .when({ type: 'declineOffer', agent: ann, ...live, offer: 'ofr_1.9' as typeof live.offer })
      .thenRefused('offer.gone')
    story.when({ type: 'declineOffer', agent: 'agt_x' as typeof ann, ...live }).thenRefused('offer.gone')
    expect(story.phase(carl)).toBe('offered')
  })

  test('[OF4] two agents who accept within one tick: one has it, the other is refused', () => {
    const story = given(two, atWork(ann, ben), enqueue(carl))
    const first = story.offerTo(ann)
    story.decline(ann)
    const second = story.offerTo(ben)
    story.when({ type: 'acceptOffer', agent: ann, ...first }).thenRefused('offer.gone')
    story.when({ type: 'acceptOffer', agent: ben, ...second }).then({ type: 'offerAccepted', agent: ben })
    story.when({ type: 'acceptOffer', agent: ben, ...second }).thenRefused('offer.gone')
    expect(contactsOf(story.floor, ben)).toEqual([carl])
  })

  test('[OF4] the deadline is too late, even before time has been passed', () => {
    const story = given(one, atWork(ann), enqueue(carl))
    const answer = { type: 'acceptOffer', agent: ann, ...story.offerTo(ann) } as const
    expect(decide(story.floor, answer, clock('10:00:20'))).toEqual({ refused: 'offer.gone' })
    expect(decide(story.floor, answer, clock('10:00:19'))).toMatchObject([{ type: 'offerAccepted' }])
  })
})

describe('an offer without an answer', () => {
  test('[OF5] is missed at its deadline, and the agent is taken off the floor', () => {
    const story = given(one, atWork(ann), enqueue(carl)).at('10:00:20')
    story.andThen(
      { type: 'offerEnded', ending: 'missed', at: clock('10:00:20') },
      { type: 'contactRequeued', cause: 'missed', from: ann, queue: desk },
      { type: 'presenceChanged', agent: ann, status: 'away', reason: 'missedOffer' },
    )
    expect(agentOf(story.floor, ann)).toMatchObject({ status: 'away', reason: 'missedOffer' })
    expect(story.phase(carl)).toBe('queued')
  })

  test('[OF5] rings until the deadline', () => {
    const story = given(one, atWork(ann), enqueue(carl))
    story.now = clock('10:00:20')
    expect(decide(story.floor, { type: 'passTime' }, clock('10:00:19.999'))).toEqual([])
    expect(decide(story.floor, { type: 'passTime' }, clock('10:00:20'))).not.toEqual([])
  })

  test('[OF5] rings again at the agent who comes back, if nobody else is there', () => {
    const story = given(one, atWork(ann), enqueue(carl)).at('10:00:05').given(enqueue(dora)).at('10:00:21')
    story.when(available(ann)).andThen({ type: 'offerMade', contact: carl, agent: ann, attempt: 2 })
  })

  test('[OF5] goes to the next agent at once', () => {
    const story = given(two, atWork(ann, ben), enqueue(carl)).at('10:00:20')
    expect(story.offerTo(ben).contact).toBe(carl)
    expect(contactOf(story.floor, carl)?.attempts).toBe(2)
  })
})

describe('an offer that is declined', () => {
  test('[OF6] goes to another agent at once', () => {
    const story = given(two, atWork(ann, ben), enqueue(carl)).at('10:00:02').decline(ann)
    story.then(
      { type: 'offerEnded', ending: 'declined', agent: ann },
      { type: 'contactRequeued', cause: 'declined', from: ann, heldUntil: clock('10:00:12') },
    )
    story.andThen({ type: 'offerMade', agent: ben, attempt: 2 })
  })

  test('[OF6] comes back to the only agent after the cool-down, not before', () => {
    const story = given(one, atWork(ann), enqueue(carl)).at('10:00:02').decline(ann).andThen()
    story.at('10:00:11.999').andThen()
    story
      .at('10:00:12')
      .andThen({ type: 'holdEnded', contact: carl, heldUntil: null }, { type: 'offerMade', agent: ann })
  })

  test('[OF6] each agent is spared for as long as they declined ago', () => {
    const story = given(two, atWork(ann, ben), enqueue(carl)).decline(ann).at('10:00:08').decline(ben).andThen()
    story.at('10:00:10').andThen({ type: 'holdEnded', heldUntil: clock('10:00:18') }, { type: 'offerMade', agent: ann })
  })

  test('[OF7] is offered to whoever becomes ready during the cool-down', () => {
    const story = given(two, atWork(ann), enqueue(carl)).decline(ann).at('10:00:01').given(atWork(ben))
    expect(story.offerTo(ben).contact).toBe(carl)
  })

  test('[OF7] lets the contact behind it through to the agent who is spared', () => {
    const story = given(one, atWork(ann), enqueue(carl)).at('10:00:01').given(enqueue(dora)).decline(ann)
    expect(story.offerTo(ann).contact).toBe(dora)
    story.decline(ann).given(enqueue(emil))
    expect(story.offerTo(ann).contact).toBe(emil)
    story.at('10:00:10').decline(ann).at('10:00:11')
    expect(story.offerTo(ann).contact).toBe(carl)
  })

  test('[OF6] is not asked of the same agent while another is ready, even without a cool-down', () => {
    const quick = house(two.agents, [queueRules(desk, { declineCoolDownMs: 0 as never })])
    const story = given(quick, atWork(ann, ben), enqueue(carl)).decline(ann)
    expect(story.offerTo(ben).contact).toBe(carl)
    story.decline(ben)
    expect(story.offerTo(ann).contact).toBe(carl)
  })
})

describe('an agent who turns away while it rings', () => {
  test('[OF8] loses the offer, and the next agent has it', () => {
    const story = given(two, atWork(ann, ben), enqueue(carl)).at('10:00:05').when(away(ann))
    story.then(
      { type: 'presenceChanged', agent: ann, status: 'away' },
      { type: 'offerEnded', ending: 'rescinded', agent: ann },
      { type: 'contactRequeued', cause: 'agentAway', from: ann },
    )
    expect(story.offerTo(ben).contact).toBe(carl)
  })

  test('[OF8] and back does not get it again at once', () => {
    const story = given(one, atWork(ann), enqueue(carl)).given(presence(ann, 'offline'), available(ann)).andThen()
    story.at('10:00:10').andThen({ type: 'holdEnded' }, { type: 'offerMade', agent: ann })
  })
})

describe('capacity', () => {
  test('[CA1] is taken from the offer to the end of wrap-up', () => {
    const story = given(wide, atWork(ann), enqueue(carl))
    expect(usedUnits(story.floor, ann)).toBe(25)
    story.accept(ann).given(close(carl, 'agent'))
    expect(usedUnits(story.floor, ann)).toBe(25)
    story.given(finish(ann, carl))
    expect(usedUnits(story.floor, ann)).toBe(0)
  })

  test('[CA2] holds four chats in a hundred units, and not a fifth', () => {
    const ids = ['c1', 'c2', 'c3', 'c4', 'c5'].map((name) => `cnt_${name}` as typeof carl)
    const story = given(wide, atWork(ann), ...ids.map((id) => enqueue(id)))
    for (let i = 0; i < 4; i++) story.accept(ann)
    expect(ids.map((id) => story.phase(id))).toEqual(['active', 'active', 'active', 'active', 'queued'])
    story.given(close(ids[0]!, 'customer')).andThen()
    story.when(finish(ann, ids[0]!)).andThen({ type: 'offerMade', contact: ids[4] })
  })

  test('[CA2] cut by configuration binds as work ends', () => {
    const story = given(wide, atWork(ann), enqueue(carl), enqueue(dora)).accept(ann).accept(ann)
    story.given(house([agentRules(ann, { capacityUnits: 25 })]), enqueue(emil)).andThen()
    story.given(transfer(ann, carl, { queue: sales })).andThen()
    story.given(close(dora), finish(ann, dora))
    expect(story.offerTo(ann).contact).toBe(emil)
  })
})

describe('an offer that comes to nothing', () => {
  const queues = (change: Partial<QueueRules>) => [queueRules(desk, change), queueRules(sales)]

  test('[OF9] each ending keeps its name and its own cool-down', () => {
    const own = {
      missCoolDownMs: seconds(3),
      turnAwayCoolDownMs: seconds(5),
      declineCoolDownMs: seconds(7),
      missesBeforeAway: 2,
    }
    const ringing = () => given(house(one.agents, queues(own)), atWork(ann), enqueue(carl))
    const until = (story: ReturnType<typeof ringing>) => contactOf(story.floor, carl)?.passedBy[0]?.until
    expect(until(ringing().decline(ann))).toBe(clock('10:00:07'))
    expect(until(ringing().at('10:00:20'))).toBe(clock('10:00:23'))
    expect(until(ringing().given(away(ann)))).toBe(clock('10:00:05'))
    const gone = ringing().when(close(carl))
    gone.then({ type: 'offerEnded', ending: 'canceled' }, { type: 'contactClosed' })
    expect(ringing().given({ type: 'loseAgent', agent: ann }).phase(carl)).toBe('queued')
    expect(ringing().accept(ann).phase(carl)).toBe('active')
  })

  test('[OF10] only so many in a row take an agent off the floor', () => {
    const story = given(house(one.agents, queues({ missesBeforeAway: 3 })), atWork(ann), enqueue(carl))
    story.at('10:00:40')
    expect(agentOf(story.floor, ann)).toMatchObject({ status: 'available', missed: 2 })
    story.decline(ann)
    expect(agentOf(story.floor, ann)?.missed).toBe(0)
    story.at('10:01:51')
    expect(agentOf(story.floor, ann)).toMatchObject({ status: 'away', reason: 'missedOffer', missed: 3 })
    story.given(available(ann))
    expect(agentOf(story.floor, ann)?.missed).toBe(0)
  })

  test('[OF10] a miss does not bring the contact back to the same agent while another is ready', () => {
    const story = given(house(two.agents, queues({ missesBeforeAway: 2 })), atWork(ann, ben), enqueue(carl)).at(
      '10:00:20',
    )
    expect(story.offerTo(ben).contact).toBe(carl)
    story.at('10:00:40')
    expect(story.offerTo(ann).contact).toBe(carl)
  })

  test('[OF11] leaves the agent alone for the gap, whatever waits', () => {
    const story = given(
      house(one.agents, queues({ offerGapMs: seconds(4) })),
      atWork(ann),
      enqueue(carl),
      enqueue(dora),
    )
    story.at('10:00:02').decline(ann).andThen()
    story.at('10:00:05.999').andThen()
    story.at('10:00:06').andThen({ type: 'agentRested', agent: ann }, { type: 'offerMade', contact: dora, agent: ann })
    story.accept(ann)
    expect(agentOf(story.floor, ann)?.restsUntil).toBeNull()
  })

  test('[OF11] [fault 10] flapping presence during an offer makes no loop', () => {
    const story = given(
      house(one.agents, queues({ offerGapMs: seconds(4) })),
      atWork(ann),
      enqueue(carl),
      enqueue(dora),
    )
    let offers = 0
    for (let flaps = 0; flaps < 50; flaps++) {
      story.given(away(ann)).given(available(ann))
      offers += story.followed.filter((event) => event.type === 'offerMade').length
    }
    expect(offers).toBe(0)
    story.at('10:00:04')
    expect(story.offerTo(ann).contact).toBe(dora)
  })
})
