/** Scores from outside: how long a contact is held back for them, what they change, and that nothing else depends on them. */
import { describe, expect, test } from 'vitest'
import { durationMs, instant, later } from '../model/time.ts'
import {
  contactOf,
  queueRecordOf,
  restoreFloor,
  scoreQuestion,
  strategies,
  whyWaiting,
  type AgentScore,
  type Command,
  type StrategyName,
  type Why,
} from './index.ts'
import {
  agent,
  agentRules,
  ann,
  atWork,
  away,
  ben,
  carl,
  cho,
  close,
  desk,
  dora,
  enqueue,
  finish,
  given,
  house,
  queueRules,
  restart,
  sales,
  transfer,
  type Story,
} from './story.ts'

const scoring = { timeoutMs: durationMs(300), candidatesMax: 50 }
const all = [ann, ben, cho].map((id) => agentRules(id))
const scored = (strategy: StrategyName = 'longest-idle', agents = all) =>
  house(agents, [queueRules(desk, { scoring, strategy }), queueRules(sales)])

/** Scores for a contact that is held back now. */
function scores(story: Story, ...of: readonly AgentScore[]): Command {
  const awaited = contactOf(story.floor, carl)?.scores ?? null
  if (awaited === null || !('until' in awaited)) throw new Error('nobody is held back')
  return { type: 'scoreContact', contact: carl, until: awaited.until, scores: of }
}

const asked = (story: Story) => story.followed.flatMap((event) => (event.type === 'offerMade' ? [event.agent] : []))

const why = (story: Story): Why => {
  const made = story.followed.findLast((event) => event.type === 'offerMade')
  if (made?.type !== 'offerMade' || made.why === undefined) throw new Error('no offer')
  return made.why
}

describe('held back', () => {
  test('[PL1] nobody is asked before scores are told, and then at once', () => {
    const story = given(scored(), atWork(ann, ben)).when(enqueue(carl))
    story.andThen()
    expect(contactOf(story.floor, carl)?.scores).toEqual({ until: later(story.now, scoring.timeoutMs) })
    story.when(scores(story, [ben, 2], [ann, 1]))
    story.then({
      type: 'contactScored',
      scores: [
        [ben, 2],
        [ann, 1],
      ],
    })
    story.andThen({ type: 'offerMade', agent: ben })
  })

  test('[PL1] who asks why it waits is told that', () => {
    const story = given(scored(), atWork(ann), enqueue(carl))
    expect(whyWaiting(story.floor, carl)?.reason).toBe('scoring')
    story.when(scores(story, [ann, 1]))
    expect(whyWaiting(story.floor, carl)?.reason).toBe('offered')
    const busy = given(scored(), enqueue(carl))
    expect(whyWaiting(busy.floor, carl)?.reason).toBe('nobodyAvailable')
  })

  test('[PL1] its time over, the strategy decides, at that instant', () => {
    const story = given(scored(), atWork(ann, ben), enqueue(carl))
    const deadline = later(story.now, scoring.timeoutMs)
    story.at('10:00:01').andThen({ type: 'scoresMissed', at: deadline }, { type: 'offerMade', agent: ann })
  })

  test('[PL1] also when whoever is asked will not tell, and no contact behind it is held up', () => {
    const story = given(scored(), atWork(ann, ben), enqueue(carl))
    story.when(scores(story)).then({ type: 'contactScored', scores: [] }).andThen({ type: 'offerMade', agent: ann })
    const sellers = all.map((rules) => ({ ...rules, queues: [desk, sales] }))
    const behind = given(scored('longest-idle', sellers), atWork(ann), enqueue(carl))
    behind.when(enqueue(dora, { queue: sales })).andThen({ type: 'offerMade', contact: dora, agent: ann })
  })

  test('[PL1] the contact keeps its place, may end, and is taken by hand', () => {
    const story = given(scored(), atWork(ann, ben), enqueue(carl), enqueue(dora))
    expect(queueRecordOf(story.floor, desk)).toBeDefined()
    expect(story.phase(carl)).toBe('queued')
    story.when({ type: 'pullContact', agent: ann, contact: carl }).then({ type: 'contactAssigned', agent: ann })
    expect(contactOf(story.floor, carl)?.scores).toBeNull()
    story.when(close(dora)).then({ type: 'contactClosed', outcome: 'abandoned' })
  })

  test('[PL1] it waits for new scores after an answer, not after a missed offer, and not for one agent alone', () => {
    const story = given(scored(), atWork(ann, ben), enqueue(carl))
    story.given(scores(story, [ann, 5], [ben, 1])).decline(ann)
    expect(asked(story)).toEqual([ben])
    story.accept(ben).given(transfer(ben, carl, { agent: ann }))
    expect(contactOf(story.floor, carl)?.state).toMatchObject({ phase: 'offered', rings: [{ agent: ann }] })
    story.accept(ann).given(transfer(ann, carl, { queue: desk }))
    expect(contactOf(story.floor, carl)?.scores).toEqual({ until: later(story.now, scoring.timeoutMs) })
    expect(asked(story)).toEqual([])
  })

  test('[PL1] it waits for scores when a call has failed that was for one agent alone', () => {
    const roomy = [agentRules(ann, { queues: [sales], capacityUnits: 50 }), agentRules(ben)]
    const story = given(scored('longest-idle', roomy), atWork(ann), enqueue(dora, { queue: sales }), enqueue(carl))
    // Dora rings at Ann, so that Carl waits for her alone and can still ask to be called.
    story.given({ type: 'assignContact', contact: carl, agent: ann, force: false, by: ben })
    story.given({ type: 'holdContact', contact: carl }).accept(ann).accept(ann)
    expect(story.phase(carl)).toBe('called')
    story.at('10:05:00')
    expect(contactOf(story.floor, carl)).toMatchObject({ scores: { by: [] }, state: { phase: 'queued', only: null } })
    expect(story.followed.map(({ type }) => type)).toContain('scoresMissed')
  })
})

