/** Asks for a score from 1 to 5 and, if wanted, for a comment, and goes on whatever comes of it. */
import { failed, givingUp, patience } from '../asking.ts'
import { maskCards } from '../masking.ts'
import { readNumber, squeezed } from '../normal.ts'
import { asking, type Heard, type Move, type Run } from '../run.ts'
import { maybe, record, stepName, words, yesNo, type Shaped } from '../shape.ts'
import type { At } from '../state.ts'
import type { StepKind } from './kind.ts'

const shape = record({ text: words, comment: maybe(yesNo), ...patience, next: stepName })
type Survey = Shaped<typeof shape>

const commentMax = 1_000
const skips = new Set('skip no none スキップ なし 特になし ありません'.split(' '))

export const survey: StepKind<Survey> = {
  shape,
  exits: (step) => [{ to: step.next, when: '', asked: true }, ...givingUp(step)],
  enter: (step, name, run) => askScore(step, name, run),
  hear(step, at, input, run) {
    const { score } = asking(at)
    return score === undefined ? scored(step, at, input, run) : commented(step, score, input, run)
  },
}

function askScore(step: Survey, name: string, run: Run, more: object = {}): Move {
  const choices = ['1', '2', '3', '4', '5'].map((key) => ({ key, label: key }))
  return run.ask(name, { text: run.fill(step.text), kind: 'score', choices, waitSeconds: step.waitSeconds, ...more })
}

function scored(step: Survey, at: At, input: Heard, run: Run): Move {
  const said = input.type === 'said' ? input.text : input.type === 'chosen' ? input.key : ''
  const score = readNumber(said)
  if (score !== null && Number.isInteger(score) && score >= 1 && score <= 5) return taken(step, at.step, score, run)
  const problem = input.type === 'timePassed' ? '' : run.told.askScore
  // Nobody is taken to a person for not answering a survey.
  const patient = { ...step, otherwise: step.otherwise ?? step.next }
  return failed(patient, at, run, problem, (more) => askScore(step, at.step, run, more))
}

function taken(step: Survey, name: string, score: number, run: Run): Move {
  if (step.comment !== true) return done(step, score, '', run)
  const choices = [{ key: 'skip', label: run.told.skip }]
  return run.ask(name, {
    text: run.told.comment,
    kind: 'comment',
    choices,
    part: 'comment',
    waitSeconds: step.waitSeconds,
    score,
  })
}

function commented(step: Survey, score: number, input: Heard, run: Run): Move {
  const said = input.type === 'said' && !skips.has(squeezed(input.text)) ? maskCards(input.text.trim()) : ''
  return done(step, score, [...said].slice(0, commentMax).join(''), run)
}

function done(step: Survey, score: number, comment: string, run: Run): Move {
  run.effects.push({ type: 'survey', score, comment })
  return { go: step.next }
}
