/** Stories of ring groups: a desk that rings three of five agents at once. Only tests use this file. */
import type { AgentId } from '../model/ids.ts'
import { contactOf, type QueueRules } from './index.ts'
import {
  agent,
  agentRules,
  ann,
  atWork,
  ben,
  carl,
  cho,
  desk,
  enqueue,
  given,
  house,
  queueRules,
  sales,
  type Story,
} from './story.ts'

export const [dan, eve] = [agent('dan'), agent('eve')]
export const everybody = [ann, ben, cho, dan, eve]
export const crew = (change = {}) => everybody.map((id) => agentRules(id, { queues: [desk, sales], ...change }))
export const group = (change: Partial<QueueRules> = {}) =>
  queueRules(desk, { strategy: 'ring-group', ringAtOnce: 3, missesBeforeAway: 3, ...change })
export const houses = (change: Partial<QueueRules> = {}, agents = crew()) =>
  house(agents, [group(change), queueRules(sales)])

/** Everybody came one after the other, so that ann is idle for longest and eve for shortest. */
export function ringing(change: Partial<QueueRules> = {}, ids: readonly AgentId[] = everybody): Story {
  const story = given(houses(change))
  ids.forEach((id, at) => story.at(`09:50:0${at}`).given(atWork(id)))
  return story.at('10:00:00').given(enqueue(carl))
}

/** Whom the contact rings at, in the order in which they were asked. */
export function rung(story: Story, id = carl): readonly AgentId[] {
  const state = contactOf(story.floor, id)?.state
  return state?.phase === 'offered' ? state.rings.map((ring) => ring.agent) : []
}
