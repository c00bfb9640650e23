/**
 * PURE: the floor's lists in, the lines of the two places out: queues with who waits in them, colleagues with whom they have.
 * A line knows its height, so that thousands of them can be scrolled without drawing more than is seen (row-window.ts).
 */
import type { FloorAgent, FloorHeld, FloorQueue, FloorWaiting } from '#protocol'
import { may } from './may.ts'
import type { DeskLists } from './state.ts'

/** An overflow rule that holds. */
export type Overflow = NonNullable<FloorQueue['overflow']>[number]

export type QueueLine =
  | { readonly kind: 'queue'; readonly key: string; readonly queue: FloorQueue; readonly opened: boolean }
  | { readonly kind: 'overflow'; readonly key: string; readonly rule: Overflow }
  | {
      readonly kind: 'waiting'
      readonly key: string
      readonly item: FloorWaiting
      /** From 1. */
      readonly place: number
      /** The reader serves this queue. */
      readonly own: boolean
    }
  /** Nobody, not shown to this reader, or so many more than are shown. */
  | { readonly kind: 'rest'; readonly key: string; readonly rest: 'nobody' | 'notYours' | number }

export type TeamLine =
  | { readonly kind: 'agent'; readonly key: string; readonly agent: FloorAgent; readonly opened: boolean }
  | { readonly kind: 'acts'; readonly key: string; readonly agent: FloorAgent }
  | { readonly kind: 'held'; readonly key: string; readonly item: FloorHeld; readonly agent: FloorAgent }
  | { readonly kind: 'nothing'; readonly key: string }

/** What the reader has opened and looks for. */
export interface Looking {
  readonly opened: ReadonlySet<string>
  readonly search: string
}

type Seen = Pick<DeskLists, 'me' | 'queues' | 'ownQueues'>

/** May this reader be shown who waits in a queue? */
export const seesLine = ({ me, ownQueues }: Omit<Seen, 'queues'>, queue: string): boolean =>
  leads(me) || serves(ownQueues, queue)

/** Does this agent answer for the work of others? */
export const leads = (me: Seen['me']): boolean => may(me, 'floor.read')

const serves = (own: Seen['ownQueues'], queue: string): boolean => own === null || own.has(queue)

/** Queues, own ones first, and under those that are opened who waits. A search opens what it finds. */
export function queueLines(
  seen: Seen,
  waiting: Iterable<FloorWaiting>,
  { opened, search }: Looking,
): readonly QueueLine[] {
  const lines = new Map<string, FloorWaiting[]>()
  for (const item of waiting) {
    const line = lines.get(item.queue)
    if (line === undefined) lines.set(item.queue, [item])
    else line.push(item)
  }
  const rank = ({ queue }: FloorQueue): number => (serves(seen.ownQueues, queue) ? 0 : 1)
  const queues = [...seen.queues].sort((a, b) => rank(a) - rank(b))
  return queues.flatMap((queue) => linesOf(seen, queue, lines.get(queue.queue) ?? [], { opened, search }))
}

function linesOf(seen: Seen, queue: FloorQueue, waiting: FloorWaiting[], looking: Looking): readonly QueueLine[] {
  const id = queue.queue
  const wanted = fold(looking.search)
  const isNamed = matches(wanted, queue.name.en, queue.name.ja)
  const places = waiting.sort((a, b) => a.order - b.order).map((item, at) => ({ item, place: at + 1 }))
  const found = isNamed
    ? places
    : places.filter(({ item }) => matches(wanted, item.customerName, item.topic.en, item.topic.ja))
  if (!isNamed && found.length === 0) return []
  const isOpen = looking.opened.has(id) || (wanted !== '' && !isNamed)
  const head: QueueLine[] = [{ kind: 'queue', key: id, queue, opened: isOpen }]
  for (const rule of queue.overflow ?? []) head.push({ kind: 'overflow', key: `${id} ${rule.name}`, rule })
  if (!isOpen) return head
  if (!seesLine(seen, id)) return [...head, { kind: 'rest', key: `${id} rest`, rest: 'notYours' }]
  const own = serves(seen.ownQueues, id)
  for (const { item, place } of found) head.push({ kind: 'waiting', key: item.contact, item, place, own })
  const unseen = Math.max(0, queue.waiting - places.length)
  if (unseen > 0) head.push({ kind: 'rest', key: `${id} rest`, rest: unseen })
  else if (places.length === 0) head.push({ kind: 'rest', key: `${id} rest`, rest: 'nobody' })
  return head
}

/** Colleagues: first those whose contacts need somebody, then who is there, then by name. */
export function teamLines(
  agents: readonly FloorAgent[],
  held: Iterable<FloorHeld>,
  { opened, search }: Looking,
): readonly TeamLine[] {
  const of = new Map<string, FloorHeld[]>()
  for (const item of held) of.set(item.agent, [...(of.get(item.agent) ?? []), item])
  const wanted = fold(search)
  return [...agents]
    .filter(({ name }) => matches(wanted, name))
    .sort((a, b) => urgency(a) - urgency(b) || compareText(a.name, b.name) || compareText(a.agent, b.agent))
    .flatMap((agent): TeamLine[] => {
      const id = agent.agent
      const head: TeamLine = { kind: 'agent', key: id, agent, opened: opened.has(id) }
      if (!head.opened) return [head]
      const mine = (of.get(id) ?? []).sort((a, b) => a.since - b.since || compareText(a.contact, b.contact))
      const lines = mine.map((item): TeamLine => ({ kind: 'held', key: item.contact, item, agent }))
      const below: TeamLine[] = lines.length > 0 ? lines : [{ kind: 'nothing', key: `${id} nothing` }]
      return [head, { kind: 'acts', key: `${id} acts`, agent }, ...below]
    })
}

/** An agent whose line is gone and whose talks wait for nothing. */
export const isLost = ({ link, contacts }: FloorAgent): boolean =>
  link !== null && link !== 'connected' && (contacts ?? 0) > 0

function urgency(agent: FloorAgent): number {
  if (isLost(agent)) return 0
  return { available: 1, away: 2, offline: 3 }[agent.status]
}

/** Who has waited longest in the reader's own queues and can be taken at once; null when nobody can. */
export function nextToTake(seen: Omit<Seen, 'queues'>, waiting: Iterable<FloorWaiting>): FloorWaiting | null {
  let next: FloorWaiting | null = null
  for (const item of waiting) {
    if (item.phase !== 'queued' || !isTakeable(item, serves(seen.ownQueues, item.queue), seen.me)) continue
    if (next === null || item.enqueuedAt < next.enqueuedAt) next = item
  }
  return next
}

/** Not rung, called or resting. */
const takeable: readonly FloorWaiting['phase'][] = ['queued', 'held', 'left']

/** Would the hub let this agent take it? What only the hub knows it still refuses in words. */
export const isTakeable = (item: FloorWaiting, own: boolean, me: Seen['me']): boolean =>
  own && takeable.includes(item.phase) && (item.onlyFor === '' || item.onlyFor === me?.name)

const fold = (text: string): string => text.normalize('NFKC').trim().toLowerCase()
const matches = (wanted: string, ...texts: readonly string[]): boolean =>
  wanted === '' || texts.some((text) => fold(text).includes(wanted))
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
