/** The contract of every strategy, and what each one is for. A new strategy is covered on arrival by the first part. */
import { describe, expect, test } from 'vitest'
import { durationMs } from '../../model/time.ts'
import type { AgentId } from '../../model/ids.ts'
import { agentOf, contactOf, type AgentRules, type Command, type Ring } from '../index.ts'
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
  finish,
  given,
  house,
  lose,
  presence,
  queueRules,
  restart,
  sales,
  transfer,
  type Story,
} from '../story.ts'
import { strategies, type StrategyName } from './index.ts'

const ja = { requirements: [{ skill: 'ja', level: 3 }] }

/** A desk that chooses by this strategy, with sales beside it. */
const choosing = (strategy: StrategyName, agents: readonly AgentRules[], wrapUpMs = 60_000): Command =>
  house(agents, [queueRules(desk, { strategy, wrapUpMs: durationMs(wrapUpMs) }), queueRules(sales, { strategy })])

/** Who is asked for each new contact, every one of whom accepts. */
function taken(story: Story, count: number): (AgentId | null)[] {
  return Array.from({ length: count }, (_, i) => {
    const id = contact(`taken${i}`)
    story.given(enqueue(id))
    const state = contactOf(story.floor, id)?.state
    if (state?.phase !== 'offered') return null
    const [{ agent }] = state.rings as [Ring]
    story.accept(agent)
    return agent
  })
}

/** Strategies that do not leave equal agents to the idle clock, and why. */
const ownOrder: Partial<Record<StrategyName, string>> = {
  'round-robin': 'asks in turn',
  linear: 'goes by position and then by id, whoever is idle for longer',
  'weighted-random': 'draws lots',
}

describe.each(Object.keys(strategies) as StrategyName[])('%s', (strategy) => {
  const [away1, lost, unskilled, elsewhere, busy, rung] = [
    agent('away'),
    agent('lost'),
    agent('raw'),
    agent('else'),
    agent('busy'),
    agent('rung'),
  ] as const
  const crew = [
    agentRules(away1, { skills: { ja: 3 } }),
    agentRules(lost, { skills: { ja: 3 } }),
    agentRules(unskilled, { skills: { ja: 2 } }),
    agentRules(elsewhere, { skills: { ja: 3 }, queues: [sales] }),
    agentRules(busy, { skills: { ja: 3 } }),
    agentRules(rung, { skills: { ja: 3 }, capacityUnits: 100 }),
    agentRules(ann, { skills: { ja: 3 } }),
  ]

  test('[RS1] never picks an agent who is away, gone, unskilled, of another queue, full or being rung', () => {
    const story = given(choosing(strategy, crew), atWork(busy), enqueue(carl, ja)).accept(busy)
    story.given(atWork(rung), enqueue(dora, ja), atWork(away1, lost, unskilled, elsewhere), away(away1), lose(lost))
    story.when(enqueue(emil, ja)).andThen()
    story.given(connect(ann)).when(available(ann)).andThen({ type: 'offerMade', agent: ann, contact: emil })
  })

  test('[RS1] never picks an agent without free capacity', () => {
    const small = [agentRules(ann, { capacityUnits: 24 }), agentRules(ben, { capacityUnits: 74 })]
    expect(taken(given(choosing(strategy, small), atWork(ann, ben)), 4)).toEqual([ben, ben, null, null])
  })

  test('[RS1] finds the one agent in a crowd of others', () => {
    const crowd = Array.from({ length: 300 }, (_, i) =>
      agentRules(agent(`x${i}`), { skills: { ja: i === 217 ? 3 : 1 } }),
    )
    const story = given(choosing(strategy, crowd), ...crowd.slice(200, 230).map(({ id }) => atWork(id)))
    story.when(enqueue(carl, ja)).andThen({ type: 'offerMade', agent: agent('x217') })
  })

  test.skipIf(strategy in ownOrder)('[RS4] equal agents go by longest idle, then by id', () => {
    const three = [cho, ben, ann].map((id) => agentRules(id, { capacityUnits: 25 }))
    const story = given(choosing(strategy, three), atWork(cho)).at('10:00:05').given(atWork(ben), atWork(ann))
    expect(taken(story, 4)).toEqual([cho, ann, ben, null])
  })

  test('[RS6] the agent to return to is asked before the others', () => {
    const skilled = (level: number) =>
      choosing(
        strategy,
        [ann, ben].map((id) => agentRules(id, { skills: { ja: level } })),
      )
    const story = given(skilled(3), atWork(ann), enqueue(carl, ja)).accept(ann).given(lose(ann)).at('10:02:00')
    // For a while nobody is skilled enough, so that both stand ready when Carl can be served again.
    story.given(skilled(1), atWork(ben)).at('10:03:00').given(atWork(ann)).andThen()
    story.when(skilled(3)).andThen({ type: 'offerMade', contact: carl, agent: ann })
  })

  test('[RS6] without that agent anybody is asked, at once', () => {
    const both = choosing(strategy, [agentRules(ann), agentRules(ben)])
    const story = given(both, atWork(ann), enqueue(carl)).accept(ann).given(lose(ann), atWork(ben)).at('10:01:00')
    expect(story.offerTo(ben).contact).toBe(carl)
  })
})

