/** A text of any words, of some length, and of a form when a pattern is given. */
import { normal } from '../normal.ts'
import { compilePattern, isPatternFault } from '../pattern.ts'
import { maybe, pattern, whole, yesNo } from '../shape.ts'
import { fitAsTyped, type Read, type ValueKind } from './kind.ts'

export interface DeclaredText {
  readonly min?: number
  readonly max?: number
  /** The whole text must fit it, after full-width letters and digits became plain ones. */
  readonly pattern?: string
  /** Letters become capitals before the pattern is asked. */
  readonly capitals?: boolean
}

export const textMax = 1_000

function read(typed: string, { min = 1, max = textMax, pattern: form, capitals }: DeclaredText): Read {
  // Without a pattern people's own words stay as they are: NFKC would change names.
  const trimmed = form === undefined ? typed.trim() : normal(typed)
  const value = capitals === true ? trimmed.toUpperCase() : trimmed
  const { length } = [...value]
  if (length === 0) return { problem: (sentences) => sentences.askText }
  if (length < min) return { problem: (sentences) => sentences.tooShort(min) }
  if (length > max) return { problem: (sentences) => sentences.tooLong(max) }
  if (form === undefined) return { value }
  const fits = compilePattern(form)
  return !isPatternFault(fits) && fits(value) ? { value } : { problem: (sentences) => sentences.otherForm }
}

export const text: ValueKind<DeclaredText> = {
  properties: {
    min: maybe(whole(1, textMax, 'characters')),
    max: maybe(whole(1, textMax, 'characters')),
    pattern: maybe(pattern),
    capitals: maybe(yesNo),
  },
  fault: ({ min = 1, max = textMax }) =>
    min <= max
      ? null
      : {
          at: 'min',
          problem: `it asks for ${min} characters at least and ${max} at most`,
          remedy: 'lower min or raise max',
        },
  read,
  fit: fitAsTyped(read),
}
