/** Configuration, and the first command after every start of the hub. */
import { assert } from '../../model/assert.ts'
import type { AgentId } from '../../model/ids.ts'
import type { Instant } from '../../model/time.ts'
import type { Decision } from '../decide.ts'
import type { FloorEvent } from '../events.ts'
import { compareContacts, isWaiting, type Floor, type FloorAgent, type FloorContact } from '../floor.ts'
import type { QueueRules } from '../state.ts'
import { planOf } from '../steps.ts'
import { isCapped } from '../weight.ts'
import { endOffers, freeWaiting, lose, nothing, requeue, standDown, type Asked } from './parts.ts'

/** CQ6. An agent no longer named gets no more offers, and gives back the one that rings. */
export function configure(floor: Floor, { queues, agents }: Asked<'configure'>, at: Instant): Decision {
  const current = [...floor.queues.values()].filter((queue) => !queue.retired).map((queue) => queue.rules)
  const known = [...floor.agents.values()].flatMap((agent) => agent.rules ?? [])
  if (sameById(current, queues) && sameById(known, agents)) return nothing
  const kept = new Set(agents.map((agent) => agent.id))
  const struck = inOrder(floor).filter((agent) => agent.rules !== null && !kept.has(agent.record.id))
  const gone = new Set<AgentId>()
  const left = struck.flatMap((agent) => {
    const events = standDown(floor, agent, 'agentAway', at, gone)
    gone.add(agent.record.id)
    return events
  })
  return [{ type: 'configured', at, queues, agents }, ...left, ...recapped(floor, queues, at)]
}

/** CQ9: contacts of which new rules say otherwise whether their waiting still counts. */
function recapped(floor: Floor, queues: readonly QueueRules[], at: Instant): readonly FloorEvent[] {
  const changed = new Map(queues.map((queue) => [queue.id, queue]))
  const events: FloorEvent[] = []
  for (const { record } of [...floor.contacts.values()].sort(compareContacts)) {
    const rules = changed.get(record.queue) ?? floor.queues.get(record.queue)!.rules
    const capped = isCapped(rules, record.enqueuedAt, at)
    if (capped !== record.waitCapped && isWaiting(record.state))
      events.push({ type: 'waitCapped', at, contact: record.id, capped })
  }
  return events
}

/** ST8. Whom the floor no longer has, or an agent has by now, keeps what they have. */
export function replanContacts(floor: Floor, { contacts }: Asked<'replanContacts'>, at: Instant): Decision {
  // Who is named twice gets new steps once.
  const named = new Map(contacts.map((one) => [one.contact, one]))
  return [...named.values()].flatMap(({ contact: id, lastAgent }): FloorEvent[] => {
    const record = floor.contacts.get(id)?.record
    if (record === undefined || !isWaiting(record.state)) return []
    const { rules, retired } = floor.queues.get(record.queue)!
    if (retired || same(planOf(rules, lastAgent ?? null, at), record.plan)) return []
    return [{ type: 'contactReplanned', at, contact: id, version: rules.version, ...(lastAgent && { lastAgent }) }]
  })
}

/** RE1 to RE4. */
export function startEpoch(floor: Floor, { epoch, rules }: Asked<'startEpoch'>, at: Instant): Decision {
  if (epoch === floor.epoch) return nothing
  assert(epoch > floor.epoch, 'epochs only grow')
  const events: FloorEvent[] = [{ type: 'epochStarted', at, epoch, ...(rules && { rules }) }]
  const agents = inOrder(floor)
  for (const agent of agents) {
    const keepsAnything = agent.record.link.state !== 'none' || agent.held.size > 0
    if (keepsAnything) events.push(lose(agent, at))
    events.push(...freeWaiting(floor, agent, 'agentLost', at))
  }
  const offered = new Set(agents.flatMap((agent) => agent.ringing ?? []).sort(compareContacts))
  for (const contact of offered) events.push(...voidOffers(floor, contact, at))
  return [...events, ...recapped(floor, [], at)]
}

/** RE1. */
function voidOffers(floor: Floor, contact: FloorContact, at: Instant): readonly FloorEvent[] {
  const { state } = contact.record
  if (state.phase !== 'offered') return nothing
  const { prefer, rings } = state
  const how = { cause: 'restart', from: rings.at(-1)!.agent, prefer } as const
  return [...endOffers(contact, 'rescinded', at, 'restart'), requeue(floor, contact, how, at)]
}

/** Agents by id, so that the same floor decides the same whatever the order it was loaded in. */
const inOrder = (floor: Floor): readonly FloorAgent[] =>
  [...floor.agents.values()].sort((a, b) => (a.record.id < b.record.id ? -1 : 1))

/** The same things under the same ids, in any order. */
function sameById(a: readonly { readonly id: string }[], b: readonly { readonly id: string }[]): boolean {
  const byId = new Map(a.map((thing) => [thing.id, thing]))
  return a.length === b.length && b.every((thing) => same(byId.get(thing.id), thing))
}

/** Equal as plain data; keys with the value undefined count as absent ones. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>]
  const keys = new Set([...Object.keys(left), ...Object.keys(right)])
  return Array.isArray(a) === Array.isArray(b) && [...keys].every((key) => same(left[key], right[key]))
}