describe('longest-idle', () => {
  const wide = (...ids: AgentId[]) =>
    choosing(
      'longest-idle',
      ids.map((id) => agentRules(id, { capacityUnits: 100 })),
    )

  test('[RS2] asks who has been without work for longest', () => {
    const story = given(wide(ann, ben, cho), atWork(cho))
      .at('10:00:01')
      .given(atWork(ann))
      .at('10:00:02')
      .given(atWork(ben))
    expect(taken(story, 3)).toEqual([cho, ann, ben])
  })

  test('[RS2] asks those with nothing before those with something, and then takes turns', () => {
    const story = given(wide(ann, ben), atWork(ann)).at('10:00:01')
    expect(taken(story, 1)).toEqual([ann])
    story.at('10:05:00').given(atWork(ben))
    const ids: (AgentId | null)[] = []
    for (const [i, id] of ['p', 'q', 'r'].entries()) {
      story.at(`10:06:0${i}`).given(enqueue(contact(id)))
      const asked = [ann, ben].find((one) => story.floor.agents.get(one)?.ringing !== null)!
      ids.push(asked)
      story.accept(asked)
    }
    expect(ids).toEqual([ben, ann, ben])
  })

  test('[RS5] the clock starts with becoming available, taking and ending work', () => {
    const story = given(wide(ann), connect(ann)).at('10:00:10').given(available(ann))
    const idleSince = () => agentOf(story.floor, ann)?.idleSince
    expect(idleSince()).toBe(clock('10:00:10'))
    story.given(enqueue(carl)).at('10:00:15').accept(ann)
    expect(idleSince()).toBe(clock('10:00:15'))
    story.at('10:01:00').given(close(carl))
    expect(idleSince()).toBe(clock('10:00:15'))
    story.at('10:01:30').given(finish(ann, carl))
    expect(idleSince()).toBe(clock('10:01:30'))
    story.at('10:02:00').given(away(ann), presence(ann, 'offline'))
    expect(idleSince()).toBe(clock('10:01:30'))
  })

  test('[RS5] letting it ring or declining gains nothing', () => {
    const story = given(wide(ann, ben), atWork(ann)).at('10:00:30').given(enqueue(carl)).at('10:00:35').decline(ann)
    expect(agentOf(story.floor, ann)?.idleSince).toBe(clock('10:00:00'))
    story.at('10:01:10')
    expect(agentOf(story.floor, ann)).toMatchObject({ reason: 'missedOffer', idleSince: clock('10:00:00') })
  })
})

describe('least-occupied', () => {
  test('[RS3] fills agents by share of capacity, not by number', () => {
    const unequal = [agentRules(ann, { capacityUnits: 50 }), agentRules(ben, { capacityUnits: 100 })]
    const story = given(choosing('least-occupied', unequal), atWork(ann)).at('10:00:01').given(atWork(ben))
    // ann 1/2, ben 1/4, ben 2/4, then equal shares: the one idle for longer.
    expect(taken(story, 7)).toEqual([ann, ben, ben, ann, ben, ben, null])
  })

  test('[RS3] counts a wrap-up as occupied', () => {
    const equal = [agentRules(ann, { capacityUnits: 100 }), agentRules(ben, { capacityUnits: 100 })]
    const story = given(choosing('least-occupied', equal), atWork(ann, ben), enqueue(carl))
      .accept(ann)
      .given(close(carl))
    expect(taken(story, 1)).toEqual([ben])
  })
})

