/** How work ends, where other distributors leave something behind: ended once, counted once, and nobody is held by what is over. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { liveContacts, queueRecordOf, usedUnits, type Command, type FloorEvent } from './index.ts'
import { aRun, begin, run } from './random-story.ts'
import {
  agentRules,
  ann,
  atWork,
  ben,
  carl,
  close,
  connect,
  desk,
  enqueue,
  finish,
  given,
  house,
  lose,
  queueRules,
} from './story.ts'

const hold: Command = { type: 'holdContact', contact: carl }
const two = house([agentRules(ann), agentRules(ben)])

test('[fault 4] what ended is counted once, however often its end is told', () => {
  const once = given(two, atWork(ann), enqueue(carl)).accept(ann).at('10:03:20').given(close(carl), finish(ann, carl))
  const often = given(two, atWork(ann), enqueue(carl)).accept(ann).at('10:03:20').given(close(carl))
  for (const end of [close(carl), close(carl, 'agent'), finish(ann, carl), finish(ann, carl), close(carl, 'system')])
    often.when(end)
  const learned = (story: typeof once) => queueRecordOf(story.floor, desk)?.handleMs
  expect(learned(often)).toBe(learned(once))
  expect(learned(once)).toBeCloseTo(180_000 + 20_000 / 11, 6)
  expect(often.floor.agents.get(ann)!.record.shift).toEqual(once.floor.agents.get(ann)!.record.shift)
})

test('[fault 8] a customer who ends it while an agent is rung, or while they are called, leaves no offer and no held agent', () => {
  for (const mode of ['agent-first', 'customer-first'] as const) {
    const callBack = { ...queueRules(desk).callBack, mode }
    const story = given(house(two.agents, [queueRules(desk, { callBack })]), enqueue(carl), hold, atWork(ann))
    if (mode === 'agent-first') story.accept(ann)
    expect(story.phase(carl)).toBe('called')
    story.given(close(carl))
    expect(usedUnits(story.floor, ann)).toBe(0)
    expect(story.floor.agents.get(ann)!.ringing).toBeNull()
  }
  const ringing = given(two, atWork(ann), enqueue(carl)).given(close(carl))
  expect(ringing.floor.agents.get(ann)!.ringing).toBeNull()
})

test('[fault 9] whoever has left the floor is held by nobody, and comes back by no event', () => {
  fc.assert(
    fc.property(aRun, ([rules, steps]) => {
      const story = begin(rules)
      const gone = new Set<string>()
      run(story, steps, (event: FloorEvent) => {
        if (event.type === 'contactQueued') gone.delete(event.contact)
        // Who took part in it is free with its end, which is said of them.
        if ('contact' in event && event.type !== 'agentReleased')
          expect(gone.has(event.contact), event.type).toBe(false)
        if (event.type === 'contactClosed') gone.add(event.contact)
      })
      const live = new Set([...liveContacts(story.floor)].map(({ id }) => id))
      for (const agent of story.floor.agents.values())
        for (const { record } of agent.held) expect(live).toContain(record.id)
    }),
    { numRuns: 60 },
  )
})

test('[fault 20] a call that came to nothing leaves its agent free for the next contact', () => {
  const story = given(two, enqueue(carl), hold, atWork(ann)).accept(ann)
  expect(usedUnits(story.floor, ann)).toBe(25)
  story.at('10:00:45').andThen({ type: 'callFailed', agent: ann })
  expect(usedUnits(story.floor, ann)).toBe(0)
  story.given(lose(ann), connect(ann)).when(enqueue('cnt_next' as typeof carl))
  story.andThen({ type: 'offerMade', agent: ann })
})
