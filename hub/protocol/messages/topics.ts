/** The live lists by topic, and what their items are in code. To add one: its shapes in lists.ts, a line here or in staff.ts. */
import type { Shape } from '../shape.ts'
import { visitShapes } from './lists.ts'
import { staffTopics } from './staff.ts'

export const topics = { visit: visitShapes, ...staffTopics } as const
export type Topic = keyof typeof topics
export type ItemKind<T extends Topic> = keyof (typeof topics)[T] & string
export type Item<T extends Topic, K extends ItemKind<T>> = (typeof topics)[T][K] extends Shape<infer V> ? V : never

export type VisitContact = Item<'visit', 'contact'>
export type VisitSite = Item<'visit', 'site'>
export type DeskMe = Item<'desk', 'me'>
export type DeskOffer = Item<'desk', 'offer'>
export type DeskContact = Item<'desk', 'contact'>
export type DeskNotice = Item<'desk', 'notice'>
export type FloorQueue = Item<'floor', 'queue'>
export type FloorAgent = Item<'floor', 'agent'>
export type FloorWaiting = Item<'floor', 'waiting'>
export type FloorHeld = Item<'floor', 'held'>
export type FloorBot = Item<'floor', 'bot'>
export type FloorQueueDay = Item<'floor', 'queueDay'>
export type FloorAgentDay = Item<'floor', 'agentDay'>
export type FloorAlert = Item<'floor', 'alert'>

/** The shape of a list's item by kind, or undefined for a kind this build does not know. */
export function itemShape(topic: string, kind: string): Shape<unknown> | undefined {
  const shapes = Object.hasOwn(topics, topic) ? (topics[topic as Topic] as Record<string, Shape<unknown>>) : {}
  return Object.hasOwn(shapes, kind) ? shapes[kind] : undefined
}
