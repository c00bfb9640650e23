/** Says something, and goes on. */
import { maybe, record, stepName, words, type Shaped } from '../shape.ts'
import type { StepKind } from './kind.ts'

const shape = record({ text: words, spoken: maybe(words), next: stepName })

export const say: StepKind<Shaped<typeof shape>> = {
  shape,
  exits: ({ next }) => [{ to: next, when: '', asked: false }],
  enter({ text, spoken, next }, _name, run) {
    run.say(text, spoken)
    return { go: next }
  },
}
