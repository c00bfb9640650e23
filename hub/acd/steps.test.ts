import { describe, expect, test } from 'vitest'
import { minutes, seconds } from '../model/time.ts'
import { contactOf, queueDefaults, type QueueRules, type StepRules } from './index.ts'
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
  enqueue,
  given,
  house,
  presence,
  queueRules,
  replanContacts,
  restart,
  sales,
  transfer,
} from './story.ts'

const step = (change: Partial<StepRules>): StepRules => ({
  requirements: [],
  strategy: null,
  prefer: null,
  forMs: seconds(30),
  skipIf: null,
  ...change,
})
const needs = (skill: string, level: number) => ({ requirements: [{ skill, level }] })
const crew = [
  agentRules(ann, { skills: { ja: 5, tax: 5 } }),
  agentRules(ben, { skills: { ja: 3 } }),
  agentRules(cho, { skills: {} }),
]
const stepped = (steps: readonly StepRules[], change: Partial<QueueRules> = {}) =>
  house(crew, [queueRules(desk, { steps, version: 'spring', ...change }), queueRules(sales)])
const narrowing = [step(needs('ja', 5)), step({ ...needs('ja', 2), forMs: seconds(20) })]

describe('a contact that joins a queue with steps', () => {
  test('[ST1] waits for the best, then for more, then for anybody of the queue', () => {
    const story = given(stepped(narrowing), atWork(ben, cho), enqueue(carl)).andThen()
    story.at('10:00:29.999').andThen()
    story
      .at('10:00:30')
      .andThen(
        { type: 'stepEnded', contact: carl, step: 0, cause: 'time', at: clock('10:00:30') },
        { type: 'offerMade', contact: carl, agent: ben },
      )
    const other = given(stepped(narrowing), atWork(cho), enqueue(carl)).at('10:00:50')
    expect(other.offerTo(cho).contact).toBe(carl)
    expect(contactOf(other.floor, carl)?.step).toBeNull()
  })

  test('[ST1] still asks for what queue and contact ask for', () => {
    const steps = [step(needs('tax', 1))]
    const story = given(stepped(steps), atWork(ben, cho), enqueue(carl, needs('ja', 3))).at('10:00:30')
    expect(story.offerTo(ben).contact).toBe(carl)
  })

  test('[ST1] a step may choose by a strategy of its own', () => {
    const steps = [step({ ...needs('ja', 3), strategy: 'best-skill' })]
    const story = given(stepped(steps), atWork(ben)).at('10:00:05').given(atWork(ann), enqueue(carl))
    expect(story.offerTo(ann).contact).toBe(carl)
  })

  test('[ST2] keeps the steps it joined under, whatever configuration says later', () => {
    const story = given(stepped(narrowing), enqueue(carl))
    expect(contactOf(story.floor, carl)?.plan).toMatchObject({ version: 'spring', steps: [{ forMs: 30_000 }, {}] })
    story.given(stepped([], { version: 'summer' }), ...atWork(ben)).andThen()
    story.at('10:00:30').andThen({ type: 'stepEnded' }, { type: 'offerMade', agent: ben })
  })

  test('[ST2] handed to another queue, it begins the steps of that one', () => {
    const queues = [queueRules(desk), queueRules(sales, { steps: narrowing, version: 'spring' })]
    const both = house(
      crew.map((one) => ({ ...one, queues: [desk, sales] })),
      queues,
    )
    const story = given(both, atWork(cho), enqueue(carl)).accept(cho).at('10:05:00')
    story.given(transfer(cho, carl, { queue: sales }))
    expect(contactOf(story.floor, carl)).toMatchObject({ step: { index: 0, until: clock('10:05:30') } })
    expect(contactOf(story.floor, carl)?.enqueuedAt).toBe(clock('10:00:00'))
  })

  test('[ST8] given the steps of today it begins them at the first, and keeps its place', () => {
    const story = given(stepped(narrowing), enqueue(carl)).at('10:00:05').given(enqueue(dora)).at('10:00:35')
    expect(contactOf(story.floor, carl)?.step?.index).toBe(1)
    const replan = replanContacts(carl, dora, carl)
    story.given(stepped([step(needs('ja', 3))], { version: 'summer' }))
    story.when(replan).then({ type: 'contactReplanned', contact: carl }, { type: 'contactReplanned', contact: dora })
    expect(contactOf(story.floor, carl)).toMatchObject({
      plan: { version: 'summer', steps: [{}] },
      step: { index: 0, until: clock('10:01:05') },
      enqueuedAt: clock('10:00:00'),
    })
    expect(story.given(atWork(ben)).offerTo(ben).contact).toBe(carl)
    // They are the steps of today already: their clock runs on.
    story.at('10:00:50').when(replanContacts(dora)).then()
  })

  test('[ST8] while it rings the clock of its new first step stands still, and a talk keeps what it has', () => {
    const story = given(stepped([]), atWork(ann), enqueue(carl))
    story.given(stepped(narrowing, { version: 'summer' }), replanContacts(carl))
    expect(contactOf(story.floor, carl)).toMatchObject({
      state: { phase: 'offered' },
      step: { index: 0, leftMs: 30_000 },
    })
    story.accept(ann).given(stepped([])).when(replanContacts(carl)).then()
    expect(contactOf(story.floor, carl)?.plan?.version).toBe('summer')
  })

  test('[ST3] [CQ3] keeps its place from step to step', () => {
    const story = given(stepped(narrowing), enqueue(carl)).at('10:00:05').given(enqueue(dora)).at('10:00:51')
    expect(story.given(atWork(cho)).offerTo(cho).contact).toBe(carl)
  })

  test('[ST7] holds nobody up whom others could serve, and takes nobody who is not yet for it', () => {
    const story = given(stepped(narrowing), enqueue(carl))
      .at('10:00:40')
      .given(enqueue(dora), ...atWork(ann))
    expect(story.offerTo(ann).contact).toBe(carl)
    story.given(atWork(ben, cho)).andThen()
    story.at('10:00:50')
    expect(story.phase(dora)).toBe('queued')
  })
})

