/** A contact that rings at several: who is rung, who has it, and what those do who do not. */
import { describe, expect, test } from 'vitest'
import type { AgentId } from '../model/ids.ts'
import { seconds } from '../model/time.ts'
import { agentOf, contactOf, contactsOf, usedUnits, whyNot, whyWaiting, type Command } from './index.ts'
import { crew, dan, eve, everybody, group, houses, ringing, rung } from './ring-story.ts'
import {
  agentRules,
  ann,
  atWork,
  away,
  ben,
  carl,
  cho,
  clock,
  connect,
  desk,
  dora,
  enqueue,
  given,
  house,
  queueRules,
  lose,
  sales,
  type Story,
} from './story.ts'

const idleSince = (story: Story, id: AgentId) => agentOf(story.floor, id)!.idleSince
const resume = { type: 'resumeContact', contact: carl } as const satisfies Command
const hold = { type: 'holdContact', contact: carl } as const satisfies Command

describe('a contact of a ring group', () => {
  test('[RG1] rings at as many as the queue says, who are idle for longest first, each by an offer of its own', () => {
    const story = given(houses()).given(everybody.map((id) => connect(id)))
    for (const [at, id] of [cho, ann, eve, ben, dan].entries()) story.at(`09:50:0${at}`).given(atWork(id))
    story.at('10:00:00').when(enqueue(carl))
    const deadline = clock('10:00:20')
    story.andThen(
      { type: 'offerMade', agent: cho, ring: 1, attempt: 1, deadline, epoch: 1 },
      { type: 'offerMade', agent: ann, ring: 2, attempt: 2, deadline, epoch: 1 },
      { type: 'offerMade', agent: eve, ring: 3, attempt: 3, deadline, epoch: 1 },
    )
    expect(new Set(rung(story).map((id) => story.offerTo(id).offer)).size).toBe(3)
    expect(everybody.map((id) => usedUnits(story.floor, id))).toEqual([25, 0, 25, 0, 25])
    expect(story.followed[0]).toMatchObject({ why: { strategy: 'ring-group', chosen: 'order', candidates: 5 } })
  })

  test('[RG1] rings at those who are there when they are fewer, and at one who comes while it rings', () => {
    const story = ringing({}, [ann])
    expect(rung(story)).toEqual([ann])
    story.at('10:00:05').given(connect(dan)).given(atWork(ben)).given(atWork(dan)).given(atWork(cho))
    expect(rung(story)).toEqual([ann, ben, dan])
    // Each has the whole time to answer.
    expect(contactOf(story.floor, carl)?.state).toMatchObject({
      rings: [{ deadline: clock('10:00:20') }, { deadline: clock('10:00:25') }, { deadline: clock('10:00:25') }],
    })
  })

  test('[RG1] rings only at those who may serve it, also in a step that rings several', () => {
    const steps = [
      {
        requirements: [{ skill: 'ja', level: 1 }],
        strategy: 'ring-group' as const,
        prefer: null,
        forMs: seconds(30),
        skipIf: null,
      },
    ]
    const agents = everybody.map((id) => agentRules(id, { skills: id === ann || id === dan ? { ja: 2 } : {} }))
    const story = given(
      house(agents, [group({ strategy: 'linear', steps, declineCoolDownMs: seconds(60) })]),
      atWork(...everybody),
      enqueue(carl),
    )
    expect(rung(story)).toEqual([ann, dan])
    story.decline(ann).decline(dan).at('10:00:30')
    expect(rung(story)).toEqual([ben])
  })

  test('[RG2] leaves agents to contacts that ring nowhere, and takes those who are left', () => {
    const story = given(houses()).given(enqueue(carl)).at('10:00:01').given(enqueue(dora))
    story.given(connect(ann), connect(ben), connect(cho)).when(house(crew({ skills: { ja: 1 } }), [group()]))
    story.given(atWork(ann, ben))
    expect([carl, dora].map((id) => rung(story, id))).toEqual([[ann], [ben]])
    story.given(atWork(cho, dan, eve))
    expect([carl, dora].map((id) => rung(story, id))).toEqual([
      [ann, cho, dan],
      [ben, eve],
    ])
  })

  test('[RG2] does not ring at more where another queue has somebody for them', () => {
    const story = ringing({}, [ann])
    story.given(enqueue(dora, { queue: sales }), atWork(ben))
    expect([rung(story), rung(story, dora)]).toEqual([[ann], [ben]])
  })

  test('[RG2] is told by why it waits, and why somebody is not rung', () => {
    const story = ringing({ ringAtOnce: 2 })
    expect(whyWaiting(story.floor, carl)).toMatchObject({ reason: 'offered', agents: null, place: 1 })
    expect(whyNot(story.floor, carl, cho)).toBe('notWaiting')
    const fewer = ringing({}, [ann, ben])
    expect([ann, ben, cho].map((id) => whyNot(fewer.floor, carl, id))).toEqual(['rung', 'rung', 'notConnected'])
    fewer.decline(ann)
    expect(whyNot(fewer.floor, carl, ann)).toBe('spared')
  })
})

