/**
 * Who turned a contact down, and until when they are spared it. A pass that still runs shuts its agent out; one that has
 * run out only puts the agent behind everybody else.
 */
import type { AgentId, QueueId } from '../model/ids.ts'
import { later, type DurationMs, type Instant } from '../model/time.ts'
import type { RequeueCause } from './events.ts'
import type { Floor } from './floor.ts'
import type { ContactRecord, QueueRules } from './state.ts'

type Passes = ContactRecord['passedBy']

/** Enough for any real contact; keeps the record and the search for another agent small. The oldest pass is forgotten. */
const passesMax = 20

/** A contact coming back to a queue, as far as passes are concerned. */
export interface Return {
  readonly at: Instant
  readonly queue: QueueId
  readonly cause: RequeueCause
  readonly from: AgentId | null
}

/** Whether the agent whom the contact comes back from is to be spared it. A broken line or a restart is nobody's refusal. */
export const isPass = (cause: RequeueCause): boolean =>
  cause === 'declined' || cause === 'missed' || cause === 'agentAway' || cause === 'transfer'

/**
 * The contact's passes once it is back. A transfer begins anew. Whoever gave it back is spared it for a while; whoever
 * missed it only goes behind everybody else, for their coming back is a deliberate act and must not cost the customer the place.
 */
export function passesAfter(floor: Floor, record: ContactRecord, back: Return): Passes {
  const passes = back.cause === 'transfer' ? [] : record.passedBy
  const rules = floor.queues.get(back.queue)?.rules
  if (back.from === null || rules === undefined || !isPass(back.cause)) return passes
  const until = later(back.at, coolDownOf(rules, back.cause))
  return [...passes.filter((pass) => pass.agent !== back.from), { agent: back.from, until }].slice(-passesMax)
}

function coolDownOf(rules: QueueRules, cause: RequeueCause): DurationMs {
  if (cause === 'missed') return rules.missCoolDownMs
  return cause === 'agentAway' ? rules.turnAwayCoolDownMs : rules.declineCoolDownMs
}

/** Agents who are not rung while others are, once this one is not to be; the same bound, and the same order. */
export const sparedWith = (spared: readonly AgentId[], agent: AgentId): readonly AgentId[] => [
  ...spared.slice(1 - passesMax),
  agent,
]

/** Whether the agent is among those who turned the contact down. */
export function hasPassed(passes: Passes, agent: AgentId): boolean {
  for (const pass of passes) if (pass.agent === agent) return true
  return false
}

/** When the next running pass ends: the contact is held until then. Null when none runs. */
export function nextHold(passes: Passes, now: Instant): Instant | null {
  let next: Instant | null = null
  for (const { until } of passes) if (until > now && (next === null || until < next)) next = until
  return next
}

/** Agents whose pass still runs in a contact held until `heldUntil`, in the order of their ids. */
export function shutOut(passes: Passes, heldUntil: Instant | null): readonly AgentId[] {
  if (heldUntil === null) return nobody
  return passes
    .filter((pass) => pass.until >= heldUntil)
    .map((pass) => pass.agent)
    .sort()
}

const nobody: readonly AgentId[] = []
