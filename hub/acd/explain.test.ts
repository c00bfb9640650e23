import { describe, expect, test } from 'vitest'
import { seconds } from '../model/time.ts'
import { whyNot, whyWaiting, type Why } from './index.ts'
import {
  agent,
  agentRules,
  ann,
  atWork,
  ben,
  carl,
  cho,
  clock,
  connect,
  contact,
  desk,
  dora,
  enqueue,
  given,
  house,
  lose,
  queueRules,
  sales,
  transfer,
  type Story,
} from './story.ts'

const crew = house([agentRules(ann), agentRules(ben), agentRules(cho)])

/** The reasons of the last offer that followed. */
function reasons(story: Story): Why {
  const offer = story.followed.findLast((event) => event.type === 'offerMade')
  if (offer?.type !== 'offerMade' || offer.why === undefined) throw new Error('no offer')
  return offer.why
}

describe('an offer', () => {
  test('[EX1] tells by what the agent was chosen, and of those behind', () => {
    const story = given(crew, atWork(ben)).at('10:00:05').given(atWork(ann)).when(enqueue(carl))
    expect(reasons(story)).toEqual({
      queue: desk,
      step: null,
      strategy: 'longest-idle',
      candidates: 2,
      chosen: 'order',
      by: [
        ['rank', 0],
        ['idleSince', clock('10:00:00')],
      ],
      others: [
        {
          agent: ann,
          because: 'behind',
          by: [
            ['rank', 0],
            ['idleSince', clock('10:00:05')],
          ],
        },
      ],
    })
  })

  test('[EX1] tells who passed it before, and who is spared it', () => {
    const story = given(crew, atWork(ann)).at('10:00:01').given(enqueue(carl)).decline(ann).when(connect(ben))
    story.when({ type: 'setPresence', agent: ben, status: 'available', reason: '' })
    expect(reasons(story).others).toMatchObject([{ agent: ann, because: 'spared' }])
    const later = given(
      house([agentRules(ann), agentRules(ben)], [queueRules(desk, { declineCoolDownMs: seconds(0) })]),
    )
    later.given(atWork(ann)).at('10:00:01').given(atWork(ben), enqueue(carl)).decline(ann)
    expect(reasons(later)).toMatchObject({ chosen: 'order', others: [{ agent: ann, because: 'passed' }] })
  })

  test('[EX1] tells the step, and when the agent was meant or wished for', () => {
    const step = { requirements: [], strategy: 'linear', prefer: [ann], forMs: seconds(9), skipIf: null } as const
    const stepped = given(house([agentRules(ann)], [queueRules(desk, { steps: [step] })]), atWork(ann)).when(
      enqueue(carl),
    )
    expect(reasons(stepped)).toMatchObject({ step: 0, strategy: 'linear', by: [['rank', 0]] })
    const handed = given(crew, atWork(ann), enqueue(carl)).accept(ann).given(atWork(ben))
    expect(reasons(handed.when(transfer(ann, carl, { agent: ben })))).toMatchObject({ chosen: 'only' })
    const back = given(crew, atWork(ann), enqueue(carl)).accept(ann).given(lose(ann)).at('10:01:00').given(atWork(ann))
    expect(reasons(back)).toMatchObject({ chosen: 'prefer' })
  })

  test('[EX1] says it in at most 1,024 bytes, of no more than five', () => {
    const long = Array.from({ length: 40 }, (_, i) => agentRules(agent(`${'x'.repeat(57)}${i + 100}`)))
    const story = given(house(long), ...long.map(({ id }) => atWork(id))).when(enqueue(carl))
    expect(reasons(story).others).toHaveLength(5)
    expect(JSON.stringify(reasons(story)).length).toBeLessThanOrEqual(1_024)
  })
})

describe('a contact that waits', () => {
  const asking = enqueue(carl, { requirements: [{ skill: 'ja', level: 3 }] })
  const skilled = house([agentRules(ann, { skills: { ja: 3 } }), agentRules(ben)])
  const reason = (story: Story) => whyWaiting(story.floor, carl)?.reason

  test('[EX2] says for what', () => {
    expect(reason(given(crew, asking))).toBe('nobodyEligible')
    expect(reason(given(skilled, atWork(ben), asking))).toBe('nobodyAvailable')
    expect(reason(given(skilled, atWork(ann), enqueue(dora)).accept(ann).given(asking))).toBe('allBusy')
    expect(reason(given(skilled, atWork(ann), asking))).toBe('offered')
    expect(reason(given(skilled, atWork(ann), asking).decline(ann))).toBe('spared')
    expect(reason(given(skilled, atWork(ann), asking).accept(ann))).toBeUndefined()
    const hold = { type: 'holdContact', contact: carl } as const
    expect(reason(given(skilled, asking, hold, atWork(ann)).accept(ann))).toBe('called')
  })

  test('[EX2] and with how many before it, since when, in which step', () => {
    const steps = [
      { requirements: [{ skill: 'ja', level: 5 }], strategy: null, prefer: null, forMs: seconds(30), skipIf: null },
    ]
    const story = given(house([agentRules(ann, { skills: { ja: 5 } })], [queueRules(desk, { steps })]), enqueue(dora))
    story.at('10:00:05').given(enqueue(carl))
    expect(whyWaiting(story.floor, carl)).toEqual({
      reason: 'nobodyAvailable',
      queue: desk,
      place: 2,
      since: clock('10:00:05'),
      step: { index: 0, of: 1, until: clock('10:00:35') },
      agents: { eligible: 1, available: 0, ready: 0 },
      heldUntil: null,
    })
  })

  test('[EX3] says why not to this agent', () => {
    const steps = [{ requirements: [], strategy: null, prefer: [cho], forMs: seconds(30), skipIf: null }]
    const rules = [queueRules(desk, { requirements: [{ skill: 'ja', level: 2 }] }), queueRules(sales, { steps })]
    const able = { skills: { ja: 3 }, queues: [desk, sales] }
    const all = house([agentRules(ann, able), agentRules(ben), agentRules(cho, able)], rules)
    const why = (story: Story, of = ann, id = carl) => whyNot(story.floor, id, of)
    const waits = () => given(all, enqueue(carl))
    expect(why(waits())).toBe('notConnected')
    expect(why(waits().given(connect(ann)))).toBe('notAvailable')
    expect(why(waits().given(atWork(ben)), ben)).toBe('lacksSkills')
    expect(why(given(all, atWork(ben), enqueue(carl, { queue: sales })), ben)).toBe('notOfQueue')
    const chosen = given(all, atWork(cho), enqueue(dora))
      .accept(cho)
      .given(atWork(ann), enqueue(carl, { queue: sales }))
    expect(why(chosen)).toBe('notInStep')
    expect(why(chosen, cho)).toBe('noCapacity')
    expect(why(given(all, atWork(ann), enqueue(dora)).at('10:00:01').given(enqueue(carl)))).toBe('rung')
    expect(why(given(all, atWork(ann), enqueue(carl)).decline(ann))).toBe('spared')
    expect(why(given(all, atWork(ann), enqueue(carl)))).toBe('notWaiting')
    expect(why(waits(), agent('eve'))).toBe('unknown')
    expect(why(waits(), ann, contact('gone'))).toBe('notWaiting')
  })
})
