/** A number, also as `１，２００`, `三千円` or `twelve`. */
import { readNumber } from '../normal.ts'
import { maybe, number as numberShape, yesNo } from '../shape.ts'
import type { Read, ValueKind } from './kind.ts'

export interface DeclaredNumber {
  readonly min?: number
  readonly max?: number
  /** Without decimals. */
  readonly whole?: boolean
}

function within(value: number | null, { min, max, whole }: DeclaredNumber): Read {
  if (value === null) return { problem: (sentences) => sentences.askNumber }
  if (whole === true && !Number.isInteger(value)) return { problem: (sentences) => sentences.askWhole }
  if (min !== undefined && value < min) return { problem: (sentences) => sentences.above(min) }
  if (max !== undefined && value > max) return { problem: (sentences) => sentences.below(max) }
  return { value }
}

export const number: ValueKind<DeclaredNumber> = {
  properties: { min: maybe(numberShape()), max: maybe(numberShape()), whole: maybe(yesNo) },
  fault: ({ min, max }) =>
    min === undefined || max === undefined || min <= max
      ? null
      : { at: 'min', problem: `it asks for ${min} at least and ${max} at most`, remedy: 'lower min or raise max' },
  read: (typed, declared) => within(readNumber(typed), declared),
  fit(value, declared) {
    const found = within(typeof value === 'number' && Number.isFinite(value) ? value : null, declared)
    return 'value' in found ? found.value : null
  },
  show: (value) => grouped(value as number),
}

/** `1,234.5`: both languages write it so. */
function grouped(value: number): string {
  const [whole = '', decimals] = String(value).split('.')
  const parts = /e/.test(whole) ? whole : whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return decimals === undefined ? parts : `${parts}.${decimals}`
}