describe('the first who accepts', () => {
  test('[RG3] has the contact, and the others lose it in the same decision', () => {
    const story = ringing().at('10:00:04').accept(ben)
    const at = clock('10:00:04')
    story.then(
      { type: 'offerEnded', agent: ann, ending: 'rescinded', cause: 'answered', at },
      { type: 'offerEnded', agent: cho, ending: 'rescinded', cause: 'answered', at },
      { type: 'offerAccepted', agent: ben, contact: carl, at },
    )
    expect(everybody.map((id) => contactsOf(story.floor, id))).toEqual([[], [carl], [], [], []])
    expect(contactOf(story.floor, carl)).toMatchObject({ passedBy: [], state: { phase: 'active', agent: ben } })
  })

  test('[RG3] is the only one: whoever answers later is refused and changes nothing', () => {
    const story = ringing()
    const [first, second] = [ann, ben].map((id) => ({ agent: id, ...story.offerTo(id) }))
    story.when({ type: 'acceptOffer', ...first! })
    story.when({ type: 'acceptOffer', ...second! }).thenRefused('offer.gone')
    story.when({ type: 'declineOffer', ...second! }).thenRefused('offer.gone')
    expect(contactsOf(story.floor, ann)).toEqual([carl])
  })

  test('[RG3] costs the others neither their idle clock, nor a miss, nor a cool-down or a gap', () => {
    const story = ringing({ offerGapMs: seconds(30), missesBeforeAway: 1 })
    const before = [ann, cho].map((id) => idleSince(story, id))
    story.at('10:00:04').accept(ben)
    expect([ann, cho].map((id) => idleSince(story, id))).toEqual(before)
    for (const id of [ann, cho])
      expect(agentOf(story.floor, id)).toMatchObject({ status: 'available', missed: 0, restsUntil: null })
    story.when(enqueue(dora))
    expect(rung(story, dora)).toEqual([ann, cho, dan])
  })

  test('[RG3] frees the others for whoever waits', () => {
    const story = ringing({}, [ann, ben, cho]).given(enqueue(dora))
    expect(story.phase(dora)).toBe('queued')
    story.accept(ann)
    expect(rung(story, dora)).toEqual([ben, cho])
  })

  test('[RG3] of a call-back with the agent first has the customer called, and the others are free', () => {
    const story = given(houses(), enqueue(carl), hold, atWork(ann, ben, cho))
    expect(rung(story)).toEqual([ann, ben, cho])
    story
      .accept(cho)
      .then(
        { type: 'offerEnded', agent: ann, cause: 'answered' },
        { type: 'offerEnded', agent: ben, cause: 'answered' },
        { type: 'callStarted', agent: cho, contact: carl },
      )
    expect([ann, ben, cho].map((id) => usedUnits(story.floor, id))).toEqual([0, 0, 25])
    expect(story.when(resume).phase(carl)).toBe('active')
  })

  test('[RG1] a call-back with the customer first calls once, for one agent', () => {
    const callBack = { ...queueRules(desk).callBack, mode: 'customer-first' } as const
    const story = given(houses({ callBack }), enqueue(carl), hold, atWork(ann, ben, cho))
    expect(story.phase(carl)).toBe('called')
    expect([ann, ben, cho].map((id) => usedUnits(story.floor, id))).toEqual([25, 0, 0])
    // Then the one whose units were kept is rung alone, as they are preferred.
    expect(rung(story.given(resume))).toEqual([ann])
  })
})

