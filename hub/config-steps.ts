/**
 * The steps of a queue as people write them: `{ "require": "lang.ja>=4", "for": "30s", "skipIf": "available==0" }`, times in
 * one unit, the last agent as `lastAgent(7d)`. What they mean is in acd/steps.ts.
 */
import { isExpressionError, readRequirement, type ExpressionError } from './acd/requirement-expression.ts'
import { asRequirements } from './acd/requirements.ts'
import type { Requirement, SkipRule, StepRules } from './acd/state.ts'
import type { QueueSetup } from './app/organisation.ts'
import { readLogin } from './config-agents.ts'
import type { FileSettings } from './config-schema.ts'
import type { Refuse } from './config-organisation.ts'
import { durationMs, type DurationMs } from './model/time.ts'

type StepSettings = NonNullable<NonNullable<FileSettings['queues']>[number]['steps']>[number]

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `30s`, `5m`, `1h`, `7d`; the schema has seen to the form. */
export const readDuration = (text: string): DurationMs =>
  durationMs(Number(text.slice(0, -1)) * unitMs[text.slice(-1)]!)

/** A requirement of the configuration at `place`; calls `refuse` when it cannot be read. */
export function readRequirements(text: string, place: string, refuse: Refuse): readonly Requirement[] {
  const read = readRequirement(text)
  return isExpressionError(read) ? refuse(place, text, whatMustBe(read)) : asRequirements(read)
}

/** One step of the configuration at `place`. */
export function buildStep(step: StepSettings, place: string, refuse: Refuse): StepRules {
  return {
    requirements: step.require === undefined ? [] : readRequirements(step.require, `${place}/require`, refuse),
    strategy: step.strategy ?? null,
    prefer: readPreference(step.prefer),
    forMs: readDuration(step.for),
    skipIf: step.skipIf === undefined ? null : readSkip(step.skipIf),
  }
}

function readPreference(prefer: StepSettings['prefer']): StepRules['prefer'] {
  if (prefer === undefined) return null
  // Nobody yet: who they are is in the accounts (app/floor-rules.ts).
  if (typeof prefer !== 'string') return []
  return { lastWithinMs: readDuration(prefer.slice('lastAgent('.length, -1)) }
}

/** By number of the step, who alone is allowed to it, as they sign in; undefined where no step names anybody. */
export function allowedTo(steps: readonly StepSettings[], place: string, refuse: Refuse): QueueSetup['allowed'] {
  const named = steps.flatMap(({ prefer }, at): [number, readonly string[]][] =>
    prefer === undefined || typeof prefer === 'string'
      ? []
      : [[at, prefer.map((typed, i) => readLogin(typed, `${place}/${at}/prefer/${i}`, refuse))]],
  )
  return named.length === 0 ? undefined : Object.fromEntries(named)
}

/** `available==0`, `free<2`. */
function readSkip(text: string): SkipRule {
  const [, count = '', sign, number] = /^(available|free)(==0|<)(\d*)$/.exec(text.replaceAll(' ', '')) ?? []
  return { count: count as SkipRule['count'], below: sign === '<' ? Number(number) : 1 }
}

function whatMustBe({ position, found, expected }: ExpressionError): string {
  const where = found === '' ? 'where it ends' : `at character ${position + 1}`
  return `a requirement such as lang.ja>=3 && (billing || vip): ${where} there must be ${expected}`
}
