/** A day on which a chat became a call: decided again as it was, and done again by the same people where the rules are others. */
import { describe, expect, test } from 'vitest'
import {
  decide,
  evolve,
  restoreFloor,
  type Command,
  type FloorEvent,
  type QueueRules,
  type RuleSet,
} from '../acd/index.ts'
import * as tale from '../acd/story.ts'
import { noHours } from '../app/opening.ts'
import { seconds } from '../model/time.ts'
import { Habits } from './habits.ts'
import { nobody, rerun } from './rerun.ts'
import { Roster } from './roster.ts'
import { Visits } from './visits.ts'
import { whatIf } from './what-if.ts'

const { ann, ben, carl, dora, desk, sales, clock } = tale

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

describe('a call that begins because its agent is gone, in a tick that a refusing disk put off', () => {
  const grown = (contact: typeof carl): Command => ({ type: 'changeChannel', contact, channel: 'voice' })
  const time: Command = { type: 'passTime' }
  const whatFollows: Command = { type: 'distribute' }

  const rules: RuleSet = { ...rulesOf(), queues: [tale.queueRules(desk), tale.queueRules(sales)] }

  /** Carl chats with Ann, and Dora waits where nobody is. Ann's line is lost, and seven seconds after her grace comes a tick. */
  function late(...commands: readonly Command[]): readonly FloorEvent[] {
    const story = new tale.Story(restoreFloor({ epoch: 0, ...rules, agentRecords: [], contacts: [] }))
    const events: FloorEvent[] = []
    const note = (): void => void events.push(...story.decided, ...story.followed)
    const does = (...asked: readonly Command[]): void => asked.forEach((one) => (story.given(one), note()))
    does({ type: 'startEpoch', epoch: 1, rules }, ...tale.atWork(ann), tale.enqueue(carl))
    story.accept(ann)
    note()
    does(...tale.atWork(ben), tale.enqueue(dora, { queue: sales }), tale.lose(ann))
    for (const command of commands) {
      const decided = decide(story.floor, command, clock('10:01:07'))
      if ('refused' in decided) throw new Error(decided.refused)
      for (const event of decided) evolve(story.floor, event)
      events.push(...decided)
    }
    return events
  }

  const again = (events: readonly FloorEvent[]) =>
    rerun(
      events.map((event, at) => ({ number: at + 1, event })),
      nobody,
      null,
    )

  test('[RE5] is decided again: time is dated to its deadline, and what follows the call to the tick', () => {
    const events = late(time, grown(carl), whatFollows)
    expect(events.slice(-4)).toMatchObject([
      { type: 'agentGraceEnded', at: clock('10:01:00') },
      { type: 'contactRequeued', contact: carl, at: clock('10:01:00') },
      { type: 'channelChanged', contact: carl, at: clock('10:01:07') },
      { type: 'offerMade', contact: carl, agent: ben, at: clock('10:01:07') },
    ])
    expect(again(events)).toMatchObject({ decided: events.length, differences: [] })
  })

  test('[RE5] a call of somebody whom that time has not moved is another tick: what was left undecided before it is found', () => {
    const events = late(time, grown(dora))
    expect(again(events).differences).toMatchObject([
      { number: events.length, asked: null, decided: [{ type: 'offerMade', contact: carl, agent: ben }] },
    ])
  })
})