describe('scores', () => {
  test('[PL2] the highest is asked first; who has none comes after who has any', () => {
    const story = given(scored(), atWork(ann, ben, cho), enqueue(carl))
    story.when(scores(story, [cho, -3]))
    expect(asked(story)).toEqual([cho])
    story.decline(cho)
    expect(asked(story)).toEqual([ann])
  })

  test.each(Object.keys(strategies) as StrategyName[])('[PL2] equals go by %s, as without scores', (strategy) => {
    const numbered = all.map((rules, at) => ({ ...rules, position: 3 - at, weight: at + 1 }))
    const order = (isScored: boolean): readonly string[] => {
      const rules = isScored ? scored(strategy, numbered) : house(numbered, [queueRules(desk, { strategy })])
      const story = given(rules, atWork(cho)).at('10:00:01').given(atWork(ann)).at('10:00:02').given(atWork(ben))
      story.given(enqueue(carl))
      if (isScored) story.when(scores(story, [ann, 1], [ben, 1], [cho, 1]))
      const first = asked(story)
      // A ring group asks all three at once.
      if (first.length > 1) return first
      story.decline([ann, ben, cho].find((id) => id === first[0])!)
      return [...first, ...asked(story)]
    }
    const [scoredOrder, plain] = [order(true), order(false)]
    expect(scoredOrder).toHaveLength(strategy === 'ring-group' ? 3 : 2)
    // A second draw among the same three may fall on another.
    if (strategy === 'weighted-random') expect([ann, ben, cho]).toContain(scoredOrder[0])
    else expect(scoredOrder).toEqual(plain)
  })

  test('[PL2] do not make an agent ready, nor eligible, and go after a wish to return', () => {
    const able = [agentRules(ann, { skills: { tax: 3 } }), agentRules(ben), agentRules(cho, { skills: { tax: 1 } })]
    const story = given(scored('longest-idle', able), atWork(ann, ben, cho), away(cho))
    story.given(enqueue(carl, { requirements: [{ skill: 'tax', level: 1 }] }))
    story.when(scores(story, [cho, 9], [ben, 8], [ann, 1]))
    expect(asked(story)).toEqual([ann])
  })

  test('[PL2] of strangers and of another queue are dropped, of one agent the last counts, and to three decimals', () => {
    const others = [...all.slice(0, 2), agentRules(cho, { queues: [sales] })]
    const story = given(scored('longest-idle', others), atWork(ann, ben), enqueue(carl))
    story.when(scores(story, [agent('nobody'), 9], [cho, 9], [ann, 9], [ben, 0.12345], [ann, -1]))
    story.then({
      type: 'contactScored',
      scores: [
        [ben, 0.123],
        [ann, -1],
      ],
    })
  })

  test('[PL3] told too late, for another wait or twice, change nothing', () => {
    const story = given(scored(), atWork(ann, ben), enqueue(carl))
    const early = scores(story, [ben, 1])
    story.when({ ...early, until: instant(1) } as Command).thenNothing()
    story.when(early).when(early).thenNothing()
    const late = given(scored(), atWork(ann, ben), enqueue(carl))
    const told = scores(late, [ben, 1])
    late.at('10:00:01').when(told).thenNothing()
    late.when(close(carl)).when(told).thenNothing()
    expect(late.phase(carl)).toBe('closed')
  })

  test('[PL4] stand with the offer and with those not asked, in 1,024 bytes', () => {
    const name = (at: number) => agent(`${'x'.repeat(58)}${at}`)
    const many = Array.from({ length: 9 }, (_, at) => agentRules(name(at)))
    const story = given(scored('longest-idle', many), ...many.map(({ id }) => atWork(id)), enqueue(carl))
    story.when(scores(story, ...many.map(({ id }, at): AgentScore => [id, 999_999.123 - at])))
    expect(why(story)).toMatchObject({
      chosen: 'score',
      by: [
        ['score', 999_999.123],
        ['rank', 0],
        ['idleSince', story.now],
      ],
    })
    expect(why(story).others.map(({ agent: other }) => other)).toEqual([1, 2, 3, 4, 5].map(name))
    expect(JSON.stringify(why(story)).length).toBeLessThanOrEqual(1_024)
  })
})

