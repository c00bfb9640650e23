/**
 * Which waiting contacts another configuration touches, and how. Pure: it reads records, from the floor or from the rows of
 * a hub that does not run, and changes nothing.
 */
import { isWaiting, planOf } from '../../acd/index.ts'
import type { ContactRecord, LastAgent, QueueRules } from '../../acd/state.ts'
import type { TouchedQueue } from '../../http/door.ts'
import { idPrefixes, type QueueId } from '../../model/ids.ts'
import type { Instant } from '../../model/time.ts'
import { canonical } from './canonical.ts'

export interface TouchedBy {
  readonly before: readonly QueueRules[]
  readonly after: readonly QueueRules[]
  /** Who wait get the steps of today. */
  readonly replan: boolean
  /** Who had the contact's customer last. */
  readonly lastAgentOf: (record: ContactRecord) => LastAgent | null
  readonly at: Instant
}

type Counts = { -readonly [Name in keyof TouchedQueue]: TouchedQueue[Name] }

/** By queue, in the order of their ids; queues of which nobody is touched are left out. */
export function touchedContacts(contacts: Iterable<ContactRecord>, by: TouchedBy): readonly TouchedQueue[] {
  const before = new Map(by.before.map((rules) => [rules.id, rules]))
  const after = new Map(by.after.map((rules) => [rules.id, rules]))
  const differs = new Set([...after.keys()].filter((id) => otherRules(before.get(id), after.get(id)!)))
  const found = new Map<QueueId, Counts>()
  for (const record of contacts) {
    if (!isWaiting(record.state)) continue
    const counts = found.get(record.queue) ?? none(record.queue)
    found.set(record.queue, counts)
    counts.waiting += 1
    const rules = after.get(record.queue)
    if (rules === undefined) counts.losesQueue += 1
    else {
      if (differs.has(rules.id)) counts.newRules += 1
      if (hasOtherSteps(record, rules, by)) counts[by.replan ? 'newSteps' : 'keepsSteps'] += 1
    }
  }
  const touched = [...found.values()].filter((one) => one.losesQueue + one.newRules + one.newSteps + one.keepsSteps > 0)
  return touched.toSorted((one, other) => (one.queue < other.queue ? -1 : 1))
}

const none = (queue: QueueId): Counts => ({
  queue: queue.slice(idPrefixes.queue.length),
  waiting: 0,
  losesQueue: 0,
  newRules: 0,
  keepsSteps: 0,
  newSteps: 0,
})

/** Whether anything but the steps is different; a contact keeps those (ST2). */
function otherRules(before: QueueRules | undefined, after: QueueRules): boolean {
  if (before === undefined) return false
  const beside = ({ steps: _, version: __, ...rules }: QueueRules): string => canonical(rules)
  return beside(before) !== beside(after)
}

function hasOtherSteps(record: ContactRecord, rules: QueueRules, { lastAgentOf, at }: TouchedBy): boolean {
  if (rules.steps.length === 0) return record.plan !== null
  const asksForLast = rules.steps.some(({ prefer }) => prefer !== null && 'lastWithinMs' in prefer)
  const plan = planOf(rules, asksForLast ? lastAgentOf(record) : null, at)
  return canonical(plan) !== canonical(record.plan)
}
