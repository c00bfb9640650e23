/** A flow as it is after reading: plain data, checked as a whole. What steps of a kind hold stands with the kind. */
import type { Declarations } from './fields.ts'
import type { Words } from './shape.ts'

export interface Step {
  readonly kind: string
}

export interface Flow {
  /** Short key of the flow. */
  readonly id: string
  /** Of its content: a contact stays with the version it began with. */
  readonly version: string
  readonly title: Words
  /** Name of the first step. */
  readonly start: string
  /** Where whoever wants a person is taken, at any point. */
  readonly person: string
  /** Step to begin with, by intent: a page says what its visitor came for. */
  readonly intents: Readonly<Record<string, string>>
  /** Words for a person beside the usual ones, in any language. */
  readonly personWords: readonly string[]
  readonly fields: Declarations
  readonly steps: Readonly<Record<string, Step>>
}
