/**
 * Answers what the customer asked from the knowledge: the best answer, then "did this help?", the next best, and elsewhere
 * when there is none, or none that helped. Who asks something else instead of yes or no gets that looked up.
 */
import { failed, givingUp, patience } from '../asking.ts'
import type { Answered, Found } from '../effects.ts'
import { declarationOf } from '../fields.ts'
import { mask, maskCards } from '../masking.ts'
import { asking, type Heard, type Move, type Run } from '../run.ts'
import { fieldName, maybe, record, stepName, whole, words, type Shaped } from '../shape.ts'
import type { At } from '../state.ts'
import { readYesNo } from '../values/index.ts'
import type { StepKind } from './kind.ts'

const shape = record({
  /** What the customer asked. */
  question: fieldName('text'),
  /** Percent of what was asked that an answer must speak of. Default 40. */
  scoreMin: maybe(whole(1, 100, 'percent')),
  /** Answers that are tried. Default 2. */
  count: maybe(whole(1, 5, 'answers')),
  didItHelp: maybe(words),
  ...patience,
  helped: stepName,
  notHelped: stepName,
})
type Answer = Shaped<typeof shape>

const scoreMinDefault = 40
const countDefault = 2
/** Longer than any language model is waited for: this is for a hub that died meanwhile. */
const searchMs = 30_000

export const answer: StepKind<Answer> = {
  shape,
  exits: (step) => [
    { to: step.helped, when: 'helped', asked: true },
    { to: step.notHelped, when: 'not helped', asked: false },
    ...givingUp(step),
  ],
  enter(step, name, run) {
    // What is sensitive stays masked: what is looked for is kept until it is found.
    const text = run.field(step.question)?.value
    return typeof text === 'string' ? search(step, name, text, run) : { go: step.notHelped }
  },
  hear(step, at, input, run) {
    if (at.phase === 'asking') return heard(step, at, input, run)
    if (input.type === 'timePassed') return { go: step.notHelped }
    if (input.type !== 'found') return { stay: at }
    const good = input.answers.filter(({ score }) => score * 100 >= (step.scoreMin ?? scoreMinDefault))
    if (good.length === 0) note('none', undefined, run)
    return offer(step, at.step, good.slice(0, step.count ?? countDefault), run)
  },
  awaits: ({ question }) => [question],
  again(step, at, run) {
    if (at.phase === 'calling') tellSearch(step, at.effect, at.text ?? '', run)
  },
}

function search(step: Answer, name: string, text: string, run: Run): Move {
  const effect = run.nextEffect()
  tellSearch(step, effect, text, run)
  return { stay: { phase: 'calling', step: name, effect, attempt: 1, until: run.in(searchMs), text } }
}

function tellSearch({ count = countDefault }: Answer, effect: number, text: string, run: Run): void {
  run.effects.push({ type: 'search', effect, text, locale: run.locale, count })
}

/** Shows the best, and asks whether it helped. */
function offer(step: Answer, name: string, found: readonly Found[], run: Run): Move {
  const [best] = found
  if (best === undefined) return { go: step.notHelped }
  run.effects.push({ type: 'say', text: best.text, spoken: best.text })
  note('said', best, run)
  return askHelped(step, name, found, run)
}

function note(outcome: Answered['outcome'], found: Found | undefined, run: Run): void {
  run.effects.push({ type: 'answered', entry: found?.entry ?? '', outcome })
}

function askHelped(step: Answer, name: string, found: readonly Found[], run: Run, more: object = {}): Move {
  return run.ask(name, {
    text: step.didItHelp === undefined ? run.told.didItHelp : run.fill(step.didItHelp),
    kind: 'help',
    choices: [
      { key: 'yes', label: run.told.yes },
      { key: 'no', label: run.told.no },
    ],
    waitSeconds: step.waitSeconds,
    found,
    ...more,
  })
}

function heard(step: Answer, at: At & { phase: 'asking' }, input: Heard, run: Run): Move {
  const { found = [] } = asking(at)
  const said = input.type === 'said' ? input.text : input.type === 'chosen' ? input.key : null
  const helped = said === null ? null : readYesNo(said)
  if (helped !== null) note(helped ? 'helped' : 'notHelped', found[0], run)
  if (helped === true) return { go: step.helped }
  if (helped === false) return offer(step, at.step, found.slice(1), run)
  if (input.type === 'said') return lookUp(step, at.step, input.text, run)
  return failed(step, at, run, input.type === 'timePassed' ? '' : run.told.askYesNo, (more) =>
    askHelped(step, at.step, found, run, more),
  )
}

/** Another question. */
function lookUp(step: Answer, name: string, text: string, run: Run): Move {
  run.give(step.question, { value: text, trust: 'visitor', mode: 'default', source: `step:${name}` })
  const masked = declarationOf(run.flow.fields, step.question)?.sensitive === true ? mask(text) : maskCards(text)
  return search(step, name, masked, run)
}
