/** Ends the contact. */
import { maybe, record, words, yesNo, type Shaped } from '../shape.ts'
import type { StepKind } from './kind.ts'

const shape = record({ text: maybe(words), solved: maybe(yesNo) })

export const end: StepKind<Shaped<typeof shape>> = {
  shape,
  exits: () => [],
  enter({ text, solved = true }, name, run) {
    if (text !== undefined) run.say(text)
    run.effects.push({ type: 'close', solved })
    return run.end(name, solved ? 'solved' : 'unsolved')
  },
}
