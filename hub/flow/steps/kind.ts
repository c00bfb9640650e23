/** What a kind of step is: how it is written, where it leads, what it does when it is entered and when something comes. */
import type { Heard, Move, Run } from '../run.ts'
import type { Reading, Shape } from '../shape.ts'
import type { At } from '../state.ts'

/** A way out of a step. */
export interface Exit {
  readonly to: string
  /** When it is taken, in a word or two, for the picture of the flow. */
  readonly when: string
  /** The customer was asked something before it is taken, so that a circle over it cannot run by itself. */
  readonly asked: boolean
}

export interface StepKind<S> {
  /** Of the step without its `kind`. */
  readonly shape: Shape<S>
  /** What the shape cannot say. */
  check?(step: S, place: string, reading: Reading): void
  exits(step: S): readonly Exit[]
  enter(step: S, name: string, run: Run): Move
  /** Something came that this step waits for. Only of kinds that stay. */
  hear?(step: S, at: At, input: Heard, run: Run): Move
  /** It hears what the customer says at any time, also while something is on its way. */
  readonly listens?: true
  /** The sensitive field whose answer is awaited, or null: what is typed then is masked, right or wrong. */
  awaits?(step: S, at: At): readonly string[]
  /** What must be done again after a restart: an effect that was on its way. */
  again?(step: S, at: At, run: Run): void
}