describe('one who does not accept', () => {
  test('[RG4] declines for themselves: the others ring on, and another is rung in their place', () => {
    const story = ringing().at('10:00:04').decline(ben)
    story.then({ type: 'offerEnded', agent: ben, ending: 'declined' })
    story.andThen({ type: 'offerMade', agent: dan, ring: 3, deadline: clock('10:00:24') })
    expect(rung(story)).toEqual([ann, cho, dan])
    expect(contactOf(story.floor, carl)?.passedBy).toEqual([{ agent: ben, until: clock('10:00:14') }])
  })

  test('[RG4] is not rung again while it rings elsewhere, though nobody else is left and the cool-down is over', () => {
    const story = ringing({ offerTimeoutMs: seconds(60), declineCoolDownMs: seconds(5) }, [ann, ben])
    story.decline(ann).at('10:00:30')
    expect(rung(story)).toEqual([ben])
    story.decline(ben)
    expect(rung(story)).toEqual([ann])
    // Whoever comes fresh is rung with her; ben, whose cool-down runs out meanwhile, is not.
    story.given(atWork(cho)).at('10:00:50')
    expect(rung(story)).toEqual([ann, cho])
  })

  test('[RG4] misses at their own deadline', () => {
    const story = ringing({}, [ann]).at('10:00:05').given(atWork(ben)).at('10:00:20')
    expect(story.followed).toMatchObject([{ type: 'offerEnded', agent: ann, ending: 'missed', at: clock('10:00:20') }])
    expect(agentOf(story.floor, ann)?.missed).toBe(1)
    expect(rung(story)).toEqual([ben])
    story.at('10:00:25')
    expect(story.followed.map(({ type }) => type)).toEqual(['offerEnded', 'contactRequeued', 'offerMade', 'offerMade'])
  })

  test('[RG4] [OF10] of several who miss at one instant each is away by their own count', () => {
    const story = ringing({ missesBeforeAway: 1 }).at('10:00:20')
    expect([ann, ben, cho].map((id) => agentOf(story.floor, id)?.reason)).toEqual(Array(3).fill('missedOffer'))
    expect(rung(story)).toEqual([dan, eve])
  })

  test('[RG4] turns away or is lost: that offer is rescinded with its cause, and the others ring on', () => {
    const story = ringing().given(away(ben))
    story.then({ type: 'presenceChanged' }, { type: 'offerEnded', agent: ben, ending: 'rescinded', cause: 'agentAway' })
    expect(rung(story)).toEqual([ann, cho, dan])
    story.when(lose(ann))
    story.then({ type: 'agentLost' }, { type: 'offerEnded', agent: ann, ending: 'rescinded', cause: 'agentLost' })
    expect(rung(story)).toEqual([cho, dan, eve])
    // A broken line is nobody's refusal.
    expect(contactOf(story.floor, carl)?.passedBy.map((pass) => pass.agent)).toEqual([ben])
    expect(rung(story.decline(cho).given(connect(ann)))).toEqual([dan, eve, ann])
  })

  test('[RG5] was the last: the contact waits again at its old place', () => {
    const story = ringing({}, [ann, ben]).at('10:00:01').given(enqueue(dora))
    story.decline(ann)
    story.decline(ben)
    story.then({ type: 'offerEnded', agent: ben }, { type: 'contactRequeued', cause: 'declined', from: ben })
    expect(contactOf(story.floor, carl)).toMatchObject({ enqueuedAt: clock('10:00:00') })
    expect(whyWaiting(story.floor, carl)).toMatchObject({ place: 1 })
    // Both are spared it for a while, and serve the next meanwhile.
    expect(rung(story, dora)).toEqual([ann, ben])
  })

  test('[RG5] the time of the step stands still from the first ring to the last', () => {
    const steps = [{ requirements: [], strategy: null, prefer: null, forMs: seconds(30), skipIf: null }]
    const story = given(houses({ steps, offerTimeoutMs: seconds(60) })).given(enqueue(carl))
    story.at('10:00:10').given(atWork(ann, ben)).at('10:00:50').decline(ann)
    expect(contactOf(story.floor, carl)?.step).toEqual({ index: 0, leftMs: seconds(20) })
    story.decline(ben)
    expect(contactOf(story.floor, carl)?.step).toEqual({ index: 0, until: clock('10:01:10') })
  })
})
