/** A day on which a chat became a call: decided again as it was, and done again by the same people where the rules are others. */
import { describe, expect, test } from 'vitest'
import { restoreFloor, type FloorEvent, type QueueRules, type RuleSet } from '../acd/index.ts'
import * as tale from '../acd/story.ts'
import { noHours } from '../app/opening.ts'
import { seconds } from '../model/time.ts'
import { Habits } from './habits.ts'
import { nobody, rerun } from './rerun.ts'
import { Roster } from './roster.ts'
import { Visits } from './visits.ts'
import { whatIf } from './what-if.ts'

const { ann, ben, carl, dora, desk, clock } = tale

const rulesOf = (change: Partial<QueueRules> = {}): RuleSet => ({
  agents: [ann, ben].map((id) => tale.agentRules(id, { capacityUnits: 100 })),
  queues: [tale.queueRules(desk, change)],
})

/** Carl chats with Ann, calls, is heard by Ben as well, and is Ben's in the end; Dora calls while nobody has her yet. */
function aDay(): readonly FloorEvent[] {
  const story = new tale.Story(restoreFloor({ epoch: 0, ...rulesOf(), agentRecords: [], contacts: [] }))
  const events: FloorEvent[] = []
  const note = (): void => void events.push(...story.decided, ...story.followed)
  const does = (...commands: Parameters<typeof story.when>): void => (story.when(...commands), note())
  const at = (text: string): void => (story.at(text), note())
  does({ type: 'startEpoch', epoch: 1, rules: rulesOf() })
  for (const command of tale.atWork(ann)) does(command)
  does(tale.enqueue(carl))
  story.accept(ann)
  note()
  at('10:01:00')
  does({ type: 'changeChannel', contact: carl, channel: 'voice' })
  for (const command of tale.atWork(ben)) does(command)
  at('10:02:00')
  does({ type: 'engageAgent', agent: ben, contact: carl, units: 100 })
  does(tale.enqueue(dora))
  at('10:02:30')
  does({ type: 'changeChannel', contact: dora, channel: 'video' })
  at('10:03:00')
  does({ type: 'handOverContact', contact: carl, from: ann, to: ben })
  story.accept(ann)
  note()
  at('10:05:00')
  does(tale.close(carl))
  does({ type: 'loseAgent', agent: ann })
  at('10:10:00')
  return events
}

const told = (events: readonly FloorEvent[]) =>
  events.flatMap((event) => {
    const at = event.at - clock('10:00:00')
    if (event.type === 'channelChanged') return [`${at} ${event.contact} ${event.channel}`]
    if (event.type === 'agentEngaged' || event.type === 'agentReleased') return [`${at} ${event.agent} ${event.type}`]
    return event.type === 'contactAssigned' ? [`${at} ${event.how} to ${event.agent}`] : []
  })

describe('a contact that grew', () => {
  test('is decided again, with who took part in it and what became of a call without its agent', () => {
    const events = aDay()
    expect(told(events)).toEqual([
      '60000 cnt_carl voice',
      '120000 agt_ben agentEngaged',
      '150000 cnt_dora video',
      '180000 handedOver to agt_ben',
      '180000 agt_ben agentReleased',
    ])
    const back = events.find((event) => event.type === 'contactRequeued' && event.cause === 'agentLost')
    expect(back?.at).toBe(clock('10:05:20'))
    const record = events.map((event, at) => ({ number: at + 1, event }))
    expect(rerun(record, nobody, null)).toMatchObject({ decided: events.length, differences: [] })
  })

  test('grows at the same moment on a day of other rules', () => {
    const visits = new Visits()
    const roster = new Roster()
    for (const event of aDay()) {
      visits.happened(event)
      roster.happened(event)
    }
    visits.end()
    const day = { visits: visits.all, planned: roster.planned, endsAt: clock('10:10:00') }
    const again: FloorEvent[] = []
    const policy = { ...rulesOf({ wrapUpMs: seconds(5) }), agents: new Map(), openingOf: noHours }
    whatIf(day, policy, new Habits(visits, 1), { happened: (event) => void again.push(event) })
    expect(told(again)).toEqual(told(aDay()))
  })
})
