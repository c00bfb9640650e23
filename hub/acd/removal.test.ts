import { expect, test } from 'vitest'
import { usedUnits, type Command } from './index.ts'
import {
  agentRules,
  ann,
  atWork,
  carl,
  close,
  contact,
  desk,
  dora,
  enqueue,
  given,
  house,
  queueRules,
  type Story,
} from './story.ts'

const remove = (id = carl) => ({ type: 'removeContact', contact: id }) as const
const closed = { type: 'contactClosed', contact: carl, by: 'system', outcome: 'closed' } as const

/** Ann at work, one contact at a time, on a desk with a wrap-up. */
const counter = (...then: readonly Command[]): Story =>
  given(house([agentRules(ann)], [queueRules(desk)]), atWork(ann), ...then)

test('[ER1] a queued contact that is removed is gone, and those behind it move up', () => {
  const story = given(house([agentRules(ann)]), enqueue(carl), enqueue(dora)).when(remove())
  story.then({ ...closed, agent: null })
  expect(story.phase(carl)).toBe('closed')
  story.given(atWork(ann))
  expect(story.offerTo(ann).contact).toBe(dora)
})

test('[ER1] the offer that rings for a removed contact is canceled, and the agent is asked for the next at once', () => {
  const story = counter(enqueue(carl), enqueue(dora)).when(remove())
  story.then({ type: 'offerEnded', contact: carl, agent: ann, ending: 'canceled' }, { ...closed, agent: null })
  story.andThen({ type: 'offerMade', contact: dora, agent: ann })
})

test('[ER1] an agent in talk with a removed contact is free without wrap-up', () => {
  const story = counter(enqueue(carl), enqueue(dora)).accept(ann).when(remove())
  story.then({ ...closed, agent: ann }).andThen({ type: 'offerMade', contact: dora, agent: ann })
})

test('[ER1] an agent who wraps a removed contact up is free', () => {
  const story = counter(enqueue(carl)).accept(ann).given(close(carl)).when(remove())
  story.then({ ...closed, agent: ann }).andThen()
  expect(usedUnits(story.floor, ann)).toBe(0)
})

test('[ER2] removing a contact that is not there, or was removed already, is refused', () => {
  counter()
    .when(remove(contact('nobody')))
    .thenRefused('contact.gone')
  counter(enqueue(carl)).given(remove()).when(remove()).thenRefused('contact.gone')
})
