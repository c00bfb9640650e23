/**
 * Steps: for a while a contact waits for the best, then for more. A contact keeps the steps of the queue as they were when it
 * joined, its plan. Its clock runs while it waits and stands still while an offer rings, or an offer that nobody answers
 * would use up the step without the next best agent having been asked.
 */
import type { AgentId } from '../model/ids.ts'
import { durationMs, later, since, type Instant } from '../model/time.ts'
import type { ContactRecord, LastAgent, Plan, PlannedStep, QueueRules, StepClock, StepRules } from './state.ts'

/** What a contact that joins a queue at `now` will go through; null where the queue has no steps. */
export function planOf(rules: QueueRules, lastAgent: LastAgent | null, now: Instant): Plan | null {
  if (rules.steps.length === 0) return null
  const steps = rules.steps.flatMap((step) => planned(step, lastAgent, now))
  return steps.length === 0 ? null : { version: rules.version, steps }
}

/** The step of a contact, or null when it may be offered to anybody of its queue. */
export const stepOf = ({ plan, step }: ContactRecord): PlannedStep | null =>
  plan === null || step === null ? null : (plan.steps[step.index] ?? null)

/** Begins a plan; without one the contact waits for anybody. */
export function begin(record: ContactRecord, plan: Plan | null, at: Instant): void {
  record.plan = plan
  record.step = clockOf(plan, 0, at)
}

/** The step after the one the contact is in. */
export function proceed(record: ContactRecord, at: Instant): void {
  if (record.step !== null) record.step = clockOf(record.plan, record.step.index + 1, at)
}

/** The contact is offered, or has an agent: its clock stands still. */
export function pause(record: ContactRecord, at: Instant): void {
  const { step } = record
  if (step !== null && 'until' in step)
    record.step = { index: step.index, leftMs: durationMs(Math.max(0, since(at, step.until))) }
}

/** The contact waits again: its clock goes on. */
export function resume(record: ContactRecord, at: Instant): void {
  const { step } = record
  if (step !== null && 'leftMs' in step) record.step = { index: step.index, until: later(at, step.leftMs) }
}

function clockOf(plan: Plan | null, index: number, at: Instant): StepClock | null {
  const step = plan?.steps[index]
  return step === undefined ? null : { index, until: later(at, step.forMs) }
}

/** As the contact keeps it: a wish for the last agent is one for that agent, and falls away where there is none. */
function planned(step: StepRules, lastAgent: LastAgent | null, now: Instant): readonly PlannedStep[] {
  const { requirements, strategy, forMs, skipIf } = step
  const prefer = agentsOf(step, lastAgent, now)
  return prefer?.length === 0 ? [] : [{ requirements, strategy, prefer, forMs, skipIf }]
}

function agentsOf({ prefer }: StepRules, last: LastAgent | null, now: Instant): readonly AgentId[] | null {
  if (prefer === null || !('lastWithinMs' in prefer)) return prefer
  return last !== null && since(last.endedAt, now) <= prefer.lastWithinMs ? [last.agent] : []
}
