/**
 * What the checker of the history (history.ts) has on record of a contact, and what configuration says of it: its steps, who
 * may serve it, what it weighs. By the letter of the floor's rules, and without the floor.
 */
import { queueDefaults, type FloorEvent } from '../acd/index.ts'
import type { AgentRules, LastAgent, PlannedStep, QueueRules, Requirement, SkillRequirement } from '../acd/state.ts'
import type { ChannelName } from '../channels/index.ts'
import type { AgentId, QueueId } from '../model/ids.ts'
import { later, type Instant } from '../model/time.ts'

type Of<Type extends FloorEvent['type']> = Extract<FloorEvent, { type: Type }>

/** What was configured; within an epoch the events tell of every change. */
export interface Rules {
  readonly queues: ReadonlyMap<QueueId, QueueRules>
  readonly agents: ReadonlyMap<AgentId, AgentRules>
}

export const rulesOf = (queues: readonly QueueRules[], agents: readonly AgentRules[]): Rules => ({
  queues: new Map(queues.map((queue) => [queue.id, queue])),
  agents: new Map(agents.map((agent) => [agent.id, agent])),
})

/** A contact on the floor. */
export interface Account {
  channel: ChannelName
  readonly since: Instant
  readonly priorityMs: number
  readonly requirements: readonly Requirement[]
  phase: 'queued' | 'offered' | 'held'
  /** The customer keeps the place without waiting in person, or has left a message. */
  hold: 'place' | 'message' | null
  /** Whose units are kept while the customer is called. */
  calledTo: AgentId | null
  queue: QueueId
  only: AgentId | null
  heldUntil: Instant
  /** When the customer went, or began to wait again without being there. */
  lostAt: Instant | null
  /** Agents who declined or missed it, or were lost with it. */
  readonly passedBy: Set<AgentId>
  /** Those of them who did since it began to ring, while it rings on. */
  readonly turnedDown: Set<AgentId>
  /** The steps it joined under, and the one it is in. */
  steps: readonly PlannedStep[]
  step: number
  /** Whether somebody outside is asked about it: until when at most, or whether that is over. */
  scores: Instant | 'none' | 'over'
}

/** PL1: until when a contact that begins to wait now is held back. */
export function scoresOf(rules: Rules | null, queue: QueueId, at: Instant): Account['scores'] {
  const scoring = rules?.queues.get(queue)?.scoring
  return scoring === undefined ? 'none' : later(at, scoring.timeoutMs)
}

/** PL1: whether the contact may be offered to nobody for now. A queue that asks nobody any longer holds nobody back. */
export const isHeldForScores = (rules: Rules | null, { scores, queue, only }: Account, now: Instant): boolean =>
  only === null && typeof scores === 'number' && now < scores && rules?.queues.get(queue)?.scoring !== undefined

/** ST2 and ST6. */
export function stepsOf(rules: Rules | null, queue: QueueId, at: Instant, last?: LastAgent): readonly PlannedStep[] {
  const steps = rules?.queues.get(queue)?.steps ?? []
  return steps.flatMap(({ prefer, ...step }) => {
    if (prefer === null || !('lastWithinMs' in prefer)) return [{ ...step, prefer }]
    return last !== undefined && at - last.endedAt <= prefer.lastWithinMs ? [{ ...step, prefer: [last.agent] }] : []
  })
}

/** CQ2 and CQ9. */
export function weightOf(rules: Rules | null, { since, priorityMs, queue }: Account, now: Instant): number {
  const own = { ...queueDefaults, ...rules?.queues.get(queue) }
  const counts = Math.min(now - since, own.waitCapMs ?? Number.POSITIVE_INFINITY)
  return 1_000 * (priorityMs + own.priorityMs) + own.acceleration * counts
}

/** Whether the contact may be offered to the agent by its queue, its skills and its step. */
export function serves(rules: Rules | null, agent: AgentId, account: Account): boolean {
  if (rules === null) return true
  const { queue, requirements, steps, step } = account
  const own = rules.agents.get(agent)
  const now = steps[step]
  // A queue that was forgotten before this epoch lives on without requirements, until it is empty.
  const needs = [...(rules.queues.get(queue)?.requirements ?? []), ...requirements, ...(now?.requirements ?? [])]
  if (now !== undefined && now.prefer !== null && !now.prefer.includes(agent)) return false
  if (own === undefined || !own.queues.includes(queue)) return false
  const has = ({ skill, level }: SkillRequirement): boolean =>
    (own.skills[skill] ?? Number(own.attributes?.includes(skill) ?? false)) >= level
  return needs.every((need) => ('anyOf' in need ? need.anyOf.some((set) => set.every(has)) : has(need)))
}

/** RG1: at how many agents the contact may ring at once. */
export function ringsMax(rules: Rules | null, { queue, steps, step }: Account): number {
  const own = rules?.queues.get(queue)
  if (own === undefined) return Number.POSITIVE_INFINITY
  const { strategy, ringAtOnce } = { ...queueDefaults, ...own }
  return (steps[step]?.strategy ?? strategy) === 'ring-group' ? ringAtOnce : 1
}

/** PL3: scores change nothing unless they are awaited, and in time. Null, or what the event breaks, as below. */
export function scored(
  rules: Rules | null,
  account: Account,
  { contact, type, at }: Of<'contactScored'> | Of<'scoresMissed'>,
): string | null {
  const { scores } = account
  account.scores = 'over'
  if (rules === null) return null
  if (typeof scores !== 'number') return `PL3: ${type} for ${contact}, which awaits no scores`
  return (type === 'contactScored') === at < scores
    ? null
    : `PL3: ${type} for ${contact} at ${at}, awaited until ${scores}`
}

export function replanned(
  rules: Rules | null,
  account: Account,
  { contact, at, lastAgent }: Of<'contactReplanned'>,
): string | null {
  // While the customer is called the contact waits still.
  if (account.phase === 'held' && account.calledTo === null)
    return `ST8: ${contact} got new steps while it was ${account.phase}`
  Object.assign(account, { steps: stepsOf(rules, account.queue, at, lastAgent), step: 0 })
  return null
}

export function stepped(rules: Rules | null, account: Account, { contact, step }: Of<'stepEnded'>): string | null {
  if (account.phase !== 'queued') return `ST4: a step of ${contact} ended while it was ${account.phase}`
  if (rules !== null && (account.step !== step || step >= account.steps.length))
    return `ST1: ${contact} ended step ${step}, not ${account.step}`
  account.step += 1
  return null
}