/** A crew who take one contact after the other and are done with each at once. */
function served(story: Story, count: number): (AgentId | null)[] {
  return Array.from({ length: count }, (_, i) => {
    const id = contact(`served${i}-${story.now}`)
    story.given(enqueue(id))
    const state = contactOf(story.floor, id)?.state
    if (state?.phase !== 'offered') return null
    const [{ agent }] = state.rings as [Ring]
    story.accept(agent).given(close(id))
    return agent
  })
}

const three = [ann, ben, cho].map((id) => agentRules(id, { capacityUnits: 100 }))

describe('fewest-contacts', () => {
  test('[RS7] asks who has taken fewest in the shift, whoever is idle for longer', () => {
    const story = given(choosing('fewest-contacts', three, 0), atWork(ann))
    expect(served(story, 2)).toEqual([ann, ann])
    story.at('10:05:00').given(atWork(ben, cho))
    expect(served(story, 6)).toEqual([ben, cho, ben, cho, ann, ben])
  })

  test('[RS7] counts anew after hours of absence, not after a break', () => {
    const story = given(choosing('fewest-contacts', three, 0), atWork(ann, ben))
    expect(served(story, 4)).toEqual([ann, ben, ann, ben])
    story.given(presence(ben, 'offline')).at('13:59:00').given(available(ben))
    expect(agentOf(story.floor, ben)?.shift).toMatchObject({ contacts: 2 })
    story.given(presence(ben, 'offline')).at('18:00:00').given(available(ben))
    expect(agentOf(story.floor, ben)?.shift).toEqual({ since: clock('18:00:00'), contacts: 0, talkMs: 0 })
  })

  test('[RS7] [fault 4] a contact counts once, however often its end is told', () => {
    const story = given(choosing('fewest-contacts', three), atWork(ann), enqueue(carl)).accept(ann)
    story.at('10:01:00').given(close(carl), close(carl), close(carl, 'agent'))
    story.at('10:01:30').given(finish(ann, carl))
    story.when(close(carl)).thenRefused('contact.gone')
    expect(agentOf(story.floor, ann)?.shift).toMatchObject({ contacts: 1, talkMs: 60_000 })
  })

  test('[RS7] a missed or declined offer does not count', () => {
    const story = given(choosing('fewest-contacts', three, 0), atWork(ann), enqueue(carl)).decline(ann)
    story.at('10:00:30').given(available(ann))
    expect(agentOf(story.floor, ann)?.shift.contacts).toBe(0)
  })
})

describe('least-talk-time', () => {
  test('[RS8] asks who has talked least, wrap-up apart', () => {
    const story = given(choosing('least-talk-time', three), atWork(ann, ben), enqueue(carl), enqueue(dora))
    story.accept(ann).accept(ben).at('10:01:00').given(close(carl)).at('10:02:00').given(close(dora), finish(ben, dora))
    story.at('10:10:00').given(enqueue(emil))
    expect(story.offerTo(ann).contact).toBe(emil)
    expect([ann, ben].map((id) => agentOf(story.floor, id)?.shift.talkMs)).toEqual([60_000, 120_000])
  })

  test('[RS8] counts the talk of an agent who is lost or hands it on, until then', () => {
    const story = given(choosing('least-talk-time', three), atWork(ann, ben), enqueue(carl)).accept(ann)
    story.at('10:01:00').given(lose(ann)).at('10:02:00')
    expect(agentOf(story.floor, ann)?.shift.talkMs).toBe(120_000)
    story
      .accept(ben)
      .at('10:02:30')
      .given(transfer(ben, carl, { queue: sales }))
    expect(agentOf(story.floor, ben)?.shift.talkMs).toBe(30_000)
  })
})

