/**
 * Asks for several fields at once. A channel that shows no forms is asked for one after the other; what is known is shown
 * as it stands, what is fixed cannot be changed, and what is hidden is not shown.
 */
import { choicesOf, failed, givingUp, patience, problemText, readAnswer } from '../asking.ts'
import type { InputOfForm } from '../effects.ts'
import { declarationOf, isFixed } from '../fields.ts'
import { asking, type Heard, type Move, type Run } from '../run.ts'
import { fieldName, list, maybe, record, stepName, words, yesNo, type Shaped } from '../shape.ts'
import type { At } from '../state.ts'
import { fitValue, readFile, readValue, type FileValue, type Read } from '../values/index.ts'
import { squeezed } from '../normal.ts'
import type { StepKind } from './kind.ts'

const input = record({ field: fieldName(), optional: maybe(yesNo) }, '{ "field", "optional" }')
const shape = record({ text: words, inputs: list(input, 1, 20), ...patience, next: stepName })
type Form = Shaped<typeof shape>
type Input = Form['inputs'][number]

const skipWords = new Set('skip none no なし 無し スキップ 特になし ない とくになし'.split(' ').map(squeezed))

export const form: StepKind<Form> = {
  shape,
  exits: (step) => [{ to: step.next, when: '', asked: true }, ...givingUp(step)],
  enter(step, name, run) {
    const isFirst = !run.hasMet(name)
    run.meet(name)
    if (isFirst && step.inputs.every(({ field }) => run.field(field) !== undefined)) return { go: step.next }
    return run.around.channel.forms ? show(step, name, run) : nextOf(step, name, run, -1, true)
  },
  hear(step, at, heard, run) {
    const { part } = asking(at)
    return part === '' ? filled(step, at, heard, run) : answered(step, at, part, heard, run)
  },
  awaits: ({ inputs }, at) => (at.phase === 'asking' && at.part !== '' ? [at.part] : inputs.map(({ field }) => field)),
}

interface More {
  readonly problem?: string
  readonly problems?: Readonly<Record<string, string>>
  readonly failed?: number
  readonly waitSeconds?: number | undefined
}

function show(step: Form, name: string, run: Run, { problems = {}, ...more }: More = {}): Move {
  const inputs = step.inputs.flatMap((one) => shownInput(one, run, problems[one.field] ?? ''))
  const sensitive = inputs.some((one) => one.sensitive)
  return run.ask(name, {
    text: run.fill(step.text),
    kind: 'form',
    inputs,
    sensitive,
    waitSeconds: step.waitSeconds,
    ...more,
  })
}

function shownInput({ field, optional = false }: Input, run: Run, problem: string): InputOfForm[] {
  const declared = declarationOf(run.flow.fields, field)!
  const kept = run.field(field)
  if (kept?.mode === 'hidden') return []
  return [
    {
      field,
      label: declared.label[run.locale],
      kind: declared.type,
      choices: choicesOf(field, run),
      optional,
      known: run.shown(field),
      locked: kept !== undefined && isFixed(kept),
      sensitive: declared.sensitive,
      problem,
    },
  ]
}

/** All that fits is taken; what does not, and what is missing, is asked for again beside it. */
function filled(step: Form, at: At, heard: Heard, run: Run): Move {
  const problems: Record<string, string> = {}
  if (heard.type === 'filled')
    for (const { field, optional = false } of step.inputs) {
      const problem = take(field, optional, heard.values, at.step, run)
      if (problem !== null) problems[field] = problem
    }
  if (heard.type === 'filled' && Object.keys(problems).length === 0) return { go: step.next }
  const problem = heard.type === 'timePassed' ? '' : run.told.notUnderstood
  return failed(step, at, run, problem, (more) => show(step, at.step, run, { ...more, problems }))
}

function take(
  field: string,
  optional: boolean,
  values: Readonly<Record<string, unknown>>,
  step: string,
  run: Run,
): string | null {
  const kept = run.field(field)
  if (kept !== undefined && isFixed(kept)) return null
  const given = Object.hasOwn(values, field) ? values[field] : undefined
  if (given === undefined || given === null || given === '')
    return optional || kept !== undefined ? null : run.told.needed
  const read = readGiven(field, given, run)
  if ('problem' in read) return problemText(read.problem, run)
  run.give(field, { value: read.value, trust: 'visitor', mode: 'default', source: `step:${step}` })
  return null
}

/** A page may give texts as they were typed, or values as they are kept. */
function readGiven(field: string, given: unknown, run: Run): Read {
  const declared = declarationOf(run.flow.fields, field)!
  if (typeof given === 'string') return readValue(given, declared, run.reading)
  if (declared.type === 'file' && typeof given === 'object') return readFile(given as FileValue, declared)
  const value = fitValue(given, declared, run.reading)
  return value === null ? { problem: (told) => told.notUnderstood } : { value }
}

/** Asks for the first field after `before` that is not known, or goes on. */
function nextOf(step: Form, name: string, run: Run, before: number, first = false): Move {
  const at = step.inputs.findIndex((one, index) => index > before && run.field(one.field) === undefined)
  if (at < 0) return { go: step.next }
  if (first) run.say(step.text)
  return askOne(step, name, step.inputs[at]!, run)
}

function askOne(step: Form, name: string, { field, optional = false }: Input, run: Run, more: More = {}): Move {
  const declared = declarationOf(run.flow.fields, field)!
  const choices = choicesOf(field, run)
  return run.ask(name, {
    text: declared.label[run.locale],
    kind: declared.type,
    part: field,
    choices: optional ? [...choices, { key: 'skip', label: run.told.skip }] : choices,
    sensitive: declared.sensitive,
    waitSeconds: step.waitSeconds,
    ...more,
  })
}

function answered(step: Form, at: At, part: string, heard: Heard, run: Run): Move {
  const index = step.inputs.findIndex((one) => one.field === part)
  const one = step.inputs[index]!
  if (one.optional === true && isSkip(heard)) return nextOf(step, at.step, run, index)
  const read = readAnswer(part, heard, run)
  if (read !== null && 'value' in read) {
    run.give(part, { value: read.value, trust: 'visitor', mode: 'default', source: `step:${at.step}` })
    return nextOf(step, at.step, run, index)
  }
  const problem = read === null ? '' : problemText(read.problem, run)
  return failed(step, at, run, problem, (more) => askOne(step, at.step, one, run, more))
}

const isSkip = (heard: Heard): boolean =>
  (heard.type === 'chosen' && heard.key === 'skip') || (heard.type === 'said' && skipWords.has(squeezed(heard.text)))
