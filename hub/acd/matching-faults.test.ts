/** Faults that other distributors had in choosing, each a property that must hold here whatever the rules are. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  agentOf,
  contactOf,
  contactsOf,
  placeInLine,
  strategies,
  type OfferEnding,
  type StrategyName,
} from './index.ts'
import type { ContactId } from '../model/ids.ts'
import { seconds } from '../model/time.ts'
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
  finish,
  given,
  house,
  lose,
  queueRules,
  sales,
  type Story,
} from './story.ts'

const aStrategy = fc.constantFrom(...(Object.keys(strategies) as StrategyName[]))
const aWeight = fc.record({
  priorityMs: fc.constantFrom(0, 60_000, 3_600_000),
  acceleration: fc.constantFrom(0, 1_000, 100_000),
})

/** Agents, several of whom are rung at once. */
const crew = [...'abcdefgh'].map(agent)
const aGroup = fc.record({
  size: fc.integer({ min: 2, max: crew.length }),
  ringAtOnce: fc.integer({ min: 2, max: 6 }),
  offerGapMs: fc.constantFrom(seconds(0), seconds(30)),
  waiting: fc.integer({ min: 1, max: 4 }),
})
type Group = typeof aGroup extends fc.Arbitrary<infer One> ? One : never

/** Contacts `w0`, `w1` … wait, and then the group comes to work. */
function groupAtWork({ size, ringAtOnce, offerGapMs, waiting }: Group): Story {
  const rules = queueRules(desk, { strategy: 'ring-group', ringAtOnce, offerGapMs, missesBeforeAway: 9 })
  const ids = crew.slice(0, size)
  const story = given(
    house(
      ids.map((id) => agentRules(id)),
      [rules],
    ),
  )
  for (let i = 0; i < waiting; i++) story.given(enqueue(contact(`w${i}`)))
  return story.given(...atWork(...ids))
}

const ringsAt = (story: Story, id: ContactId) => {
  const state = contactOf(story.floor, id)?.state
  return state?.phase === 'offered' ? state.rings.map((ring) => ring.agent) : []
}
const first = contact('w0')

describe('choosing', () => {
  test('[fault 1] all of a group accept within one tick: one has the contact, the others have lost it', () => {
    fc.assert(
      fc.property(aGroup, fc.shuffledSubarray(crew, { minLength: crew.length }), (group, order) => {
        const story = groupAtWork(group)
        const answers = order
          .filter((id) => ringsAt(story, first).includes(id))
          .map((id) => ({ type: 'acceptOffer', agent: id, ...story.offerTo(id) }) as const)
        const accepted = answers.map((answer) => {
          story.when(answer)
          return story.refused === null
        })
        expect(accepted.filter(Boolean)).toHaveLength(1)
        expect(accepted[0]).toBe(true)
        const { agent: winner } = answers[0]!
        expect(crew.filter((id) => contactsOf(story.floor, id).includes(first))).toEqual([winner])
        expect(contactOf(story.floor, first)?.state).toMatchObject({ phase: 'active', agent: winner })
      }),
      { numRuns: 60 },
    )
  })

  test('[fault 2] whoever accepts first is gone at once: the contact is kept, and rings again at its old place', () => {
    fc.assert(
      fc.property(aGroup, fc.nat(), (group, pick) => {
        const story = groupAtWork({ ...group, waiting: 1 })
        const rung = ringsAt(story, first)
        const winner = rung[pick % rung.length]!
        story.accept(winner).given(lose(winner))
        expect(story.phase(first)).toBe('active')
        story.at('10:01:00').given(enqueue(contact('late')))
        expect(placeInLine(story.floor, first)).toBe(1)
        expect(ringsAt(story, first)).toHaveLength(Math.min(group.size - 1, group.ringAtOnce))
        expect(ringsAt(story, first)).not.toContain(winner)
      }),
      { numRuns: 60 },
    )
  })

  test('[fault 2] one of several is lost while it rings: the others ring on, and the first of them has it', () => {
    fc.assert(
      fc.property(aGroup, fc.nat(), (group, pick) => {
        const story = groupAtWork({ ...group, waiting: 1 })
        const rung = ringsAt(story, first)
        const gone = rung[pick % rung.length]!
        story.given(lose(gone))
        expect(ringsAt(story, first)).toEqual(expect.arrayContaining(rung.filter((id) => id !== gone)))
        const [next] = ringsAt(story, first)
        expect(story.accept(next!).phase(first)).toBe('active')
      }),
      { numRuns: 60 },
    )
  })

  test('[fault 7] whoever was rung when another answered is idle again, and asked for the next at once', () => {
    fc.assert(
      fc.property(aGroup, fc.nat(), (group, pick) => {
        const story = groupAtWork({ ...group, waiting: 1 })
        const rung = ringsAt(story, first)
        const winner = rung[pick % rung.length]!
        const others = rung.filter((id) => id !== winner)
        const before = others.map((id) => structuredClone(agentOf(story.floor, id)))
        story.accept(winner)
        expect(others.map((id) => agentOf(story.floor, id))).toEqual(before)
        expect(others.flatMap((id) => contactsOf(story.floor, id))).toEqual([])
        story.given(enqueue(contact('next')))
        expect(ringsAt(story, contact('next'))).toEqual(expect.arrayContaining(others.slice(0, 1)))
      }),
      { numRuns: 60 },
    )
  })

  test('[fault 13] one of a group who is free is asked at once, not when the last of them is', () => {
    fc.assert(
      fc.property(aGroup, fc.nat(), (group, pick) => {
        // All are busy with a talk, and one of them ends theirs.
        const story = groupAtWork({ ...group, waiting: 0 })
        const ids = crew.slice(0, group.size)
        ids.forEach((_, i) => {
          const talk = contact(`talk${i}`)
          story.given(enqueue(talk)).accept(ringsAt(story, talk)[0]!)
        })
        story.given(enqueue(first))
        expect(story.phase(first)).toBe('queued')
        const free = ids[pick % ids.length]!
        const [talk] = contactsOf(story.floor, free)
        story.given(close(talk!)).given(finish(free, talk!))
        expect(ringsAt(story, first)).toEqual([free])
      }),
      { numRuns: 60 },
    )
  })

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