describe('best-skill', () => {
  const crew = [
    agentRules(ann, { skills: { ja: 3, tax: 5, golf: 5 } }),
    agentRules(ben, { skills: { ja: 5, tax: 4 } }),
    agentRules(cho, { skills: { ja: 4, tax: 4 } }),
  ]
  const both = {
    requirements: [
      { skill: 'ja', level: 3 },
      { skill: 'tax', level: 2 },
    ],
  }

  test('[RS9] asks who is best at what is asked for, and at nothing else', () => {
    const story = given(choosing('best-skill', crew), atWork(cho, ann, ben), enqueue(carl, both))
    expect(story.offerTo(ben).contact).toBe(carl)
    story.accept(ben).given(enqueue(dora, ja))
    expect(story.offerTo(cho).contact).toBe(dora)
  })

  test('[RS9] of a choice each counts with what they are best at: by the mean, or by the sum', () => {
    const choice = {
      requirements: [
        {
          anyOf: [
            [{ skill: 'ja', level: 5 }],
            [
              { skill: 'ja', level: 3 },
              { skill: 'tax', level: 3 },
            ],
          ],
        },
      ],
    }
    const two = [agentRules(ann, { skills: { ja: 5 } }), agentRules(ben, { skills: { ja: 4, tax: 4 } })]
    expect(given(choosing('best-skill', two), atWork(ann, ben), enqueue(carl, choice)).offerTo(ann).contact).toBe(carl)
    expect(given(choosing('best-skill-sum', two), atWork(ann, ben), enqueue(carl, choice)).offerTo(ben).contact).toBe(
      carl,
    )
  })
})

describe('round-robin', () => {
  test('[RS10] takes turns by id, whoever is idle for longer', () => {
    const story = given(choosing('round-robin', three, 0), atWork(cho, ann, ben))
    expect(served(story, 5)).toEqual([ann, ben, cho, ann, ben])
  })

  test('[RS10] goes on after whom it asked last, through absence, a restart and a change of members', () => {
    const story = given(choosing('round-robin', three, 0), atWork(ann, ben, cho))
    expect(served(story, 2)).toEqual([ann, ben])
    story.given(restart(2), connect(ann), connect(ben), connect(cho))
    expect(served(story, 1)).toEqual([cho])
    story.given(away(ann))
    expect(served(story, 1)).toEqual([ben])
    story.given(available(ann), choosing('round-robin', [three[0]!, three[2]!], 0))
    expect(served(story, 3)).toEqual([cho, ann, cho])
  })

  test('[RS10] a declined turn is a turn', () => {
    const story = given(choosing('round-robin', three, 0), atWork(ann, ben, cho), enqueue(carl)).decline(ann)
    expect(story.offerTo(ben).contact).toBe(carl)
    story.accept(ben)
    expect(served(story, 1)).toEqual([cho])
  })
})

describe('linear', () => {
  test('[RS11] asks the first position that is ready, and reserves after it', () => {
    const crew = [
      agentRules(ann, { position: 2, capacityUnits: 50 }),
      agentRules(ben, { position: 1 }),
      agentRules(cho, { position: 2 }),
    ]
    const story = given(choosing('linear', crew), atWork(cho, ann, ben))
    expect(taken(story, 5)).toEqual([ben, ann, ann, cho, null])
  })
})

describe('weighted-random', () => {
  const crew = [agentRules(ann), agentRules(ben, { weight: 3 }), agentRules(cho, { weight: 6 })]

  test('[RS12] draws each agent as often as their weight says', () => {
    const asked = served(given(choosing('weighted-random', crew, 0), atWork(ann, ben, cho)), 3_000)
    const share = (id: AgentId) => asked.filter((one) => one === id).length / asked.length
    expect(share(ann)).toBeCloseTo(0.1, 1)
    expect(share(ben)).toBeCloseTo(0.3, 1)
    expect(share(cho)).toBeCloseTo(0.6, 1)
    // No turn, no pattern: after each agent everybody has a chance.
    const followers = new Set(asked.slice(1).map((id, i) => `${asked[i]} ${id}`))
    expect(followers.size).toBe(9)
  })

  test('[RS12] the same floor draws the same, another epoch does not', () => {
    const drawn = (epoch: number) => {
      const story = given(choosing('weighted-random', crew, 0), restart(epoch), atWork(ann, ben, cho))
      return served(story, 30).join()
    }
    expect(drawn(2)).toBe(drawn(2))
    expect(drawn(2)).not.toBe(drawn(3))
  })
})