describe('what is asked', () => {
  test('[PL5] those ready in the order of the strategy, then who is here, no more than configured', () => {
    const many = Array.from({ length: 12 }, (_, at) => agentRules(agent(`a${at}`), { position: 20 - at }))
    const rules = house(many, [queueRules(desk, { scoring: { ...scoring, candidatesMax: 5 }, strategy: 'linear' })])
    const story = given(rules, ...many.slice(0, 4).map(({ id }) => atWork(id)), enqueue(dora))
    story.at('10:00:01').accept(agent('a3')).given(enqueue(carl))
    const question = scoreQuestion(story.floor, carl)!
    expect(question.until).toBe(later(story.now, scoring.timeoutMs))
    expect(question.candidates.map(({ agent: id, ready }) => [id, ready])).toEqual([
      [agent('a2'), true],
      [agent('a1'), true],
      [agent('a0'), true],
      [agent('a3'), false],
    ])
    expect(scoreQuestion(story.floor, dora)).toBeNull()
    story.given(...many.slice(4).map(({ id }) => atWork(id)))
    expect(scoreQuestion(story.floor, carl)!.candidates).toHaveLength(5)
  })

  test('[PL5] choosing by scores looks at the scored alone, whatever the number of agents', () => {
    const effort = (count: number): number => {
      const many = Array.from({ length: count }, (_, at) => agentRules(agent(`a${at}`)))
      const story = given(scored('longest-idle', many), ...many.map(({ id }) => atWork(id)), enqueue(carl))
      const before = story.floor.effort.steps
      story.when(scores(story, [agent('a1'), 1], [agent('a2'), 2]))
      expect(asked(story)).toEqual([agent('a2')])
      return story.floor.effort.steps - before
    }
    expect(effort(160)).toBeLessThan(effort(20) + 40)
  })
})

test('[RE5] held back and scored contacts are so on a floor that is restored, and the time of scores goes on over a restart', () => {
  const rules = scored()
  const story = given(rules, atWork(ann, ben), enqueue(carl)).given(enqueue(dora))
  const restored = () =>
    restoreFloor({
      epoch: story.floor.epoch,
      at: story.now,
      offersMade: story.floor.offersMade,
      queues: rules.queues,
      agents: rules.agents,
      agentRecords: [...story.floor.agents.values()].map(({ record }) => record),
      queueRecords: [...story.floor.queues.values()].map(({ record }) => record),
      contacts: [...story.floor.contacts.values()].map(({ record }) => record),
    })
  expect(scoreQuestion(restored(), carl)).toEqual(scoreQuestion(story.floor, carl))
  story.given(restart(2)).at('10:00:01')
  expect(story.followed.filter(({ type }) => type === 'scoresMissed')).toHaveLength(2)
  story.given(atWork(ben)).accept(ben).given(close(carl), finish(ben, carl))
})

test('[PL1] a queue that stops asking lets go whom it holds back, and one that begins to ask holds back who comes', () => {
  const story = given(scored(), atWork(ann), enqueue(carl))
  story.when(house(all)).andThen({ type: 'offerMade', agent: ann })
  story.given(enqueue(dora), scored())
  story.given(atWork(ben))
  expect(contactOf(story.floor, dora)?.state).toMatchObject({ phase: 'offered', rings: [{ agent: ben }] })
})
