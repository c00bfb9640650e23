/** The checker of the floor's history on a contact that rings at several: the true story passes, each mistake is named (P7). */
import { describe, expect, test } from 'vitest'
import type { FloorEvent, QueueRules } from '../acd/index.ts'
import {
  agent,
  agentRules,
  ann,
  atWork,
  ben,
  carl,
  cho,
  desk,
  dora,
  enqueue,
  given,
  house,
  queueRules,
} from '../acd/story.ts'
import { History, rulesOf } from './history.ts'

const dan = agent('dan')
const crew = [ann, ben, cho, dan].map((id) => agentRules(id, { capacityUnits: 50 }))
const group = (change: Partial<QueueRules> = {}) =>
  queueRules(desk, { strategy: 'ring-group', ringAtOnce: 3, ...change })

/** carl rings at ann, ben and cho; ben declines, dan is rung, cho accepts; dora then rings at the three others. */
function events(): FloorEvent[] {
  const story = given(house(crew, [group()]), ...atWork(ann, ben, cho, dan))
  const told: FloorEvent[] = []
  const tell = (): unknown => told.push(...story.decided, ...story.followed)
  story.when(enqueue(carl))
  tell()
  story.at('10:00:05').decline(ben)
  tell()
  story.accept(cho)
  tell()
  story.when(enqueue(dora))
  tell()
  return told
}

/** What the checker says of the story with these events in place of an event; `[]` leaves it out. */
function found(plant: (event: FloorEvent) => readonly FloorEvent[], rules = group()): string | null {
  const history = new History(() => rulesOf([rules], crew))
  const begun: FloorEvent = { type: 'epochStarted', at: events()[0]!.at, epoch: 1 }
  for (const event of [begun, ...events().flatMap(plant)]) {
    const broken = history.next(event)
    if (broken !== null) return broken
  }
  return null
}

describe('a history in which a contact rings at several', () => {
  test('is right as the floor writes it', () => {
    expect(events().filter(({ type }) => type === 'offerMade')).toHaveLength(7)
    expect(found((event) => [event])).toBeNull()
  })

  test.each<[string, RegExp, (event: FloorEvent) => readonly FloorEvent[]]>([
    [
      'one has it while it rings at others',
      /was accepted while .*carl rings at others/,
      (event) => (event.type === 'offerEnded' && event.cause === 'answered' ? [] : [event]),
    ],
    [
      'offers are lost to nobody',
      /carl ended as answered, and contactQueued follows/,
      (event) => (event.type === 'offerAccepted' ? [] : [event]),
    ],
    [
      'a queue that rings one at a time rings two',
      /carl is offered twice/,
      (event) => (event.type === 'offerMade' ? [{ ...event, ring: undefined } as never] : [event]),
    ],
    [
      'somebody who declined is rung again while it rings elsewhere',
      /carl rings again at .*ben/,
      (event) => (event.type === 'offerMade' && event.agent === dan ? [{ ...event, agent: ben }] : [event]),
    ],
    [
      'an agent is rung for two at once',
      /ann is rung twice at once/,
      (event) => (event.type === 'offerMade' && event.agent === ben ? [{ ...event, agent: ann }] : [event]),
    ],
    [
      'one more is rung than it says',
      /carl rings at 2 agents and says 3/,
      (event) => (event.type === 'offerMade' && event.ring === 2 ? [{ ...event, ring: 3 }] : [event]),
    ],
    [
      'an offer that was lost is accepted after all',
      /ended, but was not live/,
      (event) => (event.type === 'offerAccepted' ? [event, { ...event, agent: ann }] : [event]),
    ],
  ])('%s', (_, says, plant) => {
    expect(found(plant)).toMatch(says)
  })

  test('rings at more than its queue says, or where the strategy asks one', () => {
    expect(found((event) => [event], group({ ringAtOnce: 2 }))).toMatch(/rings at 3 agents, more than it may/)
    expect(found((event) => [event], group({ strategy: 'linear' }))).toMatch(/rings at 2 agents, more than it may/)
  })
})
