/** Faults that other distributors had in choosing, each a property that must hold here whatever the rules are. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { contactsOf, strategies, type OfferEnding, type StrategyName } from './index.ts'
import { aRun, begin, run } from './random-story.ts'
import {
  agent,
  agentRules,
  ann,
  atWork,
  away,
  carl,
  close,
  contact,
  desk,
  dora,
  enqueue,
  given,
  house,
  queueRules,
  sales,
} from './story.ts'

const aStrategy = fc.constantFrom(...(Object.keys(strategies) as StrategyName[]))
const aWeight = fc.record({
  priorityMs: fc.constantFrom(0, 60_000, 3_600_000),
  acceleration: fc.constantFrom(0, 1_000, 100_000),
})

describe('choosing', () => {
  test('[fault 1] [fault 7] an offer ends once: accepted by one, or not at all, and its agent is free again', () => {
    fc.assert(
      fc.property(aRun, ([rules, steps]) => {
        const ends = new Map<string, (OfferEnding | 'accepted')[]>()
        const story = begin(rules)
        run(story, steps, (event) => {
          if (event.type === 'offerAccepted') ends.set(event.offer, [...(ends.get(event.offer) ?? []), 'accepted'])
          if (event.type === 'offerEnded') ends.set(event.offer, [...(ends.get(event.offer) ?? []), event.ending])
        })
        for (const [offer, endings] of ends) expect(endings, offer).toHaveLength(1)
        for (const { ringing } of story.floor.agents.values())
          if (ringing !== null) expect(ringing.record.state.phase).toBe('offered')
      }),
      { numRuns: 60 },
    )
  })

  test('[fault 5] a heavier queue whose agents are not eligible never blocks a lighter one', () => {
    fc.assert(
      fc.property(aStrategy, aWeight, fc.integer({ min: 1, max: 20 }), (strategy, weight, crowd) => {
        const queues = [queueRules(desk, { strategy }), queueRules(sales, { strategy, ...weight })]
        const needy = { queue: sales, requirements: [{ skill: 'latin', level: 1 }] }
        const story = given(house([agentRules(ann, { queues: [desk, sales] })], queues))
        for (let i = 0; i < crowd; i++) story.given(enqueue(contact(`s${i}`), needy))
        story.at('10:10:00').given(enqueue(carl), ...atWork(ann))
        expect(story.offerTo(ann).contact).toBe(carl)
      }),
      { numRuns: 40 },
    )
  })

  test('[fault 6] whoever comes to the head stops nothing: everybody is offered in the end', () => {
    fc.assert(
      fc.property(aStrategy, fc.array(aWeight, { minLength: 2, maxLength: 12 }), (strategy, heads) => {
        const story = given(house([agentRules(ann)], [queueRules(desk, { strategy, wrapUp: 'none' })]))
        heads.forEach(({ priorityMs }, i) => story.given(enqueue(contact(`h${i}`), { priorityMs })))
        story.given(atWork(ann))
        for (const _ of heads) story.accept(ann).given(close(contactsOf(story.floor, ann)[0]!))
        expect(story.floor.contacts.size).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  test('[fault 8] a customer who hangs up while it rings leaves no offer, and the agent has the next at once', () => {
    fc.assert(
      fc.property(aStrategy, (strategy) => {
        const story = given(house([agentRules(ann)], [queueRules(desk, { strategy })]), atWork(ann), enqueue(carl))
        story.given(enqueue(dora)).when(close(carl))
        expect(story.offerTo(ann).contact).toBe(dora)
        expect(contactsOf(story.floor, ann)).toEqual([dora])
      }),
    )
  })

  test('[fault 11] [fault 13] one who is free is asked at once, wherever in the order, and whoever else is not', () => {
    const names = [...'abcdefgh'].map(agent)
    fc.assert(
      fc.property(aStrategy, fc.subarray(names), fc.constantFrom(...names), (strategy, unusable, only) => {
        const crew = names.map((id, position) => agentRules(id, { position, weight: position + 1 }))
        const story = given(house(crew, [queueRules(desk, { strategy })]), ...unusable.map((id) => atWork(id)))
        story.given(...unusable.map((id) => away(id)), enqueue(carl)).given(...atWork(only))
        expect(story.offerTo(only).contact).toBe(carl)
      }),
      { numRuns: 60 },
    )
  })

  test('[fault 12] nobody ever waits while somebody eligible is free', () => {
    // The story looks after every command and deadline (checkSettled), by records alone.
    fc.assert(
      fc.property(aRun, ([rules, steps]) => run(begin(rules), steps, () => {})),
      { numRuns: 60 },
    )
  })
})
