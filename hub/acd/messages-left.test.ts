/** Messages left in place of waiting: they wait without their customer, and are answered without calling anybody. */
import { describe, expect, test } from 'vitest'
import { minutes } from '../model/time.ts'
import { contactOf, contactsOf, placeInLine, type QueueRules } from './index.ts'
import {
  agentRules,
  ann,
  atWork,
  away,
  ben,
  carl,
  close,
  connect,
  desk,
  dora,
  enqueue,
  given,
  house,
  loseCustomer,
  queueRules,
  restart,
  sales,
} from './story.ts'

const leave = { message: true } as const
const shut: Partial<QueueRules> = {
  overflow: [{ name: 'shut', when: { measure: 'staffed', below: 1, until: 1 }, to: { way: 'form' }, waiting: true }],
}
const houses = (rules: Partial<QueueRules> = {}) =>
  house([agentRules(ann), agentRules(ben)], [queueRules(desk, rules), queueRules(sales)])

describe('leaving a message', () => {
  test('[ML1] a queue that offers a form in place of waiting takes a message, and nobody who would wait', () => {
    const story = given(houses(shut))
    story.when(enqueue(carl)).thenRefused('queue.form')
    story.when(enqueue(carl, leave))
    expect(contactOf(story.floor, carl)?.hold?.mode).toBe('message')
    expect(placeInLine(story.floor, carl)).toBe(1)
  })

  test('[ML1] a queue that takes newcomers takes a message too, and one that is full does not', () => {
    const story = given(houses({ lengthMax: 1 }), enqueue(carl, leave))
    story.when(enqueue(dora, leave)).thenRefused('queue.full')
  })

  test('[ML1] a queue that offers a form takes no message where it is full', () => {
    const story = given(houses({ ...shut, lengthMax: 1 }), enqueue(carl, leave))
    story.when(enqueue(dora, leave)).thenRefused('queue.full')
    story.when(enqueue(dora)).thenRefused('queue.form')
  })

  test('[ML1] it is neither given up for the absence of its customer nor sent on', () => {
    const story = given(houses({ ...shut, waitMaxMs: minutes(1), waitMaxTo: { way: 'form' } }), enqueue(carl, leave))
    story.when(loseCustomer(carl)).at('18:00:00')
    expect(story.phase(carl)).toBe('queued')
  })

  test('[ML1] a restart keeps it', () => {
    const story = given(houses(shut), enqueue(carl, leave))
    story.when(restart(2)).at('12:00:00')
    expect(contactOf(story.floor, carl)?.hold?.mode).toBe('message')
  })

  test('[CB7] its customer may take it back, which is no abandonment', () => {
    const story = given(houses(shut), enqueue(carl, leave))
    story.when(close(carl)).then({ type: 'contactClosed', outcome: 'closed' })
  })
})

describe('answering a message', () => {
  test('[ML2] whoever takes it has it in talk at once, and nobody is called', () => {
    const story = given(houses(shut), enqueue(carl, leave), atWork(ann))
    story.accept(ann)
    expect([...contactsOf(story.floor, ann)]).toEqual([carl])
    expect(story.phase(carl)).toBe('active')
  })

  test('[ML2] pulled and assigned by force it is in talk at once', () => {
    for (const how of [
      { type: 'pullContact', agent: ann, contact: carl } as const,
      { type: 'assignContact', agent: ann, contact: carl, force: true, by: ben } as const,
    ]) {
      const story = given(houses(shut), enqueue(carl, leave), connect(ann), away(ann))
      story.when(how)
      expect(contactOf(story.floor, carl)?.state).toMatchObject({ phase: 'active', agent: ann })
    }
  })

  test('[ML2] handed on it waits without its customer as before', () => {
    const story = given(houses(), enqueue(carl, leave), atWork(ann))
    story.accept(ann)
    story.when(loseCustomer(carl))
    story.when({ type: 'transferContact', agent: ann, contact: carl, to: { queue: sales } }).at('20:00:00')
    expect(contactOf(story.floor, carl)).toMatchObject({ queue: sales, hold: { mode: 'message' } })
  })
})

describe('coming back', () => {
  const back = { type: 'resumeContact', contact: carl } as const

  test('[ML3] who comes back waits in person at the same place, once the queue takes newcomers', () => {
    const story = given(houses(shut), enqueue(carl, leave))
    story.when(back).thenRefused('queue.form')
    story.given(atWork(ben))
    story.when(back).then({ type: 'contactResumed' })
    expect(contactOf(story.floor, carl)).toMatchObject({ hold: null, state: { phase: 'offered' } })
  })

  test('[ML3] while it is being answered there is nothing to wait for', () => {
    const story = given(houses(shut), enqueue(carl, leave), atWork(ann))
    story.accept(ann)
    story.when(back).thenRefused('contact.notWaiting')
  })
})