describe('the clock of a step', () => {
  test('[ST4] [fault 19] stands still while an offer rings: a step shorter than an offer still asks the next best', () => {
    const two = [agentRules(ann, { skills: { ja: 5 } }), agentRules(ben, { skills: { ja: 5 } }), crew[2]!]
    const queues = [queueRules(desk, { steps: [step({ ...needs('ja', 5), forMs: seconds(10) })] })]
    const story = given(house(two, queues), atWork(ann, ben, cho))
      .at('10:00:05')
      .given(enqueue(carl))
    expect(story.offerTo(ann).contact).toBe(carl)
    story.at('10:00:25')
    expect(story.offerTo(ben).contact).toBe(carl)
    story
      .at('10:00:45')
      .andThen(
        { type: 'offerEnded', ending: 'missed', agent: ben },
        { type: 'contactRequeued' },
        { type: 'presenceChanged', agent: ben },
      )
    expect(contactOf(story.floor, carl)?.step).toEqual({ index: 0, until: clock('10:00:55') })
    story.at('10:00:55').andThen({ type: 'stepEnded', cause: 'time' }, { type: 'offerMade', agent: cho })
  })

  test('[ST4] goes on where it stood after a talk that was lost, and after a restart', () => {
    const story = given(stepped(narrowing)).at('10:00:00').given(enqueue(carl)).at('10:00:10').given(atWork(ann))
    story.accept(ann).at('10:07:00').given({ type: 'loseAgent', agent: ann }).at('10:08:00')
    expect(contactOf(story.floor, carl)?.step).toEqual({ index: 0, until: clock('10:08:20') })
    story.given(restart(2))
    expect(contactOf(story.floor, carl)?.step).toEqual({ index: 0, until: clock('10:08:20') })
  })
})

