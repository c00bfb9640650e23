/**
 * What all questions have in common: what is known is not asked, what does not fit is asked again with the reason, silence
 * counts as an answer that does not fit, and after some tries the customer is taken elsewhere.
 */
import { declarationOf, isFixed } from './fields.ts'
import { asking, type Heard, type Move, type Run } from './run.ts'
import {
  fieldName,
  maybe,
  record,
  stepName,
  whole,
  words,
  yesNo,
  type Shape,
  type Shaped,
  type Words,
} from './shape.ts'
import type { At } from './state.ts'
import type { Exit, StepKind } from './steps/kind.ts'
import { readFile, readValue, type Problem, type Read, type ValueType } from './values/index.ts'

/** What every question may say. */
export const patience = {
  /** Said in the place of the usual reason when an answer does not fit. */
  hint: maybe(words),
  /** Answers that may not fit, the last one included. Default 3. */
  tries: maybe(whole(1, 10, 'tries')),
  /** Silence after which it is asked again, seconds. Default: for ever. */
  waitSeconds: maybe(whole(5, 86_400, 'seconds')),
  /** Where to go when all tries are used up. Default: to a person. */
  otherwise: maybe(stepName),
}

export interface Patience {
  readonly hint?: Words
  readonly tries?: number
  readonly waitSeconds?: number
  readonly otherwise?: string
}

const triesDefault = 3

/** What an answer that does not fit leads to: the question once more by `again`, or elsewhere. */
export function failed(
  step: Patience,
  at: At,
  run: Run,
  problem: string,
  again: (how: { readonly problem: string; readonly failed: number; readonly waitSeconds: number | undefined }) => Move,
): Move {
  const count = asking(at).failed + 1
  if (count >= (step.tries ?? triesDefault)) return run.giveUp(step.otherwise)
  const reason = problem === '' || step.hint === undefined ? problem : run.fill(step.hint)
  return again({ problem: reason, failed: count, waitSeconds: step.waitSeconds })
}

export const givingUp = ({ otherwise }: Patience): readonly Exit[] =>
  otherwise === undefined ? [] : [{ to: otherwise, when: 'otherwise', asked: true }]

export const problemText = (problem: Problem, run: Run): string => problem(run.told, run.locale)

/** What came as an answer, read as a value of this field. */
export function readAnswer(field: string, input: Heard, run: Run): Read | null {
  const declared = declarationOf(run.flow.fields, field)!
  if (input.type === 'sent') {
    if (declared.type === 'file') return readFile(input.file, declared)
    return { problem: (told) => told.notUnderstood }
  }
  if (input.type === 'said') return readValue(input.text, declared, run.reading)
  if (input.type === 'chosen') return readValue(input.key, declared, run.reading)
  return input.type === 'filled' ? { problem: (told) => told.notUnderstood } : null
}

export const questionShape = (types: readonly ValueType[]) =>
  record({
    text: words,
    spoken: maybe(words),
    field: fieldName(...types),
    again: maybe(yesNo),
    ...patience,
    next: stepName,
  })

type QuestionStep = Shaped<ReturnType<typeof questionShape>>

/**
 * A kind of step that asks for one field. `onward`: where an answer leads, if not to `next`; `cannot`: the channel has no way to answer;
 * `inWords`: what was said is no answer, and leads somewhere all the same. */
export function questionKind<S extends QuestionStep>(
  shape: Shape<S>,
  how: {
    readonly onward?: (step: S, run: Run) => string
    readonly exits?: (step: S) => readonly Exit[]
    readonly cannot?: (run: Run) => boolean
    readonly inWords?: (step: S, name: string, said: string, run: Run) => Move | null
  } = {},
): StepKind<S> {
  const onward = (step: S, run: Run): Move => ({ go: how.onward?.(step, run) ?? step.next })
  const put = (step: S, name: string, run: Run, more: { problem?: string; failed?: number } = {}): Move => {
    const declared = declarationOf(run.flow.fields, step.field)!
    return run.ask(name, {
      text: run.fill(step.text),
      ...(step.spoken && { spoken: run.fill(step.spoken) }),
      kind: declared.type,
      choices: choicesOf(step.field, run),
      sensitive: declared.sensitive,
      waitSeconds: step.waitSeconds,
      ...more,
    })
  }
  return {
    shape,
    exits: (step) => [{ to: step.next, when: '', asked: true }, ...(how.exits?.(step) ?? []), ...givingUp(step)],
    enter(step, name, run) {
      const known = run.field(step.field)
      const isFirst = !run.hasMet(name)
      run.meet(name)
      if (known !== undefined && step.again !== true && isFirst) return onward(step, run)
      // To ask for what nobody may change leads nowhere.
      if (how.cannot?.(run) === true || (known !== undefined && isFixed(known) && step.again !== true))
        return run.giveUp(step.otherwise)
      return put(step, name, run)
    },
    hear(step, at, input, run) {
      const read = readAnswer(step.field, input, run)
      if (read !== null && 'value' in read) {
        run.give(step.field, { value: read.value, trust: 'visitor', mode: 'default', source: `step:${at.step}` })
        return onward(step, run)
      }
      const led = input.type === 'said' ? (how.inWords?.(step, at.step, input.text, run) ?? null) : null
      if (led !== null) return led
      const problem = read === null ? '' : problemText(read.problem, run)
      return failed(step, at, run, problem, (more) => put(step, at.step, run, more))
    },
    awaits: (step) => [step.field],
  }
}

export const choicesOf = (field: string, run: Run): { key: string; label: string }[] => {
  const declared = declarationOf(run.flow.fields, field)!
  if (declared.type === 'yesNo')
    return [
      { key: 'yes', label: run.told.yes },
      { key: 'no', label: run.told.no },
    ]
  return (declared.choices ?? []).map(({ key, label }) => ({ key, label: label[run.locale] }))
}
