/** The contract of every strategy, and what each one is for. A new strategy is covered on arrival by the first part. */
import { describe, expect, test } from 'vitest'
import { durationMs } from '../../model/time.ts'
import type { AgentId } from '../../model/ids.ts'
import { agentOf, contactOf, type AgentRules, type Command } from '../index.ts'
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
  sales,
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
    story.accept(state.agent)
    return state.agent
  })
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

  test('[RS4] equal agents go by longest idle, then by id', () => {
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
