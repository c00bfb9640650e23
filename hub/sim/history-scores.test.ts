/** The checker of the floor's history on contacts that wait for scores from outside: the true story passes, each mistake is named. */
import { describe, expect, test } from 'vitest'
import { contactOf, type FloorEvent } from '../acd/index.ts'
import { agentRules, ann, atWork, ben, carl, desk, dora, enqueue, given, house, queueRules } from '../acd/story.ts'
import { durationMs, later } from '../model/time.ts'
import { History, rulesOf } from './history.ts'

const crew = [ann, ben].map((id) => agentRules(id))
const rules = queueRules(desk, { scoring: { timeoutMs: durationMs(300), candidatesMax: 10 } })

/** Scores for carl come in time and he is asked for at ben; those for dora never come. */
function events(): FloorEvent[] {
  const story = given(house(crew, [rules]), ...atWork(ann, ben))
  const told: FloorEvent[] = []
  const tell = (): unknown => told.push(...story.decided, ...story.followed)
  story.when(enqueue(carl))
  tell()
  const awaited = contactOf(story.floor, carl)!.scores
  if (awaited === null || !('until' in awaited)) throw new Error('nobody is held back')
  story.when({ type: 'scoreContact', contact: carl, until: awaited.until, scores: [[ben, 1]] })
  tell()
  story.when(enqueue(dora))
  tell()
  story.at('10:00:01')
  tell()
  return told
}

/** What the checker says of the story with these events in place of an event; `[]` leaves it out. */
function found(plant: (event: FloorEvent) => readonly FloorEvent[]): string | null {
  const history = new History(() => rulesOf([rules], crew))
  const begun: FloorEvent = { type: 'epochStarted', at: events()[0]!.at, epoch: 1 }
  for (const event of [begun, ...events().flatMap(plant)]) {
    const broken = history.next(event)
    if (broken !== null) return broken
  }
  return null
}

const lateMs = durationMs(300)

describe('a history with scores from outside', () => {
  test('is right as the floor writes it', () => {
    const types = events().map(({ type }) => type)
    expect(types.filter((type) => type === 'contactScored' || type === 'scoresMissed')).toEqual([
      'contactScored',
      'scoresMissed',
    ])
    expect(types.filter((type) => type === 'offerMade')).toHaveLength(2)
    expect(found((event) => [event])).toBeNull()
  })

  test.each<[string, RegExp, (event: FloorEvent) => readonly FloorEvent[]]>([
    ['an offer before scores were told', /^PL1/, (event) => (event.type === 'contactScored' ? [] : [event])],
    ['scores told twice', /^PL3/, (event) => (event.type === 'contactScored' ? [event, event] : [event])],
    [
      'scores after their time',
      /^PL3/,
      (event) => [event.type === 'contactScored' ? { ...event, at: later(event.at, lateMs) } : event],
    ],
    [
      'given up on before its time',
      /^PL3/,
      (event) => [event.type === 'scoresMissed' ? { ...event, at: later(event.at, durationMs(-1)) } : event],
    ],
  ])('%s', (_, names, plant) => {
    expect(found(plant)).toMatch(names)
  })
})