describe('a step with a rule to skip it', () => {
  const skipping = (count: 'available' | 'free', below = 1) =>
    stepped([step({ ...needs('ja', 5), skipIf: { count, below } }), step(needs('ja', 2))])

  test('[ST5] is left at once when nobody it allows is available, busy or not', () => {
    const story = given(skipping('available'), atWork(ben), enqueue(carl))
    story.andThen({ type: 'stepEnded', step: 0, cause: 'skipped' }, { type: 'offerMade', agent: ben })
    const busy = given(skipping('available'), atWork(ann), enqueue(dora)).accept(ann)
    busy.given(atWork(ben), enqueue(carl)).andThen()
  })

  test('[ST5] is left at once when nobody it allows is free', () => {
    const story = given(skipping('free'), atWork(ann), enqueue(dora)).accept(ann).given(atWork(ben))
    story.when(enqueue(carl)).andThen({ type: 'stepEnded', cause: 'skipped' }, { type: 'offerMade', agent: ben })
  })

  test('[ST5] is left when the last of them goes', () => {
    const story = given(skipping('available'), atWork(ann), enqueue(dora)).accept(ann).given(atWork(ben), enqueue(carl))
    story.at('10:00:05').when(away(ann))
    story.andThen({ type: 'stepEnded', contact: carl, at: clock('10:00:05') }, { type: 'offerMade', agent: ben })
  })

  test('[ST5] may ask for more than one', () => {
    const story = given(skipping('available', 2), atWork(ann, ben), enqueue(carl))
    story.andThen({ type: 'stepEnded', cause: 'skipped' }, { type: 'offerMade', agent: ann })
  })
})

describe('a preferred agent', () => {
  const named = stepped([step({ prefer: [ben], forMs: seconds(15) })])
  const sticky = stepped([step({ prefer: { lastWithinMs: minutes(60) }, forMs: seconds(15) })])
  const back = (agent: typeof ann, ended: string) => enqueue(carl, { lastAgent: { agent, endedAt: clock(ended) } })

  test('[ST6] is waited for while busy, and anybody is asked afterwards', () => {
    const story = given(named, atWork(ben)).given(enqueue(dora)).accept(ben).given(atWork(ann), enqueue(carl))
    story.at('10:00:15').andThen({ type: 'stepEnded', cause: 'time' }, { type: 'offerMade', agent: ann })
  })

  test('[ST6] [fault 18] who is offline hides nobody else, not for a moment', () => {
    const story = given(named, atWork(ann)).when(enqueue(carl))
    story.andThen({ type: 'stepEnded', cause: 'skipped' }, { type: 'offerMade', agent: ann })
    const leaves = given(named, atWork(ben)).given(enqueue(dora)).accept(ben).given(atWork(ann), enqueue(carl))
    leaves.when(presence(ben, 'offline'))
    leaves.andThen({ type: 'stepEnded', cause: 'skipped' }, { type: 'offerMade', contact: carl, agent: ann })
  })

  test('[ST6] who had the customer last is asked first, if that is not too long ago', () => {
    const story = given(sticky, atWork(ann)).at('10:30:00').given(atWork(ben), back(ben, '10:00:00'))
    expect(story.offerTo(ben).contact).toBe(carl)
    const late = given(sticky, atWork(ann)).at('11:30:00').given(atWork(ben), back(ben, '10:00:00'))
    expect(late.offerTo(ann).contact).toBe(carl)
    expect(contactOf(late.floor, carl)?.plan).toBeNull()
  })

  test('[ST6] must be of the queue and able to serve it all the same', () => {
    const elsewhere = house(
      [crew[0]!, agentRules(ben, { queues: [sales] })],
      [queueRules(desk, { steps: [step({ prefer: [ben, ben] })] }), queueRules(sales)],
    )
    const story = given(elsewhere, atWork(ann, ben)).when(enqueue(carl))
    story.andThen({ type: 'stepEnded', cause: 'skipped' }, { type: 'offerMade', agent: ann })
  })

  test('[ST6] comes back in time', () => {
    const story = given(named, connect(ben), available(ben)).given(enqueue(dora)).accept(ben)
    story.given(atWork(ann), enqueue(carl)).at('10:00:10').given(close(dora, 'agent'))
    story.given({ type: 'finishWrapUp', agent: ben, contact: dora, disposition: '' })
    expect(story.offerTo(ben).contact).toBe(carl)
    expect(queueDefaults.steps).toEqual([])
  })
})
